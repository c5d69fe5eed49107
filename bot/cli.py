"""What an operator types: python -m bot COMMAND."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.errors import Fault, Refusal
from bot.logs import set_up_logs
from bot.operating.terminal import for_terminal
from bot.settings import Settings, read_settings

app = typer.Typer(
    name="muster",
    help="Muster, the chat bot of a company's social media task force.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

OneTaskForce = Annotated[
    int, typer.Option("--task-force", help="Which task force, if there are several.")
]


@contextmanager
def plainly() -> Iterator[Settings]:
    """Settings, read; what is wrong ends the command with one sentence a problem, not a trace."""
    try:
        settings = read_settings()
        set_up_logs(settings.log_level, settings.log_format)
        yield settings
    except Fault as fault:
        err.print(for_terminal(str(fault)), style="red", markup=False, highlight=False)
        raise typer.Exit(2) from None
    except Refusal as refusal:
        parts = (refusal.what, refusal.why, refusal.instead)
        err.print(" ".join(p for p in parts if p), style="red", markup=False, highlight=False)
        raise typer.Exit(1) from None


@app.command()
def serve(
    worker: Annotated[bool, typer.Option(help="Also run clock and postman.")] = True,
) -> None:
    """Run Muster: doors, clock and postman in one process."""
    gc.disable()  # nothing is garbage yet, and looking for it is an eighth of the start
    from bot.operating.composition import Muster, Parts
    from handlers.loop import run

    with plainly() as settings:
        run(_serve(Muster(settings, parts=Parts(worker=worker))))


@app.command()
def work(
    port: Annotated[
        int | None, typer.Option(help="Also answer /healthz and /readyz on this port.")
    ] = None,
) -> None:
    """Run clock and postman alone, beside `serve --no-worker`; as many of each as you like."""
    gc.disable()  # as above
    from bot.operating.composition import Muster, Parts
    from handlers.loop import run

    with plainly() as settings:
        chosen = settings if port is None else settings.model_copy(update={"port": port})
        parts = Parts(doors=False, health=port is not None)
        run(_serve(Muster(chosen, parts=parts)))


async def _serve(muster: object) -> None:
    """Until SIGINT or SIGTERM; then what is under way is finished, within 10 s."""
    from bot.operating.composition import Muster

    assert isinstance(muster, Muster)
    await muster.start()
    gc.freeze()  # what is loaded by now stays: no collection need look through it, up to 50 ms
    gc.enable()
    loop = asyncio.get_running_loop()
    for signalled in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signalled, muster.ask_to_stop)
    try:
        await muster.wait()
    finally:
        await muster.stop()


@app.command()
def migrate() -> None:
    """Bring the database to what this version needs; safe to repeat."""
    from storage.migrate import migrate as upgrade

    with plainly() as settings:
        upgrade(settings.database_url)
        out.print("The database is up to date.")


@app.command(name="import")
def import_(
    path: Annotated[Path, typer.Argument(help="A CSV file, or a folder of them.", exists=True)],
    yes: Annotated[bool, typer.Option("--yes", help="Carry it out without asking.")] = False,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Leave out the rows that cannot be taken.")
    ] = False,
    task_force: OneTaskForce = 0,
) -> None:
    """Take members, accounts and duties: say first what would happen, then do it whole."""
    from bot.operating.exchanging import import_sheets

    with plainly() as settings:
        code = import_sheets(settings, path, task_force, out, yes=yes, skip_refused=skip_refused)
        raise typer.Exit(code)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where members.csv and the others go.")],
    task_force: OneTaskForce = 0,
) -> None:
    """Write members, accounts and duties as the CSV that import takes."""
    from bot.operating.exchanging import export_sheets

    with plainly() as settings:
        export_sheets(settings, folder, task_force, out)


@app.command(name="teams-package")
def teams_package(
    host: Annotated[
        str, typer.Option(help="Under which name Teams reaches Muster: muster.example.com.")
    ] = "",
    company: Annotated[str, typer.Option(help="Who runs it, as Teams shows it.")] = "",
    website: Annotated[str, typer.Option(help="A page about Muster in your company.")] = "",
    privacy: Annotated[str, typer.Option(help="Your privacy page; else the website.")] = "",
    terms: Annotated[str, typer.Option(help="Your terms of use; else the website.")] = "",
    version: Annotated[str, typer.Option(help="Higher at each upload.")] = "1.0.0",
    out_: Annotated[Path, typer.Option("--out", help="The file to write.")] = Path(
        "muster-teams.zip"
    ),
) -> None:
    """Write the app package that an admin uploads to Teams; docs/teams.md says how."""
    from bot.operating.packaging import write_package
    from handlers.teams.package import App

    with plainly() as settings:
        app_id = settings.microsoft_app_id
        write_package(App(app_id, host, company, website, privacy, terms, version), out_)
        out.print(f"{out_} is written; docs/teams.md says who uploads it where.", markup=False)
        out.print(f"The bot's messaging endpoint is https://{host}/api/messages", markup=False)


@app.command()
def preview(
    what: Annotated[str, typer.Argument(help="digest, status or panel.")],
    week: Annotated[str, typer.Option(help="A week such as 2026-W49; this one by default.")] = "",
    task_force: OneTaskForce = 0,
) -> None:
    """Print what would be said, without saying it."""
    from bot.operating.previewing import show

    with plainly() as settings:
        shown = show(settings, what, week, task_force, datetime.now(UTC))
        out.print(for_terminal(shown), markup=False, highlight=False, soft_wrap=True)


@app.command()
def plan(
    week: Annotated[str, typer.Option(help="A week such as 2026-W49; this one by default.")] = "",
    folder: Annotated[
        Path | None,
        typer.Option(help="Plan for a folder of CSV files instead of the database.", exists=True),
    ] = None,
    task_force: OneTaskForce = 0,
) -> None:
    """Propose who holds what in a week, and why; nothing is changed and nobody is asked."""
    from bot.operating.planning import propose

    with plainly() as settings:
        propose(settings, week, folder, task_force, datetime.now(UTC), out)


@app.command()
def chair(
    email: Annotated[str, typer.Argument(help="The member's e-mail address.")],
    task_force: OneTaskForce = 0,
) -> None:
    """Make a member chair, for when nobody is."""
    from bot.operating.previewing import name_a_chair

    with plainly() as settings:
        named = name_a_chair(settings, email, task_force, datetime.now(UTC))
        out.print(for_terminal(named), markup=False, highlight=False)


@app.command()
def doctor() -> None:
    """Check settings, database, token and rooms, and say how to mend each."""
    from bot.operating.doctor import examine

    with plainly() as settings:
        found = asyncio.run(examine(settings, datetime.now(UTC)))
        for check in found:
            mark = "ok  " if check.ok else "MEND"
            said = for_terminal(f"{mark}  {check.sentence}")
            out.print(said, markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(0 if all(check.ok for check in found) else 1)


@app.command()
def playground(
    port: Annotated[int, typer.Option(help="Port of the page; 0: the system chooses.")] = 8080,
    database: Annotated[
        str,
        typer.Option(help="Keep its memory at this address; else it is forgotten."),
    ] = "",
    teams: Annotated[
        bool, typer.Option("--teams", help="In Microsoft's Agents Playground, too: `make teams`.")
    ] = False,
) -> None:
    """Try Muster with an invented company in an invented workspace, on this machine alone."""
    from bot.operating.playing import play

    set_up_logs("warning", "console")
    try:
        asyncio.run(play(port, database, out, teams=teams))
    except KeyboardInterrupt:
        sys.exit(0)
    except Fault as fault:
        err.print(str(fault), style="red", markup=False)
        sys.exit(2)
