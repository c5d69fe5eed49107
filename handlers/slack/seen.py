"""What was heard already: Slack repeats events, and a signature holds for five minutes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from handlers.slack import limits

# Seconds: longer than Slack's last retry, and than a recorded request stays valid.
KEPT = 2.0 * max(limits.RETRIES_SECONDS, limits.SIGNATURE_SECONDS)
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
