"""A calendar says away: asked once, noted when they say so, and named nowhere."""

from __future__ import annotations

from bot.calendars.requests import AnswerAll, AnswerEvent, FollowEvent
from tests.bot.calendars.documents import days, hours
from tests.bot.calendars.stage import (
    FRI_MON,
    LATER,
    OTHER,
    SAT_TUE,
    VACATION,
    aways,
    cards,
    last,
    noted,
    opt_in,
    read,
    sources,
)
from tests.bot.cast import buttons, labels, text
from tests.bot.company import Company, berlin


def test_it_asks_before_it_acts(company: Company):
    opt_in(company)
    read(company, VACATION)
    assert noted(company) == []
    card = last(company)
    assert card.title == "Your calendar says away Fri 4 – Mon 7 Dec 2026. Shall I note it?"
    assert labels(card) == ["Yes, note it", "No", "Always note it"]
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
    company.push("ada", last(company), "Always note it")
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


def test_what_was_said_already_is_not_asked(company: Company):
    opt_in(company)
    company.say("ada", "away 2026-12-01 to 2026-12-20")
    read(company, VACATION)
    assert "Shall I" not in last(company).title
    # and two events on the same days are one question
    read(company, VACATION, OTHER, days("c", "OOO", "20261222", "20261224"))
    assert len(cards(company)) == 2
    assert last(company).title.startswith("Your calendar says away Mon 21 Dec")


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
