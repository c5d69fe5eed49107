"""Muster as real processes on one PostgreSQL, before them a balancer, around them a workspace.

fleet = await enlist(200)
web, worker = await fleet.start("serve --no-worker", "work")
…  fleet.playground, fleet.store, web.kill(), await worker.stop()
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Self

from bot.cards import Card
from bot.exchange.applying import apply_import, plan_import
from bot.installing import adopt, found
from bot.model import Delivery, DeliveryState, Recipient
from bot.notify import CHANGE
from bot.operating.engines import make_engine
from bot.operating.exchanging import read_folder
from handlers.playground.clock import MovableClock
from handlers.playground.manifest import Manifest
from handlers.playground.objects import Message, Row
from handlers.playground.server import Playground
from handlers.playground.wire import Patience
from storage import open_store
from storage.migrate import migrate
from tests.unhurried import LONG

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifest.yml"
ZONE = "Europe/Berlin"
START_SECONDS = 240  # a loaded machine imports slowly
STOP_SECONDS = 30  # Muster takes 10 at most, where nobody else wants the cores
DUTIES = (("Facebook page", 1), ("Support", 3))  # with so many places each


class Process:
    """One of Muster's, running; `lines` is what it logged."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self.lines: list[dict[str, Any]] = []
        self.port = 0
        self.spoke_at: list[float] = []  # when it logged to have said something: time.monotonic()
        self._process = process
        self._up = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            try:
                entry = json.loads(line)
            except ValueError:
                entry = {"event": line.decode(errors="replace").rstrip()}
            self.lines.append(entry)
            if entry.get("action") == "delivery.said":
                self.spoke_at.append(time.monotonic())
            if entry.get("action") == "started":
                self.port = entry["port"] or 0
                self._up.set()
        self._up.set()

    async def up(self) -> None:
        """Return when it says that it is. Raises AssertionError with its log if it ended."""
        async with asyncio.timeout(START_SECONDS):
            await self._up.wait()
        assert self.did("started"), self.lines

    def did(self, action: str) -> list[dict[str, Any]]:
        """What it logged under this action."""
        return [entry for entry in self.lines if entry.get("action") == action]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def kill(self) -> None:
        """As by kill -9, or by a power cut."""
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> float:
        """As on SIGTERM; how long it took, in seconds. Raises AssertionError for an exit code."""
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        code = await self._process.wait()
        assert code == 0, self.lines[-5:]
        return time.monotonic() - began

    async def end(self) -> None:
        """It is gone afterwards, whatever it was doing."""
        if self.running:
            with suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()
        await self._reading


class Balancer:
    """The one address of several web processes: connections go round, past those that are gone."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self._turn = count()
        self._server: asyncio.Server | None = None
        self._pumping: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._pumping:
            task.cancel()
        await asyncio.gather(*self._pumping, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._pumping.add(task)
        try:
            for port in self._round():
                try:
                    there, back = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    continue
                await asyncio.gather(_pump(reader, back), _pump(there, writer))
                return
        finally:
            writer.close()
            self._pumping.discard(task)

    def _round(self) -> Iterator[int]:
        first = next(self._turn)
        for n in range(len(self.ports)):
            yield self.ports[(first + n) % len(self.ports)]


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


class Fleet:
    """A task force of `people` in a workspace, on an empty database."""

    unpaced = "tests.many.process"  # the program of processes that keep no pace

    def __init__(
        self, url: str, folder: Path, people: int, manifest: Manifest | Path = MANIFEST
    ) -> None:
        self.url = url
        self.processes: list[Process] = []
        self._folder = folder
        rows = [
            Row(name=f"Person {n:03}", email=f"p{n}@example.com", tz=ZONE) for n in range(people)
        ]
        self.names = [row.name for row in rows]
        self.playground = Playground(
            MovableClock(),
            manifest,
            people=rows,
            patience=Patience(ack=LONG),
        )
        self.balancer = Balancer()

    async def __aenter__(self) -> Self:
        await self.playground.start()
        self.playground.app_url = await self.balancer.start()
        await asyncio.to_thread(self._fill)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(process.end() for process in self.processes))
        await self.playground.close()
        await self.balancer.close()
        self.store.close()

    def _fill(self) -> None:
        now = datetime.now(UTC)
        migrate(self.url)
        self.store = open_store(self.url, make_engine(self.url))
        self.task_force = found(self.store, "Many", ZONE, now)
        workspace = self.playground.workspace
        adopt(self.store, "slack", workspace.team_id, workspace.bot.id, ZONE, now)
        members = [("name", "email", "department", "role", "time_zone")]
        members += [
            (name, f"p{n}@example.com", "Sales", "chair" if n == 0 else "member", ZONE)
            for n, name in enumerate(self.names)
        ]
        duties: list[tuple[object, ...]] = [("name", "hours_a_week", "people_least", "people_most")]
        duties += [(name, 5, 1, most) for name, most in DUTIES]
        for sheet, lines in (("members", members), ("duties", duties)):
            with (self._folder / f"{sheet}.csv").open("w", newline="") as file:
                csv.writer(file).writerows(lines)
        with self.store.write(self.task_force, now=now) as tx:
            plan = plan_import(tx, read_folder(self._folder))
            assert not plan.refused, plan.refused
            apply_import(tx, plan, None, now)
            for row in tx.timetable.rows():  # on a Monday morning nobody is asked for hours
                tx.timetable.put(replace(row, enabled=False, next_run_at=None))

    # ---- processes -----------------------------------------------------------------------------

    async def start(self, *commands: str, paced: bool = True) -> list[Process]:
        """`python -m bot COMMAND` for each, all up; not `paced`: tests/many/process.py's words."""
        started = [await self._start(command, paced=paced) for command in commands]
        await asyncio.gather(*(process.up() for process in started))
        self.balancer.ports += [p.port for p in started if p.port]
        return started

    async def _start(self, command: str, *, paced: bool) -> Process:
        program = "bot" if paced else self.unpaced
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", program, *command.split()),
            cwd=self._folder,
            env=self._environment(),
            stderr=asyncio.subprocess.PIPE,
        )
        self.processes.append(Process(command, process))
        return self.processes[-1]

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "MUSTER_DATABASE_URL": self.url,
            "SLACK_BOT_TOKEN": self.playground.bot_token,
            "SLACK_SIGNING_SECRET": self.playground.signing_secret,
            "SLACK_API_URL": self.playground.api_url,
            "HOST": "127.0.0.1",
            "PORT": "0",
            "LOG_FORMAT": "json",
        }

    # ---- what is owed, and what arrived --------------------------------------------------------

    def owe(self, many: int, occasion: str = "news") -> None:
        """A message to each of so many members, in one transaction."""
        now = datetime.now(UTC)
        with self.store.write(self.task_force, now=now) as tx:
            for member in tx.people.all()[:many]:
                card = Card(f"{occasion} for {member.name}")
                to = Recipient(member_id=member.id)
                tx.outbox.owe(CHANGE, occasion, to, card, due_at=now, now=now)

    def arrived(self, occasion: str = "news") -> list[Message]:
        """The messages of that occasion that stand in the workspace, also those said twice."""
        channels = self.playground.workspace.channels.values()
        messages = (message for channel in channels for message in channel.messages.values())
        return [m for m in messages if m.bot and f"{occasion} for " in m.text]

    def deliveries(self, *states: DeliveryState) -> Sequence[Delivery]:
        """What is in these states, or in any."""
        with self.store.read(self.task_force) as tx:
            return tx.outbox.in_state(
                states or tuple(DeliveryState), datetime.min.replace(tzinfo=UTC)
            )

    @property
    def logs(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The end of each running process's log."""
        return [(p.name, p.lines[-5:]) for p in self.processes if p.running]

    async def until(self, holds: Any, seconds: float = LONG, every: float = 0.05) -> None:
        """Other processes set no event of ours. Raises AssertionError with their logs."""
        ends = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < ends, self.logs
            await asyncio.sleep(every)
