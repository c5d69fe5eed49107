"""A busy machine is slower than Slack, Teams and their people are patient: in tests, they wait.

A test about who waits too long for what sets the time that it is about itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import aiohttp
import pytest

from handlers.playground.wire import Patience

LONG = 120.0  # seconds; nobody waits so long for what comes
WITHIN = aiohttp.ClientTimeout(total=LONG)
# Slack's repetitions come at once, its trigger ids do not expire
PATIENT = Patience(ack=LONG, retries=(0.0, 0.0, 0.0), monotonic=lambda: 0.0)
WAITS = {
    "handlers.calendars.fetching.SECONDS": LONG,
    "handlers.calendars.fetching.TIMEOUT": WITHIN,
    "handlers.calendars.parsing.SECONDS": LONG,
    "handlers.feeds.shelf.LONG": LONG,
    "handlers.playground.person.ANSWER_SECONDS": LONG,
    "handlers.slack.api.TIMEOUT": WITHIN,
    "handlers.slack.listeners.COMMAND_SECONDS": LONG,
    "handlers.slack.listeners.FORM_SECONDS": LONG,
    "handlers.solving.PATIENCE_SECONDS": LONG,
    "handlers.teams.api.TIMEOUT": WITHIN,
    "handlers.teams.limits.INVOKE_SECONDS": LONG,
    "handlers.teams.signatures.TIMEOUT": WITHIN,
    "handlers.teams.tokens.TIMEOUT": (LONG, LONG),
}


@pytest.fixture(scope="session", autouse=True)
def unhurried() -> Iterator[None]:
    """For every test below a conftest.py that imports this."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in WAITS.items():
            patched.setattr(name, value)
        yield
