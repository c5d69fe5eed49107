"""What goes wrong between a question and its answer: every way in which a request can end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.claims.requests import ClaimAnyway
from bot.cover.requests import AskMeLater, FindCover, NotMe, ShowCover, TakeCover, WithdrawCover
from bot.covering import ASK, LEAD, need_cover
from bot.ending import give_back
from bot.holding import load_turn
from bot.people.requests import RemoveMember
from bot.plain import plain_text
from bot.ports.covers import AskState, Cover, CoverState, Why
from bot.setup.requests import RetireDuty
from bot.turns import remake_turns
from bot.weeks import Span, Window
from tests.bot.cast import text
from tests.bot.company import Company, berlin
from tests.bot.cover.asking import (
    asked_card,
    asks,
    cover_now,
    give_up,
    holder_card,
    lead_card,
    open_covers,
    the_cover,
)


@pytest.fixture
def cover(company: Company) -> Cover:
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    give_up(company, "ada", "copywriting")
    return the_cover(company)


def check_held_once(company: Company, cover: Cover) -> None:
    """Nothing is lost, nothing held twice: the turn's minutes are those it always had."""
    with company.read() as tx:
        turn = tx.roster.find_turn(cover.turn_id)
    assert turn is not None
    assert sum(claim.minutes for claim in turn.claims) == 360
    assert len(turn.claims) == 1


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
    assert "You said that you are away" in text(company.press("wanjiru", TakeCover(cover.id)))
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


# ---- who could take it ---------------------------------------------------------------------------


def test_nobody_can_and_the_lead_knows_at_once(company: Company):
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    with company.write() as tx:
        for user, key in company.ids.items():
            if user not in ("ada", "farah"):
                tx.people.change(key, ceiling_minutes=0)
        tx.people.change(company.ids["farah"], ceiling_minutes=0)
    give_up(company, "ada", "copywriting")
    cover = the_cover(company)
    assert asks(company, cover) == {}
    assert list(company.asked(LEAD)) == ["farah"]
    assert "Nobody could be asked yet." in plain_text(lead_card(company, "farah"))
    assert "Farah Okafor knows of it." in plain_text(holder_card(company, "ada"))
    company.change("jun", ceiling_minutes=480)
    company.press("jun", TakeCover(cover.id))
    assert cover_now(company, cover).state is CoverState.TAKEN


def test_two_requests_for_the_same_time_are_not_asked_of_one_person_at_a_time(company: Company):
    handle = "answer on the support handle"
    company.say("greta", f"claim {handle} thu 9-13")
    company.say("bao", f"claim {handle} thu 9-13")
    company.at(23, 10)
    for user in ("greta", "bao"):
        give_up(company, user, f"{handle} thu 9-13")
    one, two = open_covers(company)
    assert not asks(company, one).keys() & asks(company, two).keys()


def test_who_took_one_is_not_asked_for_another_at_that_time(company: Company):
    company.say("luan", "claim careers thu")
    company.say("greta", "claim answer on the support handle thu 9-13")
    company.at(26, 8, 30)
    give_up(company, "luan", "careers")
    give_up(company, "greta", "answer on the support handle")
    careers, handle = sorted(open_covers(company), key=lambda c: c.span.start, reverse=True)
    assert "uma" in asks(company, careers).keys() & asks(company, handle).keys()
    company.press("uma", TakeCover(careers.id))
    company.travel(26, 8, 40)
    assert asks(company, handle)["uma"].state is AskState.CANNOT
    assert (
        "You need not do anything." in plain_text(company.shown(company.asked(ASK)["uma"][-1]))
        or cover_now(company, handle).state is CoverState.OPEN
    )


# ---- sick on Monday at 06:40 ---------------------------------------------------------------------


def test_sick_on_monday_at_six_forty(company: Company):
    """Her turn begins at nine: whoever is awake, and the lead, know at once; others as they wake.

    Idris leads Customer Service, in New York, where it is 00:40.
    """
    handle = "answer on the support handle"
    company.at(29, 12)
    company.say("greta", f"claim {handle} 30 nov 9-13")
    company.at(30, 6, 40)
    give_up(company, "greta", handle)
    cover = the_cover(company)
    assert set(company.asked(LEAD)) == {"idris"}
    now = company.clock.now()
    for user in asks(company, cover):
        assert 8 <= company.local(user, now).hour < 20, "nobody is woken"
    assert {company.me(user).zone for user in asks(company, cover)} <= {
        "Asia/Kolkata",
        "Australia/Lord_Howe",
    }
    awake = len(asks(company, cover))
    assert awake
    company.travel(30, 8, 5)
    assert len(asks(company, cover)) > awake
    assert "farah" in company.asked(LEAD), "halfway to nine"
    company.travel(30, 9, 30)
    reply = company.press("uma", TakeCover(cover.id))
    assert "You hold Answer on the support handle." in text(reply)
    [past] = company.claims_of("greta")
    [rest] = company.claims_of("uma")
    assert past.span.end == rest.span.start == company.clock.now()


def test_an_absence_can_ask_for_cover_of_a_part(company: Company):
    company.say("ada", "claim copywriting next week")
    [claim] = company.claims_of("ada")
    part = Span(berlin(31), berlin(33))
    now = company.clock.now()
    with company.write() as tx:
        tx.roster.lock_turn(claim.turn_id)
        first = need_cover(tx, company.ids["ada"], claim, part, "away", now)
        joined = need_cover(
            tx, company.ids["ada"], claim, Span(part.end, claim.span.end), "away", now
        )
        assert first == joined
        assert need_cover(tx, None, claim, Span(now - timedelta(1), now), "away", now) == 0
        held = load_turn(tx, tx.roster.find_turn(claim.turn_id))  # type: ignore[arg-type]  # it is there
    assert [holder.cover for holder in held.holders] == [first]
    assert the_cover(company).span == Span(part.start, claim.span.end)
    company.travel(23, 9, 5)
    [user] = asks(company, the_cover(company))
    assert "Ada Brandt is away then." in plain_text(asked_card(company, user))


def test_a_chair_lets_somebody_take_it_who_has_too_much(company: Company, cover: Cover):
    """The chair's form makes them hold the turn beside; the request then ends by itself."""
    company.change("jun", ceiling_minutes=60)
    company.press(
        "farah",
        ClaimAnyway(turn=cover.turn_id, member=company.ids["jun"], minutes=360, reason="agreed"),
    )
    company.travel(23, 10, 5)
    assert company.claims_of("ada") == []
    assert cover_now(company, cover).state is CoverState.TAKEN
