from __future__ import annotations

import pytest

from bot.model import Account, Duty, Room
from bot.setup.requests import EditDuty, ListDuties, RestoreDuty, RetireDuty, SaveDuty, ShowDuty
from bot.weeks import parse_windows, to_local
from tests.bot.cast import Cast, buttons, labels, text

MANY = "\n".join(f"mon 10:{minute:02d}-11:{minute:02d}" for minute in range(60))


def edit(cast: Cast, duty: Duty | int, **answers: object):
    key = duty if isinstance(duty, int) else duty.id
    return cast.submit("cara", cast.press("cara", EditDuty(key)), **answers)


def found(cast: Cast, duty: Duty | int) -> Duty:
    with cast.read() as tx:
        return tx.roster.find_duty(duty if isinstance(duty, int) else duty.id)


def test_a_new_duty_can_be_claimed_at_once(cast: Cast, chair: int):
    with cast.write() as tx:
        account = tx.roster.add_account(Account(0, "Facebook page", "", ""))
        tx.rooms.add(Room(0, cast.workspace.id, "C1"))
    answers = {
        "name": "Moderate  the page",
        "kind": "moderate",
        "account": str(account),
        "department": str(cast.department()),
        "hours": "2,5",
        "least": "1",
        "most": "3",
        "windows": "tue,thu 10-12",
        "description": "Welcome newcomers.\n\nHide abuse.",
    }
    reply = edit(cast, 0, **answers)
    assert "2.5 h a week, 1 to 3 people, Tue,Thu 10:00-12:00" in text(reply)
    with cast.read() as tx:
        (duty,) = tx.roster.duties()
    assert duty.name == "Moderate the page"
    assert (duty.minutes_a_week, duty.people_least, duty.people_most) == (150, 1, 3)
    assert duty.description == "Welcome newcomers.\n\nHide abuse."
    assert [t.minutes for t in cast.turns(duty)[:2]] == [75, 75]
    assert [d.kind for d in cast.owed()] == ["panel"]
    card = text(cast.press("cara", ShowDuty(duty.id)))
    for line in ("Account: Facebook page", "Department: Marketing", "When: Tue,Thu 10:00-12:00"):
        assert line in card


def test_a_new_duty_of_the_whole_week_begins_with_the_running_one(cast: Cast, chair: int):
    edit(cast, 0, name="Listen", hours="6")
    with cast.read() as tx:
        (duty,) = tx.roster.duties()
    assert cast.turns(duty)[0].span.contains(cast.clock.now())


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"name": None}, "name", "cannot be empty"),
        ({"name": "x" * 201}, "name", "201 characters"),
        ({"name": "LISTEN"}, "name", "There is a duty called Listen already"),
        ({"hours": None}, "hours", "how many hours"),
        ({"hours": "0"}, "hours", "15 minutes to 168"),
        ({"hours": "169"}, "hours", "15 minutes to 168"),
        ({"hours": "a lot"}, "hours", "not a number of hours"),
        ({"least": "0"}, "least", "from 1 to 100"),
        ({"least": "two"}, "least", "not a whole number"),
        ({"least": "²"}, "least", "not a whole number"),
        ({"most": "101"}, "most", "from 1 to 100"),
        ({"least": "3", "most": "2"}, "most", "fewer than the 3"),
        ({"windows": "sometimes"}, "windows", "“sometimes” has no hours I can read"),
        ({"windows": "mon 25-26"}, "windows", "beyond 24:00"),
        ({"windows": MANY}, "windows", "too many windows"),
        ({"account": "404"}, "account", "not there"),
        ({"department": "404"}, "department", "not there"),
        ({"kind": "x" * 61}, "kind", "61 characters"),
        ({"description": "x" * 2001}, "description", "2,001 characters"),
    ],
)  # fmt: skip
def test_each_value_of_a_duty_is_bounded(
    cast: Cast, chair: int, answers: dict, field: str, sentence: str
):
    cast.duty("Listen")
    reply = edit(cast, 0, **{"name": "Write", "hours": "3"} | answers)
    assert list(reply.errors) == [field]
    assert sentence in text(reply)
    with cast.read() as tx:
        assert len(tx.roster.duties()) == 1


def test_editing_reaches_turns_to_come_and_tells_their_holders(cast: Cast, chair: int):
    ada, ben = cast.member("ada", zone="Asia/Tokyo"), cast.member("ben")
    duty = cast.duty("Listen", people_most=3)
    running, coming = cast.turns(duty)[0], cast.turns(duty)[2]
    cast.hold(ada, running, 60)
    cast.hold(ada, coming, 60)
    reply = edit(cast, duty, name="Listen closely", hours="9", most="2")
    assert "1 person who holds turns of it has been told" in text(reply)
    assert (cast.turns(duty)[0].minutes, cast.turns(duty)[0].people_most) == (360, 3)
    assert {t.minutes for t in cast.turns(duty)[1:]} == {540}
    assert {t.people_most for t in cast.turns(duty)[1:]} == {2}
    (card,) = cast.told(ada)
    shown = text(card)
    assert "Cara changed it, and you hold turns of it" in shown
    assert "Before: 6 h; Now: 9 h" in shown
    assert "Before: Listen; Now: Listen closely" in shown
    assert "Still yours: week of Mon 7 – Sun 13 Dec 2026 (Europe/Berlin)." in shown  # not Tokyo's
    assert cast.told(ben) == []
    assert [c.minutes for _t, c in cast.held_by(ada)] == [60, 60]


def test_what_is_no_turn_of_the_holder_is_not_told(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty()
    cast.hold(ada, cast.turns(duty)[2])
    edit(cast, duty, description="New words", kind="write")
    assert cast.told(ada) == []
    assert found(cast, duty).description == "New words"


def test_a_held_turn_that_the_plan_no_longer_has_is_its_holders_to_give_back(
    cast: Cast, chair: int
):
    ada = cast.member("ada")
    duty = cast.duty("Answer", windows=parse_windows("Tue,Fri 09:00-13:00"))
    tuesday, friday = cast.turns(duty)[:2]
    cast.hold(ada, tuesday, 45)
    cast.hold(ada, friday, 45)
    reply = edit(cast, duty, windows="Fri 09:00-13:00; Sat 09:00-13:00")
    assert "1 held turn is no longer in the plan" in text(reply)
    (card,) = cast.told(ada)
    assert "Still yours: Fri 27 Nov 2026 09:00–13:00" in text(card)
    assert "No longer in the plan, and yours until you give it back" in text(card)
    assert {t.id for t, _c in cast.held_by(ada)} == {tuesday.id, friday.id}
    cast.push("ada", card, "Give back")
    assert [t.id for t, _c in cast.held_by(ada)] == [friday.id]
    days = {to_local(t.span.start, "Europe/Berlin").strftime("%a") for t in cast.turns(duty)}
    assert days == {"Fri", "Sat"}  # what is off the plan and held by nobody is not open either
    assert "Tue 24" not in text(cast.say("ada", "open answer"))


def test_a_turn_off_the_plan_offers_no_place_to_others(cast: Cast, chair: int):
    ada = cast.member("ada")
    cast.member("ben")
    duty = cast.duty("Answer", windows=parse_windows("Tue 09:00-13:00"), people_most=5)
    tuesday = cast.turns(duty)[0]
    cast.hold(ada, tuesday, 45)
    edit(cast, duty, windows="Sat 09:00-13:00")
    from bot.claims.requests import Claim

    cast.press("ben", Claim(turn=tuesday.id))
    assert cast.held_by(cast.by_user("ben").id) == []


def test_an_edit_is_undone_with_the_turns_as_they_were(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty("Answer", windows=parse_windows("Tue 09:00-13:00"))
    before = [(t.span, t.minutes, t.people_most) for t in cast.turns(duty)]
    held = cast.turns(duty)[1]
    cast.hold(ada, held, 45)
    reply = edit(cast, duty, windows="Sat 10:00-11:00", hours="1", most="9", department="0")
    cast.push("cara", reply, "Undo")
    assert found(cast, duty) == duty
    assert [(t.span, t.minutes, t.people_most) for t in cast.turns(duty)] == before
    assert all(t.planned for t in cast.turns(duty))
    assert [t.id for t, _c in cast.held_by(ada)] == [held.id]
    assert len(cast.told(ada)) == 2


def test_fewer_than_hold_a_turn_already_cannot_be_the_most(cast: Cast, chair: int):
    duty = cast.duty(people_most=3)
    for user in ("ada", "ben"):
        cast.hold(cast.member(user), cast.turns(duty)[2], 60)
    reply = edit(cast, duty, most="1")
    assert list(reply.errors) == ["most"]
    assert "More people hold this turn than that" in text(reply)
    assert found(cast, duty).people_most == 3
    edit(cast, duty, most="2")
    assert found(cast, duty).people_most == 2


def test_from_windows_to_the_whole_week_this_week_stays(cast: Cast, chair: int):
    duty = cast.duty("Answer", windows=parse_windows("Mon-Fri 09:00-13:00"))
    this_week = [t.span for t in cast.turns(duty)[:5]]
    reply = edit(cast, duty, windows=None)
    assert "Turns of whole weeks begin with next week" in text(reply)
    turns = cast.turns(duty)
    assert [t.span for t in turns[:5]] == this_week
    assert turns[5].span.minutes == 7 * 24 * 60
    with cast.write() as tx:
        from bot.turns import make_turns

        make_turns(tx, cast.clock.now())
    assert [t.span for t in cast.turns(duty)] == [t.span for t in turns]


def test_from_the_whole_week_to_windows_the_running_week_stays(cast: Cast, chair: int):
    duty = cast.duty("Answer")
    running = cast.turns(duty)[0]
    edit(cast, duty, windows="Mon-Fri 09:00-13:00")
    turns = cast.turns(duty)
    assert turns[0].id == running.id
    assert turns[1].span.start >= running.span.end


def test_saving_the_same_changes_nothing(cast: Cast, chair: int):
    duty = cast.duty("Answer", windows=parse_windows("Mon-Fri 09:00-13:00"), description="a\nb")
    assert "Nothing was changed" in text(edit(cast, duty))
    assert cast.recorded(f"duty:{duty.id}") == []


def test_a_retired_duty_takes_its_turns_along_and_its_holders_are_told(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty("Listen")
    running, coming = cast.turns(duty)[:2]
    for turn in (running, coming):
        cast.hold(ada, turn, 60)
    reply = cast.press("cara", RetireDuty(duty.id))
    assert "1 person has been told that their turns are off" in text(reply)
    assert [t.id for t, _c in cast.held_by(ada)] == [running.id]
    assert [t.id for t in cast.turns(duty)] == [running.id]
    (card,) = cast.told(ada)
    assert "Cara retired it. Off are your turns: week of Mon 30 Nov – Sun 6 Dec 2026" in text(card)
    assert "Listen" not in text(cast.say("ada", "open next week"))
    assert "retired" in text(cast.press("cara", RetireDuty(duty.id)))
    assert "is retired" in text(cast.press("cara", EditDuty(duty.id)))


def test_a_retired_duty_comes_back_and_its_turns_are_open(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty("Listen")
    spans = [t.span for t in cast.turns(duty)]
    cast.hold(ada, cast.turns(duty)[1], 60)
    retired = cast.press("cara", RetireDuty(duty.id))
    listed = cast.press("cara", ListDuties(retired=True))
    assert "Listen" in text(listed)
    back = cast.push("cara", cast.push("cara", listed, "Open"), "Bring it back")
    assert "Listen is back" in text(back)
    assert [t.span for t in cast.turns(duty)] == spans
    assert cast.held_by(ada) == []
    assert "is not retired" in text(cast.press("cara", RestoreDuty(duty.id)))
    assert "no longer be undone" in text(cast.push("cara", retired, "Undo"))
    cast.push("cara", back, "Undo")
    assert found(cast, duty).retired_at is not None


def test_retiring_and_adding_are_undone(cast: Cast, chair: int):
    duty = cast.duty("Listen")
    cast.push("cara", cast.press("cara", RetireDuty(duty.id)), "Undo")
    assert found(cast, duty).retired_at is None
    assert len(cast.turns(duty)) == 13
    reply = edit(cast, 0, name="Write", hours="3")
    assert "as before" in text(cast.push("cara", reply, "Undo"))
    with cast.read() as tx:
        assert [d.name for d in tx.roster.duties()] == ["Listen"]
    again = edit(cast, 0, name="write", hours="3")
    assert "There is a retired duty called Write already" in text(again)


def test_duties_come_a_page_at_a_time(cast: Cast, chair: int):
    for number in range(30):
        cast.duty(f"Duty {number:02d}")
    first = cast.press("cara", ListDuties())
    assert "Duty 11" in text(first)
    assert "Duty 12" not in text(first)
    third = cast.push("cara", cast.push("cara", first, "Show 12 more"), "Show 6 more")
    assert "Duty 29" in text(third)
    assert "Retired duties" in labels(third)
    assert "No duty is retired" in text(cast.push("cara", third, "Retired duties"))


def test_a_duty_that_is_not_there_is_answered(cast: Cast, chair: int):
    for kind in (ShowDuty, EditDuty, SaveDuty, RetireDuty, RestoreDuty):
        assert "This duty is not there" in text(cast.press("cara", kind(404)))


def test_every_button_of_a_duty_leads_somewhere(cast: Cast, chair: int):
    duty = cast.duty("☃ “Ünïcödé” <!channel> & *bold*")
    for button in buttons(cast.press("cara", ShowDuty(duty.id)).card):
        if button.label != "Retire":
            reply = cast.press("cara", button.request)
            assert reply.card or reply.form
