"""When Muster speaks of its own accord, and until when hours are on time."""

from __future__ import annotations

from dataclasses import replace

from bot.app import Visit
from bot.cards import Reply
from bot.errors import Refusal
from bot.fields import read_time, read_weekday
from bot.jobs import reschedule
from bot.model import Change, TimetableKind, TimetableRow
from bot.occasions import default_rows
from bot.people.rules import check_chair
from bot.ports.store import Transaction
from bot.setup.requests import EditDeadline, EditTime, SaveDeadline, SaveTime, ShowTimes
from bot.setup.rules import SETTABLE, WEEKLY
from bot.setup.words import overview, times


def rows_of(tx: Transaction) -> list[TimetableRow]:
    """What can be set, in the order of the week; what was never stored is as it begins."""
    there = {row.kind: row for row in (*default_rows(), *tx.timetable.rows())}
    return [there[kind] for kind in SETTABLE]


def show_times(tx: Transaction, visit: Visit, request: ShowTimes) -> Reply:
    return Reply(card=times.times(rows_of(tx), tx.task_force), replaces=request.inside)


def edit_time(tx: Transaction, visit: Visit, request: EditTime) -> Reply:
    return Reply(form=times.time_form(_row(tx, request.kind)))


def save_time(tx: Transaction, visit: Visit, request: SaveTime) -> Reply:
    tx.lock()
    before = _row(tx, request.kind)
    if request.goes not in ("on", "off"):
        raise Refusal("unknown", "Please choose yes or no.", field="goes")
    weekday = read_weekday(request.weekday, "weekday") if before.kind in WEEKLY else None
    minute, enabled = read_time(request.time, "time"), request.goes == "on"
    after = replace(before, weekday=weekday, minute=minute, enabled=enabled)
    if _set(before) == _set(after):
        return Reply(card=overview.nothing_changed(), replaces=True)
    change = _put(tx, visit, before, after, "setup.time")
    row = tx.timetable.find(before.kind) or after
    return Reply(card=times.saved(row, tx.task_force.zone, change), replaces=True)


def _row(tx: Transaction, kind: str) -> TimetableRow:
    found = next((row for row in rows_of(tx) if row.kind.value == kind), None)
    if found is None:
        raise times.unknown_time()
    return found


def _set(row: TimetableRow) -> dict[str, object]:
    """What the chair sets of it."""
    return {"weekday": row.weekday, "minute": row.minute, "enabled": row.enabled}


def _put(
    tx: Transaction, visit: Visit, before: TimetableRow, after: TimetableRow, action: str
) -> int:
    """The row with its old instant, from which the clock plans the next one."""
    tx.timetable.put(after)
    reschedule(tx, visit.now)
    subject = f"timetable:{before.kind.value}"
    return tx.record.add(visit.now, visit.me.id, action, subject, _set(before), _set(after))


def undo_time(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    now = _row(tx, TimetableKind(change.subject.partition(":")[2]).value)
    _put(tx, visit, now, replace(now, **change.before), "undo")
    return Reply(card=overview.undone(f"{times.name(now.kind)} is"), replaces=True)


def edit_deadline(tx: Transaction, visit: Visit, request: EditDeadline) -> Reply:
    return Reply(form=times.deadline_form(tx.task_force))


def save_deadline(tx: Transaction, visit: Visit, request: SaveDeadline) -> Reply:
    tx.lock()
    before = tx.task_force
    weekday = read_weekday(request.weekday, "weekday")
    minute = read_time(request.time, "time")
    if (weekday, minute) == (before.deadline_weekday, before.deadline_minute):
        return Reply(card=overview.nothing_changed(), replaces=True)
    was = {"deadline_weekday": before.deadline_weekday, "deadline_minute": before.deadline_minute}
    new = {"deadline_weekday": weekday, "deadline_minute": minute}
    tx.change_task_force(**new)
    change = tx.record.add(visit.now, visit.me.id, "setup.deadline", "task_force", was, new)
    line = ("Hours are on time until", times.deadline(before), times.deadline(tx.task_force))
    return Reply(card=overview.saved("Deadline", (line,), change), replaces=True)


def undo_deadline(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    now = tx.task_force
    was = {"deadline_weekday": now.deadline_weekday, "deadline_minute": now.deadline_minute}
    tx.change_task_force(**change.before)
    tx.record.add(visit.now, visit.me.id, "undo", "task_force", was, change.before)
    return Reply(card=overview.undone("the deadline is"), replaces=True)
