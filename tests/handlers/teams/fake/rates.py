"""How often a bot may speak to one conversation, or ask about it.

learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, per bot and thread.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable

RATES = {  # (most, seconds)
    "send": ((7, 1), (8, 2), (60, 30), (1800, 3600)),
    "read": ((14, 1), (16, 2), (120, 30), (3600, 3600)),
}
SENDING = ("send", "update", "delete", "create")


class Rates:
    """Counts what was allowed; `seconds` is the time it goes by."""

    def __init__(self) -> None:
        self.seconds: Callable[[], float] = time.monotonic
        self._recent: dict[tuple[str, str], deque[float]] = defaultdict(deque)

    def allow(self, name: str, conversation: str) -> bool:
        """Whether one more is within every span; it is counted if so."""
        kind = "send" if name in SENDING else "read"
        recent, now = self._recent[kind, conversation.partition(";")[0]], self.seconds()
        for most, span in RATES[kind]:
            if sum(1 for at in recent if now - at < span) >= most:
                return False
        recent.append(now)
        return True
