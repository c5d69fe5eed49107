"""A fleet in trouble: what was owed, what stands in the workspace, how soon speech came back."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.cards import Card
from bot.model import DeliveryState, Recipient, Room, TimetableKind
from bot.notify import CHANGE
from bot.ports.lanes import BATCH
from handlers.playground.manifest import Manifest
from handlers.playground.objects import Change
from storage.tables import OPEN, deliveries
from tests.faults.figures import Figures
from tests.faults.process import CLOCK, FaultyClock
from tests.many.fleet import MANIFEST, ZONE, Fleet, Process

READABLE = Manifest.read(MANIFEST)
_ANY_OPEN = select(deliveries.c.id).where(OPEN).limit(1).execution_options(across_task_forces=True)
TOLD = (DeliveryState.GIVEN_UP, DeliveryState.UNREACHABLE)  # with a reason that the chair sees
REST = BATCH + 10
_ONE_AT_A_TIME = threading.Lock()  # Alembic's, within one process
PATIENCE = 400  # seconds until a situation that should be over by far counts as a failure


def unreadable() -> Manifest:
    """Slack lets Muster read nothing back: an admin who took every history away."""
    kept = frozenset(s for s in READABLE.scopes if not s.endswith(":history"))
    return replace(READABLE, scopes=kept)


class Stage(Fleet):
    """`owe`, break something `at_random` instants, `settle`, and `figures` says how it went."""

    unpaced = "tests.faults.process"

    def __init__(
        self, url: str, folder: Path, people: int, manifest: Manifest = READABLE, *, seed: int = 0
    ) -> None:
        super().__init__(url, folder, people, manifest)
        self.clock = FaultyClock(folder / "clock")
        self.random = random.Random(seed)
        self.workers: list[Process] = []
        self.owed = 0
        self._backs: list[float] = []
        self._arrived: Counter[str] = Counter()  # by the delivery's id, as it came
        self._seen: set[str] = set()  # ts of messages
        self._news = asyncio.Event()
        self.playground.workspace.subscribe(self._changed)

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {CLOCK: str(self._folder / "clock")}

    def _fill(self) -> None:
        with _ONE_AT_A_TIME:
            super()._fill()

    # ---- what is owed ---------------------------------------------------------------------------

    def owe_people(self, many: int, occasion: str = "news") -> None:
        """A message to each of so many, by the clock of Muster's processes."""
        now = self.clock.now()
        with self.store.write(self.task_force, now=now) as tx:
            for member in tx.people.all()[:many]:
                to, card = Recipient(member_id=member.id), Card(f"{occasion} for {member.name}")
                assert tx.outbox.owe(CHANGE, occasion, to, card, due_at=now, now=now)
        self.owed += many

    def owe_rooms(self, many: int, rooms: int = 20) -> None:
        """So many messages, dealt to rooms."""
        now, workspace = self.clock.now(), self.playground.workspace
        lane = self.store.find_workspace("slack", workspace.team_id)
        assert lane is not None
        channels = [workspace.add_channel(f"r{n}", [workspace.bot.id]).id for n in range(rooms)]
        with self.store.write(self.task_force, now=now) as tx:
            ids = [tx.rooms.add(Room(0, lane.id, c, panel=False, digest=False)) for c in channels]
            for n in range(many):
                to, card = Recipient(room_id=ids[n % rooms]), Card(f"news {n}")
                assert tx.outbox.owe(CHANGE, f"news {n}", to, card, due_at=now, now=now)
        self.owed += many

    def owe_digest(self, after: timedelta) -> Callable[[], int]:
        """The timetable's own, to a room; what is returned says how often it stands there."""
        due = (self.clock.now() + after).astimezone(ZoneInfo(ZONE))
        workspace = self.playground.workspace
        lane = self.store.find_workspace("slack", workspace.team_id)
        assert lane is not None
        room = workspace.channel("#task-force")
        with self.store.write(self.task_force, now=self.clock.now()) as tx:
            tx.rooms.add(Room(0, lane.id, room.id, panel=False))
            row = tx.timetable.find(TimetableKind.DIGEST)
            assert row is not None
            minute = due.hour * 60 + due.minute
            row = replace(row, enabled=True, weekday=due.weekday(), minute=minute)
            tx.timetable.put(replace(row, next_run_at=due.replace(second=0, microsecond=0)))
        return lambda: len([m for m in room.messages.values() if m.bot])

    # ---- what arrives ---------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        if change.what != "message":
            return
        message = next(reversed(self.playground.workspace.channels[change.where].messages.values()))
        if message.bot and message.metadata and message.ts not in self._seen:
            self._seen.add(message.ts)
            self._arrived[str(message.metadata["event_payload"]["id"])] += 1
            self._news.set()

    @property
    def arrived_so_far(self) -> int:
        """How many different messages stand in the workspace."""
        return len(self._arrived)

    async def reach(self, many: int, seconds: float = PATIENCE) -> None:
        """Return once so many different messages have arrived. Raises AssertionError with logs."""
        try:
            async with asyncio.timeout(seconds):
                while self.arrived_so_far < many:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{self.arrived_so_far} of {many} came; {self.logs}") from None

    def instants(self, many: int, rest: int = REST) -> Iterable[int]:
        """So many random instants of the fan-out, as counts of messages that arrived before.

        After the last one there is still something that nobody has taken.
        """
        begun = self.arrived_so_far
        return sorted(self.random.sample(range(begun + 1, self.owed - rest), many))

    async def at_random(self, count: int) -> None:
        """Return within the saying of the message after so many."""
        await self.reach(count)
        await asyncio.sleep(self.random.uniform(0, 0.03))  # about what one message takes

    # ---- processes ------------------------------------------------------------------------------

    async def work(self, many: int = 2, *, paced: bool = False) -> list[Process]:
        """So many workers more, up."""
        started = await self.start(*["work"] * many, paced=paced)
        self.workers += started
        return started

    @property
    def speaker(self) -> Process:
        """The worker that speaks."""
        return max(self.workers, key=lambda worker: worker.spoke_at[-1:])

    async def kill(self, *victims: Process, paced: bool = False) -> None:
        """Kill -9 and replace at once; return when somebody else speaks and all are up."""
        began = time.monotonic()
        for victim in victims:
            self.workers.remove(victim)
        await asyncio.gather(*(victim.kill() for victim in victims))
        replacing = asyncio.create_task(self.work(len(victims), paced=paced))
        await self.back(began)
        await replacing

    async def back(self, since: float) -> None:
        """Note how long it took after this instant (time.monotonic) until somebody spoke."""

        def spoken() -> list[float]:
            return [at for worker in self.workers for at in worker.spoke_at[-200:] if at > since]

        await self.until(lambda: spoken() or not self._is_anything_open(), PATIENCE)
        if spoken():  # else a slow machine let the last word slip before the fault
            self._backs.append(min(spoken()) - since)

    def _is_anything_open(self) -> bool:
        try:
            with self.store.database.read() as connection:
                return connection.execute(_ANY_OPEN).first() is not None
        except OperationalError:  # this process's connections went with the database: ask again
            return True

    # ---- how it went ----------------------------------------------------------------------------

    async def settle(self) -> None:
        """Return when nothing is owed any more."""
        await self.until(lambda: not self._is_anything_open(), PATIENCE)

    def figures(self, faults: int, began: float) -> Figures:
        """`began`: when the last fault was over (time.monotonic); `settle` has just returned."""
        owed = [d for d in self.deliveries() if d.kind == CHANGE]
        assert len(owed) == self.owed
        missing = [d for d in owed if not self._arrived[str(d.id)]]
        told = [d for d in missing if d.state in TOLD and d.reason]
        return Figures(
            faults=faults,
            owed=self.owed,
            said=len(owed) - len(missing),
            doubled=self._doubled({str(d.id) for d in owed}),
            lost=len(missing) - len(told),
            told=len(told),
            backs=tuple(self._backs),
            all_said=time.monotonic() - began,
        )

    def _doubled(self, ids: Collection[str]) -> int:
        return sum(count - 1 for id_, count in self._arrived.items() if id_ in ids)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
