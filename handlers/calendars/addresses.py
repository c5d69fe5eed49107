"""Which addresses of the internet may be read: none that lies inside somebody's network."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

# IPv6 addresses that stand for an IPv4 one, and how many bits lie behind it.
_CARRIERS = (
    (ipaddress.ip_network("::ffff:0:0/96"), 0),  # mapped
    (ipaddress.ip_network("::/96"), 0),  # compatible, of old
    (ipaddress.ip_network("64:ff9b::/96"), 0),  # NAT64
    (ipaddress.ip_network("2002::/16"), 80),  # 6to4
)
# Not of the public internet either, though Python 3.11 says so.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocols' own (RFC 6890); a cloud's metadata are at .192
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "168.63.129.16/32",  # the host of an Azure machine, which every such machine reaches
        "3fff::/20",  # documentation (RFC 9637)
        # a network's own NAT64 (RFC 8215): it alone knows where the IPv4 address stands in it
        "64:ff9b:1::/48",
    )
)
_TEREDO = ipaddress.ip_network("2001::/32")


def is_public(address: str) -> bool:
    """Whether it is an address of the public internet, whatever way it is written."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id is not None or found in _TEREDO or found.is_site_local:
            return False
        for network, behind in _CARRIERS:
            if found in network:
                carried = ipaddress.IPv4Address((int(found) >> behind) & 0xFFFFFFFF)
                return _is_global(carried)
    return _is_global(found)


def _is_global(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Guard:
    """Looks at an address twice: when a name is resolved, and when it is connected to.

    The second look is the one that nothing gets around: whatever a name meant before, this is the
    address of the very connection.
    """

    def __init__(
        self, may: Callable[[str], bool] = is_public, resolver: AbstractResolver | None = None
    ) -> None:
        self.may = may
        self.resolver = _Resolver(self, resolver)

    def check(self, address: str) -> None:
        """Raises PermissionError."""
        if not self.may(address):
            raise PermissionError(errno.EACCES, "this address is not public")

    def open(self, to: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        """The socket of a connection that is about to be made."""
        family, kind, protocol, _, address = to
        self.check(str(address[0]))
        return socket.socket(family, kind, protocol)


class _Resolver(AbstractResolver):
    """A name with any address that may not be read is read at none of them."""

    def __init__(self, guard: Guard, under: AbstractResolver | None) -> None:
        self._guard = guard
        self._under = under

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if self._under is None:
            self._under = ThreadedResolver()
        found = await self._under.resolve(host, port, family)
        for one in found:
            self._guard.check(one["host"])
        return found

    async def close(self) -> None:
        if self._under is not None:
            await self._under.close()
