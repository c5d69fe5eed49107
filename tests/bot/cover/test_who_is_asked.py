"""Nobody can, two requests at a time, sick on a Monday, an absence."""

from __future__ import annotations

from datetime import timedelta

from bot.claims.requests import ClaimAnyway
from bot.cover.requests import ShowCover, TakeCover
from bot.covering import HOLDER, LEAD, need_cover
from bot.holding import load_turn
from bot.plain import plain_text
from bot.ports.covers import AskState, Cover, CoverState
from bot.weeks import Span
from tests.bot.cast import text
from tests.bot.company import Company, berlin
from tests.bot.cover.asking import (
    asked_card,
    asks,
    cover_now,
    give_up,
    lead_card,
    open_covers,
    the_cover,
)

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
    assert "Farah Okafor knows of it." in text(company.press("ada", ShowCover(cover.id)))
    assert HOLDER not in [delivery.kind for delivery in company.owed()], "she has just read it"
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
    assert "You need not do anything." in plain_text(asked_card(company, "uma"))
    assert cover_now(company, handle).state is CoverState.OPEN


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
