"""Messages a second through the postman, beside the bare Slack client in a loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any, Self

from sqlalchemy import func, select

from bench.caller import SECRET
from bench.child import Child, running
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.stage import ZONE, Databases
from bot.cards import Card
from bot.installing import found
from bot.model import Identity, Member, Recipient, Role
from bot.notify import CHANGE
from bot.operating.engines import make_engine
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from storage.tables import OPEN, deliveries

LANES = 4  # workspaces, each with four messages in flight (handlers.pacing.UNPACED)
PEOPLE = 25  # in each
IN_FLIGHT = 16
LIMIT = 10  # messages a second
WORKERS = {"SQLite": 1, "PostgreSQL": 2}
LONGEST = 180.0  # seconds for all messages of a round


@dataclass(slots=True)
class Round:
    """Messages a second, and milliseconds of processor time for each."""

    rate: float
    cpu: float
    report: dict[str, Any] = field(default_factory=dict)


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    sheet = Sheet(
        f"Fan-out of {scale.messages} messages",
        ("by", "messages/s", "CPU ms each", "÷ client rate", "÷ client CPU"),
        f"The client: slack_sdk with one session, {IN_FLIGHT} in flight, nothing remembered."
        f" Muster: {LANES} workspaces of 4 in flight each, taken, said and recorded durably."
        f" Growth: {10} times the messages.",
    )
    async with running("slack") as slack:
        alone = [await loop(slack, scale.messages) for _ in range(scale.rounds)]
        add(sheet, "client in a loop", alone, None)
        for kind in databases.kinds:
            async with Speakers(databases, kind, slack).speaking() as speakers:
                theirs, ours = [], []
                await speakers.say(LANES * IN_FLIGHT)  # warms what is made once
                for _ in range(scale.rounds):
                    theirs.append(await loop(slack, scale.messages))
                    ours.append(await speakers.say(scale.messages))
                add(sheet, f"Muster, {kind}, {WORKERS[kind]} process(es)", ours, theirs)
                if scale.rounds > 1:
                    more = [await speakers.say(scale.messages * 10 // scale.rounds)]
                    add(sheet, f"… {len(more[0].report['said'])} messages at once", more, None)
    yield sheet
    yield await limited(scale, databases)


def add(sheet: Sheet, by: str, ours: Sequence[Round], floor: Sequence[Round] | None) -> None:
    pairs: tuple[Any, ...] = ()
    if floor:
        pairs = (
            ratios((r.rate for r in ours), (r.rate for r in floor)),
            ratios((r.cpu for r in ours), (r.cpu for r in floor)),
        )
    sheet.add(by, spread(r.rate for r in ours), spread(r.cpu for r in ours), *pairs)


async def loop(slack: Child, messages: int) -> Round:
    """The floor: a process that only posts."""
    url = f"{slack.url}/api/"
    async with running("loop", slack=url, messages=messages, in_flight=IN_FLIGHT) as client:
        used = await client.ask("go")
    return round_of(await slack.ask("report"), used["cpu"])


def round_of(report: dict[str, Any], cpu: float) -> Round:
    said: list[float] = report["said"]
    return Round((len(said) - 1) / max(said[-1] - said[0], 1e-9), cpu * 1000 / len(said), report)


class Speakers:
    """Workers of Muster on a database with several workspaces, all of one Slack."""

    def __init__(
        self,
        databases: Databases,
        kind: str,
        slack: Child,
        lanes: int = LANES,
        spaced: float | None = None,
    ) -> None:
        self._databases, self._kind, self._slack = databases, kind, slack
        self._lanes, self._spaced = lanes, spaced
        self._workers: list[Child] = []
        self._said = 0

    @contextmanager
    def _filled(self) -> Iterator[str]:
        with self._databases.empty(self._kind) as url:
            migrate(url)
            self._store = open_store(url, make_engine(url))
            try:
                self._forces = [fill(self._store, n) for n in range(self._lanes)]
                yield url
            finally:
                self._store.close()

    @asynccontextmanager
    async def speaking(self) -> AsyncIterator[Self]:
        """Filled and started; gone afterwards."""
        async with AsyncExitStack() as stack:
            url = stack.enter_context(self._filled())
            options: dict[str, Any] = {"url": url, "secret": SECRET}
            options |= {"slack": f"{self._slack.url}/api/", "kind": "work", "spaced": self._spaced}
            for _ in range(WORKERS[self._kind]):
                self._workers.append(await stack.enter_async_context(running("muster", **options)))
            yield self

    async def say(self, messages: int) -> Round:
        """All of them owed by one commit, and everything recorded at the end."""
        await self._slack.ask("report")
        before = await self._used()
        await asyncio.to_thread(self._owe, messages)
        async with asyncio.timeout(LONGEST):
            while await self._slack.ask("count") < messages or await self._owed():  # noqa: ASYNC110
                await asyncio.sleep(0.05)  # other processes set no event of ours
        return round_of(await self._slack.ask("report"), await self._used() - before)

    def _owe(self, messages: int) -> None:
        """Nobody speaks before all of it is there: owing is not what is measured."""
        now = datetime.now(UTC)
        with self._store.write_several(now) as several:
            lanes = cycle([(several(force).outbox, people) for force, people in self._forces])
            for n, (outbox, people) in zip(range(messages), lanes, strict=False):
                person = people[n // self._lanes % len(people)]
                card, to = Card(f"News for person {person}"), Recipient(member_id=person)
                outbox.owe(CHANGE, f"news {self._said + n}", to, card, due_at=now, now=now)
        self._said += messages

    async def _owed(self) -> int:
        def count() -> int:
            with self._store.database.read() as connection:
                owed = select(func.count()).select_from(deliveries).where(OPEN)
                owed = owed.execution_options(across_task_forces=True)
                return int(connection.execute(owed).scalar_one())

        return await asyncio.to_thread(count)

    async def _used(self) -> float:
        return sum([await worker.cpu() for worker in self._workers])


def fill(store: SqlStore, number: int) -> tuple[int, list[int]]:
    """A task force of so many people in a workspace of its own: its id, and theirs."""
    now = datetime.now(UTC)
    force = found(store, f"Bench {number}", ZONE, now)
    workspace = store.add_workspace(force, "slack", f"T{number + 1}", "UBOT")
    people = []
    with store.write(force, now=now) as tx:
        for row in tx.timetable.rows():  # nothing else is to be said meanwhile
            tx.timetable.set_next(row.kind, now + timedelta(days=1))
        department = tx.people.add_department("Marketing")
        for n in range(PEOPLE):
            address = f"p{n}@example.com"
            person = tx.people.add(
                Member(0, f"Person {n}", address, department, Role.MEMBER, ZONE), now
            )
            tx.people.link(person, Identity(workspace, f"U{number}-{n}"), now)
            people.append(person)
    return force, people


async def limited(scale: Scale, databases: Databases) -> Sheet:
    """One workspace that takes ten messages a second, and says so with 429 and Retry-After."""
    sheet = Sheet(
        f"{scale.limited} messages where {LIMIT} a second are allowed",
        ("by", "of the limit", "refused", "calls while blocked"),
        "Refused: 429 with Retry-After: 1, by a bucket of ten that fills at ten a second."
        " A call that arrives more than 0.1 s after a refusal, and before its second is over,"
        " was made while blocked.",
    )
    cases = [("SQLite", 1 / LIMIT), ("SQLite", None)]
    cases += [("PostgreSQL", None)] if "PostgreSQL" in databases.kinds else []
    for kind, spaced in cases:
        async with (
            running("slack", limit=LIMIT) as slack,
            Speakers(databases, kind, slack, lanes=1, spaced=spaced).speaking() as speakers,
        ):
            done = await speakers.say(scale.limited)
        said = done.report["said"]
        first = 1 if spaced else LIMIT  # these come at once, from the full bucket
        share = (len(said) - first) / LIMIT / max(said[-1] - said[0], 1e-9)
        how = "at that pace" if spaced else f"at no pace, {WORKERS[kind]} process(es)"
        sheet.add(f"{kind}, {how}", share, done.report["refused"], done.report["while_silent"])
    return sheet
