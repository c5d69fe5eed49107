"""A clock for the playground that people can set onwards and stop; Muster reads the same one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def wall_clock() -> datetime:
    """The present instant of the real world."""
    return datetime.now(UTC)


class MovableClock:
    """Runs along with real time from wherever it was set to; never back.

    `start`: the instant it begins at (now by default); `running`: whether time passes by itself.
    """

    def __init__(
        self,
        start: datetime | None = None,
        *,
        running: bool = True,
        wall: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._wall = wall
        self._ahead = start - wall() if start else timedelta()
        self._stopped_at = None if running else (start or wall())

    @property
    def running(self) -> bool:
        """Whether time passes by itself."""
        return self._stopped_at is None

    def now(self) -> datetime:
        """The present instant of the playground, UTC."""
        return self._stopped_at or self._wall() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Go on from this instant. Raises ValueError if it lies in the past."""
        if instant < self.now():
            raise ValueError("The clock only goes onwards: choose a later time.")
        self._ahead = instant - self._wall()
        if self._stopped_at is not None:
            self._stopped_at = instant.astimezone(UTC)

    def pause(self) -> None:
        """Stop at the present instant."""
        self._stopped_at = self.now()

    def resume(self) -> None:
        """Let time pass again."""
        if self._stopped_at is not None:
            self._ahead = self._stopped_at - self._wall()
            self._stopped_at = None
