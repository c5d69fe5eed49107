"""What an operator looks at or mends from the command line, without a word being said in chat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from bot.digest.usecases import compose_digest
from bot.errors import Fault
from bot.installing import meant_task_force
from bot.people.usecases import name_chair
from bot.plain import plain_text
from bot.roster.usecases import compose_panel
from bot.settings import Settings
from bot.status.usecases import compose_status
from bot.turns import this_week
from bot.weeks import parse_week
from storage import open_store
from storage.revisions import pending
from storage.store import SqlStore


@contextmanager
def _store(settings: Settings, task_force: int) -> Iterator[tuple[SqlStore, int]]:
    """The store, up to date, and the task force that is meant. Raises Fault."""
    store = open_store(settings.database_url)
    try:
        if pending(store):
            raise Fault("The database is not up to date: run `python -m bot migrate` first.")
        meant = meant_task_force(store, task_force)
        if meant is None:
            raise Fault(
                "There is no task force yet: import one, or install Muster in Slack or Teams."
            )
        yield store, meant.id
    finally:
        store.close()


def show(settings: Settings, what: str, week: str, task_force: int, now: datetime) -> str:
    """The digest, status or panel as plain text, tables and charts included."""
    with _store(settings, task_force) as (store, tenant), store.read(tenant) as tx:
        first = _week(week, tx.task_force.first_weekday) or this_week(tx.task_force, now)
        match what:
            case "digest":
                return plain_text(compose_digest(tx, first, now))
            case "status":
                return plain_text(compose_status(tx, now, tx.task_force.zone))
            case "panel":
                return plain_text(compose_panel(tx, now))
        raise Fault(f"“{what[:40]}” cannot be previewed: choose digest, status or panel.")


def _week(text: str, first_weekday: int) -> date | None:
    if not text:
        return None
    week = parse_week(text, first_weekday)
    if week is None:
        raise Fault(f"“{text[:40]}” is no week: write it like 2026-W49.")
    return week


def name_a_chair(settings: Settings, email: str, task_force: int, now: datetime) -> str:
    """Make the member with this address chair."""
    with _store(settings, task_force) as (store, tenant), store.write(tenant, now=now) as tx:
        member = name_chair(tx, email, now)
        return f"{member.name} is chair."
