"""How often one may ask.

Guessing is hopeless (192 bits), and not let go on: an address from which too much was asked for
that is not there is answered nothing for a while. Google and Microsoft fetch the feeds of all their
users from few addresses: what was there a while ago is therefore answered wherever it is asked
from, within a measure of its own, and nobody can lock out others by guessing beside them.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta

MOST_WRONG, WRONG_WINDOW = 20, timedelta(minutes=10)  # of an address, for what is not there
MOST_READ, READ_WINDOW = 30, timedelta(minutes=1)  # of a feed; the hastiest calendars ask once
REMEMBERED = 20_000  # addresses, and feeds; the oldest are forgotten first


class Counter:
    """How often something happened since its first time within the window."""

    def __init__(self, most: int, window: timedelta) -> None:
        self._most = most
        self._window = window
        self._seen: OrderedDict[Hashable, tuple[datetime, int]] = OrderedDict()

    def add(self, key: Hashable, now: datetime) -> None:
        since, number = self._of(key, now)
        self._seen[key] = (since, number + 1)
        self._seen.move_to_end(key)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def wait(self, key: Hashable, now: datetime) -> int:
        """Seconds until it may happen again; 0: now."""
        since, number = self._of(key, now)
        if number < self._most:
            return 0
        return max(1, int((since + self._window - now).total_seconds()) + 1)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._seen

    def _of(self, key: Hashable, now: datetime) -> tuple[datetime, int]:
        since, number = self._seen.get(key, (now, 0))
        return (since, number) if since <= now < since + self._window else (now, 0)


class Guard:
    """In the event loop's thread alone."""

    def __init__(self) -> None:
        self._wrong = Counter(MOST_WRONG, WRONG_WINDOW)
        self._reads = Counter(MOST_READ, READ_WINDOW)

    def wait(self, address: str, digest: str, now: datetime) -> int:
        """Seconds until this may be asked from there; 0: now."""
        if digest in self._reads:
            return self._reads.wait(digest, now)
        return self._wrong.wait(network(address), now)

    def note(self, address: str, digest: str, now: datetime, *, found: bool) -> None:
        """What has ended since is no guess: calendars go on asking for it."""
        if found or digest in self._reads:
            self._reads.add(digest, now)
        else:
            self._wrong.add(network(address), now)


def network(address: str) -> str:
    """Whoever has one IPv6 address has 2^64 of them."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is None:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
