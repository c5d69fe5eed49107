"""What the status says of who carries what, and of duties that will not last so."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Button, Controls, Element, Heading, Row, Small, Text
from bot.fairness.requests import AskOthers, ShowLoad, ShowPeoplesLoad
from bot.fairness.rules import SLIVER, USUAL, WINDOWS, Alone, Slivers, Team
from bot.load_words import say_team
from bot.model import Duty, Member
from bot.setup.requests import EditDuty
from bot.weeks import say_minutes

MOST = 6  # rows of each list before the rest is counted


@dataclass(frozen=True, slots=True)
class Load:
    """Of the usual weeks."""

    teams: tuple[Team, ...] = ()
    slivers: tuple[tuple[Duty, Slivers], ...] = ()
    alone: tuple[tuple[Duty, Member, Alone], ...] = ()


def load(data: Load) -> tuple[Element, ...]:
    """By department: people only behind a button, and by name."""
    lines = [
        Text((say_team(team),)) for team in data.teams if team.burden.pledged or team.burden.held
    ]
    if not lines:
        return ()
    left = len(lines) - MOST
    more = (
        Small((f"{left} more {'department' if left == 1 else 'departments'}.",))
        if left > 0
        else None
    )
    buttons = (
        *(Button(f"{weeks} weeks", ShowLoad(weeks)) for weeks in WINDOWS),
        Button("People, for you only", ShowPeoplesLoad()),
    )
    shown = (*lines[:MOST], more) if more else lines
    return (Heading(f"Who carries what, {USUAL} weeks"), *shown, Controls(buttons))


def warnings(data: Load) -> tuple[Element, ...]:
    rows = [_sliver(duty, found) for duty, found in data.slivers[:MOST]]
    rows += [_alone(duty, member, found) for duty, member, found in data.alone[:MOST]]
    if not rows:
        return ()
    number = len(data.slivers) + len(data.alone)
    left = number - len(rows)
    more = (Small((f"{left} more.",)),) if left else ()
    return (Heading(f"Duties that may not last so: {number}"), *rows, *more)


def _sliver(duty: Duty, found: Slivers) -> Row:
    line = (
        f"{duty.name} lives on slivers: of {found.people} people in {USUAL} weeks, {found.thin}"
        f" held less than {say_minutes(SLIVER)} a week of it, the middle one"
        f" {say_minutes(found.middle)}."
        " Fewer people with more hours each would know it better."
    )
    return Row((line,), Button("Edit", EditDuty(duty.id), about=f"Edit {duty.name}"))


def _alone(duty: Duty, member: Member, found: Alone) -> Row:
    line = (
        f"{duty.name} lives on one person: {member.name} held {found.percent} % of its hours in"
        f" {USUAL} weeks, in {found.weeks} of these."
    )
    about = f"Ask who would share {duty.name}"
    return Row((line,), Button("Ask for a second one", AskOthers(duty.id), about=about))
