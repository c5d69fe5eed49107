"""Turns, and who holds them, laid out in the days of one week. Pure.

What begins on a day stands on that day, also if it ends after midnight; what takes longer than a
day stands in a column of its own beside the days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.held import Held, Holder
from bot.model import Away, Duty, Member
from bot.weeks import Span, day_span, to_local


class Absent(StrEnum):
    NO = ""
    PARTLY = "partly away"
    ALL_DAY = "away"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something held, or wanted: `holder` None. `cover`: somebody else is sought for it."""

    held: Held
    span: Span
    minutes: int
    holder: Holder | None = None
    people: int = 0  # wanted, beside the minutes
    cover: bool = False

    @property
    def duty(self) -> Duty:
        return self.held.duty


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: `longer` than a day, and by day. `away`: how far the person is, on each day."""

    longer: tuple[Piece, ...]
    days: tuple[tuple[Piece, ...], ...]
    away: tuple[Absent, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (*self.longer, *(piece for day in self.days for piece in day))

    @property
    def minutes(self) -> int:
        """Promised, of this row."""
        return sum(piece.minutes for piece in self.pieces if piece.holder)


@dataclass(frozen=True, slots=True)
class PersonRow:
    member: Member
    name: str  # a partner's says so
    cells: Cells


@dataclass(frozen=True, slots=True)
class DutyRow:
    duty: Duty
    cells: Cells


@dataclass(frozen=True, slots=True)
class Picture:
    """`open`: what is wanted, as a row. `days`: of the zone in which it is looked at."""

    week: date
    zone: str
    days: tuple[date, ...]
    people: tuple[PersonRow, ...]
    duties: tuple[DutyRow, ...]
    open: Cells
    needed: int  # minutes of all turns
    covered: int

    @property
    def wanted(self) -> tuple[Piece, ...]:
        """What is open."""
        return self.open.pieces

    @property
    def cover_wanted(self) -> tuple[Piece, ...]:
        return tuple(p for row in self.duties for p in row.cells.pieces if p.cover)


def picture(
    week: date,
    turns: Collection[Held],
    aways: Collection[Away],
    sought: Mapping[tuple[int, int], Collection[Span]],
    zone: str,
    now: datetime,
) -> Picture:
    """`turns`: those of the week. `sought`: by turn and member, the times to cover."""
    held = [piece for turn in turns for piece in _held(turn, sought, now)]
    wanted = [piece for turn in turns if (piece := _open(turn, now))]
    days = _days(week, [*held, *wanted], zone)
    return Picture(
        week,
        zone,
        days,
        _people(held, aways, days, zone),
        _duties([*held, *wanted], days, zone),
        _cells(wanted, (), days, zone),
        sum(turn.turn.minutes for turn in turns),
        sum(turn.covered for turn in turns),
    )


def _held(
    turn: Held, sought: Mapping[tuple[int, int], Collection[Span]], now: datetime
) -> Iterable[Piece]:
    """Who has all that is left of a turn simply has the turn."""
    rest = turn.rest(now) or turn.turn.span
    for holder in turn.holders:
        claim = holder.claim
        times = sought.get((claim.turn_id, claim.member_id), ())
        cover = any(span.overlaps(claim.span) for span in times)
        span = turn.turn.span if claim.span.covers(rest) else claim.span
        yield Piece(turn, span, claim.minutes, holder, cover=cover)


def _open(turn: Held, now: datetime) -> Piece | None:
    """What is still wanted of a turn; where that is in parts, from the first to the last."""
    if not turn.is_open(now):
        return None
    free = turn.free(now)
    span = Span(free[0].start, free[-1].end)
    if turn.rest(now) == span:  # of a turn that runs, what is left is simply the turn
        span = turn.turn.span
    return Piece(turn, span, turn.wanted(now), people=turn.people_wanted(now))


def is_longer(span: Span, zone: str) -> bool:
    """Than a day by the clocks of the zone: it has no place in one of them."""
    start, end = (to_local(at, zone).replace(tzinfo=None) for at in (span.start, span.end))
    return end - start > timedelta(days=1)


def _days(week: date, pieces: Collection[Piece], zone: str) -> tuple[date, ...]:
    """The week's own, and those at its edges on which something begins by another clock."""
    begin = {_day_of(p, zone) for p in pieces if not is_longer(p.span, zone)}
    return tuple(sorted(begin | {week + timedelta(days=n) for n in range(7)}))


def _day_of(piece: Piece, zone: str) -> date:
    return to_local(piece.span.start, zone).date()


def _cells(
    pieces: Iterable[Piece], aways: Collection[Away], days: tuple[date, ...], zone: str
) -> Cells:
    ordered = sorted(pieces, key=_order)
    return Cells(
        tuple(p for p in ordered if is_longer(p.span, zone)),
        tuple(
            tuple(p for p in ordered if not is_longer(p.span, zone) and _day_of(p, zone) == day)
            for day in days
        ),
        tuple(_absent(aways, day, zone) for day in days),
    )


def _absent(aways: Collection[Away], day: date, zone: str) -> Absent:
    whole = day_span(day, zone)
    there = [away for away in aways if away.span.overlaps(whole)]
    if any(away.span.covers(whole) for away in there):
        return Absent.ALL_DAY
    return Absent.PARTLY if there else Absent.NO


def _order(piece: Piece) -> tuple[datetime, str, str]:
    name = piece.holder.name if piece.holder else ""
    return piece.span.start, piece.duty.name.casefold(), name.casefold()


def _people(
    held: Collection[Piece], aways: Collection[Away], days: tuple[date, ...], zone: str
) -> tuple[PersonRow, ...]:
    """Those who hold something, by name."""
    holders = {p.holder.member.id: p.holder for p in held if p.holder}
    rows = [
        PersonRow(
            holder.member,
            holder.name,
            _cells(
                [p for p in held if p.holder and p.holder.member.id == member_id],
                [a for a in aways if a.member_id == member_id],
                days,
                zone,
            ),
        )
        for member_id, holder in holders.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.member.id)))


def _duties(pieces: Collection[Piece], days: tuple[date, ...], zone: str) -> tuple[DutyRow, ...]:
    """Those that somebody holds or that want somebody, by name."""
    duties = {p.duty.id: p.duty for p in pieces}
    rows = [
        DutyRow(duty, _cells([p for p in pieces if p.duty.id == key], (), days, zone))
        for key, duty in duties.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.duty.name.casefold(), row.duty.id)))
