"""Who presses while somebody else is changing the same things; on PostgreSQL, where they wait."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.claims.requests import ReleaseMany
from bot.cover.requests import FindCoverForMany, TakeCover
from bot.model import MemberState
from tests.bot.cast import text
from tests.bot.company import Company, company_in, found_company
from tests.bot.cover.asking import cover_now, give_up, the_cover

pytestmark = pytest.mark.postgres
_WAITING = sql("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def crowd(postgres_url: str) -> Iterator[Company]:
    found_company(postgres_url)
    with company_in(postgres_url) as company:
        company.say("ada", "claim vimeo next week")
        company.say("ada", "claim copywriting next week")
        company.at(23, 10)
        yield company


def until_somebody_waits(tx: Any) -> None:
    patience = monotonic() + 30
    while not tx.connection.execute(_WAITING).scalar_one():
        assert monotonic() < patience, "nobody waits"


def test_who_leaves_while_they_press_holds_nothing(crowd: Company):
    give_up(crowd, "ada", "copywriting")
    cover = the_cover(crowd)
    crowd.say("uma", "mine")
    with ThreadPoolExecutor(1) as pool:
        with crowd.write() as tx:
            tx.people.lock(crowd.ids["uma"])
            pressed = pool.submit(crowd.press, "uma", TakeCover(cover.id))
            until_somebody_waits(tx)
            tx.people.change(crowd.ids["uma"], state=MemberState.LEFT)
        assert text(pressed.result()).startswith("You are not in the task force.")
    assert crowd.claims_of("uma") == []
    assert len(crowd.claims_of("ada")) == 2
    assert cover_now(crowd, cover).state == "open"


@pytest.mark.parametrize("request_of", [ReleaseMany, FindCoverForMany])
def test_several_turns_are_locked_in_the_order_of_their_ids(crowd: Company, request_of: type):
    """Whatever the order of the claims: else two who change the same turns wait for each other."""
    claims = sorted(crowd.claims_of("ada"), key=lambda claim: claim.id)
    first, last = sorted(claim.turn_id for claim in claims)
    assert [claim.turn_id for claim in claims] == [last, first]
    with ThreadPoolExecutor(1) as pool:
        with crowd.write() as tx:
            tx.roster.lock_turn(first)
            request = request_of(claims=tuple(claim.id for claim in claims))
            pressed = pool.submit(crowd.press, "ada", request)
            until_somebody_waits(tx)
            assert tx.roster.try_lock_turn(last) is not None
        assert "Copywriting" in text(pressed.result())
