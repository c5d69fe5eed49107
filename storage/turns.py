"""Turns with the claims held on them, in one statement: every answer about who holds what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import product
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, distinct, func, select

from bot.model import Claim, Turn
from bot.weeks import Span
from storage.columns import Utc
from storage.scope import AnyRow, Question, Rows, of_task_force
from storage.tables import claims, task_forces, turns

# No turn is longer than a week with a clock change in it. Knowing this, the index need not look
# at all that ever began before an instant to find what is still going on.
LONGEST = timedelta(days=8)

TURN_COLUMNS = (
    turns.c.id,
    turns.c.duty_id,
    turns.c.week,
    turns.c.starts_at,
    turns.c.ends_at,
    turns.c.minutes,
    turns.c.people_least,
    turns.c.people_most,
    turns.c.planned,
)
_WIDTH = len(TURN_COLUMNS)
CLAIM_COLUMNS = (
    claims.c.id,
    claims.c.turn_id,
    claims.c.member_id,
    claims.c.minutes,
    claims.c.starts_at,
    claims.c.ends_at,
    claims.c.created_at,
)

# a row for each claim held, or one with nulls for a turn without any
WITH_CLAIMS = turns.outerjoin(
    claims,
    (claims.c.turn_id == turns.c.id)
    & (claims.c.task_force_id == of_task_force())
    & claims.c.released_at.is_(None),
)
# a turn that the plan no longer has is there as long as somebody holds it
IS_THERE = turns.c.planned | claims.c.id.is_not(None)
_TURNS = (
    select(*TURN_COLUMNS, *CLAIM_COLUMNS)
    .select_from(WITH_CLAIMS)
    .where(turns.c.task_force_id == of_task_force())
    .order_by(turns.c.starts_at, turns.c.duty_id, turns.c.id, claims.c.starts_at, claims.c.id)
)
_OVERLAPPING = _TURNS.where(
    IS_THERE,
    turns.c.starts_at < bindparam("until"),
    turns.c.ends_at > bindparam("since"),
    turns.c.starts_at > bindparam("earliest"),
)
_others = claims.alias()  # the claims of a turn once more, to be counted together
_ON_TURN = (
    _others.c.task_force_id == of_task_force(),
    _others.c.turn_id == turns.c.id,
    _others.c.released_at.is_(None),
)
_PROMISED = select(func.coalesce(func.sum(_others.c.minutes), 0)).where(*_ON_TURN).scalar_subquery()
_COMING = (
    select(func.count(distinct(_others.c.member_id)))
    .where(*_ON_TURN, _others.c.ends_at > bindparam("now"))
    .scalar_subquery()
)
# not over, and short of minutes or of people from now on
WANTING = _TURNS.where(
    turns.c.planned,
    turns.c.week.between(bindparam("first"), bindparam("last")),
    turns.c.ends_at > bindparam("now"),
    (turns.c.week <= bindparam("listed")) | claims.c.id.is_not(None),
    (turns.c.minutes > _PROMISED) | (turns.c.people_least > _COMING),
)
FIND_TURN = _TURNS.where(turns.c.id == bindparam("turn"))
FIND_TURNS = _TURNS.where(turns.c.id.in_(bindparam("turns", expanding=True)))


def _next_edges() -> Iterator[ScalarSelect[Any]]:
    """Of turns and of claims that are held: the next one to begin, of those under way to end."""
    for table, held in ((turns, ()), (claims, (claims.c.released_at.is_(None),))):
        begins, ends = table.c.starts_at, table.c.ends_at
        after, earliest = bindparam("after", type_=Utc), bindparam("earliest", type_=Utc)
        coming, under_way = begins > after, begins.between(earliest, after) & (ends > after)
        for edge, which in ((begins, coming), (ends, under_way)):  # what is coming ends later still
            ours = table.c.task_force_id == task_forces.c.id
            first = select(edge).where(ours, which, *held).order_by(edge).limit(1)
            yield first.correlate(task_forces).scalar_subquery()


# four questions in one: a round trip costs more than they do
NEXT_EDGES = Question(select(*_next_edges()), task_forces.c.id)


def _narrowed(by_duty: bool, by_turn: bool) -> Select[Any]:  # noqa: FBT001 - a key of the table below
    statement = _OVERLAPPING
    if by_duty:
        statement = statement.where(turns.c.duty_id.in_(bindparam("duties", expanding=True)))
    if by_turn:
        statement = statement.where(turns.c.id.in_(bindparam("turns", expanding=True)))
    return statement


_FIND = {key: _narrowed(*key) for key in product((False, True), repeat=2)}


def find_turns(
    duty_ids: Collection[int] | None, turn_ids: Collection[int] | None
) -> tuple[Select[Any], dict[str, list[int]]]:
    """The statement for turns in a span (since, until, earliest), and its further parameters."""
    values = {}
    if duty_ids is not None:
        values["duties"] = list(duty_ids)
    if turn_ids is not None:
        values["turns"] = list(turn_ids)
    return _FIND[duty_ids is not None, turn_ids is not None], values


def turn_values(turn: Turn) -> dict[str, Any]:
    """The columns of a turn. Raises ValueError if it is longer than any turn can be."""
    if turn.span.end - turn.span.start > LONGEST:
        raise ValueError(f"a turn of {turn.span.minutes} minutes is longer than a week can be")
    return {
        "duty_id": turn.duty_id,
        "week": turn.week,
        "starts_at": turn.span.start,
        "ends_at": turn.span.end,
        "minutes": turn.minutes,
        "people_least": turn.people_least,
        "people_most": turn.people_most,
        "planned": True,
    }


def turns_of(rows: Rows) -> list[Turn]:
    """Turns with their claims; the rows of one turn stand together."""
    found: list[Turn] = []
    last: AnyRow | None = None
    held: list[Claim] = []
    for row in rows.all():
        if last is not None and row[0] != last[0]:
            found.append(turn_of(last, tuple(held)))
            held = []
        last = row
        if row[_WIDTH] is not None:
            held.append(claim_of(row, _WIDTH))
    if last is not None:
        found.append(turn_of(last, tuple(held)))
    return found


def turn_of(row: Any, held: tuple[Claim, ...] = ()) -> Turn:
    """From a row that begins with TURN_COLUMNS."""
    return Turn(row[0], row[1], row[2], Span(row[3], row[4]), row[5], row[6], row[7], held, row[8])


def claim_of(row: Any, at: int = 0) -> Claim:
    """From a row that has CLAIM_COLUMNS from this column on."""
    span = Span(row[at + 4], row[at + 5])
    return Claim(row[at], row[at + 1], row[at + 2], row[at + 3], span, row[at + 6])
