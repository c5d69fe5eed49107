"""The other people of the workspace, who live by themselves as the playground's clock goes on.

They do only what people can do: read their messages, type commands, press buttons. Each has habits
of their own, drawn at random from a seed; volunteers.py says what they do, this file when.

    crowd = Crowd(playground, usual={"ada.brandt@example.com": 2.0})
    crowd.watch(lambda: {"U123"})           # whom somebody plays: left alone
    await crowd.live(settled)               # after each step of the clock
    crowd.next_instant()                    # when somebody wants to do something
"""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from handlers.playground.errors import CannotDo
from handlers.playground.objects import Change, Kind, User
from handlers.playground.server import Playground
from handlers.playground.volunteers import Deed, Habits, Settled, Volunteer

MOST_A_DAY = 90  # deeds of all together; 65 people answer a question within a day or two
MOST_EACH = 3  # of one person in a day
GRID = timedelta(minutes=30)  # deeds are done at full and half hours: few stops for the clock
WAKING = (8, 19)  # o'clock, local
FORGOTTEN = timedelta(days=1)  # what nobody got round to by then is left undone


@dataclass(order=True, slots=True)
class Plan:
    """What somebody wants to do, and when."""

    at: datetime
    number: int
    user: str = field(compare=False)
    deed: Deed = field(compare=False)


class Crowd:
    """Everybody but those who are watched; `on` is the switch."""

    def __init__(
        self,
        playground: Playground,
        *,
        usual: Mapping[str, float] | None = None,
        seed: int = 0,
    ) -> None:
        """`usual`: hours a week by e-mail address."""
        self.on = True
        self._playground = playground
        self._workspace = playground.workspace
        self._random = Random(seed)  # noqa: S311  # habits, not secrets
        self._people = self._meet(usual or {})
        self._plans: list[Plan] = []
        self._numbers = count()
        self._planned: dict[str, date] = {}  # by user: the local day that is planned
        self._done: Counter[tuple[date, str]] = Counter()  # UTC day and user ("" is all)
        self._fresh: set[str] = set()  # direct messages with something new
        self._watchers: list[Callable[[], Collection[str]]] = []
        self._one_at_a_time = asyncio.Lock()
        self._workspace.subscribe(self._heard)

    def _meet(self, usual: Mapping[str, float]) -> dict[str, Volunteer]:
        """Those who are there from the beginning; who comes later is somebody's to play."""
        people = {}
        for user in self._workspace.users.values():
            if not (user.is_bot or user.deleted or user.is_restricted or user.is_stranger):
                hours = usual.get(user.email) or self._random.choice((1.0, 2.0, 3.0))
                habits = Habits(hours, self._random.uniform(0.6, 1.0))
                people[user.id] = Volunteer(user, habits, self._playground, self._random)
        return people

    def volunteers(self) -> list[Volunteer]:
        """All of them, watched or not."""
        return list(self._people.values())

    # ---- those who look on ---------------------------------------------------------------------

    def watch(self, who: Callable[[], Collection[str]]) -> Callable[[], None]:
        """Leave the users alone whom `who` names at any time. Returns "stop it"."""
        self._watchers.append(who)
        return lambda: self._watchers.remove(who) if who in self._watchers else None

    def is_watched(self, user: str) -> bool:
        """Whether somebody plays this user."""
        return any(user in who() for who in self._watchers)

    # ---- time ----------------------------------------------------------------------------------

    def next_instant(self) -> datetime | None:
        """When somebody wants to do something next; None while they are switched off."""
        return self._plans[0].at if self.on and self._plans else None

    async def live(self, settled: Settled) -> int:
        """Do what is due by now. Returns how many deeds were done.

        `settled` waits until Muster has answered.
        """
        async with self._one_at_a_time:
            now = self._workspace.clock.now()
            if not self.on:
                self._plans.clear()  # what they have not read yet, they read when they are back
                return 0
            self._plan_days(now)
            self._read_messages(now)
            done = 0
            while self._plans and self._plans[0].at <= now:
                done += await self._act(heapq.heappop(self._plans), now, settled)
            return done

    async def _act(self, plan: Plan, now: datetime, settled: Settled) -> bool:
        user = self._workspace.users[plan.user]
        today = now.date()
        if now - plan.at > FORGOTTEN or user.deleted or self.is_watched(user.id):
            return False
        if self._done[today, ""] >= MOST_A_DAY or self._done[today, user.id] >= MOST_EACH:
            return False
        volunteer = self._people[user.id]
        try:
            following = await volunteer.do(plan.deed, settled)
        except CannotDo:  # not possible any more: a button is gone, a room was left
            return False
        self._done[today, ""] += 1
        self._done[today, user.id] += 1
        for deed in following:
            self._plan(user, deed, now + timedelta(hours=self._random.uniform(0.5, 3)))
        return True

    # ---- plans ---------------------------------------------------------------------------------

    def _plan(self, user: User, deed: Deed, at: datetime) -> None:
        """At the next half hour from then on at which the person is awake."""
        local = at.astimezone(ZoneInfo(user.tz))
        if local.hour >= WAKING[1]:
            local += timedelta(days=1)
        if not WAKING[0] <= local.hour < WAKING[1]:
            hour = WAKING[0] + self._random.randrange(2)
            local = datetime.combine(local.date(), time(hour), local.tzinfo)
        instant = local.astimezone(UTC)
        late = (instant - datetime.min.replace(tzinfo=UTC)) % GRID
        instant += (GRID - late) if late else timedelta()
        heapq.heappush(self._plans, Plan(instant, next(self._numbers), user.id, deed))

    def _plan_days(self, now: datetime) -> None:
        """What people do of their own accord on a day that has begun where they are."""
        for volunteer in self._people.values():
            local = now.astimezone(ZoneInfo(volunteer.user.tz))
            if self._planned.get(volunteer.user.id) == local.date():
                continue
            self._planned[volunteer.user.id] = local.date()
            morning = datetime.combine(local.date(), time(WAKING[0]), local.tzinfo)
            for deed in volunteer.plan_day(local.date()):
                at = morning + timedelta(hours=self._random.uniform(0, 10))
                self._plan(volunteer.user, deed, max(at, now))

    def _heard(self, change: Change) -> None:
        if change.what == "message":
            self._fresh.add(change.where)

    def _read_messages(self, now: datetime) -> None:
        """What Muster wrote to people makes them want to do something, after a while."""
        fresh, self._fresh = sorted(self._fresh), set()
        for channel in (self._workspace.channels[name] for name in fresh):
            if channel.kind is not Kind.DIRECT:
                continue
            for user in sorted(channel.members & self._people.keys()):
                for deed, hours in self._people[user].read():
                    self._plan(self._workspace.users[user], deed, now + timedelta(hours=hours))
