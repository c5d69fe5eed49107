"""Import and export from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.errors import Fault
from bot.exchange.applying import apply_import, plan_import
from bot.exchange.exporting import export
from bot.exchange.plans import Plan
from bot.exchange.sheets import Kind, Sheet, SheetError, decode, read_sheet
from bot.exchange.words import counted, finding_row, sorted_findings
from bot.installing import NAME, found, meant_task_force
from bot.operating.terminal import for_terminal
from bot.settings import Settings
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore


def import_sheets(
    settings: Settings, path: Path, task_force: int, out: Console, *, yes: bool, skip_refused: bool
) -> int:
    """The exit code: 0 done or nothing to do, 1 not done. Raises Fault for what cannot be read."""
    sheets = read_folder(path)
    migrate(settings.database_url)
    store = open_store(settings.database_url)
    try:
        now = datetime.now(UTC)
        tenant = _meant_or_new(store, settings, task_force, now)
        with store.read(tenant) as tx:
            plan = plan_import(tx, sheets)
        _show(plan, out)
        # nobody else could write while a transaction waits for the operator's answer
        if not _is_wanted(plan, out, yes=yes, skip_refused=skip_refused):
            return 1 if plan.refused and not skip_refused else 0
        with store.write(tenant, now=now) as tx:
            if plan_import(tx, sheets) != plan:
                raise Fault("Somebody changed the task force meanwhile: please try again.")
            apply_import(tx, plan, None, now)
        out.print("Imported.")
        return 0
    finally:
        store.close()


def _meant_or_new(store: SqlStore, settings: Settings, task_force: int, now: datetime) -> int:
    meant = meant_task_force(store, task_force)
    return meant.id if meant else found(store, NAME, settings.zone, now)


def read_folder(path: Path) -> list[Sheet]:
    """The sheets of a folder (members.csv, accounts.csv, duties.csv), or one file of any kind."""
    files = [path / f"{kind.value}.csv" for kind in Kind] if path.is_dir() else [path]
    present = [file for file in files if file.exists()]
    if not present:
        raise Fault(f"{path} holds none of members.csv, accounts.csv and duties.csv.")
    sheets = []
    for file in present:
        try:
            kind = Kind(file.stem) if path.is_dir() else None
            sheets.append(read_sheet(decode(file.read_bytes()), kind))
        except SheetError as error:
            raise Fault(f"{file.name}: {error}") from error
    return sheets


def _show(plan: Plan, out: Console) -> None:
    findings = sorted_findings(plan)
    if findings:
        table = Table("Row", "Column", "", "What")
        for finding in findings:
            table.add_row(*(Text(for_terminal(cell)) for cell in finding_row(finding)))
        out.print(table)
    for line in counted(plan):
        out.print(for_terminal(line), markup=False, highlight=False)


def _is_wanted(plan: Plan, out: Console, *, yes: bool, skip_refused: bool) -> bool:
    if plan.refused and not skip_refused:
        out.print("Nothing was changed: mend those rows, or leave them out with --skip-refused.")
        return False
    if not plan.has_work:
        out.print("Nothing to change.")
        return False
    return yes or typer.confirm("Carry it out?", default=False)


def export_sheets(settings: Settings, folder: Path, task_force: int, out: Console) -> None:
    store = open_store(settings.database_url)
    try:
        meant = meant_task_force(store, task_force)
        if meant is None:
            raise Fault("There is no task force yet: nothing to export.")
        folder.mkdir(parents=True, exist_ok=True)
        with store.read(meant.id) as tx:
            for kind in Kind:
                (folder / f"{kind.value}.csv").write_text(export(tx, kind), encoding="utf-8")
                out.print(f"{folder / kind.value}.csv", markup=False)
    finally:
        store.close()
