"""Everything that can go wrong, on one page.

MusterError
├── Refusal          a person asked for something that cannot be: they are told what, why and what
│                    to do instead. Raised by rules, grammar and use-cases; caught by bot.answer.
├── Repeated         the platform sent the same request again; it was handled already. Said nothing.
├── Collided         two changes waited for each other and the database undid this one; bot.answer
│                    does it once more, and the clock when it looks again.
├── DeliveryFailed   a platform did not take a message. Raised by messengers (handlers/*/errors.py,
│                    by table); caught by the postman.
└── Fault            the operator has to act (broken settings, database not migrated). Not caught.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MusterError(Exception):
    """Root of all errors raised on purpose."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A way out of a refusal: a button's label and the request (bot.cards.Request) it makes."""

    label: str
    request: object


class Refusal(MusterError):
    """The request cannot be carried out; nothing was changed.

    `code` is stable and for machines (logs, tests). `what`, `why` and `instead` are whole plain
    sentences for the person; `offers` become buttons. `field` names the form field at fault.
    """

    def __init__(
        self,
        code: str,
        what: str,
        why: str = "",
        instead: str = "",
        *,
        offers: tuple[Offer, ...] = (),
        field: str | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.what = what
        self.why = why
        self.instead = instead
        self.offers = offers
        self.field = field


class Repeated(MusterError):
    """A request with this key was carried out before (a retry or a replay)."""


class Collided(MusterError):
    """Nothing was changed, as somebody else was changing the same things; it may be done again."""


class Outcome(StrEnum):
    """What a failed delivery means for what comes next."""

    LATER = "later"  # try again at `retry_at`, nothing was posted
    BLOCKED = "blocked"  # the whole workspace must wait until `retry_at` (429)
    UNREACHABLE = "unreachable"  # this recipient cannot be reached until something changes
    NEVER = "never"  # this message will never be accepted
    GONE = "gone"  # the message to be edited no longer exists: post it anew
    PLAINER = "plainer"  # the platform refused native blocks: resend without them
    IN_DOUBT = "in_doubt"  # it may have been posted: ask the platform before repeating


class DeliveryFailed(MusterError):
    """A platform did not take a message; `reason` is a short sentence that the chair may read."""

    def __init__(self, outcome: Outcome, reason: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.retry_at = retry_at


class Fault(MusterError):
    """Muster cannot run as it is set up; the message says how to mend it, in one sentence."""
