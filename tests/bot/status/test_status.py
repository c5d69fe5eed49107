"""How things stand, for the chair: holes first, names, and a button that mends each line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import Card, Chart, Table
from bot.model import Address, DeliveryState, MemberState, Recipient, Reminding, Room
from bot.plain import plain_text
from bot.setup.requests import ShowRooms
from bot.status.requests import AskStatus
from tests.bot.cast import buttons, labels, text
from tests.bot.company import Company, berlin


def status(company: Company) -> str:
    return company.says("farah", "status")


def section(shown: str, heading: str) -> str:
    """The lines under a heading."""
    lines = shown.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(heading))
    end = next((i for i in range(start + 1, len(lines)) if not lines[i]), len(lines))
    return "\n".join(lines[start:end])


def fail(
    company: Company,
    recipient: Recipient,
    reason: str,
    occasion: str = "x",
    state: DeliveryState = DeliveryState.UNREACHABLE,
) -> None:
    """A message that did not arrive."""
    lanes, now = company.bot.store.lanes, company.clock.now()
    with company.write() as tx:
        tx.outbox.owe("change", occasion, recipient, Card("Hello"), due_at=now, now=now)
    lanes.take(company.workspace.id, "p", now)
    while batch := lanes.take_batch(company.workspace.id, "p", now):
        for taken in batch:
            if taken.delivery.recipient == recipient and taken.delivery.occasion == occasion:
                lanes.finish(taken, state, reason)
            else:
                lanes.said([(taken, Address("D", str(taken.delivery.id)))], now)
    lanes.give_back(company.workspace.id, "p", [], now)


def test_holes_come_first_with_what_is_missing_and_a_button(company: Company):
    company.say("bao", "claim facebook")
    reply = company.say("farah", "status")
    shown = text(reply)
    lines = shown.splitlines()
    assert lines[0] == "Status, week of Mon 23 – Sun 29 Nov 2026"
    assert lines[2:4] == ["Holes this week: 37", "6 h of 108 h are covered (5 %). [The week]"]
    assert "Copywriting: all week, 6 h missing\n[Claim] [Claim for somebody]" in shown
    assert "31 more. [See them all]" in shown
    first = "Answer on the support handle: Mon 23 Nov 2026 09:00–13:00"
    assert lines[4].startswith(first), "what ends today comes before what has until Sunday"
    assert "You hold Answer on the support" in text(company.push("farah", reply, "Claim"))
    assert shown.endswith("As of Mon 23 Nov 2026 09:00 (Europe/Berlin). Only you see this.")


def test_without_holes_it_says_so(company: Company):
    with company.write() as tx:
        for duty in tx.roster.duties():
            tx.roster.change_duty(duty.id, retired_at=company.clock.now())
    assert "No holes this week" in status(company)


def test_hours_by_department_are_a_table_and_a_chart(company: Company):
    company.say("ada", "hours 3")
    company.say("ada", "claim copywriting 2h")
    card = company.say("farah", "status").card
    [table] = [e for e in card.body if isinstance(e, Table)]
    assert ("Marketing", "3 h", "2 h", "31 h") in table.rows
    [chart] = [e for e in card.body if isinstance(e, Chart)]
    marketing = chart.categories.index("Marketing")
    assert [series.values[marketing] for series in chart.series] == [3.0, 31.0]


def test_who_has_not_said_their_hours_is_named_and_asked_again_in_a_tap(company: Company):
    company.say("ada", "hours 3")
    company.say("bao", "hours not this week")
    company.say("uma", "away mon..tue")
    company.change("felix", reminding=Reminding.NONE)
    for user in company.ids:
        if user not in ("farah", "ada", "bao", "uma", "felix", "jun"):
            company.change(user, state=MemberState.LEFT)
    shown = section(status(company), "Have not said their hours: 2")
    assert shown.splitlines()[1:] == ["Farah Okafor, Jun Brandt.", "[Ask them again]"]
    reply = company.push("farah", company.say("farah", "status"), "Ask them again")
    assert "I ask 2 people again." in text(reply)
    for user in ("farah", "jun"):
        company.say(user, "hours 1")
    assert "Have not said" not in status(company)


def test_many_names_are_cut_with_the_number_of_the_others(company: Company):
    assert "and 57 more." in section(status(company), "Have not said their hours: 65")


def test_who_waits_to_join_is_let_in_or_declined_there(company: Company):
    for number in range(9):
        company.user(f"new{number}")
        form = company.push(f"new{number}", company.say(f"new{number}", ""), "Ask to join")
        sales = next(o for o, name in form.form.inputs[0].options if name == "Sales")
        company.submit(f"new{number}", form, department=sales)
    reply = company.say("farah", "status")
    shown = section(text(reply), "Waiting to join: 9")
    assert "New0 asks to join Sales.\n[Let in] [Decline]" in shown
    assert "3 more. [People]" in shown
    company.push("farah", reply, "Let in")
    company.push("farah", reply, "Decline", 1)
    assert "Waiting to join: 7" in status(company)


@pytest.mark.parametrize("state", [DeliveryState.UNREACHABLE, DeliveryState.GIVEN_UP])
def test_who_cannot_be_reached_is_named_with_the_reason(company: Company, state: DeliveryState):
    bao, room = Recipient(member_id=company.ids["bao"]), Recipient(room_id=company.room)
    fail(company, bao, "Nobody has their address.", state=state)
    company.clock.forward(hours=1)
    fail(company, room, "Muster was removed from the room.", "r", state)
    reply = company.say("farah", "status")
    shown = section(text(reply), "Not reached: 2")
    assert "Bao Xu: Nobody has their address. [Open]" in shown
    assert "A room: Muster was removed from the room. [Rooms]" in shown
    assert "Bao Xu" in text(company.push("farah", reply, "Open"))
    assert company.press("farah", ShowRooms()).card


def test_who_was_reached_since_or_has_left_is_not_named(company: Company):
    bao, uma = (Recipient(member_id=company.ids[user]) for user in ("bao", "uma"))
    fail(company, bao, "No.")
    fail(company, uma, "No.", "y")
    company.clock.forward(hours=1)
    now = company.clock.now()
    with company.write() as tx:
        tx.outbox.owe("change", "later", bao, Card("Hello"), due_at=now, now=now)
    fail(company, Recipient(member_id=company.ids["ada"]), "No.", "z")  # the other is said
    company.change("uma", state=MemberState.LEFT)
    shown = section(status(company), "Not reached: 1")
    assert "Ada Brandt" in shown
    company.at(39)
    assert "Not reached" not in status(company)


def test_many_who_are_not_reached_are_cut(company: Company):
    for user in list(company.ids)[:10]:
        fail(company, Recipient(member_id=company.ids[user]), "No.", user)
    assert "4 more. [People]" in section(status(company), "Not reached: 10")


def test_a_workspace_that_is_blocked_is_said(company: Company):
    until = company.clock.now() + timedelta(minutes=5)
    company.bot.store.lanes.block(company.workspace.id, until, "Slack says: slower.")
    shown = section(status(company), "Not reached: 1")
    assert "Everybody on Slack, next try Mon 23 Nov 2026 09:05 (Europe/Berlin): Slack says" in shown


def test_duties_that_nobody_touched_for_two_weeks(company: Company):
    assert "Nobody touched" not in status(company)  # they are too new to tell
    company.say("bao", "claim facebook")
    company.at(31)
    assert "Nobody touched" not in status(company)  # a week and a day are not two weeks
    company.at(39)
    company.say("ada", "hours done 1 copywriting last week")
    reply = company.say("farah", "status")
    shown = section(text(reply), "Nobody touched for two weeks: 20")
    assert "Facebook" not in shown
    assert "Copywriting" not in shown
    assert "Action plan [See its turns]" in shown
    assert "14 more. [Duties]" in shown
    assert "Action plan: " in text(company.push("farah", reply, "See its turns"))
    new = company.duty("Brand new")
    assert new.name not in section(status(company), "Nobody touched for two weeks: 20")


def test_when_the_digest_last_went_out(company: Company):
    assert "The digest has not gone out yet. [Look at it]" in status(company)
    company.travel(23, 10)
    fail(company, Recipient(member_id=company.ids["bao"]), "No.")  # all else is said
    shown = status(company)
    assert "The digest last went out Mon 23 Nov 2026 10:00 (Europe/Berlin). [Bring it up" in shown
    reply = company.say("farah", "status")
    assert "on its way" in text(company.push("farah", reply, "Bring it up to date"))
    with company.write() as tx:
        tx.rooms.change(company.room, digest=False)
    assert "No room gets the digest. [Rooms]" in status(company)


def test_every_button_of_it_works(company: Company):
    company.at(38)
    fail(company, Recipient(member_id=company.ids["bao"]), "No.")
    with company.write() as tx:
        tx.rooms.add(Room(0, company.workspace.id, "C9"))
    for button in buttons(company.say("farah", "status").card):
        reply = company.press("farah", button.request)
        assert reply.card or reply.form, button.label
        assert "no longer" not in text(reply)


# ---- to whom and when ---------------------------------------------------------------------------


def test_only_the_chair_sees_it(company: Company):
    for user in ("ada", "idris", "northlight"):
        assert "Only the chair can do this." in text(company.press(user, AskStatus()))


def test_each_chair_gets_it_once_a_week_in_their_own_zone(company: Company):
    company.change("anke", role="chair")
    company.travel(27)
    asked = company.asked("status")
    assert set(asked) == {"farah", "anke"}
    assert [len(found) for found in asked.values()] == [1, 1]
    assert asked["farah"][0].due_at == berlin(23, 9, 30)
    assert "(America/New_York). Only you see this." in plain_text(company.last("status", "anke"))
    company.travel(35)
    assert len(company.asked("status")["farah"]) == 2


@pytest.mark.parametrize("words", ["status", "report"])
def test_it_is_asked_for_by_word(company: Company, words: str):
    assert company.says("farah", words).startswith("Status, week of")
    assert labels(company.say("farah", words))[-2:] == ["People", "Set-up"]
