"""Moving the playground's clock onwards in steps, so that nothing scheduled on the way is skipped.

Muster's own clock is asked to tick at each step: a week is lived through, not jumped over.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

# Fine enough for zones of half and quarter hours, and within every grace Muster knows.
STEP = timedelta(minutes=15)


class Clock(Protocol):
    """A clock that can be set onwards and stopped."""

    @property
    def running(self) -> bool:
        """Whether time passes by itself."""
        ...

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...

    def move_to(self, instant: datetime) -> None:
        """Go on from this instant. Raises ValueError if it lies in the past."""
        ...

    def pause(self) -> None:
        """Stop."""
        ...

    def resume(self) -> None:
        """Let time pass again."""
        ...


class Traveller:
    """Moves the clock, for all who look at the page; one journey at a time.

    `moved` is awaited after every step: Muster's clock ticks and what it owes is sent. It may
    return the next instant at which something is due; then the steps go from due to due.
    """

    def __init__(
        self,
        clock: Clock,
        moved: Callable[[], Awaitable[datetime | None]],
        step: timedelta = STEP,
    ) -> None:
        self.clock = clock
        self.step = step
        self.goal: datetime | None = None  # where the present journey leads
        self.begun: datetime | None = None
        self.trouble = ""  # why the last journey ended early
        self._moved = moved
        self._watchers: list[Callable[[], None]] = []

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` at every step and change. Returns "stop it"."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback) if callback in self._watchers else None

    @property
    def progress(self) -> float:
        """How much of the journey is done, 0 to 1."""
        if self.goal is None or self.begun is None:
            return 1.0
        whole = (self.goal - self.begun) / timedelta(seconds=1)
        return min(1.0, (self.clock.now() - self.begun) / timedelta(seconds=1) / max(whole, 1.0))

    async def go(self, goal: datetime) -> None:
        """Move on to `goal` in steps. Raises ValueError if that is past, or while moving."""
        if self.goal is not None:
            raise ValueError("The clock is already moving.")
        if goal <= self.clock.now():
            raise ValueError("The clock only goes onwards: choose a later time.")
        self.begun, self.goal, self.trouble = self.clock.now(), goal, ""
        try:
            await self._live_through()
        except Exception:
            self.trouble = "Something went wrong on the way: the clock has stopped here."
            raise
        finally:
            self.goal = self.begun = None
            self._tell()

    async def _live_through(self) -> None:
        due: datetime | None = None
        while self.goal is not None and (now := self.clock.now()) < self.goal:
            onwards = self._next_step(now) if due is None or due <= now else due
            self.clock.move_to(min(onwards, self.goal))
            due = await self._moved()
            self._tell()

    def _next_step(self, now: datetime) -> datetime:
        """The next full step by the clock, such as 09:00 after 08:50."""
        begun = datetime.min.replace(tzinfo=UTC)
        return begun + self.step * ((now - begun) // self.step + 1)

    def stop(self) -> None:
        """End the journey where it is now."""
        self.goal = None

    def set_running(self, *, running: bool) -> None:
        """Let time pass by itself, or stop it."""
        (self.clock.resume if running else self.clock.pause)()
        self._tell()

    def _tell(self) -> None:
        for callback in tuple(self._watchers):
            callback()


def next_monday(now: datetime, zone: ZoneInfo, at: time = time(9)) -> datetime:
    """The first Monday at this time of day in this zone after `now`, UTC."""
    local = now.astimezone(zone)
    for days in range(9):
        day = local.date() + timedelta(days=days)
        instant = datetime.combine(day, at, zone).astimezone(UTC)
        if day.weekday() == 0 and instant > now:
            return instant
    raise AssertionError("a week has a Monday")


def a_day_on(now: datetime, zone: ZoneInfo, days: int = 1) -> datetime:
    """The same time of day so many days on in this zone, UTC: a clock change does not shift it."""
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, local.time(), zone).astimezone(UTC)
