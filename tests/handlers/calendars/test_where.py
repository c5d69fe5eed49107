"""A calendar is fetched from the public internet and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendars import fetching
from handlers.calendars.addresses import is_public
from handlers.calendars.fetching import Fetcher
from tests.bot.calendars.documents import days, document
from tests.handlers.calendars.servers import Names, Writer, refused, says, serving

GOOD = document(days("a", "Vacation", "20261204", "20261208"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.192",
        "192.88.99.1",
        "168.63.129.16",
        "::ffff:168.63.129.16",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "::a9fe:a9fe",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::10.0.0.1",
        "64:ff9b:1:a00:0:100:808:808",  # 10.0.0.1 by a prefix of 48 bits, 8.8.8.8 by one of 96
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:101::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2130706433",
        "0x7f.1",
        "localhost",
        "",
    ],
)
def test_addresses_inside_are_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "142.250.1.1", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_public_addresses_are(address: str):
    assert is_public(address)


@given(st.ip_addresses())
def test_any_address_is_judged(address: object):
    assert is_public(str(address)) in (True, False)


@pytest.mark.parametrize(
    "url",
    [
        "http://calendar.example/a.ics",
        "https://calendar.example:8443/a.ics",
        "https://calendar.example:0/a.ics",
        "https://ann@calendar.example/a.ics",
        "https://ann:word@calendar.example/a.ics",
        "file:///etc/passwd",
        "ftp://calendar.example/",
        "https://",
        "https://127.0.0.1/a.ics",
        "https://[::1]/a.ics",
        "https://[::ffff:169.254.169.254]/latest/meta-data/",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://127.1/",
        "nonsense",
    ],
)
async def test_what_is_not_even_asked(url: str):
    assert await refused(Fetcher(), url) in ("address", "unreachable")


@pytest.mark.parametrize(
    "leads_to",
    [
        ["127.0.0.1"],
        ["::1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["10.1.2.3", "93.184.216.34"],  # one of both
    ],
)
async def test_a_name_that_leads_inside_is_not_followed(tmp_path: Path, leads_to: list[str]):
    async with serving(tmp_path, says(GOOD)) as server:
        code = await refused(server.fetcher(Names(leads_to), strict=True), server.url())
    assert (code, server.connections) == ("address", 0)


class _Rebinding(Names):
    """Public when it is looked at, and something else when it is connected to."""

    async def resolve(self, host: str, port: int = 0, family: int = 0):
        found = await super().resolve(host, port, family)
        return _Changing(found)


class _Changing(list):  # type: ignore[type-arg]
    """Says a public address the first time that anybody looks."""

    looked = 0

    def __iter__(self):
        self.looked += 1
        public = [one | {"host": "93.184.216.34"} for one in super().__iter__()]
        return iter(public) if self.looked == 1 else super().__iter__()


async def test_the_address_connected_to_is_the_one_that_counts(tmp_path: Path):
    async with serving(tmp_path, says(GOOD)) as server:
        fetcher = server.fetcher(_Rebinding(["127.0.0.1"]), strict=True)
        assert await refused(fetcher, server.url()) == "address"
        assert server.connections == 0


async def test_each_redirect_is_looked_up_and_looked_at_anew(tmp_path: Path):
    """The same name is public the first time and inside the second."""
    async with serving(tmp_path, says(GOOD)) as server:
        server.answer = says(status="302 Found", Location=server.url("/again"))
        names = Names(["127.0.0.1"], ["10.0.0.1"])
        assert await refused(server.fetcher(names), server.url()) == "address"
        assert (names.asked, server.connections) == (2, 1)


@pytest.mark.parametrize(
    "location",
    [
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://localhost/",
        "https://127.0.0.1/",
        "http://calendar.example/a.ics",
        "//[::1]/",
        "https://ann:word@calendar.example/",
        "https://calendar.example:22/",
        "file:///etc/passwd",
        "gopher://calendar.example/",
        "javascript:alert(1)",
        "",
    ],
)
async def test_redirects_elsewhere_are_not_followed(tmp_path: Path, location: str):
    async with serving(tmp_path, says(status="302 Found", Location=location)) as server:
        code = await refused(server.fetcher(), server.url())
        # nothing at all means the same page again, which ends, too
        assert code in ("address", "server")
        assert server.connections == (1 if location else fetching.MOST_REDIRECTS + 1)


async def test_redirects_do_not_go_round_for_ever(tmp_path: Path):
    async with serving(tmp_path, says(status="301 Moved", Location="/again")) as server:
        assert await refused(server.fetcher(), server.url()) == "server"
        assert server.connections == fetching.MOST_REDIRECTS + 1


async def test_nothing_is_carried_to_where_a_redirect_leads(tmp_path: Path):
    async with serving(tmp_path, says()) as server:
        elsewhere = server.url("/there", "other.example")
        sends_on = says(status="302 Found", Location=elsewhere, Set_Cookie="id=secret")

        async def answer(writer: Writer) -> None:
            await (sends_on if len(server.asked) == 1 else says(GOOD))(writer)

        server.answer = answer
        fetcher = server.fetcher()
        found = await fetcher.fetch(server.url("/private-8f3a/basic.ics"))
        await fetcher.close()
    assert found.content == GOOD
    second = server.asked[1].lower()
    for secret in ("8f3a", "cookie", "referer", "authorization"):
        assert secret not in second
