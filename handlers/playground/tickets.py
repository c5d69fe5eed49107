"""Short-lived things Slack hands to an app with each interaction: trigger ids and response_urls."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from handlers.playground.errors import Refused

# docs.slack.dev/interactivity/handling-user-interaction: 3 seconds, once; 5 uses in 30 minutes
TRIGGER_SECONDS = 3.0
URL_USES = 5
URL_LIFE = timedelta(minutes=30)


@dataclass(slots=True)
class Trigger:
    """Leave to open one modal. `view`: id of the view it came from, "" if from elsewhere."""

    user: str
    room: str  # channel id, "" if unknown
    view: str
    born: float  # monotonic seconds
    used: bool = False


class Triggers:
    """All trigger ids handed out. They expire in real time, whatever the movable clock says."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._known: dict[str, Trigger] = {}
        self._count = count(1)

    def issue(self, user: str, room: str = "", view: str = "") -> str:
        """A new trigger id for this user."""
        trigger_id = f"{next(self._count)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(user, room, view, self._monotonic())
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger id up. Raises Refused as views.open does."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._monotonic() - trigger.born > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """Leave to answer in one channel, to one user. `source`: ts of the message it came from."""

    user: str
    channel: str
    born: datetime
    source: str = ""  # "" for commands: nothing to replace or delete
    uses: int = 0


class ResponseUrls:
    """All response_urls handed out; they expire by the workspace's clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[str, ResponseUrl] = {}
        self.base = ""  # http://127.0.0.1:port, known once the server listens

    def issue(self, user: str, channel: str, source: str = "") -> str:
        """A new address for answers to this user in this channel."""
        token = secrets.token_urlsafe(18)
        self._known[token] = ResponseUrl(user, channel, self._now(), source)
        return f"{self.base}/response/{token}"

    def redeem(self, token: str) -> ResponseUrl:
        """Use an address once. Raises Refused: expired_url, used_url or no_service."""
        url = self._known.get(token)
        if url is None:
            raise Refused("no_service")
        if self._now() - url.born > URL_LIFE:
            raise Refused("expired_url")
        if url.uses >= URL_USES:
            raise Refused("used_url")
        url.uses += 1
        return url
