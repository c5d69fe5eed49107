"""Several press at the same instant: one of them counts, and no turn is lost or held twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic

import pytest
from sqlalchemy import text as sql

from bot.cards import Reply
from bot.ports.swaps import SwapState
from bot.swaps.requests import AcceptSwap, AnotherByForm, DeclineSwap, WithdrawSwap
from tests.bot.cast import text
from tests.bot.company import Company, company_in, found_company
from tests.bot.swaps.people import duties_of, states

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Moderate the LinkedIn group"

_WAITING = sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
_FREE = sql("SELECT id FROM swaps WHERE id = 1 FOR UPDATE SKIP LOCKED")


def at_once(*deeds: Callable[[], Reply]) -> list[str]:
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], Reply]) -> str:
        barrier.wait()
        return text(deed())

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def set_up(company: Company) -> None:
    company.say("ada", "claim facebook next week 2h")
    company.say("bao", "claim linkedin next week 2h")
    company.say("greta", "home")


def test_agreeing_declining_and_withdrawing_at_once(company_on_each: Company):
    company = company_on_each
    set_up(company)
    company.say("ada", "swap facebook with bao for linkedin")
    said = at_once(
        lambda: company.press("bao", AcceptSwap(swap=1)),
        lambda: company.press("bao", DeclineSwap(swap=1)),
        lambda: company.press("ada", WithdrawSwap(swap=1)),
    )
    assert not any("Something went wrong" in one for one in said)
    [state] = states(company)
    moved = state is SwapState.DONE
    assert state is not SwapState.OPEN
    assert duties_of(company, "ada") == [LINKEDIN if moved else FACEBOOK]
    assert duties_of(company, "bao") == [FACEBOOK if moved else LINKEDIN]


def test_crossing_at_once_is_one_exchange(company_on_each: Company):
    company = company_on_each
    set_up(company)
    said = at_once(
        lambda: company.say("ada", "swap facebook with bao for linkedin"),
        lambda: company.say("bao", "swap linkedin with ada for facebook"),
    )
    assert not any("Something went wrong" in one for one in said)
    assert duties_of(company, "ada") == [LINKEDIN]
    assert duties_of(company, "bao") == [FACEBOOK]
    assert states(company) == [SwapState.DONE]


def test_two_take_the_same_over_at_once(company_on_each: Company):
    company = company_on_each
    set_up(company)
    company.say("ada", "claim vimeo")
    said = at_once(
        lambda: company.say("bao", "claim vimeo from ada"),
        lambda: company.say("greta", "claim vimeo from ada"),
    )
    assert not any("Something went wrong" in one for one in said)
    holders = [
        u for u in ("ada", "bao", "greta") if "Keep the Vimeo channel" in duties_of(company, u)
    ]
    assert len(holders) == 1
    assert holders != ["ada"]


def test_a_swap_and_a_takeover_at_once(company_on_each: Company):
    company = company_on_each
    set_up(company)
    company.say("ada", "claim vimeo")
    company.say("ada", "swap vimeo with bao for linkedin")
    said = at_once(
        lambda: company.press("bao", AcceptSwap(swap=1)),
        lambda: company.say("greta", "claim vimeo from ada"),
    )
    assert not any("Something went wrong" in one for one in said)
    assert [u for u in ("bao", "greta") if "Keep the Vimeo channel" in duties_of(company, u)]
    assert states(company)[0] in (SwapState.DONE, SwapState.IMPOSSIBLE)


@pytest.mark.postgres
def test_who_offers_another_turn_writes_nothing_before_both_are_locked(postgres_url: str):
    """Else they hold the swap and wait for a turn, whose holder waits for the swap."""
    found_company(postgres_url)
    with company_in(postgres_url) as company:
        set_up(company)
        company.say("bao", "claim vimeo next week")
        company.say("ada", "swap facebook with bao for linkedin")
        turn = company.turn("Vimeo", 1)
        [claim] = turn.claims
        offered = AnotherByForm(swap=1, mine=str(claim.id))
        with ThreadPoolExecutor(1) as pool:
            with company.write() as tx:
                tx.roster.lock_turn(turn.id)
                pressed = pool.submit(company.press, "bao", offered)
                patience = monotonic() + 30
                while not tx.connection.execute(_WAITING).scalar_one():
                    assert monotonic() < patience, "nobody waits"
                assert tx.connection.execute(_FREE).first()
            assert "I have asked Ada Brandt." in text(pressed.result())
