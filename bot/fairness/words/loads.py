"""What departments and people carried; names are for the chair only, and never ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards import (
    Button,
    Card,
    Controls,
    Element,
    Row,
    Small,
    Table,
    Text,
)
from bot.fairness.requests import ShowLoad, ShowPeoplesLoad
from bot.fairness.rules import WINDOWS, Burden, Team
from bot.load_words import HARD, say_own, say_team, share
from bot.model import Member
from bot.roster.requests import AskMine
from bot.status.requests import AskStatus
from bot.weeks import say_minutes

PAGE = 12  # people on one card: what is a table on either platform
_COLUMNS = ("Offered", "Held", "Done", "Covered for others", "Hard hours")
_NUMBERS = frozenset(range(1, 6))
_ARITHMETIC = (
    "Of each week up to this one: what was offered, what is held (or was), and what people said"
    " they did; the share is held of offered. Covered for others was taken over from somebody who"
    f" could not, and is part of what is held. {HARD}"
)


def load(teams: Sequence[Team], weeks: int) -> Card:
    """By department."""
    body: list[Element] = [_team(team, weeks) for team in teams]
    rows = tuple((team.name, *_cells(team.burden)) for team in teams)
    if rows:
        caption = f"Load by department, {weeks} weeks"
        body.append(Table(caption, ("Department", *_COLUMNS), rows, _NUMBERS))
    else:
        body.append(Text(("Nobody is in the task force yet.",)))
    others = tuple(Button(f"{n} weeks", ShowLoad(n, inside=True)) for n in WINDOWS if n != weeks)
    people = Button("People, for you only", ShowPeoplesLoad(weeks))
    body += [Controls((*others, people, Button("Status", AskStatus()))), Small((_ARITHMETIC,))]
    return Card(f"Who carries what: {weeks} weeks", tuple(body))


def _team(team: Team, weeks: int) -> Row:
    """With the way to its people, for the chair alone."""
    people = ShowPeoplesLoad(weeks, team.id)
    return Row((say_team(team),), Button("People", people, about=f"People of {team.name}"[:75]))


def _cells(burden: Burden) -> tuple[str, ...]:
    return (
        say_minutes(burden.pledged),
        share(burden),
        say_minutes(burden.logged),
        say_minutes(burden.covered),
        say_minutes(burden.hard),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Which people are shown: of `department`, 0 for all, behind the first `skip`."""

    weeks: int
    department: int
    skip: int
    departments: Mapping[int, str]


def people(found: Sequence[Member], burdens: Mapping[int, Burden], page: Page) -> Card:
    """In the order of their names: this is no ranking, and nobody but the chair sees it."""
    shown = found[page.skip : page.skip + PAGE]
    whose = page.departments.get(page.department, "everybody")
    rows = tuple((member.name, *_cells(burdens.get(member.id, Burden()))) for member in shown)
    caption = f"Load of {whose}, {page.weeks} weeks"
    body: list[Element] = [Table(caption, ("Name", *_COLUMNS), rows, _NUMBERS)] if rows else []
    if not rows:
        body.append(Text(("Nobody is here.",)))
    left = len(found) - page.skip - len(shown)
    controls = [
        Button(f"{n} weeks", ShowPeoplesLoad(n, page.department))
        for n in WINDOWS
        if n != page.weeks
    ]
    if left > 0:
        more = ShowPeoplesLoad(page.weeks, page.department, page.skip + PAGE)
        controls.insert(0, Button(f"Show {min(left, PAGE)} more", more))
    if page.department:
        controls.append(Button("Everybody", ShowPeoplesLoad(page.weeks)))
    controls.append(Button("By department", ShowLoad(page.weeks)))
    order = "By name, not by load. Only you see this; everybody sees their own."
    body += [Controls(tuple(controls)), Small((f"{order} {HARD}",))]
    return Card(f"Who carries what: {whose}, {page.weeks} weeks", tuple(body))


def own(said: Sequence[tuple[int, Burden, int | None]]) -> Card:
    """To the member: weeks, what they carried, and the middle of their department."""
    lines = tuple(Text((say_own(burden, middle, weeks),)) for weeks, burden, middle in said)
    about = (
        "Each number counts the weeks up to this one, with what you hold of its rest. The middle:"
        " half of your department held so much or less. Only you and the chair see yours."
    )
    mine = Controls((Button("My turns", AskMine()),))
    return Card("What you carry", (*lines, Small((f"{about} {HARD}",)), mine))
