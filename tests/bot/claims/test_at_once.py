"""Many reach for one place at the same instant, and exactly as many have it as there are places."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from bot.claims.requests import Claim
from tests.bot.cast import text
from tests.bot.company import Company

CROWD = ("ada", "bao", "uma", "felix", "kwame", "jun", "paula", "nadia")


def all_at_once(users: tuple[str, ...], act: Callable[[str], str]) -> dict[str, str]:
    start, said = threading.Barrier(len(users)), {}

    def one(user: str) -> None:
        start.wait()
        said[user] = act(user)

    threads = [threading.Thread(target=one, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.parametrize("places", [1, 2])
def test_exactly_as_many_have_it_as_there_are_places(company_on_each: Company, places: int):
    company = company_on_each
    company.change_duty("Vimeo", people_most=places)
    request = Claim(turn=company.turn("Vimeo", week=1).id)
    said = all_at_once(CROWD, lambda user: text(company.press(user, request)))
    winners = [user for user in CROWD if said[user].startswith("You hold Keep the Vimeo channel.")]
    assert len(winners) == places
    for user in set(CROWD) - set(winners):
        assert "is taken" in said[user]
        assert "Held by " in said[user]
    holders = {c.member_id for c in company.turn("Vimeo", week=1).claims}
    assert holders == {company.ids[user] for user in winners}


def test_one_person_in_a_hurry_holds_no_more_than_their_most(company_on_each: Company):
    company = company_on_each
    company.say("ada", "mine")
    company.change("ada", ceiling_minutes=360)
    duties = ("facebook", "copywriting", "linkedin", "forum", "technical", "reputation")
    all_at_once(duties, lambda duty: company.says("ada", f"claim {duty} next week"))
    assert sum(claim.minutes for claim in company.claims_of("ada")) <= 360
    assert company.claims_of("ada")


def test_a_button_pressed_by_two_hands_of_one_person_claims_once(company_on_each: Company):
    company = company_on_each
    company.say("ada", "mine")
    request = Claim(turn=company.turn("Facebook", week=1).id)
    said = all_at_once(("1", "2", "3"), lambda _hand: text(company.press("ada", request)))
    assert (
        sum(answer.startswith("You hold Moderate the Facebook page.") for answer in said.values())
        == 1
    )
    assert len(company.claims_of("ada")) == 1
