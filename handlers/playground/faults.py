"""What a test, or the page, may break in the Web API, by method and count.

    faults.fail("chat.postMessage")                    the next call is answered with 500
    faults.limit("chat.postMessage", 30, times=2)      429, Retry-After: 30
    gate = faults.slow("views.open"); …; gate.set()    held until released
    faults.drop("chat.postMessage", accepted=True)     done, but the connection breaks before the
                                                       answer: the nasty one
    faults.refuse_blocks("data_visualization")         invalid_blocks, as in a phased rollout
    faults.down(); …; faults.up()                      Slack is away altogether

Method "*" means any; "response_url" and "upload" are names, too. What can be broken on the way to
Muster (replays, doubles, disorder) is in wire.Wire: `replay`, `double`, `hold` and `release`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.playground.blocktree import all_blocks
from handlers.playground.objects import Json
from handlers.playground.rules import Problem

FOREVER = 10**9  # times


class What(StrEnum):
    """How a call goes wrong."""

    SLOW = "slow"
    SLOW_AFTER = "slow_after"  # done, but the answer does not come
    STATUS = "status"  # an HTTP status and no JSON
    LIMIT = "limit"  # 429 with Retry-After
    ERROR = "error"  # 200 with an error of Slack's
    DROP = "drop"  # the connection breaks, nothing was done
    DROP_AFTER = "drop_after"  # the connection breaks, but it was done


@dataclass(slots=True)
class Fault:
    """One ordered fault; `left` counts down to nothing."""

    what: What
    method: str  # "*" is any
    left: int
    status: int = 500
    retry_after: int = 0  # seconds
    error: str = ""
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self) -> tuple[int, Json | None, dict[str, str]]:
        """HTTP status, JSON body (None: Slack's error page) and headers of this fault."""
        if self.what is What.LIMIT:
            headers = {"Retry-After": str(self.retry_after)}
            return 429, {"ok": False, "error": "ratelimited"}, headers
        if self.what is What.ERROR:
            return 200, {"ok": False, "error": self.error}, {}
        return self.status, None, {}


class Faults:
    """The faults that are ordered now; an empty one breaks nothing."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []
        self._refused: dict[str, int] = {}

    # ---- ordering ------------------------------------------------------------------------------

    def slow(self, method: str = "*", times: int = 1, *, accepted: bool = False) -> asyncio.Event:
        """The next calls wait until the returned event is set, and go through then.

        `accepted`: they go through at once, and their answers wait.
        """
        return self._order(Fault(What.SLOW_AFTER if accepted else What.SLOW, method, times)).gate

    def fail(self, method: str = "*", status: int = 500, times: int = 1) -> None:
        """The next calls are answered with this HTTP status and an HTML page."""
        self._order(Fault(What.STATUS, method, times, status=status))

    def limit(self, method: str = "*", retry_after: int = 30, times: int = 1) -> None:
        """The next calls are answered with 429 and Retry-After in seconds."""
        self._order(Fault(What.LIMIT, method, times, retry_after=retry_after))

    def refuse(self, error: str, method: str = "*", times: int = 1) -> None:
        """The next calls are refused with this code, e.g. "account_inactive"."""
        self._order(Fault(What.ERROR, method, times, error=error))

    def drop(self, method: str = "*", times: int = 1, *, accepted: bool = False) -> None:
        """The next connections break: before anything was done, or after (`accepted`)."""
        self._order(Fault(What.DROP_AFTER if accepted else What.DROP, method, times))

    def refuse_blocks(self, block_type: str, times: int = FOREVER) -> None:
        """Blocks of this type are refused with invalid_blocks, so many times."""
        self._refused[block_type] = times

    def down(self) -> None:
        """Slack is away: every connection breaks until `up`."""
        self.drop("*", FOREVER)

    def up(self) -> None:
        """End all faults; slow calls go through."""
        for fault in self._ordered:
            fault.gate.set()
        self._ordered.clear()
        self._refused.clear()

    def pending(self) -> tuple[Fault, ...]:
        """What is still ordered."""
        return tuple(self._ordered)

    def _order(self, fault: Fault) -> Fault:
        self._ordered.append(fault)
        return fault

    # ---- happening -----------------------------------------------------------------------------

    def next(self, method: str) -> Fault | None:
        """The fault that this call meets, counted down; the oldest order first."""
        for fault in self._ordered:
            if fault.method in {"*", method}:
                fault.left -= 1
                if not fault.left:
                    self._ordered.remove(fault)
                return fault
        return None

    def block_problems(self, blocks: list[Json], at: str = "/blocks") -> Iterator[Problem]:
        """What is against these blocks because their types are refused now."""
        for index, block in enumerate(blocks):
            for kind in sorted({str(part.get("type")) for part in all_blocks([block])}):
                if self._refused.get(kind, 0) > 0:
                    self._refused[kind] -= 1
                    yield Problem(f"{at}/{index}/type", f"unsupported type: {kind}", "enum")
