"""What the lead and the chair read of a request that is not filled yet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.cards import Button, Card, Confirm, Controls, Row, Small, Style, Text
from bot.claims.requests import claim_part
from bot.cover.requests import AskEverybody, SetFree, ShowCover, TakeCover
from bot.cover.words.asking import MINE, OPEN, Wanted, outcome, titled
from bot.cover.words.holding import progress
from bot.errors import Refusal
from bot.held import Held
from bot.model import Claim, Duty
from bot.ports.covers import Ask, CoverState, Why
from bot.reader import Reader
from bot.roster.requests import AskOpen, AskWho
from bot.undo.requests import Undo
from bot.weeks import Span, say_minutes


def state(one: Wanted, asks: Sequence[Ask], reader: Reader) -> Card:
    """How a request stands, with what a lead or the chair can do."""
    if one.cover.state is not CoverState.OPEN:
        return Card(outcome(one), (Text((f"{titled(one, reader)}.",)), Controls((OPEN,))))
    whose = f"It stays {one.name}'s until somebody takes it."
    if one.cover.why is Why.LEAVER:
        whose = f"{one.name} has left; nobody holds it."
    text = f"{reader.span(one.span)}, {say_minutes(one.minutes)}. {whose}"
    return Card(
        f"Nobody has taken {one.duty.name} yet.",
        (Text((text,)), Small((progress(one, asks, (), reader),)), Controls(_buttons(one))),
    )


def _buttons(one: Wanted) -> tuple[Button, ...]:
    cover = one.cover.id
    buttons = [Button("Take it", TakeCover(cover=cover), Style.PRIMARY)]
    if one.cover.all_at is None:
        buttons.append(Button("Ask everybody now", AskEverybody(cover=cover)))
    if one.claim:
        buttons.append(set_free(one.claim, one.span, one.duty.name, one.name))
    return tuple(buttons)


def set_free(claim: int, span: Span, duty: str, name: str = "") -> Button:
    """`name`: whose it is, if not the reader's own."""
    whose = f"{name} is" if name else "You are"
    text = f"It is open at once, and {whose} not responsible any more. Nobody is asked."
    confirm = Confirm(f"Set {duty} free?"[:75], text, "Set free")
    request = SetFree(claim=claim, begin=span.start.isoformat(), end=span.end.isoformat())
    return Button("Set free", request, Style.DANGER, confirm, about=f"Set {duty} free")


def row(one: Wanted, asks: Sequence[Ask], reader: Reader) -> Row:
    """On the status."""
    number = f"{len(asks)} asked" if asks else "nobody asked yet"
    line = f"{titled(one, reader)}: {one.name}, {number}"
    about = f"Cover for {one.duty.name}"
    return Row((line,), Button("Look", ShowCover(cover=one.cover.id), about=about))


def freed(held: Held, claim: Claim, name: str, change: int, reader: Reader) -> Card:
    """`name`: whose it was, if not the reader's own."""
    told = f" {name} is told." if name else ""
    text = f"{reader.span(claim.span)}, {say_minutes(claim.minutes)}: open for everybody.{told}"
    undo = Button("Undo", Undo(change=change))
    return Card(f"{held.duty.name} is set free.", (Text((text,)), Controls((undo, OPEN))))


def freed_for_you(by: str, held: Held, claim: Claim, reader: Reader) -> Card:
    again = Button("Take it again", claim_part(held.turn, claim.span))
    text = f"{reader.span(claim.span)}: {by} has set it free, and it is open for everybody."
    return Card(
        f"{held.duty.name} is not yours any more.", (Text((text,)), Controls((again, MINE)))
    )


def back_again(by: str, held: Held, claim: Claim, reader: Reader, *, sought: bool) -> Card:
    """`sought`: they had asked for cover."""
    text = f"{reader.span(claim.span)}: {by} took back that it was set free."
    text += " I go on looking for cover." if sought else ""
    return Card(f"{held.duty.name} is yours again.", (Text((text,)), Controls((MINE,))))


def undone(held: Held, claim: Claim, name: str, reader: Reader) -> Card:
    text = f"{reader.span(claim.span)}: {name} holds it again."
    return Card(f"Undone: {held.duty.name} is not open any more.", (Text((text,)),))


def not_held(duty: Duty) -> Refusal:
    return Refusal(
        "not_held",
        f"There is nothing of {duty.name} left to set free.",
        "Whoever held it gave it back meanwhile, or somebody else has it, or it is over.",
        "See who holds it now.",
        offers=(offer("Who holds it", AskWho(duty=duty.id)),),
    )


def cannot_be_again(duty: Duty) -> Refusal:
    """It cannot be as it was before."""
    return Refusal(
        "moved_on",
        "This can no longer be undone.",
        f"{duty.name} has changed hands since, or is over, or is no longer on the roster.",
        "See who holds it now.",
        offers=(offer("Who holds it", AskWho(duty=duty.id)),),
    )


def may_not(held: Held) -> Refusal:
    return Refusal(
        "leads_only",
        f"Only its department's lead or the chair can do this with {held.duty.name}.",
        "It changes what somebody else holds.",
        "Ask them; `/muster who` says who holds what.",
        offers=(offer("Later turns of this duty", AskOpen(duty=held.duty.id)),),
    )
