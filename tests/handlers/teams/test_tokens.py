"""The token that goes out with everything: fetched seldom, by one for all, beside the loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.errors import Outcome
from handlers.teams.account import Account
from handlers.teams.errors import MENDING, SOON, TeamsFailed
from handlers.teams.tokens import KEPT, Tokens
from tests.handlers.teams.conftest import NOW
from tests.handlers.teams.connector import Teams
from tests.unhurried import LONG


class Watch:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def tokens(account: Account, watch: Watch) -> AsyncIterator[Tokens]:
    made = Tokens(account, lambda: NOW, watch)
    yield made
    made.close()


async def refused(tokens: Tokens) -> TeamsFailed:
    with pytest.raises(TeamsFailed) as caught:
        await tokens.get()
    return caught.value


async def test_one_fetch_serves_all_who_wait(tokens: Tokens, teams: Teams):
    gate = teams.faults.slow("token")
    waiting = [asyncio.create_task(tokens.get()) for _ in range(50)]
    await asyncio.sleep(0)
    gate.set()
    assert len(set(await asyncio.gather(*waiting))) == 1
    assert teams.identity.fetches == 1
    assert teams.identity.knows(f"Bearer {await tokens.get()}")


async def test_the_loop_goes_on_while_the_token_is_fetched(tokens: Tokens, teams: Teams):
    """The server that hands it out runs on this very loop: fetched here, it would never come."""
    assert await asyncio.wait_for(tokens.get(), LONG)


async def test_who_gives_up_waiting_takes_it_from_nobody(tokens: Tokens, teams: Teams):
    gate = teams.faults.slow("token")
    first, second = (asyncio.create_task(tokens.get()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    gate.set()
    assert await second
    assert teams.identity.fetches == 1


async def test_it_is_kept_and_fetched_anew_before_its_end(
    tokens: Tokens, teams: Teams, watch: Watch
):
    teams.identity.life = 299  # seconds: less than MSAL hands out from its own cache
    first = await tokens.get()
    watch.at += KEPT - 1
    assert await tokens.get() == first
    watch.at += 2
    assert await tokens.get() != first
    assert teams.identity.fetches == 2


async def test_a_long_lived_one_is_not_fetched_again(tokens: Tokens, teams: Teams, watch: Watch):
    for _ in range(5):
        await tokens.get()
        watch.at += KEPT + 1
    assert teams.identity.fetches == 1


async def test_a_wrong_secret_silences_the_platform_for_a_while(account: Account, teams: Teams):
    tokens = Tokens(replace(account, password="wrong"), lambda: NOW)
    failure = await refused(tokens)
    assert failure.outcome is Outcome.BLOCKED
    assert failure.retry_at == NOW + MENDING
    assert "MICROSOFT_APP_PASSWORD" in failure.reason
    assert "wrong" not in repr(account) + failure.reason
    tokens.close()


async def test_a_tenant_that_does_not_exist(account: Account, teams: Teams):
    tokens = Tokens(replace(account, tenant="nobodys"), lambda: NOW)
    assert (await refused(tokens)).outcome is Outcome.BLOCKED
    tokens.close()


async def test_where_the_log_in_cannot_be_reached(tokens: Tokens, teams: Teams):
    await teams.close()
    failure = await refused(tokens)
    assert (failure.outcome, failure.retry_at) == (Outcome.LATER, NOW + SOON)


async def test_a_bot_of_many_tenants_asks_in_another_name(account: Account, teams: Teams):
    tokens = Tokens(replace(account, kind="MultiTenant", tenant=""), lambda: NOW)
    assert teams.identity.knows(f"Bearer {await tokens.get()}")
    tokens.close()


async def test_a_managed_identity_needs_no_secret(
    account: Account, teams: Teams, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", teams.url)
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IMDS_ENDPOINT", "MSI_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    managed = replace(account, kind="UserAssignedMSI", password=None)
    tokens = Tokens(managed, lambda: NOW)
    assert teams.identity.knows(f"Bearer {await tokens.get()}")
    tokens.close()


async def test_without_credentials_none_is_shown(teams: Teams):
    tokens = Tokens(Account(""), lambda: NOW)
    assert await tokens.get() == ""
    assert teams.identity.fetches == 0
    tokens.close()
