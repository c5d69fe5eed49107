"""A duty that lives on one person: others are asked to share it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.cards import Button, Card, Controls, Small, Style, Text
from bot.errors import Refusal
from bot.model import Duty, Member
from bot.roster.requests import AskOpen
from bot.setup.requests import EditDuty


def asked(duty: Duty) -> Card:
    """To somebody who could share it: of whom it lives on now, no word."""
    why = "Nearly all of it has been one person's for weeks; it needs a second one who knows it."
    about = (Small((duty.description,)),) if duty.description else ()
    button = Button("See its turns", AskOpen(duty=duty.id), Style.PRIMARY)
    instead = Small(("If it is not for you, there is nothing to do.",))
    return Card(
        f"Would you share {duty.name}?", (Text((why,)), *about, Controls((button,)), instead)
    )


def were_asked(duty: Duty, members: Sequence[Member]) -> Card:
    """To the chair."""
    names = ", ".join(member.name for member in members)
    text = f"{names}: those who suit it and carry least. They are written to in their waking hours."
    return Card(f"Asked who would share {duty.name}.", (Text((text,)),))


def gone() -> Refusal:
    return Refusal(
        "unknown_duty",
        "This duty is not there any more.",
        "It was retired since the message was written.",
        "Type `/muster status` to see how things stand now.",
    )


def shared_by_now(duty: Duty) -> Refusal:
    return Refusal(
        "shared",
        f"{duty.name} does not live on one person any more.",
        "Others have held enough of it since the message was written.",
        "Type `/muster status` to see how things stand now.",
    )


def nobody(duty: Duty) -> Refusal:
    needs = f" It asks for clearance: {' and '.join(duty.clearances)}." if duty.clearances else ""
    return Refusal(
        "nobody",
        f"There is nobody who could share {duty.name} and was not asked this week.",
        f"People who are away, not cleared or asked already are left out.{needs}",
        "Clear somebody for it, or change what the duty asks for.",
        offers=(offer("Edit the duty", EditDuty(duty=duty.id)),),
    )
