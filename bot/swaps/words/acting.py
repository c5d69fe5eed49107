"""What the chair and leads read when they act for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.app import offer
from bot.cards import Bold, Button, Card, Confirm, Controls, Element, Menu, Option, Row, Style, Text
from bot.claims.requests import Claim
from bot.cover.requests import SetFree
from bot.errors import Refusal
from bot.held import Held, Holder
from bot.model import Duty, Member
from bot.naming import shown_name
from bot.reader import Reader, say_need
from bot.roster.requests import AskOpen, AskWho
from bot.swaps.requests import ClaimFor, GiveTurn, OpenGiveForm, OpenSwapForm
from bot.swaps.words.asking import Thing
from bot.weeks import say_minutes

BUTTONS = 5  # more choices than this are a menu
HOLDERS = 12  # on one card


def one_turn(held: Held, now: datetime, reader: Reader) -> Card:
    """Each holder with what can be done, and how to add one."""
    body: list[Element] = [Text((f"{reader.span(held.turn.span)}.",))]
    for holder in held.holders[:HOLDERS]:
        part, name = reader.span(holder.claim.span), holder.name
        when = "" if holder.claim.span == held.turn.span else f", {part}"
        line = (Bold(name), f", {say_minutes(holder.claim.minutes)}{when}")
        body.append(Text(line))
        if holder.claim.span.end > now:
            body.append(Controls(_for_holder(held, holder)))
    wanted = say_need(held.wanted(now), held.people_wanted(now))
    if held.is_open(now):
        body.append(Text((f"Still wanted: {wanted}.",)))
    if held.free(now):
        put = Button("Claim for somebody", OpenGiveForm(turn=held.turn.id), Style.PRIMARY)
        body.append(Controls((put, Button("Claim it myself", Claim(turn=held.turn.id)))))
    return Card(held.duty.name, tuple(body))


def _for_holder(held: Held, holder: Holder) -> tuple[Button, ...]:
    claim, name = holder.claim.id, holder.name
    swap = OpenSwapForm(claim=claim, giver=holder.member.id)
    text = f"{name} is told. {held.duty.name} is open at once."
    sure = Confirm("Set it free?", text, "Set free")
    give = OpenGiveForm(turn=held.turn.id, claim=claim)
    return (
        Button("Give to somebody else", give, about=f"Give {name}'s part to somebody else"),
        Button("Swap", swap, about=f"Ask somebody to swap with {name}"),
        Button("Set free", SetFree(claim=claim), Style.DANGER, sure, about=f"Set free: {name}"),
    )


def which_turn(
    duty: Duty, taker: Member, turns: Sequence[Held], minutes: int, reader: Reader
) -> Card:
    title = f"Which turn of {duty.name} for {shown_name(taker)}?"
    options = tuple(
        Option(
            reader.span(held.turn.span),
            GiveTurn(turn=held.turn.id, member=taker.id, minutes=minutes),
        )
        for held in turns[:100]
    )
    if len(options) > BUTTONS:
        return Card(title, (Controls((Menu("Choose a turn", options),)),))
    return Card(
        title,
        tuple(
            Row((one.label,), Button("This one", one.request, about=f"This one: {one.label}"))
            for one in options
        ),
    )


def which_duty(duties: Sequence[Duty], request: ClaimFor, taker: Member) -> Refusal:
    offers = tuple(
        offer(duty.name[:75], replace(request, duty=duty.id, member=taker.id, role="for"))
        for duty in duties[:BUTTONS]
    )
    more = len(duties) - BUTTONS
    return Refusal(
        "which_duty",
        "Which one do you mean?",
        "Several duties fit these words.",
        f"{more} more fit: say more of the name." if more > 0 else "",
        offers=offers,
    )


def which_to_free(holder: Member, options: Sequence[tuple[str, SetFree]]) -> Refusal:
    offers = tuple(offer(label[:75], request) for label, request in options[:BUTTONS])
    more = len(options) - len(offers)
    return Refusal(
        "which_turn",
        f"Which of {shown_name(holder)}'s turns is to be set free?",
        "Several fit these words.",
        f"{more} more fit: say which day." if more else "",
        offers=offers,
    )


def which_turn_for(taker: Member) -> Refusal:
    first = taker.name.split(maxsplit=1)[0].lower()
    return Refusal(
        "no_duty",
        f"Which duty is {taker.name} to hold?",
        "I read a name, and no duty.",
        f"Say it like `/muster claim facebook tue for @{first}`.",
        offers=(offer("See what is open", AskOpen()), offer("Who holds what", AskWho())),
    )


def said_no(thing: Thing, taker: Member, reader: Reader) -> Card:
    """To whoever had put them down."""
    again = Button("See what is open", AskOpen(duty=thing.duty.id))
    return Card(
        f"{shown_name(taker)} cannot do {thing.duty.name}.",
        (Text((f"{thing.say(reader)}: open again.",)), Controls((again,))),
    )


def bad_hours() -> Refusal:
    return Refusal(
        "bad_hours",
        "This is not a number of hours.",
        instead="Write it like 2, 1.5 or 1h30.",
        field="hours",
    )
