"""Questions in between, and what one should know about whom one asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cards import Button, Card, Controls, Menu, Option, Row
from bot.model import Away, Member, Role
from bot.reader import Reader
from bot.swaps.requests import Swap
from bot.weeks import say_day

BUTTONS = 5  # more choices than this are a menu


def which(name: str, options: Sequence[tuple[str, Swap]], *, gives: bool) -> Card:
    """`name`: whose turns they are, if not the asker's."""
    whose = f"{name}'s" if name else "your"
    title = f"Which of {whose} turns?" if name or not gives else "Which of your turns do you give?"
    if len(options) > BUTTONS:
        menu = Menu("Choose a turn", tuple(Option(label[:75], to) for label, to in options[:100]))
        return Card(title, (Controls((menu,)),))
    return Card(
        title,
        tuple(
            Row((label,), Button("This one", to, about=f"This one: {label}"))
            for label, to in options
        ),
    )


def about(other: Member, away: Away | None, today: date, reader: Reader) -> tuple[str, ...]:
    """Why an answer may take longer."""
    notes = []
    if away is not None:
        notes.append(f"{other.name} is away, {reader.away(away)}: the answer may take until then.")
    if other.paused_until is not None and other.paused_until > today:
        until = say_day(other.paused_until)
        notes.append(f"{other.name} has paused my messages until {until}; this one they get.")
    if other.role is Role.PARTNER:
        where = f" ({other.company})" if other.company else ""
        notes.append(f"{other.name} is a partner{where}.")
    return tuple(notes)
