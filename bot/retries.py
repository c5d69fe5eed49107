"""How often and how long a message is tried, and what is done in doubt: pure.

docs/decisions says why in-doubt messages are treated by kind.
"""

from __future__ import annotations

from datetime import timedelta

from bot.model import Delivery

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
# With the waits below: a platform that is down for 12 to 26 hours.
MOST_TRIES = 60
MOST_QUESTIONS = 10  # how often the platform is asked whether it has a message: a good half hour

ASK_AFTER = timedelta(seconds=10)  # until what was on its way when the line broke has arrived
FAILURES_IN_A_ROW = 3  # after which it is the platform that fails, not the message
BREATHER = timedelta(seconds=20)  # the longest a lane waits then
MENDING = timedelta(minutes=5)  # for what an operator has to mend, where nobody says how long

# A second one to the same person would be a nuisance of its own; the first has its purpose anyway.
_NOT_TWICE = frozenset({"nudge"})


def wait_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, up to half an hour.

    `chance`, 0 to 1, makes it shorter by up to a half, so that what failed together is not tried
    together.
    """
    doubled = FIRST_WAIT * (1 << min(max(attempts - 1, 0), 20))
    return min(LONGEST_WAIT, doubled) * (1 - chance / 2)


def breather(chance: float) -> timedelta:
    """How long to wait while the platform fails; such attempts do not count. `chance` as above."""
    return BREATHER * (1 - chance / 2)


def is_repeated_in_doubt(delivery: Delivery) -> bool:
    """Whether to say it (again) when nobody can tell whether it was said.

    To one person: a message twice is a small nuisance, a lost one is a turn nobody keeps. In a
    room: everybody reads it twice, and what it said also stands on the panel and the home card.
    """
    return delivery.recipient.member_id is not None and delivery.kind not in _NOT_TWICE
