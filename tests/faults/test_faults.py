"""Whatever breaks, nothing is lost, nothing is said twice where Slack can be asked, and speech is
back within half a minute. docs/reliability.md has the table of `make faults`.
"""

from __future__ import annotations

import pytest

from tests.faults import situations as at
from tests.faults.situations import KILLS, Situation

# Seconds. The promise is half a minute, which `make faults` sees to; CI's cores may be busy.
WITHIN = 30 if KILLS >= 40 else 90

SITUATIONS = (
    Situation("kill -9 of the worker that speaks, at a random instant", at.speaker_killed),
    Situation("kill -9 of both workers at once", at.both_killed),
    Situation(
        "kill -9, and Slack lets nothing be read back: to people",
        at.killed_and_unreadable,
        may_double=1,
    ),
    Situation(
        "kill -9, and Slack lets nothing be read back: in rooms",
        at.killed_and_rooms_unreadable,
        may_tell=True,
    ),
    Situation("429 to everything for 20 s", at.too_many_requests),
    Situation("5xx to everything for 20 s", at.server_errors),
    Situation("Slack away for 20 s", at.slack_away),
    Situation("connection dropped after the message was accepted", at.dropped_after_accepted),
    Situation(
        "the same, and Slack lets nothing be read back: to people",
        at.dropped_and_unreadable,
        may_double=1,
    ),
    Situation("clock set wrong by hours and by a day, and right again", at.clock_stepped),
    Situation("PostgreSQL killed and started again", at.database_restarted),
    Situation("SQLite's disk full", at.disk_full),
    Situation("SQLite's disk full, by a limit of the system", at.disk_full_by_limit),
)


@pytest.mark.postgres
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.run.__name__)
def test_nothing_is_lost(outcomes, situation):
    figures = outcomes.of(situation)
    assert figures.lost == 0
    assert figures.doubled <= situation.may_double * figures.faults
    assert situation.may_tell or not figures.told
    assert figures.longest < WITHIN
