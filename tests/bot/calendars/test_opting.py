"""Where a member's absence is read is theirs to say: by one form, with the address kept shut."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.answer import answer
from bot.buttons import encode
from bot.calendars.requests import OpenCalendarForm, ReadNow, ShowCalendars, StopReading
from bot.calendars.usecases import CALENDAR
from bot.cards import Form
from bot.model import Identity
from bot.plain import plain_text
from bot.ports.calendars import SourceKind
from bot.ports.outside import Caller, Heard
from tests import parity
from tests.bot.calendars.stage import (
    ADDRESS,
    OTHER,
    SEALER,
    VACATION,
    arrive,
    fail,
    last,
    noted,
    opt_in,
    read,
    sources,
)
from tests.bot.cast import labels, text
from tests.bot.company import Company


def test_the_home_card_leads_there(company: Company):
    assert "Read my absence from a calendar" in labels(company.home("ada"))
    shown = company.press("ada", ShowCalendars())
    assert "Your absence is read nowhere." in text(shown)
    assert company.push("ada", shown, "Read it from a calendar").form is not None


def test_an_address_is_kept_shut_and_shown_as_its_host(company: Company):
    saved = opt_in(company)
    assert "Calendar at calendar.example" in text(saved)
    assert "private" not in text(saved)
    [source] = sources(company)
    assert source.host == "calendar.example"
    assert "calendar" not in source.sealed
    assert SEALER.unseal(source.sealed) == ADDRESS
    form = company.press("ada", OpenCalendarForm()).form
    assert form is not None
    assert "private-8f3a" not in repr(form)
    assert "the one at calendar.example stays" in repr(form)


def test_saving_over_and_over_has_nothing_read_more_often_than_once_a_minute(company: Company):
    opt_in(company)
    [first] = sources(company)
    assert first.due_at == company.clock.now()
    for _ in range(3):
        company.clock.forward(seconds=5)
        opt_in(company)
    [again] = sources(company)
    assert again.due_at is not None
    assert again.due_at - company.clock.now() == timedelta(seconds=55)


def test_without_a_secret_nothing_is_kept_and_it_says_why(company: Company):
    form = company.press("ada", OpenCalendarForm())
    reply = company.submit("ada", form, address=ADDRESS)
    assert "MUSTER_SECRET_KEY" in reply.errors["address"]
    assert sources(company) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://calendar.example/a.ics", "https"),
        ("hello", "This is no address."),
        ("https://ann:word@calendar.example/", "password"),
        ("https://calendar.example:8443/", "443"),
        ("https://localhost/", "inside a network"),
        ("", "There is nothing to read yet."),
    ],
)
def test_wrong_addresses_are_named_in_the_form(company: Company, address: str, said: str):
    reply = opt_in(company, address=address)
    assert said in reply.errors["address"]
    assert sources(company) == []


def test_a_form_without_an_address_changes_the_rest(company: Company):
    opt_in(company)
    [before] = sources(company)
    opt_in(company, mode="always", address="")
    [after] = sources(company)
    assert (after.id, after.sealed, after.always) == (before.id, before.sealed, True)


def test_a_new_address_takes_the_place_of_the_old_one(company: Company):
    opt_in(company)
    opt_in(company, address="https://other.example/b.ics")
    [source] = sources(company)
    assert source.host == "other.example"


@pytest.mark.parametrize("stops", [True, False])
def test_what_another_address_says_is_told_in_messages_of_its_own(company: Company, *, stops: bool):
    opt_in(company)
    read(company)
    company.clock.forward(minutes=5)
    read(company, VACATION)
    first = company.asked(CALENDAR)["ada"]
    arrive(company)
    if stops:
        company.push("ada", company.press("ada", ShowCalendars()), "Stop reading it")
    opt_in(company, address="https://other.example/basic.ics")
    read(company, OTHER)
    told = company.asked(CALENDAR)["ada"]
    assert len(told) == len(first) + 1
    assert "21 Dec 2026" in company.shown(told[-1]).title
    assert "changed again" in company.shown(first[-1]).title
    company.clock.forward(days=1)
    if stops:
        company.push("ada", company.press("ada", ShowCalendars()), "Stop reading it")
    opt_in(company, address="https://third.example/basic.ics")
    read(company)
    told = company.asked(CALENDAR)["ada"]
    assert company.shown(told[-1]).title == "I can read your calendar at third.example."


def test_a_question_of_before_is_answered_for_nothing_else(company: Company):
    opt_in(company)
    read(company, VACATION)
    old = last(company)
    arrive(company)
    company.clock.forward(minutes=1)
    opt_in(company, address="https://other.example/basic.ics")
    read(company, OTHER)
    for label in ("Yes, note it", "No", "Always note it"):
        assert "This is no longer asked." in text(company.push("ada", old, label))
    assert noted(company) == []
    assert not sources(company)[0].always
    assert "Shall I note it?" in last(company).title


def test_a_status_is_read_only_from_who_says_so(company: Company):
    opt_in(company, address="", status="follow")
    assert [source.kind for source in sources(company)] == [SourceKind.STATUS]
    opt_in(company, status="follow")
    assert {source.kind for source in sources(company)} == set(SourceKind)
    opt_in(company, address="", status="leave")
    assert [source.kind for source in sources(company)] == [SourceKind.ADDRESS]


def test_it_is_stopped_by_a_button(company: Company):
    opt_in(company, status="follow")
    shown = company.press("ada", ShowCalendars())
    stopped = company.push("ada", shown, "Stop reading it")
    assert "no longer read" in text(stopped)
    assert len(sources(company)) == 1


def test_others_do_not_stop_or_read_it(company: Company):
    opt_in(company)
    [source] = sources(company)
    for request in (StopReading(source=source.id), ReadNow(source=source.id)):
        assert "somebody else" in text(company.press("jakub", request))
    assert len(sources(company)) == 1
    assert "not read any more" in text(company.press("jakub", StopReading(source=99)))


def test_what_is_wrong_stands_where_it_is_read(company: Company):
    opt_in(company)
    fail(company, "server")
    shown = company.press("ada", ShowCalendars())
    assert "It could not be read. Its server answers with an error. I try again." in text(shown)


def test_where_no_status_can_be_read_the_form_says_what_is_possible(company: Company):
    """Somebody in Teams alone: a calendar's address, and the reason for no status."""
    store = company.bot.store
    teams = store.add_workspace(company.id, "teams", "tenant", "bot")
    company.say("ada", "home")
    now = company.clock.now()
    with company.write() as tx:
        tx.people.unlink(company.ids["ada"], company.workspace.id)
        tx.people.link(company.ids["ada"], Identity(teams, "29:ada"), now)
    company.bot = replace(company.bot, sealer=SEALER)
    caller = Caller("teams", "tenant", "29:ada", direct=True)
    form = answer(company.bot, caller, Heard(pressed=encode(OpenCalendarForm()))).form
    assert isinstance(form, Form)
    parity.check(form)
    assert [one.name for one in form.inputs] == ["address", "mode"]
    said = plain_text(form.intro) if not isinstance(form.intro, tuple) else repr(form.intro)
    assert "Your status in Teams cannot be read" in said
    assert "Publish your calendar instead" in said
    forged = Heard(
        submitted=encode(form.request), answers={"address": "", "mode": "ask", "status": "follow"}
    )
    reply = answer(company.bot, caller, forged)
    assert reply.errors or reply.card
    assert sources(company) == []
