"""The limits that hold for everybody who set nothing else."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.fairness.requests import EditLimits, SaveLimits
from bot.fairness.words import limits as words
from bot.fields import read_hours, read_weeks
from bot.model import Change
from bot.people.rules import check_chair
from bot.ports.store import Transaction

MOST_REST = 24  # hours


def edit_limits(tx: Transaction, visit: Visit, request: EditLimits) -> Reply:
    return Reply(form=words.form(tx.task_force))


def save_limits(tx: Transaction, visit: Visit, request: SaveLimits) -> Reply:
    tx.lock()
    before = tx.task_force
    new = {
        "rest_minutes": read_hours(request.rest, "rest", MOST_REST) or 0,
        "weeks_in_a_row": read_weeks(request.weeks, "weeks"),
    }
    was = {"rest_minutes": before.rest_minutes, "weeks_in_a_row": before.weeks_in_a_row}
    if new == was:
        return Reply(card=words.unchanged(), replaces=True)
    tx.change_task_force(**new)
    change = tx.record.add(visit.now, visit.me.id, "setup.limits", "task_force", was, new)
    return Reply(card=words.saved(before, tx.task_force, change), replaces=True)


def undo_limits(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    now = tx.task_force
    was = {"rest_minutes": now.rest_minutes, "weeks_in_a_row": now.weeks_in_a_row}
    tx.change_task_force(**change.before)
    tx.record.add(visit.now, visit.me.id, "undo", "task_force", was, change.before)
    return Reply(card=words.undone(tx.task_force), replaces=True)
