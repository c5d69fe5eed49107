"""What Microsoft's refusals mean for what comes next: one table, and the network's own failures.

Codes: https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/conversation-messages
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta

import aiohttp

from bot.errors import DeliveryFailed, Outcome

# What a call may raise beside Refused: the network, and an answer that cannot be read.
FAILURES = (aiohttp.ClientError, TimeoutError, OSError, ValueError)

SOON = timedelta(seconds=30)  # a passing failure; the postman waits longer each time
MENDING = timedelta(minutes=5)  # what an operator has to mend
LONGEST = 3600.0  # seconds that a Retry-After is believed

TOO_MANY = 429
# Tried again after a moment, and no others: LM/bots/how-to/rate-limit. With 412 and 429 nothing
# has happened; 502 and 504 leave it open.
PASSING = frozenset({412, TOO_MANY, 502, 504})
UNDECIDED = frozenset({500, 502, 504})  # it may have been carried out


class TeamsFailed(DeliveryFailed):
    """A refusal of Microsoft's; `status` is HTTP's, 0 if the network failed."""

    def __init__(
        self, outcome: Outcome, reason: str, status: int = 0, *, retry_at: datetime | None = None
    ) -> None:
        super().__init__(outcome, reason, retry_at=retry_at)
        self.status = status


class Refused(Exception):
    """An answer of 400 or more. `code`: Microsoft's own; `wait`: seconds, from Retry-After."""

    def __init__(self, status: int, code: str = "", wait: float | None = None) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.wait = wait


_LATER = "Teams could not do it just now."
_GONE = "The message is no longer there, or can no longer be edited."
_ADD = "Add Muster to it in Teams."
_TOO_LONG = "The message is too long for Teams."
_LAYOUT = "Teams did not take the layout of the message."
_OUT = "They have blocked Muster in Teams, or removed it."

_CODES: dict[str, tuple[Outcome, str]] = {
    "ConversationBlockedByUser": (Outcome.UNREACHABLE, _OUT),
    "MessageWritesBlocked": (Outcome.UNREACHABLE, _OUT),
    "BotNotInConversationRoster": (
        Outcome.UNREACHABLE,
        f"Muster is not in this conversation. {_ADD}",
    ),
    "BotDisabledByAdmin": (
        Outcome.UNREACHABLE,
        "The company's Teams administrator does not let Muster write there.",
    ),
    "ConversationNotFound": (
        Outcome.UNREACHABLE,
        f"Teams does not know this conversation any more. {_ADD}",
    ),
    "ActivityNotFoundInConversation": (Outcome.GONE, _GONE),
    "MessageSizeTooBig": (Outcome.PLAINER, _TOO_LONG),
    "BotNotRegistered": (
        Outcome.BLOCKED,
        "Teams does not know this bot: MICROSOFT_APP_ID has to be one of a registered bot.",
    ),
}

_STATUSES: dict[int, tuple[Outcome, str]] = {
    400: (Outcome.PLAINER, _LAYOUT),
    401: (Outcome.BLOCKED, "Teams does not take Muster's credentials; the operator has to look."),
    403: (Outcome.UNREACHABLE, "Teams does not let Muster write there."),
    404: (Outcome.UNREACHABLE, f"Teams does not know this conversation. {_ADD}"),
    412: (Outcome.LATER, _LATER),
    413: (Outcome.PLAINER, _TOO_LONG),
    TOO_MANY: (Outcome.BLOCKED, "Teams asked Muster to slow down."),
    503: (Outcome.LATER, _LATER),  # refused before anything was done
}


def failed(
    error: BaseException,
    now: datetime,
    *,
    posting: bool = False,
    editing: bool = False,
    plain: bool = True,
) -> TeamsFailed:
    """The error as Muster's own.

    `posting`: doing it twice would be seen twice. `editing`: a message that should be there.
    `plain`: nothing plainer could be sent.
    """
    if not isinstance(error, Refused):
        return _network(error, now, posting=posting)
    outcome, reason = _meaning(error)
    if outcome is Outcome.PLAINER and plain:
        outcome = Outcome.NEVER
    if editing and error.status == 404:
        outcome, reason = Outcome.GONE, _GONE
    if outcome is Outcome.IN_DOUBT and not posting:
        outcome = Outcome.LATER
    return TeamsFailed(outcome, reason, error.status, retry_at=_retry_at(outcome, error, now))


def _meaning(refused: Refused) -> tuple[Outcome, str]:
    known = _CODES.get(refused.code) or _STATUSES.get(refused.status)
    if known:
        return known
    reason = f"Teams answered with HTTP {refused.status}."
    if refused.status in UNDECIDED or refused.status > 500:
        return Outcome.IN_DOUBT, reason
    named = f" ({refused.code[:60]})" if refused.code.isprintable() and refused.code else ""
    return Outcome.NEVER, f"Teams refused it{named}."


def _retry_at(outcome: Outcome, refused: Refused, now: datetime) -> datetime | None:
    if outcome is Outcome.LATER:
        return now + SOON
    if outcome is not Outcome.BLOCKED:
        return None
    if refused.status != TOO_MANY:
        return now + MENDING
    return now + (SOON if refused.wait is None else timedelta(seconds=max(1.0, refused.wait)))


def _network(error: BaseException, now: datetime, *, posting: bool) -> TeamsFailed:
    """Whether it was sent before the line broke decides whether it may have happened."""
    unsent = isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL
    )
    if posting and not unsent:
        return TeamsFailed(Outcome.IN_DOUBT, "The line to Teams broke while it was being sent.")
    return TeamsFailed(Outcome.LATER, "Teams could not be reached.", retry_at=now + SOON)


def read_refusal(status: int, headers: Mapping[str, str], body: object) -> Refused:
    """From an answer: `body` is its JSON, whatever that is."""
    error = body.get("error") if isinstance(body, dict) else None
    found = [_word(error, "code"), _word(_inner(error), "code"), _word(body, "errorCode")]
    inner = [_word(one, "subCode") for one in (body, error, _inner(error))]
    code = next((c for c in (*inner, *found) if c in _CODES), next((c for c in found if c), ""))
    return Refused(status, code, _wait(headers))


def _inner(error: object) -> object:
    return error.get("innerHttpError") or error.get("innererror") if isinstance(error, dict) else {}


def _word(body: object, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, str) else ""


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds, from 0 to an hour; None if Microsoft does not say."""
    with contextlib.suppress(KeyError, TypeError, ValueError):
        return min(LONGEST, max(0.0, float(headers["Retry-After"])))
    return None
