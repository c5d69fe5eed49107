"""A playground with the sample app, its page mounted, in a process of its own.

`python -m tests.e2e.sample_playground` prints its address and runs until it is ended.
"""

from __future__ import annotations

import asyncio
import csv
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.playground.clock import MovableClock
from handlers.playground.manifest import Manifest
from handlers.playground.objects import Row
from handlers.playground.page import mount_page
from handlers.playground.server import Playground
from tests.e2e import sample_app

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)  # 09:05 in Berlin
PEOPLE = (
    Row("Ada Brandt", "ada.brandt@example.com", title="Marketing"),
    Row("Farah Okafor", "farah.okafor@example.com", title="Marketing, chair"),
    Row("Anke Okafor", "anke.okafor@example.com", "America/New_York", title="Marketing"),
    Row("Ravi Menon", "ravi.menon@example.com", "Asia/Kolkata", title="Engineering"),
)


def sample_company(folder: Path) -> tuple[Row, ...]:
    """The members of the sample company, where it is at hand."""
    with (folder / "members.csv").open(encoding="utf-8-sig") as file:
        return tuple(
            Row(r["name"], r["email"], r["time_zone"], title=r["department"])
            for r in csv.DictReader(file)
        )


async def good_morning(client: AsyncWebClient, now: datetime, said: set[str]) -> None:
    """Once a day, at nine in Berlin, in the general room."""
    local = now.astimezone(BERLIN)
    if local.hour >= 9 and f"{local:%F}" not in said:
        said.add(f"{local:%F}")
        await client.chat_postMessage(channel="#general", text=f"Good morning, {local:%A}")


async def main(people: tuple[Row, ...]) -> None:
    clock = MovableClock(MONDAY, running=False)
    playground = Playground(clock, Manifest.of(sample_app.MANIFEST), people=people)
    said = {f"{MONDAY:%F}"}

    async def moved() -> datetime | None:
        await good_morning(app.client, clock.now(), said)
        return None

    mount_page(playground, verbs=sample_app.VERBS, clock=clock, on_clock_moved=moved)
    await playground.start()
    app = sample_app.make_app(playground.api_url, playground.bot_token, playground.signing_secret)
    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    listener = socket.create_server(("127.0.0.1", 0))
    web = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(web, log_level="warning", timeout_keep_alive=75))
    playground.app_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    sys.stdout.write(f"{playground.url}\n")
    sys.stdout.flush()
    await server.serve(sockets=[listener])
    await playground.close()


if __name__ == "__main__":
    asyncio.run(main(sample_company(Path(sys.argv[1])) if len(sys.argv) > 1 else PEOPLE))
