"""A lock that nobody overtakes at."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """A lock that is had in the order in which it was asked for. Not to be had twice."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._owner: int | None = None
        self._waiting: deque[tuple[int, threading.Lock]] = deque()

    @property
    def is_mine(self) -> bool:
        """Whether the calling thread has it."""
        return self._owner == threading.get_ident()

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._owner is None:
                self._owner = me
                return
            if self._owner == me:
                raise RuntimeError("a write within a write would wait for itself for ever")
            gate = threading.Lock()
            gate.acquire()
            place = (me, gate)
            self._waiting.append(place)
        try:
            gate.acquire()
        except BaseException:  # an interrupt from the keyboard: nobody may wait for who has gone
            self._leave(place)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._guard:
            self._pass_on()

    def _leave(self, place: tuple[int, threading.Lock]) -> None:
        with self._guard:
            if place in self._waiting:
                self._waiting.remove(place)
            else:  # it had been handed over just now
                self._pass_on()

    def _pass_on(self) -> None:
        if not self._waiting:
            self._owner = None
            return
        self._owner, gate = self._waiting.popleft()
        gate.release()
