"""Putting the page onto the playground's own server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from nicegui import Client, app, ui
from starlette.datastructures import QueryParams
from starlette.requests import Request

from handlers.playground.crowd import Crowd
from handlers.playground.page.completion import Verb
from handlers.playground.page.faces import SIGN
from handlers.playground.page.screen import MOST, Screen
from handlers.playground.page.sidebar import HOME
from handlers.playground.page.stage import Stage
from handlers.playground.page.travel import STEP, Clock, Traveller
from handlers.playground.server import Playground

ASSETS = Path(__file__).parent / "assets"
STYLES = ("look.css", "layout.css", "blocks.css")
# Nothing is loaded from elsewhere, whatever a message says. NiceGUI makes functions from text.
POLICY = (
    "default-src 'self'; img-src 'self' data: http://127.0.0.1:* http://localhost:*; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "font-src 'self' data:; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
    "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"
)


def mount_page(
    playground: Playground,
    *,
    verbs: Sequence[Verb],
    clock: Clock,
    on_clock_moved: Callable[[], Awaitable[datetime | None]],
    zone: str = "Europe/Berlin",
    first: Sequence[str] = (),
    others: Crowd | None = None,
) -> None:
    """Serve the page at / of `playground.asgi`; call it once in a process, before `start`.

    `verbs`: (name, usage, one line of help) of /muster's verbs, offered while typing. `clock`: what
    the page's buttons move; the playground's own. `on_clock_moved` is awaited after each step of
    15 minutes: Muster's clock ticks. It may return the next instant at which something is due;
    then the steps go from due to due. `zone`: the task force's. `first`: whose panes are
    shown at first, by name, address or id; by default the first person's. `others`: the people who
    act by themselves; the page has a switch for them, and whose panes are shown they leave alone.
    """
    stage = Stage(
        playground.workspace,
        playground.people,
        playground.touch,
        playground.faults,
        Traveller(clock, on_clock_moved, STEP),
        tuple(verbs),
        ZoneInfo(zone),
        others,
    )

    @ui.page("/", title="Muster playground", dark=None, language="en-US", favicon=str(SIGN))
    def page(request: Request, client: Client) -> None:
        _dress()
        screen = Screen(stage, list(_views(stage, request.query_params, first)))
        stop_changes = stage.workspace.subscribe(screen.on_change)
        stop_clock = stage.traveller.watch(screen.on_clock)
        stops = [stop_changes, stop_clock]
        if others is not None:
            stops.append(others.watch(lambda: {pane.user for pane in screen.panes}))
        client.on_delete(lambda: [stop() for stop in stops])
        ui.timer(1.0, screen.each_second)

    app.config.quasar_config["loadingBar"]["skipHijack"] = True  # nobody waits for a page here
    # NiceGUI asks for a FastAPI, and uses of it what every Starlette has
    ui.run_with(
        cast("FastAPI", playground.asgi),
        title="Muster playground",
        dark=None,
        language="en-US",
        favicon=str(SIGN),
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=10.0,  # seconds a closed lid may last before the tab starts anew
    )


def _dress() -> None:
    """Styles, the one script of ours, and the policy, into the page's head."""
    styles = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in STYLES)
    script = (ASSETS / "focus.js").read_text(encoding="utf-8")
    ui.add_head_html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">')
    ui.add_head_html(f"<style>{styles}</style><script>{script}</script>")


def _views(stage: Stage, query: QueryParams, first: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Whose panes to show and where they look: from the address, else the given people."""
    users = stage.workspace.users
    asked = [(query.get(f"who{n}", ""), query.get(f"in{n}", "")) for n in range(MOST)]
    known = [(user, place) for user, place in asked if user in users and not users[user].is_bot]
    if known:
        yield from known
        return
    names = first or [stage.humans()[0].id]
    for name, _ in zip(names, count(), strict=False):
        user = stage.workspace.person(name)
        rooms = [room for room in stage.workspace.rooms_of(user.id) if room.name]
        yield user.id, rooms[-1].id if rooms else HOME
