"""Microsoft's own Teams for one machine, the Agents Playground, run beside Muster.

A program for Node that `make teams` and `make e2e` install (.ci/agentsplayground); it speaks to
/api/messages without tokens, and is spoken to at `service_url`. It has one person who looks at it,
`me`, and others who are on its rosters. What it cannot do: dialogs, targeted messages, deleting.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from handlers.playground.objects import Row

ROOT = Path(__file__).parent.parent.parent
CLI = ROOT / ".venv/agentsplayground/node_modules/@microsoft/m365agentsplayground/cli.js"
LOOPBACK = Path(__file__).with_name("agents.cjs")
PORT = 56150  # the program's own choice; it takes another one if this is in use
READY = re.compile(r"Listening on (\d+)")
START_SECONDS = 30.0
BOT = "28:muster"
CHANNEL_SUFFIX = "@thread.tacv2"


class NotThere(Exception):
    """The program is not installed, or does not start; said in one sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """A company in Teams: the tenant's id, who is there, and one team with its channel.

    `people`: six, no more and no fewer; the first is who looks at the page.
    """

    name: str
    people: Sequence[Row]
    channel_name: str

    @property
    def tenant(self) -> str:
        return made_up_id(self.name)

    @property
    def channel(self) -> str:
        """The channel's conversation id."""
        return f"19:{made_up_id(self.channel_name)}{CHANNEL_SUFFIX}"

    def config(self) -> dict[str, Any]:
        """What the program reads from .m365agentsplayground.yml (JSON is YAML, too)."""
        me, *others = [_user(row) for row in self.people]
        team = f"19:{made_up_id(self.name + ' team')}{CHANNEL_SUFFIX}"
        return {
            "version": "0.1.1",
            "tenantId": self.tenant,
            "bot": {"id": BOT, "name": "Muster"},
            "currentUser": me,
            "users": others,
            "personalChat": {"id": f"a:{made_up_id('chat ' + me['id'])}"},
            "groupChat": {"id": f"19:{made_up_id('group')}@thread.v2", "name": "A few of us"},
            "team": {
                "id": team,
                "name": self.name,
                "aadGroupId": made_up_id(team),
                "channels": [{"id": self.channel, "name": self.channel_name}],
            },
        }


def made_up_id(name: str) -> str:
    """The same name, the same GUID."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://teams.example/{name}"))


def _user(row: Row) -> dict[str, str]:
    given, _, surname = row.name.partition(" ")
    aad = made_up_id(row.email)
    return {
        "id": f"29:{aad}",
        "aadObjectId": aad,
        "name": row.name,
        "userPrincipleName": row.email,  # the program spells it so
        "givenName": given,
        "surname": surname,
        "email": row.email,
    }


class AgentsPlayground:
    """The running program: `start` begins it, `close` ends it, whether or not it began."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.port = 0
        self._folder = tempfile.TemporaryDirectory(prefix="muster-teams-")
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The page, for a browser on this machine."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def service_url(self) -> str:
        """Where it is spoken to; as it says itself in every activity."""
        return f"http://localhost:{self.port}/_connector"

    async def start(self, app_url: str, port: int = PORT) -> None:
        """Raises NotThere."""
        node = shutil.which("node")
        if node is None:
            raise NotThere("Node.js is not installed: the Agents Playground needs version 20.")
        if not CLI.exists():
            raise NotThere("The Agents Playground is not installed: `make teams` does it.")
        config = Path(self._folder.name) / ".m365agentsplayground.yml"
        config.write_text(json.dumps(self.place.config(), indent=1), encoding="utf-8")
        self._process = await asyncio.create_subprocess_exec(
            *(node, "--require", str(LOOPBACK), str(CLI), "start", "--disable-telemetry"),
            *("--app-endpoint", f"{app_url}/api/messages", "--channel-id", "msteams"),
            *("--port", str(port)),
            cwd=self._folder.name,
            stdin=asyncio.subprocess.PIPE,  # closed when this process ends: it ends then, too
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                self.port = await self._listening(self._process)
                await self._answering()
        except (TimeoutError, aiohttp.ClientError) as error:
            raise NotThere(f"The Agents Playground does not start. {self._log()}") from error
        self._reading = asyncio.create_task(self._drain(self._process))

    async def _listening(self, process: asyncio.subprocess.Process) -> int:
        """The port that it names. Raises NotThere if it ends instead."""
        assert process.stdout is not None
        said = ""
        while line := (await process.stdout.readline()).decode(errors="replace"):
            said += line
            if found := READY.search(line):
                return int(found[1])
        raise NotThere(f"The Agents Playground does not start: {said.strip()[:300]}")

    async def _answering(self) -> None:
        """It names its port first, and ends then if it cannot read its configuration."""
        async with aiohttp.ClientSession(raise_for_status=True) as session:
            await session.get(f"{self.url}/_debug/ping")

    def _log(self) -> str:
        """The end of what it wrote down."""
        log = Path(self._folder.name) / "devTools" / "m365agentsplayground.log"
        return log.read_text(encoding="utf-8", errors="replace")[-300:] if log.exists() else ""

    async def _drain(self, process: asyncio.subprocess.Process) -> None:
        """What it says afterwards; unread, it would stop at a full pipe."""
        assert process.stdout is not None
        while await process.stdout.read(65_536):
            pass

    async def close(self) -> None:
        """End it."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
            if self._reading is not None:
                await self._reading
            self._process = None
        self._folder.cleanup()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
