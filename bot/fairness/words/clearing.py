"""Asking for clearance, and giving it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.cards import Button, Card, Controls, Small, Style, Text
from bot.errors import Refusal
from bot.fairness.requests import GiveClearance
from bot.model import Duty, Member
from bot.people.requests import EditMember
from bot.roster.requests import AskOpen
from bot.undo.requests import Undo


def wanted(member: Member, duty: Duty, lacks: Sequence[str]) -> Card:
    """To a chair."""
    names = " and ".join(lacks)
    text = f"It asks for clearance: {names}. Nothing happens unless you give it."
    give = GiveClearance(member=member.id, duty=duty.id)
    buttons = (
        Button(f"Clear for {names}"[:75], give, Style.PRIMARY, about=f"Clear {member.name}"),
        Button("Open the entry", EditMember(member=member.id), about=f"Open {member.name}"),
    )
    title = f"{member.name} would like to hold {duty.name}."
    return Card(title, (Text((text,)), Controls(buttons)))


def asked_for(duty: Duty, names: Sequence[str], *, again: bool) -> Card:
    """To whoever asked. `again`: this week already."""
    whom = " and ".join(names)
    text = f"{whom} can give it; you are told when that is done."
    if again:
        text = f"Asked this week already: {whom}. You are told when it is done."
    about = Small(("Until then the duty is not open for you.",))
    return Card(f"Asked for clearance for {duty.name}.", (Text((text,)), about))


def given(member: Member, lacks: Sequence[str], change: int) -> Card:
    names = " and ".join(lacks)
    text = f"{member.name} is told, and may claim what asks for it."
    return Card(
        f"{member.name} is cleared for {names}.",
        (Text((text,)), Controls((Button("Undo", Undo(change=change)),))),
    )


def given_to_you(by: str, duty: Duty, lacks: Sequence[str]) -> Card:
    names = " and ".join(lacks)
    button = Button("See its turns", AskOpen(duty=duty.id), Style.PRIMARY)
    text = f"You may hold {duty.name} now."
    return Card(f"{by} cleared you for {names}.", (Text((text,)), Controls((button,))))


def has_it(duty: Duty, name: str) -> Refusal:
    """`name`: of the member, if it is not the reader."""
    who = f"{name} has" if name else "You have"
    return Refusal(
        "cleared",
        f"{who} all clearance that {duty.name} asks for.",
        "It was given in the meantime, or is not asked for any more.",
        "There is nothing left to do.",
        offers=(offer("See its turns", AskOpen(duty=duty.id)),),
    )


def nobody_there() -> Refusal:
    return Refusal(
        "unknown_member",
        "This person is not in the task force any more.",
        "They left since the message was written.",
        "There is nothing left to do.",
    )


def no_duty() -> Refusal:
    return Refusal(
        "unknown_duty",
        "This duty is not there any more.",
        "It was retired since the message was written.",
        "Type `/muster open` to see what is open.",
        offers=(offer("See what is open", AskOpen()),),
    )
