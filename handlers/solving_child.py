"""A process of its own that solves one proposed roster: `python -m handlers.solving_child`.

A problem comes as one line of JSON on stdin; lines of JSON go to stdout: progress, and the roster
last. Once stdin ends, whoever asked wants the best so far, or is gone.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from bot.plan.solver import Progress, solve
from handlers.solving_lines import Line, problem_from, to_line

LOOK_SECONDS = 0.2  # a search that begins in the instant of the stop is ended so much later


class _Stopping:
    """Ends the search under way once stdin has ended."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._over = threading.Event()
        self._end: Callable[[], None] = lambda: None
        threading.Thread(target=self._listen, daemon=True).start()

    def begun(self, end: Callable[[], None]) -> None:
        self._end = end

    def tell(self, progress: Progress) -> bool:
        """Whether to go on."""
        _say(Line(progress=(progress.level, progress.value, progress.bound)))
        return not self._asked.is_set()

    def done(self) -> None:
        self._over.set()

    def _listen(self) -> None:
        sys.stdin.read()
        self._asked.set()
        while not self._over.wait(LOOK_SECONDS):
            self._end()


def _say(line: Line) -> None:
    print(to_line(line), flush=True)  # noqa: T201  # its one way to speak


def main() -> None:
    problem = problem_from(sys.stdin.readline())
    stopping = _Stopping()
    roster = solve(problem, tell=stopping.tell, begun=stopping.begun)
    stopping.done()
    _say(Line(roster=roster))


if __name__ == "__main__":
    main()
