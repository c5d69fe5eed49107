"""Every word of the status: names are for the chair only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards import (
    Button,
    Card,
    Chart,
    ChartKind,
    Controls,
    Element,
    Heading,
    Row,
    Series,
    Small,
    Style,
    Table,
    Text,
)
from bot.claims.requests import Claim
from bot.digest.requests import PostDigest, PreviewDigest
from bot.figures import Coverage, DepartmentHours, Hole
from bot.hours.requests import AskAgain
from bot.model import Delivery, Duty, Member
from bot.people.requests import Decline, LetIn, ListPeople, ShowMember
from bot.reader import Reader, say_need
from bot.roster.requests import AskOpen
from bot.setup.requests import OpenSetup
from bot.weeks import Span, say_minutes

HOLES = 8  # rows of each list before the rest is counted: a status is read at a glance
NAMES = 15


@dataclass(frozen=True, slots=True)
class Status:
    """All that the status says."""

    week: Span
    this: Coverage
    departments: tuple[DepartmentHours, ...]
    unanswered: tuple[Member, ...]
    waiting: tuple[Member, ...]
    unreached: tuple[tuple[Delivery, str], ...]  # with the recipient's name
    untouched: tuple[Duty, ...]
    digest_said: datetime | None
    has_room: bool


def status(data: Status, now: datetime, reader: Reader) -> Card:
    parts = (
        _holes(data, reader),
        _waiting(data.waiting),
        _hours(data.departments),
        _unanswered(data.unanswered),
        _unreached(data.unreached),
        _untouched(data.untouched),
        _digest(data, reader),
        (Controls((Button("People", ListPeople()), Button("Setup", OpenSetup()))),),
        (Small((f"As of {reader.instant(now)}. Only you see this.",)),),
    )
    return Card(f"Status, {reader.span(data.week)}", tuple(e for part in parts for e in part))


def _holes(data: Status, reader: Reader) -> tuple[Element, ...]:
    part = data.this
    head = Text(
        (
            (
                f"{say_minutes(part.covered)} of {say_minutes(part.needed)} "
                f"are covered ({part.percent} %)."
            ),
        )
    )
    if not part.holes:
        return (Heading("No holes this week"), head)
    rows = [_hole(hole, reader) for hole in part.holes[:HOLES]]
    more: tuple[Element, ...] = ()
    if len(part.holes) > HOLES:
        more = (Row((f"{len(part.holes) - HOLES} more.",), Button("See them all", AskOpen())),)
    return (Heading(f"Holes this week: {len(part.holes)}"), head, *rows, *more)


def _hole(hole: Hole, reader: Reader) -> Row:
    held = hole.held
    when = reader.span(held.turn.span)
    line = f"{held.duty.name}: {when}, {say_need(hole.minutes, hole.people)} missing"
    button = Button("Claim", Claim(turn=held.turn.id), about=f"Claim {held.duty.name}, {when}")
    return Row((line,), button)


def _waiting(members: Sequence[Member]) -> tuple[Element, ...]:
    if not members:
        return ()
    rows: list[Element] = []
    for member in members[:HOLES]:
        rows.append(Text((f"{member.name} asks to join.",)))
        rows.append(
            Controls(
                (
                    Button(
                        "Let in",
                        LetIn(member=member.id),
                        Style.PRIMARY,
                        about=f"Let {member.name} in",
                    ),
                    Button("Decline", Decline(member=member.id), about=f"Decline {member.name}"),
                )
            )
        )
    if len(members) > HOLES:
        rows.append(Row((f"{len(members) - HOLES} more.",), Button("People", ListPeople())))
    return (Heading(f"Waiting to join: {len(members)}"), *rows)


def _hours(rows: Sequence[DepartmentHours]) -> tuple[Element, ...]:
    if not rows:
        return ()
    table = Table(
        "Hours by department this week",
        ("Department", "Offered", "Held", "Needed"),
        tuple(
            (r.name, say_minutes(r.pledged), say_minutes(r.held), say_minutes(r.needed))
            for r in rows
        ),
        frozenset({1, 2, 3}),
    )
    chart = Chart(
        ChartKind.BAR,
        "Hours offered and needed",
        tuple(r.name for r in rows),
        (
            Series("Offered", tuple(round(r.pledged / 60, 1) for r in rows)),
            Series("Needed", tuple(round(r.needed / 60, 1) for r in rows)),
        ),
        "Department",
        "Hours",
    )
    return (Heading("Hours"), table, chart)


def _unanswered(members: Sequence[Member]) -> tuple[Element, ...]:
    if not members:
        return ()
    names = ", ".join(m.name for m in members[:NAMES])
    more = f" and {len(members) - NAMES} more" if len(members) > NAMES else ""
    return (
        Heading(f"Have not said their hours: {len(members)}"),
        Text((f"{names}{more}.",)),
        Controls((Button("Ask them again", AskAgain()),)),
    )


def _unreached(rows: Sequence[tuple[Delivery, str]]) -> tuple[Element, ...]:
    if not rows:
        return ()
    lines: list[Element] = []
    for delivery, name in rows[:HOLES]:
        member = delivery.recipient.member_id
        fix = (
            Button("Open", ShowMember(member=member), about=f"Open {name}")
            if member
            else Button("Setup", OpenSetup())
        )
        lines.append(Row((f"{name}: {delivery.reason or delivery.state.value}",), fix))
    if len(rows) > HOLES:
        lines.append(Small((f"{len(rows) - HOLES} more.",)))
    return (Heading(f"Not reached: {len(rows)}"), *lines)


def _untouched(duties: Sequence[Duty]) -> tuple[Element, ...]:
    if not duties:
        return ()
    rows = [
        Row(
            (duty.name,),
            Button("See its turns", AskOpen(duty=duty.id), about=f"See the turns of {duty.name}"),
        )
        for duty in duties[:HOLES]
    ]
    more = (Small((f"{len(duties) - HOLES} more.",)),) if len(duties) > HOLES else ()
    return (Heading(f"Nobody touched for two weeks: {len(duties)}"), *rows, *more)


def _digest(data: Status, reader: Reader) -> tuple[Element, ...]:
    if not data.has_room:
        line, control = "No room is set up for panel and digest.", Button("Add a room", OpenSetup())
    elif data.digest_said is None:
        line, control = "The digest has not gone out yet.", Button("Look at it", PreviewDigest())
    else:
        line, control = (
            f"The digest last went out {reader.instant(data.digest_said)}.",
            Button("Bring it up to date", PostDigest()),
        )
    return (Heading("Digest"), Row((line,), control))
