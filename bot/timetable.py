"""The one door for the clock: what is due for a task force is done, and the next time stored.

One write transaction holds all of it: the row, what the job owes in the outbox, what was missed
and the next instant. A crash before the commit leaves the row due.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.jobs import CHUNK, Job, follow_zones, member_zones, next_members
from bot.model import Recipient, TimetableKind, TimetableRow
from bot.notify import chairs
from bot.occasions import (
    PER_MEMBER,
    Missed,
    Occasion,
    find_due,
    first_of_zones,
    missed_of_zones,
)
from bot.ports.lanes import DueRow
from bot.ports.store import Store, Transaction
from bot.timetable_words import missed_card
from bot.weeks import next_waking

MISSED = "missed"  # the kind of the message to the chairs
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a row that was due. `occasion` None: it came too late."""

    task_force_id: int
    kind: TimetableKind
    occasion: Occasion | None
    missed: Missed | None
    next_run_at: datetime | None
    # the last member looked at, where others are still to come: then the row is still due
    through: int | None = None


def run_due(
    store: Store,
    jobs: Mapping[TimetableKind, Job],
    task_force_id: int,
    kind: TimetableKind,
    now: datetime,
    after: int = 0,
) -> Ran | None:
    """Do what is due; None if it is not due (any more), or somebody else is at it.

    The newest occasion is done once if it is within its grace, with its original instant; older
    ones and late ones are recorded as missed and the chairs are told. Raises whatever the job
    raises: nothing has happened then, and the row is still due.

    Where it is for very many people, they are gone through in several transactions (beginning
    behind `after`), and the row stays due until the last: after a crash, whoever was not owed the
    message yet is.
    """
    while True:
        with store.write(task_force_id, now=now) as tx:
            row = tx.timetable.take_due(kind, now)
            if row is None:
                return None
            ran = _run(tx, jobs, row, now, after)
            if ran.through is None:
                tx.timetable.set_next(kind, ran.next_run_at)
        if ran.through is None:
            return _logged(ran)
        after = ran.through


def run_several(
    store: Store,
    jobs: Mapping[TimetableKind, Job],
    rows: Collection[DueRow],
    now: datetime,
    is_enough: Callable[[], bool],
) -> tuple[list[Ran], frozenset[int]]:
    """The same for rows of any task forces, with one commit: all or none, until it is enough.

    A commit costs more than most jobs, and so does a question for each row. Also the ids of the
    rows it did not come to. What is not through (`Ran.through`) goes on with `run_due`. Raises what
    the first job that fails raises; then run them one by one.
    """
    with store.write_several(now) as several:
        taken = several.take_due(rows)
        upcoming: dict[int, datetime | None] = {}
        ran = []
        for tx, row in taken:
            ran.append(_run(tx, jobs, row, now))
            if ran[-1].through is None:
                upcoming[row.id] = ran[-1].next_run_at
            if is_enough():
                break
        several.set_next(upcoming)
    left = frozenset(row.id for _, row in taken[len(ran) :])
    return [one if one.through else _logged(one) for one in ran], left


def _run(
    tx: Transaction,
    jobs: Mapping[TimetableKind, Job],
    row: TimetableRow,
    now: datetime,
    after: int = 0,
) -> Ran:
    """All but storing when it is due again."""
    kind = row.kind
    job = jobs[kind]
    occasion, missed = _find_due(tx, row, now)
    if occasion and kind in PER_MEMBER:
        people = next_members(tx, occasion, now, after)
        occasion = replace(occasion, people=people)
        if len(people) == CHUNK:
            job.run(tx, occasion, now)
            return Ran(tx.task_force.id, kind, occasion, None, row.next_run_at, people[-1].id)
    if occasion:
        job.run(tx, occasion, now)
    if missed:
        _tell_missed(tx, kind, missed, now)
    if kind is TimetableKind.TURNS:  # the one that every task force has each night
        follow_zones(tx, now)
    return Ran(tx.task_force.id, kind, occasion, missed, job.next_after(tx, row, now))


def _logged(ran: Ran) -> Ran:
    """After the commit: before it, nothing has happened."""
    log.info(
        "Did what was due." if ran.occasion else "Came too late for what was due.",
        action="timetable.ran" if ran.occasion else "timetable.missed",
        task_force=ran.task_force_id,
        kind=ran.kind.value,
        due_at=ran.occasion.due_at if ran.occasion else None,
        missed=ran.missed.count if ran.missed else 0,
    )
    return ran


def _find_due(
    tx: Transaction, row: TimetableRow, now: datetime
) -> tuple[Occasion | None, Missed | None]:
    zone, first_weekday = tx.task_force.zone, tx.task_force.first_weekday
    if row.kind not in PER_MEMBER:
        return find_due(row, zone, first_weekday, now)
    # the job looks at each member's own time itself: there is nothing to lose by letting it look
    occasion = first_of_zones(row, zone, first_weekday)
    return occasion, missed_of_zones(row, member_zones(tx), now)


def _tell_missed(tx: Transaction, kind: TimetableKind, missed: Missed, now: datetime) -> None:
    """One line in the record and one message to each chair, however many there were."""
    tx.record.add(
        now,
        None,
        "timetable.missed",
        f"timetable:{kind.value}",
        after={
            "first": missed.first.isoformat(),
            "last": missed.last.isoformat(),
            "count": missed.count,
        },
    )
    card = missed_card(kind, missed)
    for chair in chairs(tx):
        tx.outbox.owe(
            MISSED,
            f"{kind.value}:{missed.last.isoformat()}",
            Recipient(member_id=chair.id),
            card,
            due_at=next_waking(now, chair.zone, chair.quiet_from, chair.quiet_to),
            now=now,
        )
