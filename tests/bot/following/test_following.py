"""A user group and a topic follow a duty: set up by the chair, owed at each change and edge."""

from __future__ import annotations

from typing import Any

import pytest

from bot.catalog import JOBS, make_compose
from bot.following.requests import EditFollowing, SaveFollowing, ShowAgain
from bot.following.usecases import PROBLEM, settle_sign
from bot.model import Delivery, DeliveryState, TimetableKind
from bot.ports.outside import GroupShown, Shown, TopicShown
from bot.ports.signs import SignKind
from bot.setup.requests import ShowDuty
from bot.signs import SIGN
from bot.timetable import run_due
from tests.bot.cast import text
from tests.bot.company import Company

CHANNEL = "C0123456789"
GROUP, TOPIC = SignKind.GROUP, SignKind.TOPIC
BOTH = {"follows": ("group", "topic"), "group": "@Support-Now", "channel": CHANNEL}


def open_form(company: Company, part: str = "Facebook"):
    return company.press("farah", EditFollowing(company.duty_id(part)))


def follow(company: Company, part: str = "Facebook", **answers: Any):
    return company.submit("farah", open_form(company, part), **(answers or BOTH))


def owed(company: Company, kind: SignKind) -> Delivery:
    """The delivery of the one sign of a kind."""
    with company.read() as tx:
        [sign] = [sign for sign in tx.signs.all() if sign.kind is kind]
        return next(d for d in company.deliveries(SIGN) if d.recipient.room_id == sign.room_id)


def shown(company: Company, kind: SignKind) -> Shown | None:
    """What is shown there as soon as somebody shows it."""
    return make_compose(company.bot.store, company.clock)(owed(company, kind))  # type: ignore[return-value]


def users(company: Company) -> tuple[str, ...]:
    found = shown(company, GROUP)
    assert isinstance(found, GroupShown)
    return found.users


def topic(company: Company) -> str:
    found = shown(company, TOPIC)
    assert isinstance(found, TopicShown)
    return found.texts[0]


def settle(company: Company, kind: SignKind, reason: str = "") -> None:
    delivery = owed(company, kind)
    with company.write() as tx:
        settle_sign(tx, delivery, reason, company.clock.now())


def revision(company: Company, kind: SignKind = GROUP) -> int:
    return owed(company, kind).revision


def test_the_chair_sets_it_up_on_the_duty(company: Company):
    company.say("bao", "claim facebook 4h")
    card = company.press("farah", ShowDuty(company.duty_id("Facebook")))
    form = company.push("farah", card, "Follow the roster")
    said = text(company.submit("farah", form, **BOTH))
    assert said.startswith("What follows Moderate the Facebook page\n@support-now: its members are")
    assert "The channel: its topic names who is on duty." in said
    assert users(company) == ("bao",)
    assert topic(company) == "Moderate the Facebook page: Bao Xu"
    again = open_form(company).form
    assert again is not None
    assert [one.initial for one in again.inputs] == [("group", "topic"), "@support-now", CHANNEL]


def test_nothing_follows_unless_it_was_ticked(company: Company):
    follow(company, follows=("topic",), group="@x", channel=CHANNEL)
    with company.read() as tx:
        assert [sign.kind for sign in tx.signs.all()] == [TOPIC]
    assert topic(company) == "Moderate the Facebook page: nobody"
    assert text(follow(company, follows=("topic",), channel=CHANNEL)) == (
        "Nothing was changed.\n[Change it]"
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"follows": ("group",), "group": ""}, "group: This is no user group."),
        ({"follows": ("group",), "group": "@Ada Brandt"}, "group: This is no user group."),
        ({"follows": ("topic",), "channel": ""}, "channel: No channel is chosen."),
    ],
)
def test_what_cannot_be_followed_is_said_beside_the_input(company: Company, answers, said):
    assert text(follow(company, **answers)).startswith(said)


def test_only_the_chair_may(company: Company):
    for request in (EditFollowing(1), SaveFollowing(1), ShowAgain(1)):
        assert text(company.press("ada", request)).startswith("Only the chair can do this.")
    assert "This duty is not there" in text(company.press("farah", EditFollowing(999)))
    assert "set up no more" in text(company.press("farah", ShowAgain(999)))


def test_it_is_owed_anew_when_who_is_on_duty_changes_and_only_then(company: Company):
    follow(company)
    before = revision(company)
    company.say("bao", "claim vimeo")
    assert revision(company) == before
    claimed = company.say("bao", "claim facebook 4h")
    assert revision(company) == before + 1
    assert users(company) == ("bao",)
    company.push("bao", claimed, "Undo")
    assert (revision(company), users(company)) == (before + 2, ())
    company.say("bao", "claim facebook next week")
    assert revision(company) == before + 2


def test_it_follows_the_edges_of_turns_by_the_clock(company: Company):
    follow(company, "Night watch")
    company.say("bao", "claim night watch on the support handle 24 nov")
    assert users(company) == ()
    company.travel(24, 21)
    assert users(company) == ("bao",)
    assert topic(company) == "Night watch on the support handle: Bao Xu"
    before = revision(company)
    company.travel(24, 23)
    assert revision(company) == before + 1
    assert users(company) == ()


def test_several_duties_share_a_group_and_a_topic(company: Company):
    company.say("bao", "claim facebook")
    company.say("uma", "claim vimeo")
    follow(company)
    follow(company, "Vimeo")
    assert users(company) == ("bao", "uma")
    texts = shown(company, TOPIC).texts  # type: ignore[union-attr]
    assert texts == (
        "Moderate the Facebook page: Bao Xu · Keep the Vimeo channel: Uma Moreau",
        "Moderate the Facebook page: Bao X. · Keep the Vimeo channel: Uma M.",
        "Moderate the Facebook page: Bao · Keep the Vimeo channel: Uma",
        "2 on duty",
    )
    follow(company, "Vimeo", follows=())
    assert users(company) == ("bao",)
    assert topic(company) == "Moderate the Facebook page: Bao Xu"


def test_what_follows_no_more_is_taken_out_of_the_topic_and_the_group_is_left(company: Company):
    company.say("bao", "claim facebook")
    follow(company)
    said = follow(company, follows=())
    assert "My part of a topic is taken away; a group stays as it is." in text(said)
    assert shown(company, TOPIC) == TopicShown(CHANNEL, ())
    assert shown(company, GROUP) is None
    company.push("farah", said, "Undo")
    assert users(company) == ("bao",)
    assert topic(company).endswith("Bao Xu")


def test_a_retired_duty_is_shown_no_more(company: Company):
    company.say("bao", "claim facebook")
    follow(company)
    with company.write() as tx:
        tx.roster.change_duty(company.duty_id("Facebook"), retired_at=company.clock.now())
    assert shown(company, TOPIC) == TopicShown(CHANNEL, ())
    assert users(company) == ()


def test_who_is_away_and_still_holds_it_is_marked(company: Company):
    company.say("bao", "claim facebook")
    follow(company)
    company.say("bao", "away today..wed")
    assert topic(company) == "Moderate the Facebook page: Bao Xu (away)"


def test_what_is_wrong_is_told_the_chair_once_and_again_when_it_is_something_else(
    company: Company,
):
    follow(company)
    for reason in ("No right.", "No right.", "No such group.", "No such group."):
        settle(company, GROUP, reason)
    told = company.asked(PROBLEM)["farah"]
    assert len(told) == 2
    card = company.card(told[0].content)
    assert text(card).splitlines()[:2] == [
        "The user group cannot follow the roster.",
        "@support-now, for Moderate the Facebook page: No right.",
    ]
    settle(company, GROUP)
    settle(company, GROUP, "No right.")
    assert len(company.asked(PROBLEM)["farah"]) == 3
    before = revision(company)
    company.push("farah", card, "Try again")
    assert revision(company) == before + 1


def test_status_says_what_does_not_follow(company: Company):
    follow(company)
    settle(company, TOPIC, "This channel is archived.")
    status = company.say("farah", "status")
    assert "Do not follow the roster: 1" in text(status)
    assert "for Moderate the Facebook page: This channel is archived. [Try again]" in text(status)
    assert "I try it now." in text(company.push("farah", status, "Try again"))
    settle(company, TOPIC)
    assert "follow the roster" not in company.says("farah", "status")


def test_who_is_not_in_the_workspace_is_left_out_and_named_once(company: Company):
    member = company.ids["uma"]
    company.hold(member, company.turn("Facebook"), 60)
    said = text(follow(company))
    assert "Uma Moreau is on duty, but not known in the group's workspace" in said
    assert users(company) == ()
    settle(company, GROUP)
    settle(company, GROUP)
    [told] = company.asked(PROBLEM)["farah"]
    assert "Uma Moreau is on duty" in text(company.card(told.content))
    company.says("uma", "mine")
    assert users(company) == ("uma",)
    settle(company, GROUP)
    assert len(company.asked(PROBLEM)["farah"]) == 1


def test_each_night_all_is_shown_anew(company: Company):
    follow(company)
    before = revision(company)
    company.travel(24, 8)
    assert revision(company) == before + 1


def test_a_follower_is_no_room(company: Company):
    follow(company)
    assert "support-now" not in company.says("farah", "setup")
    with company.read() as tx:
        assert [room.id for room in tx.rooms.all()] == [company.room]
        failed = tx.outbox.in_state((DeliveryState.DUE,), company.clock.now())
    assert {d.kind for d in failed} >= {SIGN}


def test_a_panel_job_that_runs_twice_owes_nothing_twice(company: Company):
    follow(company, "Night watch")
    company.say("bao", "claim night watch on the support handle 24 nov")
    company.travel(24, 21)
    before = revision(company)
    run_due(company.bot.store, JOBS, company.id, TimetableKind.PANEL, company.clock.now())
    assert revision(company) == before
