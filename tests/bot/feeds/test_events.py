"""What stands in people's calendars, as two readers find it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ending import give_back
from bot.feeds.requests import ShowNames
from bot.model import Account, Role
from bot.weeks import Span, Window
from tests.bot.cast import Cast
from tests.bot.feeds.stage import connected, make, read, text_of, titles

DAILY = tuple(Window(day, 9 * 60, 13 * 60) for day in range(5))


@pytest.fixture
def stage(cast: Cast) -> Cast:
    connected(cast)
    cast.member("ada")
    cast.member("ben")
    cast.member("carla", Role.CHAIR)
    return cast


def id_of(cast: Cast, user: str) -> int:
    member = cast.by_user(user)
    assert member is not None
    return member.id


def show_names(cast: Cast) -> None:
    cast.press("carla", ShowNames(on=True))


def test_a_week_is_said_in_days_and_nobody_is_busy_all_week(stage: Cast):
    turn = stage.turns(stage.duty("Facebook"))[0]
    claim = stage.hold(id_of(stage, "ada"), turn, 180)
    [seen] = read(stage, make(stage, "ada"))
    assert (seen.start, seen.end) == (date(2026, 11, 23), date(2026, 11, 30))
    assert (seen.title, seen.status, seen.busy) == ("Facebook", "CONFIRMED", False)
    assert seen.uid == f"claim-{claim}@muster.example.com"
    assert seen.text == "3 h.\nWeek of Mon 23 – Sun 29 Nov 2026."


def test_a_window_is_said_in_hours_of_ones_own_zone_and_makes_busy(stage: Cast):
    stage.member("dev", zone="Asia/Kolkata")
    turn = stage.turns(stage.duty("Support", windows=DAILY, people_most=1))[1]
    stage.hold(id_of(stage, "dev"), turn, 120)
    token = make(stage, "dev")
    [seen] = read(stage, token)
    assert (seen.start, seen.end) == (turn.span.start, turn.span.end)
    assert seen.busy
    assert "DTSTART;TZID=Asia/Kolkata:20261124T133000" in text_of(stage, token)  # 09:00 in Berlin


def test_a_part_of_a_week_is_days_and_its_exact_time_is_said(stage: Cast):
    turn = stage.turns(stage.duty("Facebook"))[0]
    part = Span(datetime(2026, 11, 25, 13, 37, tzinfo=UTC), turn.span.end)
    stage.hold(id_of(stage, "ada"), turn, 60, part)
    [seen] = read(stage, make(stage, "ada"))
    assert (seen.start, seen.end) == (date(2026, 11, 25), date(2026, 11, 30))
    assert "Wed 25 Nov 2026 14:37" in seen.text


def test_a_short_part_of_a_week_is_said_in_hours(stage: Cast):
    turn = stage.turns(stage.duty("Facebook"))[0]
    part = Span(datetime(2026, 11, 25, 8, 0, tzinfo=UTC), datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    stage.hold(id_of(stage, "ada"), turn, 60, part)
    [seen] = read(stage, make(stage, "ada"))
    assert (seen.start, seen.end, seen.busy) == (part.start, part.end, True)


def test_the_roster_marks_what_is_open_and_what_nobody_took(stage: Cast):
    stage.duty("Write", people_most=1)
    token = make(stage, "ben", "all")
    first = read(stage, token)[0]
    assert (first.title, first.status) == ("Write (open)", "TENTATIVE")
    stage.clock.forward(days=7)
    first = read(stage, token)[0]
    assert (first.title, first.status) == ("Write (nobody)", "CONFIRMED")


def test_names_are_shown_only_if_the_chair_lets_them(stage: Cast):
    turn = stage.turns(stage.duty("Write", people_least=2))[0]
    stage.hold(id_of(stage, "ada"), turn, 120)
    stage.hold(id_of(stage, "ben"), turn, 240)
    token = make(stage, "carla", "all")
    seen = read(stage, token)[0]
    assert (seen.title, seen.text) == ("Write", "6 h of 6 h covered.\n2 people.")
    show_names(stage)
    seen = read(stage, token)[0]
    assert seen.title == "Write: Ada, Ben"
    assert seen.text == "6 h of 6 h covered.\nAda: 2 h\nBen: 4 h"
    assert "With Ben." in read(stage, make(stage, "ada"))[0].text


def test_no_address_note_or_reason_of_anybodys_is_in_a_feed(stage: Cast):
    show_names(stage)
    duty = stage.duty("Write", description="Secret sauce")
    stage.hold(id_of(stage, "ada"), stage.turns(duty)[0], 120)
    stage.hold(id_of(stage, "ben"), stage.turns(duty)[0], 120)
    tokens = [make(stage, "ada"), make(stage, "ben", "all"), make(stage, "ben", "duty", duty.id)]
    stage.say("ada", "release write this week because of my operation")
    stage.say("ben", "away today..fri chemotherapy")
    for token in tokens:
        said = text_of(stage, token)
        for private in ("ada@example.com", "operation", "chemotherapy", "Secret sauce"):
            assert private not in said


def test_the_accounts_page_is_one_tap_away(stage: Cast):
    with stage.write() as tx:
        account = tx.roster.add_account(Account(0, "Page", "facebook", "https://fb.example/page"))
    duty = stage.duty("Facebook", account_id=account)
    stage.hold(id_of(stage, "ada"), stage.turns(duty)[0])
    token = make(stage, "ada")
    assert "https://fb.example/page" in read(stage, token)[0].text
    assert "URL:https://fb.example/page" in text_of(stage, token)


def test_what_is_given_back_is_called_off_under_the_same_name(stage: Cast):
    claim = stage.hold(id_of(stage, "ada"), stage.turns(stage.duty("Facebook"))[1])
    token = make(stage, "ada")
    [before] = read(stage, token)
    stage.clock.forward(hours=1)
    with stage.write() as tx:
        held = tx.claims.find(claim)
        give_back(tx, held, held.span, held.member_id, stage.clock.now(), {})
    [after] = read(stage, token)
    assert after.uid == before.uid
    assert (after.status, after.title) == ("CANCELLED", "Cancelled: Facebook")
    assert (before.sequence, after.sequence) == (0, 1)
    assert after.changed_at == stage.clock.now() > before.changed_at
    stage.clock.forward(weeks=5)
    assert read(stage, token) == []


def test_what_no_calendar_saw_is_not_called_off(stage: Cast):
    claim = stage.hold(id_of(stage, "ada"), stage.turns(stage.duty("Facebook"))[1])
    token = make(stage, "ada")
    with stage.write() as tx:
        held = tx.claims.find(claim)
        give_back(tx, held, held.span, held.member_id, stage.clock.now(), {})
    assert read(stage, token) == []


def test_a_part_that_is_given_back_shortens_the_event(stage: Cast):
    turn = stage.turns(stage.duty("Facebook"))[1]
    claim = stage.hold(id_of(stage, "ada"), turn, 300)
    token = make(stage, "ada")
    [before] = read(stage, token)
    with stage.write() as tx:
        held = tx.claims.find(claim)
        last = Span(held.span.end - timedelta(days=2), held.span.end)
        give_back(tx, held, last, held.member_id, stage.clock.now(), {})
    [after] = read(stage, token)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert (before.end - after.end).days == 2


def test_who_asks_for_cover_still_holds_it_and_everybody_sees_it(stage: Cast):
    from bot.covering import need_cover

    turn = stage.turns(stage.duty("Facebook", people_most=1))[1]
    claim = stage.hold(id_of(stage, "ada"), turn, 360)
    mine, everybodys = make(stage, "ada"), make(stage, "ben", "all")
    with stage.write() as tx:
        held = tx.claims.find(claim)
        need_cover(tx, held.member_id, held, held.span, "release", stage.clock.now())
    [seen] = read(stage, mine)
    assert (seen.title, seen.status) == ("Facebook (cover wanted)", "CONFIRMED")
    assert "yours until somebody takes it" in seen.text
    assert "Facebook (cover wanted)" in titles(read(stage, everybodys))


def test_a_duty_that_is_renamed_is_renamed_in_every_event(stage: Cast):
    duty = stage.duty("Facebok")
    token = make(stage, "ben", "duty", duty.id)
    before = read(stage, token)
    with stage.write() as tx:
        tx.roster.change_duty(duty.id, name="Facebook")
    after = read(stage, token)
    assert {seen.title for seen in after} == {"Facebook (open)"}
    assert [one.uid for one in after] == [one.uid for one in before]
    assert all(a.sequence == b.sequence + 1 for a, b in zip(after, before, strict=True))


def test_a_duty_with_other_hours_has_the_same_events(stage: Cast):
    from bot.turns import remake_turns

    duty = stage.duty("Facebook", windows=DAILY)
    token = make(stage, "ben", "duty", duty.id)
    before = read(stage, token)
    changed = replace(duty, minutes_a_week=2 * duty.minutes_a_week, windows=DAILY[1:])
    with stage.write() as tx:
        tx.roster.change_duty(
            duty.id, minutes_a_week=changed.minutes_a_week, windows=changed.windows
        )
        remake_turns(tx, changed, stage.clock.now())
    were = {seen.uid: seen for seen in before}
    later = [one for one in read(stage, token) if one.start > stage.clock.now()]
    assert len(later) >= len(before) * 3 // 4
    for seen in later:
        assert seen.start == were[seen.uid].start
        assert seen.sequence == were[seen.uid].sequence + 1


def test_turns_that_left_the_plan_are_called_off_or_gone(stage: Cast):
    from bot.turns import remake_turns

    duty = stage.duty("Facebook")
    held = stage.turns(duty)[2]
    claim = stage.hold(id_of(stage, "ada"), held)
    token = make(stage, "ben", "all")
    assert len(read(stage, token)) == 9
    with stage.write() as tx:
        tx.claims.release(claim, stage.clock.now())
        changed = replace(duty, windows=DAILY)
        tx.roster.change_duty(duty.id, windows=DAILY)
        remake_turns(tx, changed, stage.clock.now())
    seen = read(stage, token)
    off = [one for one in seen if one.status == "CANCELLED"]
    assert [one.uid for one in off] == [f"turn-{held.id}@muster.example.com"]
    assert len(seen) > 30


def test_a_feed_of_mine_says_so_in_its_name(stage: Cast):
    duty = stage.duty("Facebook")
    assert "X-WR-CALNAME:Acme social: my turns" in text_of(stage, make(stage, "ada"))
    assert "X-WR-CALNAME:Acme social: roster" in text_of(stage, make(stage, "ada", "all"))
    of_duty = text_of(stage, make(stage, "ada", "duty", duty.id))
    assert "X-WR-CALNAME:Acme social: Facebook" in of_duty
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in of_duty
    assert "X-PUBLISHED-TTL:PT1H" in of_duty
