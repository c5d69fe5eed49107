"""The chair: taken for the first time, gone, and named anew."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Card, Code, Text
from bot.errors import Refusal
from bot.model import Member


def chair_only(role: str, chairs: Sequence[Member]) -> Refusal:
    names = " or ".join(c.name for c in chairs[:3])
    return Refusal(
        "chair_only",
        "Only the chair can set the task force up.",
        f"Your role is {role}." if role else "You are not in the task force.",
        f"Ask {names}; `/muster help` names what you can do.",
    )


def chair_is_reserved() -> Refusal:
    return Refusal(
        "chair_reserved",
        "The chair is kept for somebody else.",
        "Whoever installed Muster has named the address of the first chair.",
        "Ask them, or let them run `python -m bot chair` with your address.",
    )


def chair_not_for_you(leads: Sequence[Member]) -> Refusal:
    """The last chair has gone: leads may follow, else any member."""
    who = " or ".join(m.name for m in leads[:3]) if leads else "any member of the task force"
    return Refusal(
        "chair_not_for_you",
        "The task force has no chair at the moment, and you cannot take the chair.",
        "After a chair has left, a department lead takes over; without leads, a member; never a"
        " partner or a guest.",
        f"Ask {who} to type `/muster setup`.",
    )


def no_chair(name: str, *, to_lead: bool) -> Card:
    """To every lead, or without leads to every member: the last chair has gone."""
    who = "The first lead who types " if to_lead else "The first member who types "
    return Card(
        "The task force has no chair.",
        (
            Text((f"{name} was the only chair and has left.",)),
            Text((who, Code("/muster setup"), " becomes chair.")),
            Text(
                ("Whoever runs Muster can also name one: ", Code("python -m bot chair EMAIL"), ".")
            ),
        ),
    )


def new_chair(name: str) -> Card:
    """To the leads."""
    return Card(f"{name} is chair of the task force now.", ())


def you_are_chair() -> Card:
    """To a member whom the operator has named."""
    return Card(
        "You are chair of the task force.",
        (Text(("Whoever runs Muster has named you. Type ", Code("/muster setup"), " to begin.")),),
    )


def no_such_address(email: str) -> Refusal:
    return Refusal(
        "unknown_member",
        f"Nobody in the task force has the address {email}.",
        "Only somebody on the list can be named chair.",
        "Import the members first, or let them ask to join; in a task force that never had a"
        " chair, the first colleague who types `/muster setup` becomes chair.",
    )


def partner_cannot(name: str) -> Refusal:
    return Refusal(
        "partner_chair",
        f"{name} is a partner, and a partner can never be chair.",
        "The chair speaks for the company, a partner for an agency.",
        "Name somebody of the company.",
    )
