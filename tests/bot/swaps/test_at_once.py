"""Several press at the same instant: one of them counts, and no turn is lost or held twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bot.cards import Reply
from bot.ports.swaps import SwapState
from bot.swaps.requests import AcceptSwap, DeclineSwap, WithdrawSwap
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.swaps.people import duties_of, states

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Moderate the LinkedIn group"


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
