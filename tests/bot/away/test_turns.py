"""What an absent person holds: cover is sought at once, and taken back where nobody took it."""

from __future__ import annotations

import pytest

from bot.cover.requests import FindCover, TakeCover
from bot.covering import ASKED
from bot.ports.covers import CoverState, Why
from bot.weeks import Span
from tests.bot.away.seen import covers, periods
from tests.bot.cast import labels, text
from tests.bot.company import EVER, Company, berlin

FACEBOOK = "Moderate the Facebook page"
SUPPORT = "answer on the support handle"


def holders(company: Company, part: str, week: int = 1) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for claim in company.turn(part, week).claims:
        found.setdefault(claim.member_id, []).append(claim.span)
    return found


@pytest.fixture
def holding(company: Company) -> Company:
    """Ada holds the Facebook page all next week."""
    company.say("ada", "claim facebook next week")
    return company


def test_only_what_lies_in_the_absence_is_asked_for(holding: Company):
    reply = text(holding.say("ada", "away 1 dec to 2 dec"))
    assert "I ask for cover at once; until somebody takes it, it stays yours:" in reply
    assert f"{FACEBOOK}: Tue 1 – Wed 2 Dec 2026 [Keep it]" in reply
    [cover] = covers(holding)
    assert (cover.span, cover.why) == (Span(berlin(31, 0), berlin(33, 0)), Why.AWAY)
    assert len(holding.claims_of("ada")) == 1  # the holder stays responsible


def test_hours_are_asked_for_as_hours(company: Company):
    company.say("ada", f"claim {SUPPORT} tue 1 dec 9-13")
    reply = text(company.say("ada", "away 1 dec 11:00-18:00"))
    assert "You are away Tue 1 Dec 2026 11:00–18:00 (Europe/Berlin)." in reply
    assert "Tue 1 Dec 2026 11:00–13:00 (Europe/Berlin) [Keep it]" in reply
    [cover] = covers(company)
    assert cover.span == Span(berlin(31, 11), berlin(31, 13))


def test_a_little_of_a_turn_of_days_can_be_done_on_another_day(holding: Company):
    """Six hours of the page in a week: in four hours of absence lie nine minutes of them."""
    reply = text(holding.say("ada", "away 1 dec 14:00-18:00"))
    assert "so little falls into these days that it can be done later" in reply
    assert FACEBOOK in reply
    assert covers(holding) == []
    assert "I ask for cover" in text(holding.say("ada", "away tue 1 dec"))


def test_all_of_a_turn_is_asked_for_however_little_it_is(company: Company):
    company.say("ada", "claim facebook next week 15m")
    company.say("ada", "away next week")
    assert len(covers(company)) == 1


def test_sick_at_twenty_to_seven_the_rest_of_the_day_is_asked_for(holding: Company):
    holding.at(30, 6, 40)
    holding.say("ada", "sick today")
    [cover] = covers(holding)
    assert cover.span == Span(berlin(30, 6, 40), berlin(31, 0))
    holding.travel(30, 8, 30)
    assert "cover.ask" in {d.kind for d in holding.deliveries("cover.ask")}


def test_who_holds_nothing_then_is_not_told_of_cover(holding: Company):
    assert "cover" not in holding.says("ada", "away today")
    assert covers(holding) == []
    assert "cover" not in holding.says("bao", "away 1 dec")


def test_what_is_over_is_not_asked_for(company: Company):
    company.say("ada", "claim answer on the support handle mon 9-13")
    company.at(23, 14)
    assert "cover" not in company.says("ada", "away today")


def test_a_long_list_is_cut(company: Company):
    company.change("ada", ceiling_minutes=2400)
    for number in range(17):
        duty = company.duty(f"Task {number}", minutes_a_week=30)
        company.hold(company.ids["ada"], company.turns(duty)[1], 30)
    said = company.says("ada", "away next week")
    assert "I ask for cover at once; what nobody takes stays yours:" in said
    assert "2 more." in said
    assert len(covers(company)) == 17


def test_undo_takes_the_requests_back(holding: Company):
    reply = holding.say("ada", "away 1 dec to 2 dec")
    undone = text(holding.push("ada", reply, "Undo"))
    assert "Nobody is asked for cover any more. You hold as before:" in undone
    assert f"{FACEBOOK}: Tue 1 – Wed 2 Dec 2026" in undone
    assert covers(holding) == [] == periods(holding)


def test_back_takes_back_what_nobody_took_and_leaves_what_was_taken(holding: Company):
    holding.say("ada", "away mon 30 nov to wed 2 dec")
    [cover] = covers(holding)
    holding.at(29)
    assert "You hold" in text(holding.press("bao", TakeCover(cover=cover.id)))
    reply = text(holding.push("ada", holding.say("ada", "back"), "I am here"))
    assert "Somebody took meanwhile, and it stays theirs:" in reply
    assert f"{FACEBOOK}: Mon 30 Nov – Wed 2 Dec 2026, Bao" in reply
    assert "Nobody is asked" not in reply
    assert holders(holding, "Facebook")[holding.ids["bao"]] == [cover.span]


def test_back_a_day_early_shrinks_what_is_asked_for(holding: Company):
    holding.say("ada", "away mon 30 nov to thu 3 dec")
    holding.at(30, 10)
    reply = text(holding.say("ada", "back wed"))
    assert "You are back on Wed 2 Dec 2026." in reply
    assert f"{FACEBOOK}: Wed 2 – Thu 3 Dec 2026" in reply
    [cover] = covers(holding)
    assert cover.span.end == berlin(32, 0)


def test_back_in_the_midst_of_hours_ends_them_now(holding: Company):
    holding.at(31, 10)
    holding.say("ada", "away until 15:00")
    holding.at(31, 12)
    holding.say("ada", "back")
    [period] = periods(holding)
    assert period.span == Span(berlin(31, 10), berlin(31, 12))
    assert covers(holding) == []


def test_undoing_back_asks_anew(holding: Company):
    holding.say("ada", "away mon 30 nov to wed 2 dec")
    holding.at(30, 10)
    reply = holding.say("ada", "back")
    assert covers(holding) == []
    undone = text(holding.push("ada", reply, "Undo"))
    assert "I ask for cover at once" in undone
    [cover] = covers(holding)
    assert cover.span == Span(berlin(30, 10), berlin(33, 0))


def test_hours_come_back_as_hours(holding: Company):
    holding.say("ada", "away 1 dec 14:00-18:00")
    reply = holding.push("ada", holding.say("ada", "back"), "I am here")
    assert periods(holding) == []
    assert "Tue 1 Dec 2026 14:00–18:00" in text(holding.push("ada", reply, "Undo"))
    assert [p.whole_days for p in periods(holding)] == [False]


# ---- more than one absence, more than one request ------------------------------------------------


def test_of_two_that_overlap_only_what_neither_covers_is_kept(holding: Company):
    holding.say("ada", "away mon 30 nov to wed 2 dec")
    second = holding.say("ada", "away wed 2 dec to fri 4 dec")
    assert "Cover is asked for already:" in text(second)
    undone = text(holding.push("ada", second, "Undo"))
    assert f"{FACEBOOK}: Thu 3 – Fri 4 Dec 2026" in undone
    [cover] = covers(holding)
    assert cover.span == Span(berlin(30, 0), berlin(33, 0))


def test_out_of_the_middle_two_requests_are_left(holding: Company):
    holding.say("ada", "away mon 30 nov to fri 4 dec")
    with holding.write() as tx:
        [long] = tx.aways.overlapping(EVER, [holding.ids["ada"]])
        tx.aways.cancel(long.id, berlin(23))
    for days in ("mon 30 nov", "fri 4 dec"):
        holding.say("ada", f"away {days}")
    reply = holding.say("ada", "away tue 1 dec to thu 3 dec")
    holding.push("ada", reply, "Undo")
    assert sorted(c.span for c in covers(holding)) == [
        Span(berlin(30, 0), berlin(31, 0)),
        Span(berlin(34, 0), berlin(35, 0)),
    ]


def test_what_was_given_up_before_going_away_is_still_sought_when_back(holding: Company):
    [claim] = holding.claims_of("ada")
    begin, end = berlin(31, 0).isoformat(), berlin(32, 0).isoformat()
    holding.press("ada", FindCover(claim=claim.id, begin=begin, end=end))
    reply = holding.say("ada", "away 1 dec")
    assert "Cover is asked for already:" in text(reply)
    assert "I ask for cover at once" not in text(reply)
    holding.push("ada", reply, "Undo")
    [cover] = covers(holding)
    assert (cover.why, cover.span) == (Why.RELEASE, Span(berlin(31, 0), berlin(32, 0)))


def test_one_of_them_can_be_kept_all_the_same(holding: Company):
    reply = holding.say("ada", "away 1 dec to 2 dec")
    holding.push("ada", reply, "Keep it")
    assert covers(holding) == []
    assert len(periods(holding)) == 1


# ---- who acted is in the record, why they are away is not ----------------------------------------


def test_the_record_says_who_when_and_for_what_cover_is_asked_but_not_why(holding: Company):
    holding.say("ada", "away 1 dec note: of my knee")
    with holding.read() as tx:
        changes = tx.record.since(berlin(1), berlin(60))
    [went] = [change for change in changes if change.action == "away.away"]
    assert went.actor_id == holding.ids["ada"]
    assert [part["begin"] for part in went.after["asked"]] == [berlin(31, 0).isoformat()]
    assert any(change.action == ASKED for change in changes)
    assert not any("knee" in str(change) for change in changes)


def test_cards_about_cover_do_not_say_why(holding: Company):
    holding.at(30, 6, 40)
    holding.say("ada", "away today note: of my knee")
    holding.travel(30, 12)
    said = holding.says("farah", "status") + holding.says("farah", "who facebook")
    for delivery in holding.deliveries("cover.ask") + holding.deliveries("cover.lead"):
        assert "knee" not in str(delivery.content)
    assert "knee" not in said


def test_whoever_goes_away_is_asked_for_cover_no_more(company: Company):
    company.say("ada", "claim facebook this week")
    [claim] = company.claims_of("ada")
    company.press("ada", FindCover(claim=claim.id))
    company.travel(23, 9, 30)
    with company.read() as tx:
        [cover] = tx.covers.open()
        users = {key: user for user, key in company.ids.items()}
        asked = [users[ask.member_id] for ask in tx.covers.asks(cover.id)]
    assert asked
    company.say(asked[0], "away this week")
    company.travel(23, 9, 40)
    with company.read() as tx:
        states = {ask.member_id: ask.state.value for ask in tx.covers.asks(cover.id)}
        assert tx.covers.find(cover.id).state is CoverState.OPEN
    assert states[company.ids[asked[0]]] == "cannot"


def test_the_buttons_say_what_they_do(holding: Company):
    reply = holding.say("ada", "away 1 dec to 2 dec")
    assert labels(reply) == ["Keep it", "Undo", "I am back"]
