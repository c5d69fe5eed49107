"""A week's roster, proposed in the terminal: from the database, or from a folder of sheets."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.status import Status

from bot.errors import Fault
from bot.exchange.applying import apply_import, plan_import
from bot.installing import NAME, found, meant_task_force
from bot.operating.exchanging import read_folder
from bot.operating.terminal import for_terminal
from bot.plain import plain_text
from bot.plan.explaining import explain
from bot.plan.fitting import make_problem
from bot.plan.solver import Progress, solve
from bot.plan.usecases.loading import load_situation
from bot.plan.words.drafting import draft, progress
from bot.ports.store import Transaction
from bot.reader import Reader
from bot.settings import Settings
from bot.turns import open_through, this_week
from bot.weeks import parse_week
from storage import open_store
from storage.migrate import migrate
from storage.revisions import pending
from storage.store import SqlStore


def propose(
    settings: Settings, week: str, folder: Path | None, task_force: int, now: datetime, out: Console
) -> None:
    """Prints who would hold what and why. Raises Fault for a week that has no turns."""
    with _stage(settings, folder, task_force, now) as (store, tenant):
        with store.read(tenant) as tx:
            first = _week(tx, week, now)
            situation = load_situation(tx, first, now)
            departments = {d.id: d.name for d in tx.people.departments()}
            reader = Reader(tx.task_force.zone, tx.task_force.zone, tx.task_force.first_weekday)
        problem = make_problem(situation)
        with out.status("Looking for the best roster …") as shown:
            roster = solve(problem, tell=lambda made: _tell(shown, made))
        proposal = explain(situation, problem, roster.given)
        said = [plain_text(draft(first, proposal, roster.levels, departments, reader)), "", "Why:"]
        said += (f"{a.member.name}, {a.held.duty.name}: {a.why}" for a in proposal.assignments)
        out.print(for_terminal("\n".join(said)), markup=False, highlight=False, soft_wrap=True)


def _tell(shown: Status, made: Progress) -> bool:
    shown.update(progress(made.level, made.value, made.bound))
    return True


@contextmanager
def _stage(
    settings: Settings, folder: Path | None, task_force: int, now: datetime
) -> Iterator[tuple[SqlStore, int]]:
    """What is planned for: of a folder's company nothing is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="muster-") as room:
        url = settings.database_url if folder is None else f"sqlite:///{room}/plan.db"
        if folder is not None:
            migrate(url)
        store = open_store(url)
        try:
            yield store, _tenant(store, settings, folder, task_force, now)
        finally:
            store.close()


def _tenant(
    store: SqlStore, settings: Settings, folder: Path | None, task_force: int, now: datetime
) -> int:
    if folder is not None:
        tenant = found(store, NAME, settings.zone, now)
        with store.write(tenant, now=now) as tx:
            apply_import(tx, plan_import(tx, read_folder(folder)), None, now)
        return tenant
    if pending(store):
        raise Fault("The database is not up to date: run `python -m bot migrate` first.")
    meant = meant_task_force(store, task_force)
    if meant is None:
        raise Fault("There is no task force yet: import one, or name a folder with --folder.")
    return meant.id


def _week(tx: Transaction, text: str, now: datetime) -> date:
    week = parse_week(text, tx.task_force.first_weekday) if text else this_week(tx.task_force, now)
    if week is None:
        raise Fault(f"“{text[:40]}” is no week: write it like 2026-W49.")
    last = open_through(tx.task_force, now)
    if not this_week(tx.task_force, now) <= week <= last:
        raise Fault(f"Turns can be planned from this week to the one that ends on {last}.")
    return week
