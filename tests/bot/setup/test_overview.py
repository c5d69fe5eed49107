from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import MemberState, Pledge, Role
from bot.setup import requests
from bot.setup.requests import EditBasics, OpenSetup, SaveBasics
from tests.bot.cast import Cast, buttons, text


def basics(cast: Cast, **answers: object):
    return cast.submit("cara", cast.press("cara", EditBasics()), **answers)


def force(cast: Cast):
    with cast.read() as tx:
        return tx.task_force


def test_the_setup_says_what_there_is_and_leads_to_all_of_it(cast: Cast, chair: int):
    cast.member("ada")
    cast.member("nia", state=MemberState.ASKED)
    cast.duty("Listen")
    card = cast.say("cara", "setup")
    shown = text(card)
    assert "Europe/Berlin · weeks begin on Monday" in shown
    assert "the chair or a lead says yes to newcomers" in shown
    assert "People: 2 active, 1 waiting to be let in" in shown
    assert "Duties: 1, 6 h a week" in shown
    assert "question Mondays at 09:00 · digest Mondays at 10:00" in shown
    for button in buttons(card.card):
        reply = cast.press("cara", button.request)
        assert reply.card or reply.form or reply.file, button.label


def test_who_begins_is_told_where(cast: Cast, chair: int):
    card = cast.say("cara", "setup")
    assert "To begin: Choose the room" in text(card)
    assert cast.push("cara", card, "Choose a room").form


def test_cards_of_the_setup_take_each_others_place_and_nobody_elses(cast: Cast, chair: int):
    card = cast.say("cara", "setup")
    assert not card.replaces
    rooms = cast.push("cara", card, "Rooms")
    assert rooms.replaces
    assert cast.push("cara", rooms, "Set-up").replaces
    assert not cast.press("cara", OpenSetup()).replaces


@pytest.mark.parametrize("user", ["lea", "ada", "pia", "nia"])
@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in vars(requests).values()
        if isinstance(kind, type) and kind.__module__ == requests.__name__
    ],
    ids=lambda kind: kind.__name__,
)
def test_everything_of_the_setup_is_for_the_chair_only(cast: Cast, chair: int, user: str, kind):
    cast.member("lea", Role.LEAD)
    cast.member("ada")
    cast.member("pia", Role.PARTNER)
    cast.user("nia")
    said = text(cast.press(user, kind()))
    assert "Only the chair" in said or "You are not in the task force yet" in said


def test_basics_are_changed_and_undone(cast: Cast, chair: int):
    reply = basics(cast, name=" Buzz   team ", country="de", joining="open")
    for line in (
        "Name: Acme social → Buzz team",
        "Country: none → DE",
        "Joining: the chair or a lead says yes → open to every colleague",
    ):
        assert line in text(reply)
    assert (force(cast).name, force(cast).country) == ("Buzz team", "DE")
    assert force(cast).joining_open
    assert cast.recorded("task_force")[-1] == "setup.basics"
    assert "as before" in text(cast.push("cara", reply, "Undo"))
    assert (force(cast).name, force(cast).joining_open) == ("Acme social", False)


def test_saving_the_same_changes_nothing(cast: Cast, chair: int):
    assert "Nothing was changed" in text(basics(cast))
    assert cast.recorded("task_force") == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", None, "cannot be empty"),
        ("name", "   ", "cannot be empty"),
        ("name", "x" * 201, "201 characters"),
        ("zone", "Atlantis", "no time zone I know"),
        ("zone", "CST", "could be several"),
        ("first_weekday", "7", "choose a day"),
        ("country", "QQ", "no country"),
        ("joining", "maybe", "choose one"),
    ],
)
def test_each_of_the_basics_is_bounded(
    cast: Cast, chair: int, field: str, value: object, sentence: str
):
    before = force(cast)
    reply = basics(cast, **{field: value})
    assert list(reply.errors) == [field]
    assert sentence in text(reply)
    assert force(cast) == before


def test_zones_are_read_forgivingly(cast: Cast, chair: int):
    basics(cast, zone="new york")
    assert force(cast).zone == "America/New_York"


def test_the_week_is_cut_anew_while_no_week_is_in_use(cast: Cast, chair: int):
    duty = cast.duty()
    basics(cast, first_weekday="6")
    assert force(cast).first_weekday == 6
    running, coming = cast.turns(duty)[:2]
    assert running.week.weekday() == 0  # it had begun
    assert coming.week.weekday() == 6
    assert coming.span.start - running.span.end < timedelta(hours=1)


def test_the_week_start_stays_once_somebody_holds_a_turn(cast: Cast, chair: int):
    ada = cast.member("ada")
    cast.hold(ada, cast.turns(cast.duty())[3])
    reply = basics(cast, first_weekday="6")
    assert list(reply.errors) == ["first_weekday"]
    assert "1 turn held and 0 offers" in text(reply)
    assert force(cast).first_weekday == 0


def test_the_week_start_stays_once_hours_are_offered(cast: Cast, chair: int):
    with cast.write() as tx:
        week = cast.clock.now().date() + timedelta(weeks=1)
        tx.hours.put_pledge(Pledge(chair, week, 60, cast.clock.now()))
    assert "1 offer of hours" in text(basics(cast, first_weekday="6"))


def test_a_forged_form_of_somebody_else_changes_nothing(cast: Cast, chair: int):
    cast.member("ada")
    before = force(cast)
    forged = SaveBasics(name="Evil", zone="UTC", first_weekday="0", joining="open")
    assert "Only the chair can do this" in text(cast.press("ada", forged))
    assert force(cast) == before
