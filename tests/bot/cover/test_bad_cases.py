"""What goes wrong between a question and its answer: every way in which a request can end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cover.requests import AskMeLater, FindCover, NotMe, ShowCover, TakeCover, WithdrawCover
from bot.ending import give_back
from bot.people.requests import RemoveMember
from bot.plain import plain_text
from bot.ports.covers import AskState, Cover, CoverState, Why
from bot.setup.requests import RetireDuty
from bot.turns import remake_turns
from bot.weeks import Span, Window
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.cover.asking import (
    asked_card,
    asks,
    check_held_once,
    cover_now,
    give_up,
    open_covers,
    the_cover,
)

# ---- presses that come late ----------------------------------------------------------------------


def test_both_press_take_and_the_first_has_it(company: Company, cover: Cover):
    company.travel(27, 18)
    first = company.press("jun", TakeCover(cover.id))
    second = company.press("wanjiru", TakeCover(cover.id))
    assert "You hold Copywriting." in text(first)
    assert text(second).startswith("Jun Brandt took Copywriting. Thank you.")
    check_held_once(company, cover)
    assert company.claims_of("wanjiru") == []


def test_a_double_press_takes_once(company: Company, cover: Cover):
    company.press("jun", TakeCover(cover.id))
    again = text(company.press("jun", TakeCover(cover.id)))
    assert again.startswith("Jun Brandt took Copywriting.")
    check_held_once(company, cover)


def test_find_cover_pressed_twice_is_one_request(company: Company, cover: Cover):
    [claim] = company.claims_of("ada")
    company.press("ada", FindCover(claim=claim.id))
    assert [one.id for one in open_covers(company)] == [cover.id]
    assert len(asks(company, cover)) == 1


def test_who_may_not_any_more_is_told_why_and_nothing_changes(company: Company, cover: Cover):
    company.change("jun", ceiling_minutes=60)
    refused = company.press("jun", TakeCover(cover.id))
    assert "Your limit is 1 h a week" in text(refused)
    assert "[Take a part]" in text(refused)
    assert "[Take 1 h of it]" not in text(refused)
    company.say("wanjiru", "away 1 dec to 2 dec")
    assert "You are away: " in text(company.press("wanjiru", TakeCover(cover.id)))
    check_held_once(company, cover)
    assert cover_now(company, cover).state is CoverState.OPEN


def test_ones_own_request_is_not_taken(company: Company, cover: Cover):
    assert "is yours until somebody takes it" in text(company.press("ada", TakeCover(cover.id)))


def test_answers_of_somebody_who_was_not_asked(company: Company, cover: Cover):
    for request in (NotMe(cover.id), AskMeLater(cover.id)):
        assert "You were not asked about this." in text(company.press("zofia", request))


def test_requests_that_never_were(company: Company, cover: Cover):
    for request in (TakeCover(999), NotMe(999), ShowCover(999), AskMeLater(999)):
        assert "This is no longer asked." in text(company.press("jun", request))
    assert "This is no longer asked." in text(company.press("ada", WithdrawCover(999)))
    assert "You do not hold that." in text(company.press("jun", WithdrawCover(cover.id)))
    assert "You do not hold that." in text(company.press("jun", FindCover(claim=999)))


# ---- the turn moves or ends in another way -------------------------------------------------------


@pytest.mark.parametrize("how", ["given back", "left", "retired", "claim undone", "removed"])
def test_every_other_way_out_closes_it_and_says_so(company: Company, how: str):
    taken = company.say("ada", "claim copywriting next week")
    company.clock.forward(minutes=1)
    give_up(company, "ada", "copywriting")
    cover = the_cover(company)
    [user] = asks(company, cover)
    match how:
        case "given back":
            [claim] = company.claims_of("ada")
            with company.write() as tx:
                tx.roster.lock_turn(claim.turn_id)
                give_back(tx, claim, claim.span, None, company.clock.now(), {"why": "test"})
        case "left":
            company.push("ada", company.say("ada", ""), "Leave the task force")
        case "removed":
            company.press("farah", RemoveMember(member=company.ids["ada"]))
        case "retired":
            company.press("farah", RetireDuty(duty=company.duty_id("Copywriting")))
        case "claim undone":
            company.push("ada", taken, "Undo")
    assert cover_now(company, cover).state is CoverState.ENDED
    said = plain_text(asked_card(company, user))
    assert said.startswith(
        "Nobody is wanted for Copywriting any more."
        if how == "retired"
        else "Copywriting is open for everybody now."
    )
    late = text(company.press(user, TakeCover(cover.id)))
    assert "nobody is asked any more" in late


def test_what_a_leaver_held_is_open_at_once_and_asked_for(company: Company):
    for words in ("copywriting next week", "vimeo next week", "careers thu"):
        company.say("luan", f"claim {words}")
    company.press("farah", RemoveMember(member=company.ids["luan"]))
    covers = open_covers(company)
    assert {cover.why for cover in covers} == {Why.LEAVER}
    assert len(covers) == 3
    company.travel(23, 9, 10)
    assert all(asks(company, cover) for cover in covers)
    people = [user for cover in covers for user in asks(company, cover)]
    assert len(set(people)) == 3, "one question at a time"
    [vimeo] = [c for c in covers if c.turn_id == company.turn("Vimeo", 1).id]
    [asked] = asks(company, vimeo)
    card = plain_text(asked_card(company, asked))
    assert "Luan Tanaka has left the task force, and it is open." in card
    assert "Trade" not in card
    company.push(asked, asked_card(company, asked), "Take it")
    assert cover_now(company, vimeo).state is CoverState.TAKEN
    [copy] = [c for c in covers if c.turn_id == company.turn("Copywriting", 1).id]
    company.say("uma", "claim copywriting next week")
    assert cover_now(company, copy).state is CoverState.ENDED


def test_who_leaves_is_asked_no_more_and_the_next_one_is(company: Company, cover: Cover):
    [user] = asks(company, cover)
    if user == "farah":
        company.press(user, NotMe(cover.id))
        [user] = asks(company, cover, AskState.ASKED)
    company.press("farah", RemoveMember(member=company.ids[user]))
    company.travel(23, 10, 5)
    found = asks(company, cover)
    assert found[user].state is AskState.CANNOT
    assert len(asks(company, cover, AskState.ASKED)) == 1


def test_a_turn_that_is_no_longer_planned_is_not_asked_for(company: Company, cover: Cover):
    now = company.clock.now()
    with company.write() as tx:
        duty = tx.roster.find_duty(company.duty_id("Copywriting"))
        assert duty is not None
        changed = replace(duty, windows=(Window(2, 9 * 60, 10 * 60),))
        tx.roster.change_duty(duty.id, windows=changed.windows)
        remake_turns(tx, changed, now)
    assert cover_now(company, cover).state is CoverState.ENDED
    assert len(company.claims_of("ada")) == 1, "it is theirs until they give it back"
    assert "You gave back Copywriting." in company.says("ada", "release copywriting")


def test_when_others_take_all_that_is_wanted_the_holder_is_let_go(company: Company, cover: Cover):
    turn = company.turn("Copywriting", 1)
    company.hold(company.ids["uma"], turn, 360)
    with company.write() as tx:
        tx.covers.change(cover.id, next_at=company.clock.now())
    company.travel(27, 11)
    assert company.claims_of("ada") == []
    assert cover_now(company, cover).state is CoverState.TAKEN
    told = [plain_text(card) for card in company.told(company.ids["ada"])]
    assert any("Copywriting is not yours any more." in card for card in told)


def test_a_part_given_away_otherwise_leaves_the_rest_asked_for(company: Company, cover: Cover):
    [claim] = company.claims_of("ada")
    half = Span(claim.span.start, claim.span.start + timedelta(days=3))
    with company.write() as tx:
        tx.roster.lock_turn(claim.turn_id)
        give_back(tx, claim, half, None, company.clock.now(), {"why": "test"})
    assert cover_now(company, cover).state is CoverState.OPEN
    [user] = asks(company, cover)
    assert "Thu 3 – Sun 6 Dec 2026" in plain_text(asked_card(company, user))
