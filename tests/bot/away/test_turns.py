"""What an absent person holds: cover is sought at once, and taken back where nobody took it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.absence import CALENDAR, Source, days_away, go_away, hours_away
from bot.cover.requests import FindCover, TakeCover
from bot.covering import ASKED
from bot.errors import Refusal
from bot.model import Away
from bot.ports.covers import Cover, CoverState, Why
from bot.weeks import Span
from tests.bot.cast import labels, text
from tests.bot.company import EVER, WEEK, Company, berlin

FACEBOOK = "Moderate the Facebook page"
SUPPORT = "answer on the support handle"


def covers(company: Company, user: str = "ada") -> list[Cover]:
    """Open requests of somebody."""
    with company.read() as tx:
        return [c for c in tx.covers.open() if c.member_id == company.ids[user]]


def periods(company: Company, user: str = "ada") -> list[Away]:
    with company.read() as tx:
        return list(tx.aways.overlapping(EVER, [company.ids[user]]))


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


# ---- absence read somewhere ---------------------------------------------------------------------


def read(company: Company, first: int, last: int, key: str = "a@b") -> list[Span]:
    """A calendar says that Ada is away from one day of November to another; what is asked for."""
    with company.write() as tx:
        member = tx.people.find(company.ids["ada"])
        assert member is not None
        days = [WEEK + timedelta(days=day - 23) for day in (first, last)]
        times = days_away(days[0], days[1], member.zone)
        go_away(tx, member, times, Source(CALENDAR, key), company.clock.now(), actor_id=None)
    return [cover.span for cover in covers(company)]


def test_what_a_calendar_says_is_moved_when_it_says_otherwise(holding: Company):
    assert read(holding, 30, 31) == [Span(berlin(30, 0), berlin(32, 0))]
    assert read(holding, 30, 31) == [Span(berlin(30, 0), berlin(32, 0))]
    assert read(holding, 31, 33) == [Span(berlin(31, 0), berlin(34, 0))]
    [period] = periods(holding)
    assert (period.source, period.source_key, period.entered_by) == (CALENDAR, "a@b", None)
    with holding.read() as tx:
        actions = [change.action for change in tx.record.of_subject(f"away:{period.id}")]
    assert actions == ["away.away", "away.move"]


def test_another_event_is_another_absence(holding: Company):
    read(holding, 30, 30)
    read(holding, 32, 32, "c@d")
    assert len(periods(holding)) == len(covers(holding)) == 2


def test_the_member_can_say_that_a_calendar_is_wrong(holding: Company):
    read(holding, 30, 31)
    holding.push("ada", holding.say("ada", "back"), "I am here")
    assert covers(holding) == [] == periods(holding)


def test_days_that_no_absence_may_have_are_refused_there_too(holding: Company):
    with pytest.raises(Refusal, match="too_long"):
        read(holding, 30, 30 + 400)
    with pytest.raises(Refusal, match="past"):
        read(holding, 10, 12)
    assert periods(holding) == []


def test_hours_that_end_at_midnight_belong_to_their_day(company: Company):
    times = hours_away(Span(berlin(30, 22), berlin(31, 0)), "Europe/Berlin")
    assert (times.first_day, times.last_day) == (WEEK + timedelta(days=7),) * 2


# ---- on both databases --------------------------------------------------------------------------


def test_the_whole_way_on_each_database(company_on_each: Company):
    company = company_on_each
    company.say("ada", "claim facebook next week")
    company.say("ada", "away mon 30 nov to thu 3 dec")
    company.at(30, 6, 40)
    company.say("farah", "away @ada today 8:00-18:00")  # said already
    company.say("farah", "away @bao today 8:00-18:00")
    company.travel(30, 9)
    company.at(30, 10)
    assert "You are back on Wed 2 Dec 2026." in company.says("ada", "back wed")
    [cover] = covers(company)
    assert cover.span.end == berlin(32, 0)
    [period] = periods(company, "bao")
    assert (period.whole_days, period.entered_by) == (False, company.ids["farah"])
    with company.read() as tx:
        assert tx.aways.next_edge(company.clock.now()) == berlin(30, 18)
    read(company, 36, 38)
    read(company, 37, 38)
    assert [p.source for p in periods(company)] == ["", CALENDAR]


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
