from __future__ import annotations

from datetime import timedelta

import pytest

from bot.held import Held, holes_in
from bot.model import Away, Logged, MemberState, Pledge, Role
from bot.roster.rules import open_for
from bot.setup.requests import OpenSetup
from bot.weeks import parse_windows, say_week, week_span
from tests.bot.cast import ZONE, Cast, buttons, labels, text


def test_slash_muster_alone_and_the_home_tab_show_the_same_page(cast: Cast):
    cast.member("ada")
    said, opened = cast.say("ada", ""), cast.home("ada")
    assert said.card == opened.card == cast.say("ada", "home").card
    assert said.home
    assert opened.home


def test_the_page_has_a_button_for_everything(cast: Cast):
    cast.member("ada")
    cast.member("cara", Role.CHAIR)
    cast.duty()
    everything = {"Who holds what", "See what is open", "My turns", "I will be away", "Help"}
    everything |= {"Offer hours", "Log hours done", "Change my settings", "Claim"}
    assert everything <= set(labels(cast.home("ada")))
    assert not {"Status", "Set-up"} & set(labels(cast.home("ada")))
    assert {"Status", "Set-up"} <= set(labels(cast.home("cara")))
    for user in ("ada", "cara"):
        for button in buttons(cast.home(user).card):
            if button.label not in ("Leave the task force", "Claim"):
                reply = cast.press(user, button.request)
                assert reply.card or reply.form, button.label


def test_my_turns_are_given_back_from_there(cast: Cast):
    ada = cast.member("ada")
    duty = cast.duty("Listen")
    running, coming = cast.turns(duty)[:2]
    cast.hold(ada, running, 90)
    cast.hold(ada, coming, 60)
    card = cast.home("ada")
    assert "Listen: week of Mon 23 – Sun 29 Nov 2026, 1.5 h · now [Give back]" in text(card)
    cast.hold(cast.member("bert"), coming, 360)  # so that nobody is wanted in their place
    cast.push("ada", card, "Give back", 1)
    assert [t.id for t, _c in cast.held_by(ada)] == [running.id]
    before = cast.push("ada", cast.home("ada"), "Give back")
    assert "Before you give back Listen" in text(before)
    cast.push("ada", before, "Find cover")
    assert "1.5 h · now · cover wanted [How it stands]" in text(cast.home("ada"))


def test_my_hours_say_what_i_offered_hold_and_did(cast: Cast):
    ada = cast.member("ada", usual_minutes=120, ceiling_minutes=360)
    assert "Offered this week: not said yet" in text(cast.home("ada"))
    cast.hold(ada, cast.turns(cast.duty())[0], 90)
    week, now = cast.clock.now().date(), cast.clock.now()
    with cast.write() as tx:
        tx.hours.put_pledge(Pledge(ada, week, 180, now))
        tx.hours.put_logged(Logged(0, ada, week, 45), now)
    shown = text(cast.home("ada"))
    for line in (
        "Offered this week: 3 h",
        "Held this week: 1.5 h",
        "Done this week: 45 min",
        "Usually: 2 h a week",
        "At most a week: 6 h",
    ):
        assert line in shown
    assert "Change my hours" in labels(cast.home("ada"))


def test_open_for_me_has_my_departments_duties_first(cast: Cast):
    sales = cast.department("Sales")
    cast.member("ada", department_id=sales)
    cast.duty("A of marketing", department_id=cast.department())
    cast.duty("B of sales", department_id=sales)
    cast.duty("C of anybody")
    shown = text(cast.home("ada"))
    section = shown[shown.index("Open for me") : shown.index("The next weeks")]
    assert section.index("B of sales") < section.index("A of marketing")
    assert "6 h · your department [Claim]" in section
    assert section.count("[Claim]") == 6  # three duties, this week and next


def test_a_claim_from_there_is_mine_and_off_the_list(cast: Cast):
    ada = cast.member("ada")
    cast.duty("Listen", people_most=1)
    card = cast.push("ada", cast.home("ada"), "Claim")
    assert "You hold Listen" in text(card)
    assert len(cast.held_by(ada)) == 1
    shown = text(cast.home("ada"))
    section = shown[shown.index("Open for me") : shown.index("The next weeks")]
    assert section.count("[Claim]") == 1  # next week's


def test_nothing_is_open_for_me_while_i_am_away_and_back_is_one_tap(cast: Cast):
    ada = cast.member("ada")
    cast.duty("Listen")
    now, today = cast.clock.now(), cast.clock.now().date()
    span = week_span(today, ZONE)
    with cast.write() as tx:
        tx.aways.add(Away(0, ada, span, today, today + timedelta(days=6), "private"))
    shown = text(cast.home("ada"))
    assert "You are away, Mon 23 – Sun 29 Nov 2026." in shown
    assert "private" not in shown
    section = shown[shown.index("Open for me") : shown.index("The next weeks")]
    assert "Mon 23" not in section
    assert "Mon 30" in section
    cast.push("ada", cast.home("ada"), "I am back")
    assert "You are away" not in text(cast.home("ada"))
    assert now == cast.clock.now()


def test_what_is_to_come_of_absence_is_shown_and_taken_back_there(cast: Cast):
    cast.member("ada")
    for days in ("fri", "fri 4 dec", "21 dec..4 jan", "1 may..3 may"):
        cast.say("ada", f"away {days} note: private")
    shown = cast.home("ada")
    said = text(shown)
    assert "You will be away, Fri 27 Nov 2026." in said
    assert "You will be away, Mon 21 Dec 2026 – Mon 4 Jan 2027." in said
    assert "Absences after that: 1." in said
    assert "private" not in said
    assert "[I will be away]" in said
    cast.push("ada", shown, "I am here")
    assert "Fri 27 Nov 2026" not in text(cast.home("ada"))
    assert "You will be away, Sat 1 – Mon 3 May 2027." in text(cast.home("ada"))


def test_the_next_weeks_say_how_much_is_covered(cast: Cast):
    ada = cast.member("ada")
    duty = cast.duty("Listen", people_least=1, people_most=1, minutes_a_week=120)
    cast.hold(ada, cast.turns(duty)[0], 120)
    cast.hold(ada, cast.turns(duty)[1], 60)
    shown = text(cast.home("ada"))
    assert "Week of Mon 23 – Sun 29 Nov 2026: 2 h of 2 h covered (100 %), nothing open" in shown
    assert "Week of Mon 30 Nov – Sun 6 Dec 2026: 1 h of 2 h covered (50 %)" in shown
    assert "Week of Mon 7 – Sun 13 Dec 2026: 0 h of 2 h covered (0 %), 1 open" in shown
    card = cast.push("ada", cast.home("ada"), "See what is open", which=1)
    assert "Listen" in text(card)


def test_a_task_force_without_turns_still_has_a_page(cast: Cast):
    cast.member("ada")
    shown = text(cast.home("ada"))
    assert "You hold nothing from now on." in shown
    assert "There are no duties yet." in shown
    assert "no turns yet" in shown


def test_the_page_stays_within_what_one_message_can_hold(cast: Cast):
    ada = cast.member("ada")
    windows = parse_windows("daily 08:00-12:00; daily 12:00-16:00; daily 16:00-20:00")
    for number in range(12):
        duty = cast.duty(f"Duty {number} " + "☃" * 180, windows=windows)
        for turn in cast.turns(duty)[:8]:
            cast.hold(ada, turn, 15)
    for days in ("21 apr", "1 may..3 may", "5 may", "7 may"):
        cast.say("ada", f"away {days}")
    card = cast.home("ada").card
    assert len(card.body) <= 45  # Slack: 50 blocks in a message
    assert "90 more" in text(card)


def test_times_are_in_the_readers_own_zone(cast: Cast):
    ada = cast.member("ada", zone="Asia/Kolkata")
    duty = cast.duty("Answer", windows=parse_windows("Tue 09:00-13:00"))
    cast.hold(ada, cast.turns(duty)[0], 60)
    assert "Tue 24 Nov 2026 13:30–17:30 (Asia/Kolkata)" in text(cast.home("ada"))


# ---- people outside of the task force -----------------------------------------------------------


def test_newcomers_read_two_sentences_and_can_ask(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    card = cast.home("nia")
    assert text(card).count(".") == 2
    assert labels(card) == ["Ask to join", "Help"]


def test_before_anybody_set_it_up_whoever_comes_first_can(cast: Cast):
    cast.user("nia")
    card = cast.home("nia")
    assert "becomes its chair" in text(card)
    assert "Set-up of" in text(cast.push("nia", card, "Set it up"))
    assert "Set-up" in labels(cast.home("nia"))
    assert cast.press("nia", OpenSetup()).card


def test_who_waits_reads_for_whom(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.member("lea", Role.LEAD)
    cast.member("nia", state=MemberState.ASKED)
    assert "waiting. Cara or Lea says yes" in text(cast.home("nia"))
    with cast.write() as tx:
        tx.people.change(cast.by_user("cara").id, state=MemberState.LEFT)
        tx.people.change(cast.by_user("lea").id, state=MemberState.LEFT)
    assert "There is no chair now" in text(cast.home("nia"))


@pytest.mark.parametrize("fields", [{"is_stranger": True}, {"is_bot": True}])
def test_who_can_never_join_has_no_button_to_ask(cast: Cast, fields: dict):
    cast.member("cara", Role.CHAIR)
    cast.user("sam", **fields)
    assert buttons(cast.home("sam").card) == []


# ---- what is open for whom ----------------------------------------------------------------------


def test_open_for_leaves_out_what_one_could_not_take(cast: Cast):
    ada = cast.find(cast.member("ada"))
    duty = cast.duty(people_most=3)
    mine, full, past_plan, free = cast.turns(duty)[:4]
    cast.hold(ada.id, mine, 60)
    for user in ("ben", "cem", "dan"):
        cast.hold(cast.member(user), full, 120)
    with cast.read() as tx:
        turns = [tx.roster.find_turn(t.id) for t in (mine, full, past_plan, free)]
    from dataclasses import replace

    held = [Held(duty, turn, ()) for turn in turns]
    held[2] = Held(duty, replace(turns[2], planned=False), ())
    now = cast.clock.now()
    assert [o.held.turn.id for o in open_for(held, ada, (), now)] == [free.id]
    retired = [Held(replace(duty, retired_at=now), free, ())]
    assert open_for(retired, ada, (), now) == ()
    assert [hole.held.turn.id for hole in holes_in(held, now)] == [mine.id, free.id]
    assert say_week(free.week).startswith("week of")
