"""Has a document read by a process that may be killed: hostile ones never end."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from bot.calendars.finding import Found
from handlers.calendars.fetching import CannotReadError
from handlers.calendars.lines import Asked, asked_to, found_from

SECONDS = 30.0  # of waiting; the child may use 20 of a core
CHILD = "handlers.calendars.child"
ROOT = Path(__file__).parents[2]


async def parse_apart(document: bytes, zone: str, since: datetime, until: datetime) -> Found:
    """Raises CannotReadError for what is no calendar, or takes too long."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", CHILD),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd=ROOT,
        env={},  # none of our secrets beside a stranger's document
    )
    try:
        asked = asked_to(Asked(zone, since, until))
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate(asked + document)
        return found_from(said)
    except (TimeoutError, ValidationError):
        raise CannotReadError("unreadable") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
