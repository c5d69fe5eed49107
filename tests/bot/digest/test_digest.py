"""The week in one card: counts for everybody, names for nobody, once a week in each room."""

from __future__ import annotations

from datetime import date

import pytest

from bot.cards import Card, Chart, Table
from bot.digest.requests import PostDigest, PreviewDigest
from bot.digest.rules import count_changes
from bot.digest.usecases import compose_digest
from bot.model import Change, MemberState, Room, TimetableKind
from bot.plain import plain_text
from tests.bot.cast import labels, text
from tests.bot.company import WEEK, Company, berlin

NEXT = date(2026, 11, 30)


def digest(company: Company, week: date = WEEK) -> Card:
    with company.read() as tx:
        return compose_digest(tx, week, company.clock.now())


def a_week_later(company: Company) -> Card:
    company.at(30, 10)
    return digest(company, NEXT)


def test_it_says_how_much_is_covered_and_where_the_gaps_are(company: Company):
    company.say("bao", "claim facebook")
    company.say("uma", "claim vimeo next week")
    card = digest(company)
    shown = plain_text(card)
    assert shown.startswith("The week of Mon 23 – Sun 29 Nov 2026\n")
    assert "This week 6 h of 108 h are covered (5 %); 37 turns still want somebody." in shown
    assert "Last week" not in shown
    assert "Hours by department" not in shown
    assert "Next week 1 h of 108 h are covered (0 %); 37 turns still want somebody." in shown
    [table] = [e for e in card.body if isinstance(e, Table)]
    assert table.columns == ("Duty", "When", "Missing")
    assert len(table.rows) == 12
    assert ("Copywriting", "all week", "6 h") in table.rows
    assert "25 more: type /muster open." in shown
    assert labels(card) == ["See what is open", "The week as a table", "My page"]


def test_the_chart_has_offered_held_and_logged_hours_by_department(company: Company):
    for user, words in (
        ("bao", "hours 3"),
        ("bao", "claim reputation 2h"),
        ("ada", "hours 1.5"),
        ("ada", "claim copywriting"),
        ("ada", "hours done 2 copywriting"),
    ):
        company.say(user, words)
    card = a_week_later(company)
    [chart] = [e for e in card.body if isinstance(e, Chart)]
    figures = {s.name: dict(zip(chart.categories, s.values, strict=True)) for s in chart.series}
    assert figures["Offered"]["Public Relations"] == 3.0
    assert figures["Offered"]["Marketing"] == 1.5
    assert figures["Held"] == {
        name: {"Public Relations": 2.0, "Marketing": 6.0}.get(name, 0) for name in chart.categories
    }
    assert figures["Logged"]["Marketing"] == 2.0
    assert "Hours by department last week" in plain_text(card)
    assert "Marketing: Offered 1.5, Held 6, Logged 2" in plain_text(card)


def test_it_thanks_by_number_and_never_by_name(company: Company):
    company.say("bao", "claim facebook")
    company.say("ada", "claim vimeo")
    company.say("ada", "hours done 1")
    shown = plain_text(a_week_later(company))
    assert "Last week 7 h of 108 h were covered (6 %)." in shown
    assert "To the 2 people who looked after our accounts last week, with 1 h logged." in shown
    assert not any(name in shown for name in ("Bao", "Ada", "Farah"))
    company.at(39)
    assert "To the" not in plain_text(digest(company, date(2026, 12, 7)))


def test_one_person_is_one_person(company: Company):
    company.say("bao", "claim facebook")
    assert "To the one person who looked after" in plain_text(a_week_later(company))


def test_what_changed_last_week_counts_and_what_was_undone_does_not(company: Company):
    reply = company.say("bao", "claim facebook next week")
    company.push("bao", reply, "Undo")
    for part in ("Facebook", "Vimeo"):  # so that nobody is wanted in their place
        company.change_duty(part, people_most=3)
        turn = company.turn(part, 1)
        company.hold(company.ids["uma"], turn, turn.minutes)
    company.say("bao", "claim facebook next week")
    given = company.say("bao", "release")
    company.push("bao", given, "Undo")
    company.say("ada", "claim vimeo next week")
    company.say("ada", "release")
    assert "2 turns claimed, 1 turn given back, 65 newcomers, 22 new duties." in plain_text(
        a_week_later(company)
    )


def change(number: int, action: str, **after: object) -> Change:
    return Change(number, berlin(23), 1, action, f"x:{number}", {}, after)


def test_every_kind_of_change_has_its_words_for_one_and_for_several():
    changes = [
        change(1, "people.ask", state=MemberState.ASKED),
        change(2, "people.ask", state=MemberState.ACTIVE),
        change(3, "people.let_in"),
        change(4, "people.remove"),
        change(5, "undo", of=4),
        change(6, "people.deactivated"),
        change(7, "setup.duty"),
        change(8, "setup.duty.retire"),
        change(9, "hours.pledge"),
    ]
    assert count_changes(changes) == (
        "2 newcomers",
        "1 person left",
        "1 duty changed",
        "1 duty retired",
    )
    assert count_changes([]) == ()


def test_a_week_with_everything_covered_misses_nobody(company: Company):
    with company.write() as tx:
        for duty in tx.roster.duties():
            if duty.name != "Keep the Vimeo channel":
                tx.roster.change_duty(duty.id, retired_at=company.clock.now())
    company.say("bao", "claim vimeo")
    shown = plain_text(digest(company))
    assert "nobody is missing." in shown
    assert "Gaps" not in shown
    assert "1 turn still wants somebody" in shown  # next week's


def test_weeks_without_turns_say_so(company: Company):
    shown = plain_text(digest(company, date(2028, 1, 3)))
    assert "This week has no turns." in shown
    assert "Next week has no turns." in shown


# ---- in the room --------------------------------------------------------------------------------


def test_it_is_posted_once_a_week_in_each_room_that_wants_it(company: Company):
    company.only(TimetableKind.DIGEST)
    with company.write() as tx:
        tx.rooms.add(Room(0, company.workspace.id, "C2", digest=False))
        other = tx.rooms.add(Room(0, company.workspace.id, "C3", panel=False))
    company.travel(28)
    assert {d.recipient.room_id for d in company.deliveries("digest")} == {company.room, other}
    assert [d.due_at for d in company.in_room("digest")] == [berlin(23, 10)]
    company.travel(45)
    due = [d.due_at for d in company.in_room("digest")]
    assert due == [berlin(23, 10), berlin(30, 10), berlin(37, 10), berlin(44, 10)]


def test_the_chair_looks_at_it_and_posts_it_and_again_edits_it(company: Company):
    preview = company.press("farah", PreviewDigest())
    assert text(preview).startswith("The week of Mon 23")
    assert company.in_room("digest") == []
    posted = company.push("farah", preview, "Post it now")
    assert "The digest is on its way to one room." in text(posted)
    [first] = company.in_room("digest")
    company.say("bao", "claim facebook")
    company.push("farah", preview, "Post it now")
    [second] = company.in_room("digest")
    assert (second.id, second.revision) == (first.id, first.revision + 1)
    assert "6 h of 108 h" in plain_text(company.card(second.content))
    company.travel(24)
    assert len(company.in_room("digest")) == 1  # the clock does not post it beside that


def test_another_week_can_be_looked_at_but_not_posted(company: Company):
    reply = company.press("farah", PreviewDigest(week="2026-12-02"))
    assert text(reply).startswith("The week of Mon 30 Nov")
    assert "Post it now" not in labels(reply)
    assert "This is not a date." in text(company.press("farah", PreviewDigest(week="soon")))


def test_without_a_room_there_is_nowhere_to_post_it(company: Company):
    with company.write() as tx:
        tx.rooms.change(company.room, digest=False)
    reply = company.press("farah", PostDigest())
    assert "The digest has no room to go to." in text(reply)
    assert company.push("farah", reply, labels(reply)[0]).card


@pytest.mark.parametrize("request_", [PostDigest(), PreviewDigest()])
def test_only_the_chair_may(company: Company, request_: object):
    assert "Only the chair can do this." in text(company.press("ada", request_))
    assert company.in_room("digest") == []
