"""What somebody took over, or was given: to each whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import offer
from bot.cards import Button, Card, Controls, Element, Request, Small, Style, Text
from bot.claims.requests import Release
from bot.errors import Refusal
from bot.model import Duty, Member
from bot.naming import shown_name
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen, AskWho
from bot.swaps.requests import OpenTrade, TakeOver
from bot.swaps.words.asking import MINE, OPEN, Thing, diff
from bot.undo.requests import Undo


@dataclass(frozen=True, slots=True)
class Handed:
    """What changed hands at once. `holder` None: it was open. `claim`: the taker's new one."""

    thing: Thing
    taker: Member
    by: Member
    holder: Member | None = None
    claim: int = 0
    change: int = 0

    @property
    def undo(self) -> Button:
        return Button("Undo", Undo(change=self.change))


def took_over(one: Handed, told: Sequence[str], reader: Reader) -> Card:
    """To whoever did it: at once, and everybody knows."""
    mine = one.by.id == one.taker.id
    who, has = ("You", "hold") if mine else (shown_name(one.taker), "holds")
    said = f" Taken over from {shown_name(one.holder)}." if one.holder else ""
    everybody = f"Told: {', '.join(told)}; the room's roster shows it." if told else ""
    return Card(
        f"{who} {has} {one.thing.duty.name} now.",
        (
            Text((f"{one.thing.say(reader)}.{said}",)),
            *((Small((everybody,)),) if everybody else ()),
            Controls((one.undo, *((MINE,) if mine else ()))),
        ),
    )


def taken_from_you(one: Handed, reader: Reader) -> Card:
    """To whoever held it."""
    name, duty = shown_name(one.taker), one.thing.duty.name
    title = f"{name} has taken {duty} over from you."
    if one.by.id != one.taker.id:
        title = f"{one.by.name} has given {duty} to {name}; it was yours."
    note = Small(("If that was not right, press Undo: it is yours again at once.",))
    return Card(title, (*diff(None, one.thing, reader), note, Controls((one.undo, MINE))))


def given_to_you(one: Handed, reader: Reader) -> Card:
    """To whom somebody else put down for it."""
    duty = one.thing.duty.name
    cannot = Button("I can't", Release(claim=one.claim), about=f"I can't do {duty}")
    was = f" {shown_name(one.holder)} held it before." if one.holder else ""
    did = Small((f"{one.by.name} did this in your place.{was}",))
    controls = Controls((cannot, one.undo, MINE))
    title = f"{one.by.name} put you down for {duty}."
    return Card(title, (*diff(one.thing, None, reader), did, controls))


def for_the_lead(one: Handed, reader: Reader, *, can_undo: bool) -> Card:
    """To the lead of the duty's department, or the chair."""
    holder = shown_name(one.holder) if one.holder else "nobody"
    title = f"{shown_name(one.taker)} has taken {one.thing.duty.name} over from {holder}."
    body: list[Element] = [Text((f"{one.thing.say(reader)}.",))]
    if one.by.id != one.taker.id:
        body.append(Text((f"{one.by.name} did this.",)))
    return Card(title, (*body, *((Controls((one.undo,)),) if can_undo else ())))


def gave(one: Handed, reader: Reader) -> Card:
    """To whoever put somebody else down."""
    name = shown_name(one.taker)
    told = f"{name} is told that it was you, and can say that they cannot."
    return Card(
        f"{name} holds {one.thing.duty.name}.",
        (Text((f"{one.thing.say(reader)}.",)), Small((told,)), Controls((one.undo,))),
    )


def not_put_down(thing: Thing, by: str, reader: Reader) -> Card:
    """To whom it had been given."""
    title = f"{by} took {thing.duty.name} off you again."
    return Card(title, (*diff(None, thing, reader), Controls((MINE, OPEN))))


def not_held_any_more(thing: Thing, who: str, reader: Reader) -> Card:
    """To whoever took it back. `who`: "" the reader."""
    names = f"{who} does not hold" if who else "You do not hold"
    return Card(f"Undone: {names} {thing.duty.name} any more.", (Text((f"{thing.say(reader)}.",)),))


def undone(
    got: Thing | None, lost: Thing | None, receiver: Member, first: Thing, by: str, reader: Reader
) -> Card:
    """`got`, `lost`: the reader's. `by`: who undid it, if not the reader."""
    who = f"{by} undid it" if by else "Undone"
    if got is None and lost is None:
        return Card(f"{who}: {shown_name(receiver)} holds {first.say(reader)} again.")
    name = (got or lost or first).duty.name
    title = f"{who}: {name} is yours again." if got else f"{who}: {name} is not yours any more."
    return Card(title, (*diff(got, lost, reader), Controls((MINE,))))


def is_it_urgent(
    thing: Thing, holder: Member, trade: OpenTrade, sure: TakeOver, reader: Reader
) -> Card:
    """Far ahead there is time to ask."""
    name = shown_name(holder)
    why = (
        f"There is time to ask {name}. If it cannot wait, you take it over at once: {name} and the"
        " duty's lead are told, and it can be undone."
    )
    ask = Button("Swap for one of mine", trade, Style.PRIMARY)
    now = Button("Take it over now", sure, Style.DANGER)
    said = Text((f"{thing.say(reader)}.",))
    return Card(f"{name} holds {thing.duty.name} then.", (said, Text((why,)), Controls((ask, now))))


def which_to_take(name: str, options: Sequence[tuple[str, TakeOver]]) -> Refusal:
    offers = tuple(offer(label[:75], request) for label, request in options[:5])
    more = len(options) - len(offers)
    return Refusal(
        "which_turn",
        f"Which of {name}'s turns?",
        "Several fit these words.",
        f"{more} more fit: say which day." if more else "",
        offers=offers,
    )


def yours_already(duty: Duty) -> Refusal:
    return Refusal(
        "own",
        f"You hold {duty.name} already.",
        "There is nothing to take over from yourself.",
        "What you hold is in your list.",
        offers=(offer("My turns", AskMine()),),
    )


def from_or_for(name: str, from_them: Request, for_them: Request | None) -> Refusal:
    """A name without a word before it says not which."""
    offers = [offer(f"Take it over from {name}"[:75], from_them)]
    offers += [offer(f"Claim it for {name}"[:75], for_them)] if for_them else []
    example = name.split(maxsplit=1)[0].lower()
    return Refusal(
        "from_or_for",
        f"Do you mean from {name}, or for {name}?",
        "From: you take over what they hold. For: they are to hold it.",
        f"Say it like `/muster claim facebook from @{example}`.",
        offers=tuple(offers),
    )


def who_is_that(name: str) -> Refusal:
    return Refusal(
        "unknown_person",
        f"I do not know who “{name[:60]}” is.",
        "I looked for a member of that name.",
        "Name them with @, by more of their name, or by their e-mail address; for yourself leave "
        "the name out.",
        offers=(offer("Who holds what", AskWho()),),
    )


def nothing_to_give(duty: Duty, name: str, when: str) -> Refusal:
    return Refusal(
        "no_turn",
        f"There is nothing of {duty.name} that {name} could take, {when}.",
        "It is held, over, or within days on which they are away.",
        "See who holds it, or say another day.",
        offers=(offer("Who holds it", AskWho(duty=duty.id)), offer("See what is open", AskOpen())),
    )
