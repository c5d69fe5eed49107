"""Every word of the digest. Counts for everybody, names for nobody: nobody is shamed in public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.cards import (
    Button,
    Card,
    Chart,
    ChartKind,
    Code,
    Controls,
    Element,
    Heading,
    Series,
    Small,
    Style,
    Table,
    Text,
)
from bot.digest.requests import PostDigest
from bot.figures import Coverage, DepartmentHours
from bot.home.requests import OpenHome
from bot.picture.requests import ShowWeek
from bot.reader import Reader, say_need
from bot.roster.requests import AskOpen
from bot.weeks import say_minutes, say_week, week_span

GAPS = 12  # rows of the gaps table: what fits a screen; the rest is counted


@dataclass(frozen=True, slots=True)
class Digest:
    """All that the digest says."""

    week: date
    this: Coverage
    last: Coverage
    next: Coverage
    helpers: int  # people who held a turn last week
    logged: int  # minutes logged for last week
    departments: tuple[DepartmentHours, ...]  # of the week that was
    changes: tuple[str, ...]


def digest(data: Digest, now: datetime, reader: Reader) -> Card:
    return Card(
        f"The {say_week(data.week)}",
        (
            *_coverage(data),
            *_gaps(data, reader),
            *_departments(data.departments),
            *_changes(data.changes),
            Heading("What is coming"),
            Text((_state("Next week", data.next),)),
            *_thanks(data),
            Controls(
                (
                    Button("See what is open", AskOpen(), Style.PRIMARY),
                    Button("The week as a table", ShowWeek(data.week)),
                    Button("My page", OpenHome()),
                )
            ),
            Small((f"As of {reader.instant(now)}.",)),
        ),
    )


def _state(week: str, part: Coverage) -> str:
    if not part.turns:
        return f"{week} has no turns."
    return f"{week} {_share(part)} are covered ({part.percent} %); {_wanted(part.open)}."


def _share(part: Coverage) -> str:
    return f"{say_minutes(part.covered)} of {say_minutes(part.needed)}"


def _wanted(holes: int) -> str:
    if not holes:
        return "nobody is missing"
    return "1 turn still wants somebody" if holes == 1 else f"{holes} turns still want somebody"


def _coverage(data: Digest) -> tuple[Element, ...]:
    lines: list[Element] = [Text((_state("This week", data.this),))]
    if data.last.turns:
        lines.append(
            Text((f"Last week {_share(data.last)} were covered ({data.last.percent} %).",))
        )
    return tuple(lines)


def _gaps(data: Digest, reader: Reader) -> tuple[Element, ...]:
    holes, week = data.this.holes, week_span(data.week, reader.home)
    if not holes:
        return ()
    rows = tuple(
        (
            hole.held.duty.name,
            reader.within(week, hole.held.turn.span),
            say_need(hole.minutes, hole.people),
        )
        for hole in holes[:GAPS]
    )
    table = Table("Open this week", ("Duty", "When", "Missing"), rows)
    if len(holes) <= GAPS:
        return (Heading("Gaps"), table)
    more = Small((f"{len(holes) - GAPS} more: type ", Code("/muster open"), "."))
    return (Heading("Gaps"), table, more)


def _departments(rows: Sequence[DepartmentHours]) -> tuple[Element, ...]:
    if not any(row.pledged or row.held or row.logged for row in rows):
        return ()
    chart = Chart(
        ChartKind.BAR,
        "Hours by department last week",
        tuple(row.name for row in rows),
        (
            Series("Offered", tuple(round(row.pledged / 60, 1) for row in rows)),
            Series("Held", tuple(round(row.held / 60, 1) for row in rows)),
            Series("Logged", tuple(round(row.logged / 60, 1) for row in rows)),
        ),
        "Department",
        "Hours",
    )
    return (chart,)


def _changes(changes: Sequence[str]) -> tuple[Element, ...]:
    if not changes:
        return ()
    return (Heading("What changed last week"), Text((", ".join(changes) + ".",)))


def _thanks(data: Digest) -> tuple[Element, ...]:
    if not data.helpers:
        return ()
    people = "one person" if data.helpers == 1 else f"{data.helpers} people"
    done = f", with {say_minutes(data.logged)} logged" if data.logged else ""
    return (
        Heading("Thanks"),
        Text((f"To the {people} who looked after our accounts last week{done}.",)),
    )


def posted(rooms: int) -> Card:
    where = "one room" if rooms == 1 else f"{rooms} rooms"
    return Card(
        f"The digest is on its way to {where}.",
        (Text(("If it stands there already, it is brought up to date.",)),),
    )


def preview_controls() -> Controls:
    return Controls((Button("Post it now", PostDigest(), Style.PRIMARY),))
