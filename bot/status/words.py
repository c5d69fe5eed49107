"""Every word of the status: names are for the chair only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import (
    Button,
    Card,
    Channel,
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
from bot.connecting.requests import ShowPlaces
from bot.cover.requests import ShowCover
from bot.covering import Sought
from bot.digest.requests import PostDigest, PreviewDigest
from bot.figures import Coverage, DepartmentHours
from bot.held import Hole
from bot.hours.requests import AskAgain
from bot.model import Duty, Member, Room, Workspace
from bot.people.requests import Decline, LetIn, ListPeople, ShowMember
from bot.picture.requests import ShowWeek
from bot.places import place_names
from bot.ports.lanes import Block
from bot.reader import Reader, say_need
from bot.roster.requests import AskOpen
from bot.setup.requests import ListDuties, OpenSetup, ShowRooms
from bot.status import loads
from bot.status.loads import Load
from bot.status.rules import urgent_first
from bot.status.signs import Stuck, stuck_rows
from bot.swaps.requests import OpenGiveForm, ShowSwap
from bot.weeks import Span, say_minutes

DUTIES = Button("Duties", ListDuties())
HOLES = 6  # rows of each list before the rest is counted: a status is read at a glance
NAMES = 8


@dataclass(frozen=True, slots=True)
class NotReached:
    """A member or a room, exactly one of them, and why nothing reaches them."""

    member: Member | None
    room: Room | None
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingSwap:
    """Somebody was asked to take a turn off a colleague, and has not answered."""

    id: int
    asker: Member
    other: Member
    duty: Duty
    part: Span


@dataclass(frozen=True, slots=True)
class Status:
    """All that the status says."""

    week: Span
    this: Coverage
    departments: tuple[DepartmentHours, ...]
    unanswered: tuple[Member, ...]
    waiting: tuple[tuple[Member, str], ...]  # with the department's name
    blocks: Sequence[Block]
    not_reached: tuple[NotReached, ...]
    untouched: tuple[Duty, ...]
    digest_said: datetime | None
    has_room: bool  # some room gets the digest
    workspaces: Sequence[Workspace] = ()  # where the task force lives
    covers: tuple[Sought, ...] = ()
    load: Load = field(default_factory=Load)
    swaps: tuple[WaitingSwap, ...] = ()
    stuck: tuple[Stuck, ...] = ()


def status(data: Status, now: datetime, reader: Reader) -> Card:
    parts = (
        _holes(data, now, reader),
        _swaps(data.swaps, reader),
        _covers(data.covers, reader),
        _waiting(data.waiting),
        _unanswered(data.unanswered),
        _not_reached(data, reader),
        stuck_rows(data.stuck),
        _hours(data.departments),
        _untouched(data.untouched),
        *((loads.warnings(data.load), loads.load(data.load)) if data.load.teams else ()),
        _digest(data, reader),
        (Controls((Button("People", ListPeople()), Button("Set-up", OpenSetup()))),),
        (Small((f"As of {reader.instant(now)}. Only you see this.",)),),
    )
    return Card(f"Status, {reader.span(data.week)}", tuple(e for part in parts for e in part))


def _holes(data: Status, now: datetime, reader: Reader) -> tuple[Element, ...]:
    part = data.this
    if not part.turns:
        return (Heading("No turns this week"), Row(("Duties make them.",), DUTIES))
    share = f"{say_minutes(part.covered)} of {say_minutes(part.needed)}"
    week = Button("The week", ShowWeek(), about="The week as a table")
    head = Row((f"{share} are covered ({part.percent} %).",), week)
    if not part.holes:
        return (Heading("No holes this week"), head)
    shown = urgent_first(part.holes, now)[:HOLES]
    rows = [row for hole in shown for row in _hole(hole, data.week, reader)]
    more: tuple[Element, ...] = ()
    if len(part.holes) > HOLES:
        more = (Row((f"{len(part.holes) - HOLES} more.",), Button("See them all", AskOpen())),)
    return (Heading(f"Holes this week: {len(part.holes)}"), head, *rows, *more)


def _hole(hole: Hole, week: Span, reader: Reader) -> tuple[Element, ...]:
    held = hole.held
    when = reader.within(week, held.turn.span)
    line = f"{held.duty.name}: {when}, {say_need(hole.minutes, hole.people)} missing"
    about = f"{held.duty.name}, {when}"
    claim = Button("Claim", Claim(turn=held.turn.id), about=f"Claim {about}")
    put = Button("Claim for somebody", OpenGiveForm(turn=held.turn.id), about=f"Fill {about}"[:75])
    return (Text((line,)), Controls((claim, put)))


def _swaps(waiting: Sequence[WaitingSwap], reader: Reader) -> tuple[Element, ...]:
    if not waiting:
        return ()
    rows = []
    for one in waiting[:HOLES]:
        what = f"{one.duty.name}, {reader.span(one.part)}"
        line = f"{one.other.name} has not answered {one.asker.name}: {what}"
        rows.append(Row((line,), Button("Look", ShowSwap(swap=one.id), about=line[:75])))
    left = len(waiting) - HOLES
    more = (Text((f"{left} more.",)),) if left > 0 else ()
    return (Heading(f"Swaps waiting: {len(waiting)}"), *rows, *more)


def _covers(covers: Sequence[Sought], reader: Reader) -> tuple[Element, ...]:
    """Requests for cover that nobody has filled yet, the nearest first."""
    if not covers:
        return ()
    rows: list[Element] = []
    for one in covers[:HOLES]:
        number = "nobody asked yet" if not one.asked else f"{one.asked} asked"
        line = f"{one.duty}, {reader.span(one.span)}: {one.name}, {number}"
        rows.append(Row((line,), Button("Look", ShowCover(one.cover), about=f"Cover, {one.duty}")))
    if len(covers) > HOLES:
        rows.append(Text((f"{len(covers) - HOLES} more, later.",)))
    return (Heading(f"Cover is wanted: {len(covers)}"), *rows)


def _waiting(members: Sequence[tuple[Member, str]]) -> tuple[Element, ...]:
    if not members:
        return ()
    rows: list[Element] = []
    for member, department in members[:HOLES]:
        rows.append(Text((f"{member.name} asks to join {department}.",)))
        yes, no = LetIn(member=member.id), Decline(member=member.id)
        let_in = Button("Let in", yes, Style.PRIMARY, about=f"Let {member.name} in")
        decline = Button("Decline", no, about=f"Decline {member.name}")
        rows.append(Controls((let_in, decline)))
    if len(members) > HOLES:
        rows.append(Row((f"{len(members) - HOLES} more.",), Button("People", ListPeople())))
    return (Heading(f"Waiting to join: {len(members)}"), *rows)


def _hours(rows: Sequence[DepartmentHours]) -> tuple[Element, ...]:
    if not any(row.pledged or row.held or row.needed for row in rows):
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


def _not_reached(data: Status, reader: Reader) -> tuple[Element, ...]:
    names = place_names(data.workspaces)
    lost = [w for w in data.workspaces if w.lost_at is not None]
    blocks = [b for b in data.blocks if b.workspace.id not in {w.id for w in lost}]
    lines = [_lost(workspace, names[workspace.id], reader) for workspace in lost]
    lines += [_blocked(block, reader) for block in blocks]
    lines += [_missed(one, names) for one in data.not_reached[:HOLES]]
    if not lines:
        return ()
    more = len(data.not_reached) - HOLES
    rest = (Row((f"{more} more.",), Button("People", ListPeople())),) if more > 0 else ()
    number = len(data.not_reached) + len(blocks) + len(lost)
    return (Heading(f"Not reached: {number}"), *lines, *rest)


def _lost(workspace: Workspace, where: str, reader: Reader) -> Row:
    since = reader.instant(workspace.lost_at) if workspace.lost_at else ""
    text = f"{where}: Muster was removed there, {since}. Its rooms get nothing until it is back."
    return Row((text,), Button("Places", ShowPlaces()))


def _blocked(block: Block, reader: Reader) -> Row:
    where, until = block.workspace.platform.capitalize(), reader.instant(block.until)
    return Row((f"Everybody on {where}, next try {until}: {block.reason}",))


def _missed(one: NotReached, names: Mapping[int, str]) -> Row:
    if one.member:
        name, about = one.member.name, f"Open {one.member.name}"
        return Row(
            (f"{name}: {one.reason}",), Button("Open", ShowMember(one.member.id), about=about)
        )
    if one.room is None:
        return Row((f"A room: {one.reason}",), Button("Rooms", ShowRooms()))
    called = one.room.name or "A room"
    if len(names) > 1:  # the reader's platform shows its own by their names
        called += f" in {names.get(one.room.workspace_id, 'a place that is gone')}"
    room = Channel(one.room.channel, called)
    return Row((room, f": {one.reason}"), Button("Rooms", ShowRooms()))


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
    left = len(duties) - HOLES
    more = (Row((f"{left} more.",), DUTIES),) if left > 0 else ()
    return (Heading(f"Nobody touched for two weeks: {len(duties)}"), *rows, *more)


def _digest(data: Status, reader: Reader) -> tuple[Element, ...]:
    if not data.has_room:
        line, control = "No room gets the digest.", Button("Rooms", ShowRooms())
    elif data.digest_said is None:
        line, control = "The digest has not gone out yet.", Button("Look at it", PreviewDigest())
    else:
        line, control = (
            f"The digest last went out {reader.instant(data.digest_said)}.",
            Button("Bring it up to date", PostDigest()),
        )
    return (Heading("Digest"), Row((line,), control))
