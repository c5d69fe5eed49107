"""A calendar says away: asked once, noted when they say so, followed when it changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.away.requests import Back
from bot.calendars.requests import AnswerAll, AnswerEvent, FollowEvent, ShowCalendars
from bot.model import TimetableKind
from tests.bot.calendars.documents import days, hours
from tests.bot.calendars.stage import (
    arrive,
    aways,
    cards,
    end,
    fail,
    hear,
    last,
    opt_in,
    read,
    sources,
)
from tests.bot.cast import buttons, labels, text
from tests.bot.company import Company, berlin

VACATION = days("a", "Urlaub auf Mallorca", "20261204", "20261208")
LATER = days("a", "Urlaub auf Mallorca", "20261205", "20261209")
OTHER = days("b", "Vacation", "20261221", "20270102")


def noted(company: Company, user: str = "ada") -> list[tuple[date, date]]:
    return [(a.first_day, a.last_day) for a in aways(company, user)]


FRI_MON = (date(2026, 12, 4), date(2026, 12, 7))
SAT_TUE = (date(2026, 12, 5), date(2026, 12, 8))


def test_it_asks_before_it_acts(company: Company):
    opt_in(company)
    read(company, VACATION)
    assert noted(company) == []
    card = last(company)
    assert card.title == "Your calendar says away Fri 4 – Mon 7 Dec 2026. Shall I note it?"
    assert labels(card) == ["Yes, note it", "No", "Always"]
    after = company.push("ada", card, "Yes, note it")
    assert after.replaces
    assert "Noted: you are away Fri 4 – Mon 7 Dec 2026." in text(after)
    assert noted(company) == [FRI_MON]


def test_no_is_no_and_is_never_asked_again(company: Company):
    opt_in(company)
    read(company, VACATION)
    assert "Not noted" in text(company.push("ada", last(company), "No"))
    read(company, VACATION)
    read(company, LATER)
    assert noted(company) == []
    assert len(cards(company)) == 1
    # their mind may change
    assert "Noted" in text(company.push("ada", last(company), "Note it after all"))
    assert noted(company) == [SAT_TUE] or noted(company) == [FRI_MON]


def test_always_is_for_all_to_come_and_told_each_time(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Always")
    assert noted(company) == [FRI_MON]
    assert [source.always for source in sources(company)] == [True]
    read(company, VACATION, OTHER)
    assert len(noted(company)) == 2
    assert "Noted: you are away Mon 21 Dec 2026 – Fri 1 Jan 2027." in text(last(company))
    here = company.push("ada", last(company), "I am here then")
    assert "Not noted" in text(here)
    assert noted(company) == [FRI_MON]
    read(company, VACATION, OTHER)
    assert noted(company) == [FRI_MON]


def test_several_are_one_card(company: Company):
    opt_in(company)
    read(company, VACATION, OTHER)
    assert len(cards(company)) == 1
    card = last(company)
    assert card.title == "Your calendar says away 2 times. Shall I note these?"
    after = company.push("ada", card, "Note it", 1)
    assert len(noted(company)) == 1
    after = company.push("ada", after, "No")
    assert "Shall I" not in text(after)


def test_all_of_one_card_at_once(company: Company):
    opt_in(company)
    read(company, VACATION, OTHER)
    company.push("ada", last(company), "Note all of these")
    assert len(noted(company)) == 2
    assert not sources(company)[0].always


def test_none_of_one_card(company: Company):
    opt_in(company)
    read(company, VACATION, OTHER)
    company.push("ada", last(company), "None of these")
    read(company, VACATION, OTHER)
    assert noted(company) == []
    assert len(cards(company)) == 1


def test_a_question_moves_with_its_event_in_its_place(company: Company):
    opt_in(company)
    read(company, VACATION)
    read(company, LATER)
    assert len(cards(company)) == 1
    assert "Sat 5 – Tue 8 Dec 2026. Shall I note it?" in last(company).title
    read(company)
    assert len(cards(company)) == 1
    assert text(last(company)).startswith("Your calendar no longer says Sat 5 – Tue 8 Dec 2026.")
    assert labels(last(company)) == []


def test_a_moved_event_moves_its_absence_after_telling(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company, LATER)
    assert noted(company) == [FRI_MON]
    assert "It says away Sat 5 – Tue 8 Dec 2026, and no longer Fri 4 – Mon 7 Dec 2026." in text(
        last(company)
    )
    read(company, LATER)
    assert noted(company) == [FRI_MON], "not before it was told"
    arrive(company)
    read(company, LATER)
    assert noted(company) == [SAT_TUE]
    assert "Changed: you are away Sat 5 – Tue 8 Dec 2026." in text(last(company))


def test_a_deleted_event_takes_its_absence_back_after_telling(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company)
    assert noted(company) == [FRI_MON]
    assert "It no longer says away Fri 4 – Mon 7 Dec 2026." in text(last(company))
    arrive(company)
    read(company)
    assert noted(company) == []
    assert "your absence has ended" in text(last(company))


def test_an_empty_reading_by_mistake_costs_nothing(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company)
    arrive(company)
    read(company, VACATION)
    assert noted(company) == [FRI_MON]
    assert labels(last(company)) == ["I am here then"]
    read(company)
    assert noted(company) == [FRI_MON], "told anew first"


def test_they_may_keep_it_or_change_it_at_once(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company, LATER)
    company.push("ada", last(company), "Change it now")
    assert noted(company) == [SAT_TUE]
    read(company)
    kept = company.push("ada", last(company), "I am away all the same")
    assert "It stays as it is: you are away Sat 5 – Tue 8 Dec 2026." in text(kept)
    arrive(company)
    read(company)
    read(company)
    assert noted(company) == [SAT_TUE]


def test_with_always_it_follows_at_once(company: Company):
    opt_in(company, mode="always")
    read(company, VACATION)
    read(company, LATER)
    assert noted(company) == [SAT_TUE]
    assert "Changed: you are away Sat 5 – Tue 8 Dec 2026." in text(last(company))
    read(company)
    assert noted(company) == []
    assert "your absence has ended" in text(last(company))


def test_what_was_said_already_is_not_asked(company: Company):
    opt_in(company)
    company.say("ada", "away 2026-12-01 to 2026-12-20")
    read(company, VACATION)
    assert cards(company) == []
    # and two events on the same days are one question
    read(company, VACATION, OTHER, days("c", "OOO", "20261222", "20261224"))
    assert len(cards(company)) == 1
    assert last(company).title.startswith("Your calendar says away Mon 21 Dec")


def test_who_comes_back_is_not_sent_away_again(company: Company):
    opt_in(company)
    read(company, days("a", "Vacation", "20261123", "20261208"))
    company.push("ada", last(company), "Yes, note it")
    company.at(25)
    company.say("ada", "back")
    before = noted(company)
    read(company, days("a", "Vacation", "20261123", "20261208"))
    assert noted(company) == before
    assert len(cards(company)) == 1


def test_a_series_is_one_answer(company: Company):
    friday = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=3")
    more = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=4")
    opt_in(company)
    read(company, friday)
    company.push("ada", last(company), "None of these")
    read(company, more)
    assert noted(company) == []
    assert len(cards(company)) == 1


def test_a_series_that_was_noted_goes_on_and_is_told(company: Company):
    friday = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=3")
    more = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=4")
    opt_in(company)
    read(company, friday)
    company.push("ada", last(company), "Note all of these")
    read(company, more)
    assert len(noted(company)) == 4
    assert "Noted: you are away Fri 25 Dec 2026." in text(last(company))


def test_hours_are_said_with_their_zone(company: Company):
    opt_in(company)
    read(company, hours("h", "OOO", "20261204T080000Z", "20261204T120000Z"))
    assert last(company).title == (
        "Your calendar says away Fri 4 Dec 2026 09:00–13:00 (Europe/Berlin). Shall I note it?"
    )
    company.push("ada", last(company), "Yes, note it")
    [away] = aways(company)
    assert not away.whole_days


def test_turns_in_that_time_are_named_and_covered(company: Company):
    company.say("ada", "claim facebook next week")
    opt_in(company)
    read(company, days("a", "Vacation", "20261130", "20261207"))
    assert "You hold one turn in that time" in text(last(company))
    company.push("ada", last(company), "Yes, note it")
    with company.read() as tx:
        assert len(tx.covers.open()) == 1


def test_an_absence_taken_back_elsewhere_is_not_noted_again(company: Company):
    opt_in(company, mode="always")
    read(company, VACATION)
    [away] = aways(company)
    company.press("ada", Back(away=away.id))
    assert noted(company) == []
    read(company, VACATION)
    assert noted(company) == []
    assert "Taken back: you are here Fri 4 – Mon 7 Dec 2026." in text(last(company))


def test_at_night_it_waits(company: Company):
    opt_in(company)
    company.at(24, 23)
    read(company, VACATION)
    [delivery] = company.asked("calendar")["ada"]
    assert delivery.due_at == berlin(25, 8)


def test_nothing_of_its_name_is_kept_or_recorded(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    everything = dump(company)
    for private in ("Mallorca", "Urlaub", "private-8f3a", "ada%40", "calendar.example/"):
        assert private not in everything
    assert "calendar.example" in everything, "the host alone"


def dump(company: Company) -> str:
    from sqlalchemy import select

    from storage.tables import metadata

    rows = []
    with company.bot.store.database.read() as connection:
        for table in metadata.sorted_tables:
            asked = select(table).execution_options(across_task_forces=True)
            rows += [repr(row) for row in connection.execute(asked)]
    return "\n".join(rows)


# ---- others, and too late ----------------------------------------------------------------------


def test_others_buttons_are_refused(company: Company):
    opt_in(company)
    read(company, VACATION)
    [yes, no, always] = [button.request for button in buttons(last(company))]
    for request in (yes, no, always):
        assert "This was asked of somebody else." in text(company.press("jakub", request))
    assert noted(company) == []


def test_old_and_forged_buttons_are_answered(company: Company):
    opt_in(company)
    for request in (
        AnswerEvent(event=99, yes=True),
        AnswerAll(source=99, card=1, yes=True),
        FollowEvent(event=99, yes=True),
    ):
        assert "no longer asked" in text(company.press("ada", request))


def test_an_answer_after_it_is_over(company: Company):
    opt_in(company)
    read(company, VACATION)
    yes = buttons(last(company))[0].request
    company.at(42)
    assert "This is over" in text(company.press("ada", yes))


def test_pressed_twice_is_pressed_once(company: Company):
    opt_in(company)
    read(company, VACATION)
    yes = buttons(last(company))[0].request
    company.press("ada", yes)
    assert "Noted" in text(company.press("ada", yes))
    assert len(noted(company)) == 1


# ---- a status ----------------------------------------------------------------------------------


def follow_status(company: Company, **more: str) -> None:
    opt_in(company, address="", status="follow", **more)
    company.clock.forward(minutes=1)


def test_a_status_asks_at_once_until_it_clears(company: Company):
    follow_status(company)
    company.at(24, 6, 40)
    hear(company, "face_with_thermometer", "Out sick", 17.3)
    [delivery] = company.asked("calendar")["ada"]
    assert delivery.due_at == company.clock.now(), "who sets a status is awake"
    assert last(company).title == "Your status says away Tue 24 Nov 2026. Shall I note it?"
    company.push("ada", last(company), "Yes, note it")
    assert noted(company) == [(date(2026, 11, 24), date(2026, 11, 24))]


def test_a_status_that_ends_in_the_day_is_hours(company: Company):
    follow_status(company, mode="always")
    company.at(24, 9)
    hear(company, "palm_tree", "", 5)
    [away] = aways(company)
    assert (away.span.start, away.span.end) == (berlin(24, 9), berlin(24, 14))


def test_a_status_without_an_end_is_for_today(company: Company):
    follow_status(company, mode="always")
    hear(company, "palm_tree", "Vacationing", None)
    assert noted(company) == [(date(2026, 11, 23), date(2026, 11, 23))]
    company.at(24)
    hear(company, "palm_tree", "Vacationing", None)
    assert len(noted(company)) == 1


def test_a_status_that_clears_early_ends_its_absence(company: Company):
    follow_status(company, mode="always")
    hear(company, "palm_tree", "Vacationing", 96)
    assert len(noted(company)) == 1
    company.at(24)
    hear(company, "", "", None)
    [away] = aways(company)
    assert away.span.end == berlin(24)


def test_a_storm_of_statuses_asks_three_times_a_day(company: Company):
    follow_status(company)
    for number in range(60):
        hear(company, "palm_tree", f"Vacation {number}", 40)
        hear(company, "", "", None)
    assert len(cards(company)) == 3


def test_a_status_of_who_did_not_ask_for_it_is_nothing(company: Company):
    company.home("jakub")
    hear(company, "palm_tree", "Vacationing", 40, user="jakub")
    assert cards(company, "jakub") == []
    assert noted(company, "jakub") == []


def test_working_is_no_absence(company: Company):
    follow_status(company, mode="always")
    hear(company, "house_with_garden", "Working remotely", 9)
    assert noted(company) == []


# ---- failures ----------------------------------------------------------------------------------


def test_a_first_reading_that_cannot_be_is_told_at_once(company: Company):
    opt_in(company)
    fail(company, "missing")
    assert "I cannot read the calendar at calendar.example." in text(last(company))
    assert sources(company)[0].due_at is None
    overview = company.press("ada", ShowCalendars())
    assert "Switched off." in text(overview)
    company.push("ada", overview, "Switch it on again")
    read(company, VACATION)
    assert "Shall I note it?" in last(company).title


def test_after_days_of_failures_it_is_told_once_and_switched_off(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    for _ in range(5):
        fail(company, "server")
        assert len(cards(company)) == 1
    fail(company, "server")
    assert "I no longer read your calendar at calendar.example." in text(last(company))
    assert sources(company)[0].due_at is None
    assert noted(company) == [FRI_MON], "what was noted stays"
    assert len(cards(company)) == 2


def test_one_good_reading_forgives_what_failed(company: Company):
    opt_in(company)
    for _ in range(5):
        fail(company, "unreachable")
    read(company)
    assert sources(company)[0].failures == 0
    for _ in range(5):
        fail(company, "unreachable")
    assert sources(company)[0].due_at is not None


def test_a_calendar_that_was_cut_takes_nothing_back(company: Company):
    opt_in(company, mode="always")
    read(company, VACATION)
    read(company, complete=False)
    arrive(company)
    read(company, complete=False)
    assert noted(company) == [FRI_MON]


def test_two_workers_do_not_read_it_twice(company: Company):
    from bot.calendars.usecases import begin_reading, end_reading

    opt_in(company)
    [source] = sources(company)
    now = company.clock.now()
    with company.write() as tx:
        assert begin_reading(tx, source.id, "one", now)
    with company.write() as tx:
        assert begin_reading(tx, source.id, "two", now) is None
    late = now + timedelta(minutes=4)  # the first one is dead
    with company.write() as tx:
        assert begin_reading(tx, source.id, "two", late)
    from bot.calendars.finding import Found
    from bot.calendars.usecases import Read

    with company.write() as tx:  # and comes back to life
        end_reading(tx, source.id, "one", Read(Found(())), late, 0.5)
    assert sources(company)[0].read_at is None
    with company.write() as tx:
        end_reading(tx, source.id, "two", Read(Found(())), late, 0.5)
    assert sources(company)[0].read_at == late


@pytest.mark.parametrize("how", ["stop", "leave"])
def test_what_is_no_longer_read_is_forgotten(company: Company, how: str):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    if how == "stop":
        company.push("ada", company.press("ada", ShowCalendars()), "Stop reading it")
    else:
        from bot.people.requests import Leave

        company.say("jakub", "home")
        company.change("jakub", role="chair")
        company.press("ada", Leave())
    assert sources(company) == []
    assert noted(company) == [FRI_MON]


def test_reminders_are_quiet_in_an_absence_that_was_read(company: Company):
    opt_in(company, mode="always")
    read(company, days("a", "Vacation", "20261130", "20261207"))
    company.travel(30, 12)
    assert "ada" not in company.asked(TimetableKind.PROMPT) or all(
        d.due_at < berlin(30) for d in company.asked(TimetableKind.PROMPT)["ada"]
    )
    assert end
