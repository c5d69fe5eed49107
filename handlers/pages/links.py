"""Signed addresses: whoever has one may see one thing, for a time, as one member.

The signature is itsdangerous' HMAC with SHA-256 over what the address says; a new key ends them
all. Nothing is kept of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

LIFE = timedelta(days=14)  # of a link: the week it shows, and the one in which it is looked back at
WEEK_PATH = "/week/{token}"
_SALT = "week.1"  # never another meaning for it


@dataclass(frozen=True, slots=True)
class WeekLink:
    """What a link to a week's page says."""

    task_force_id: int
    member_id: int
    week: date
    until: datetime


class Links:
    """bot.ports.pages.Pages. `address`: where this server is reached, without a slash at its end.

    A function, as a server on a port that the system chose does not know it before it listens.
    """

    def __init__(self, key: bytes, address: Callable[[], str]) -> None:
        self._signer = URLSafeSerializer(
            key, _SALT, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )
        self._address = address

    def week(self, task_force_id: int, member_id: int, week: date, now: datetime) -> str:
        """The address of a week's page; "" where nobody could reach it."""
        address = self._address()
        if not address:
            return ""
        until = int((now + LIFE).timestamp())
        token = self._signer.dumps([task_force_id, member_id, week.toordinal(), until])
        return address + WEEK_PATH.format(token=token)

    def read_week(self, token: str) -> WeekLink | None:
        """What was signed; None if it was not signed with this key. It may be past its time."""
        try:
            task_force_id, member_id, week, until = self._signer.loads(token)
            return WeekLink(
                task_force_id, member_id, date.fromordinal(week), datetime.fromtimestamp(until, UTC)
            )
        except (BadSignature, ValueError, TypeError, OverflowError):
            return None
