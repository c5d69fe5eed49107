"""What was heard already: platforms repeat what they think was lost, and attackers replay."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

# Seconds: twice as long as until Slack's last retry, and as a recorded request stays valid
# (handlers/slack/limits.py); Teams repeats after some 15.
KEPT = 720.0
MOST = 100_000  # keys: some 20 MiB at worst


class Seen:
    """Keys of requests, each kept for a while. The database remembers longer (Caller.once)."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until: OrderedDict[str, float] = OrderedDict()

    def add(self, key: str) -> bool:
        """False if the key is known."""
        now = self._now()
        while self._until:
            oldest, until = next(iter(self._until.items()))
            if until > now and len(self._until) < MOST:
                break
            del self._until[oldest]
        if key in self._until:
            return False
        self._until[key] = now + KEPT
        return True
