"""How fast Muster speaks: numbers by platform, and the order they put messages into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pacing:
    """`apart` and `spaced` in seconds: between messages of a conversation, of a workspace."""

    apart: float
    spaced: float
    in_flight: int  # messages under way at once in a workspace
    patience: float  # seconds of a block (429) that a postman waits out with the lane in his hands
    signs: float = 0.0  # seconds between two signs: groups and topics are changed by slow methods


# One message a second into a conversation, "several hundred" a minute into a workspace: here 300.
# https://docs.slack.dev/apis/web-api/rate-limits
# Groups and topics are Tier 2: 20 a minute.
SLACK = Pacing(apart=1.0, spaced=0.2, in_flight=4, patience=5.0, signs=3.0)
# Two a second into a conversation as long as there are no more than 60 in half a minute, and 50 a
# second into a tenant: https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit
TEAMS = Pacing(apart=0.5, spaced=0.02, in_flight=8, patience=5.0)
BY_PLATFORM = {"slack": SLACK, "teams": TEAMS}
# Where nobody limits it: tests, the playground, benchmarks.
UNPACED = Pacing(apart=0.0, spaced=0.0, in_flight=4, patience=0.0)

_REMEMBERED = 1000  # conversations


class Pace:
    """Hands out turns in one workspace."""

    def __init__(self, pacing: Pacing, monotonic: Callable[[], float]) -> None:
        self._pacing = pacing
        self._monotonic = monotonic
        self._workspace_free = 0.0
        self._free: dict[str, float] = {}
        self._signs_free = 0.0
        self._slots: dict[int, float] = {}  # when a sign's turn is, by its delivery

    def take_turn(self, conversation: str) -> float:
        """Seconds to wait before speaking there; that turn is then taken."""
        now = self._monotonic()
        turn = max(now, self._workspace_free)
        self._workspace_free = turn + self._pacing.spaced
        turn = max(turn, self._free.get(conversation, 0.0))
        if self._pacing.apart:
            self._forget(now)
            self._free[conversation] = turn + self._pacing.apart
        return turn - now

    def hold_back(self, delivery_id: int) -> float:
        """Seconds until a sign's turn, which is kept for it; 0: now.

        Nobody waits for it with the lane in his hands: messages go in between.
        """
        now = self._monotonic()
        at = self._slots.pop(delivery_id, None)
        if at is None:
            at = max(now, self._signs_free)
            self._signs_free = at + self._pacing.signs
        if at <= now:
            return 0.0
        if len(self._slots) < _REMEMBERED:
            self._slots[delivery_id] = at
        return at - now

    def _forget(self, now: float) -> None:
        if len(self._free) >= _REMEMBERED:
            self._free = {name: free for name, free in self._free.items() if free > now}
