"""A process of its own that reads one document: `python -m handlers.calendars.child`.

Anybody may have written the document. It may take a minute of one core at most, and a gigabyte;
what it says of errors goes nowhere, since it could repeat what an event is called.
"""

from __future__ import annotations

import contextlib
import os
import sys

from bot.calendars.parsing import parse
from handlers.calendars.lines import asked_from, found_to

CPU_SECONDS = 20
MEMORY_BYTES = 2**30


def _limit() -> None:
    """Where the system can (Linux, macOS); whoever started it keeps the time in any case."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  # not on Windows

        os.nice(10)  # people's commands come first
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> int:
    _limit()
    asked = asked_from(sys.stdin.buffer.readline())
    try:
        found = parse(sys.stdin.buffer.read(), asked.zone, asked.since, asked.until)
    except Exception:  # noqa: BLE001  # whatever is wrong with it, it cannot be read
        return 1
    sys.stdout.write(f"{found_to(found)}\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
