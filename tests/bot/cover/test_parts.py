"""Taking a part of what cover is wanted for; and taking back that one took it."""

from __future__ import annotations

import pytest

from bot.cover.requests import (
    TakeCover,
)
from bot.plain import plain_text
from bot.ports.covers import Cover, CoverState
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.cover.asking import asked_card, cover_now, first, give_up, the_cover


def test_a_part_by_time_leaves_the_rest_asked_for(company: Company, cover: Cover):
    user = first(company, cover)
    form = company.push(user, asked_card(company, user), "Take a part")
    reply = company.submit(
        user,
        form,
        from_day="2026-11-30",
        from_time="00:00",
        to_day="2026-12-02",
        to_time="",
        hours="",
    )
    assert "You hold Copywriting." in text(reply)
    [taken] = company.claims_of(user)
    [kept] = company.claims_of("ada")
    assert taken.minutes + kept.minutes == 360
    assert taken.span.end == kept.span.start
    assert cover_now(company, cover).state is CoverState.OPEN
    assert "Still yours, and asked for:" in "".join(
        plain_text(card) for card in company.told(company.ids["ada"])
    )
    other = first(company, cover)
    assert other != user
    assert "Thu 3 – Sun 6 Dec 2026" in plain_text(asked_card(company, other))
    company.press(other, TakeCover(cover.id))
    assert company.claims_of("ada") == []
    assert cover_now(company, cover).state is CoverState.TAKEN


def test_a_part_by_hours_leaves_the_holder_beside(company: Company, cover: Cover):
    user = first(company, cover)
    form = company.push(user, asked_card(company, user), "Take a part")
    company.submit(user, form, hours="2")
    assert [claim.minutes for claim in company.claims_of(user)] == [120]
    assert [claim.minutes for claim in company.claims_of("ada")] == [240]
    assert cover_now(company, cover).state is CoverState.OPEN


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"hours": "many"}, "hours: This is not a number of hours."),
        ({"hours": "7"}, "hours: These are more hours than are wanted."),
        ({"from_day": "2026-12-20", "to_day": "2026-12-21"}, "from_day: Cover is wanted for ano"),
        ({"from_day": "2026-12-03", "to_day": "2026-12-02"}, "to_day: This ends before it begins."),
    ],
)
def test_a_form_that_says_nothing_sensible(company: Company, cover: Cover, answers, said):
    user = first(company, cover)
    form = company.push(user, asked_card(company, user), "Take a part")
    assert text(company.submit(user, form, **answers)).startswith(said)
    assert len(company.claims_of("ada")) == 1


def test_where_one_holds_at_a_time_a_part_is_a_time(company: Company):
    company.say("ada", "claim vimeo next week")
    company.at(23, 10)
    give_up(company, "ada", "vimeo")
    user = first(company, the_cover(company))
    form = company.push(user, asked_card(company, user), "Take a part")
    said = text(company.submit(user, form, hours="0.5"))
    assert said.startswith("from_time: Keep the Vimeo channel has one person at a time.")


def test_a_cover_is_undone_within_minutes_and_asked_for_again(company: Company, cover: Cover):
    user = first(company, cover)
    reply = company.press(user, TakeCover(cover.id))
    company.clock.forward(minutes=5)
    undone = company.push(user, reply, "Undo")
    assert "Undone: Copywriting is not yours any more." in text(undone)
    assert [claim.minutes for claim in company.claims_of("ada")] == [360]
    assert cover_now(company, cover).state is CoverState.OPEN
    assert first(company, cover) != user
    told = [plain_text(card) for card in company.told(company.ids["ada"])]
    assert any("took Copywriting by mistake" in card for card in told)
    assert "no longer be undone" in text(company.push(user, reply, "Undo"))


def test_later_it_is_asked_for_like_any_other(company: Company, cover: Cover):
    user = first(company, cover)
    reply = company.press(user, TakeCover(cover.id))
    company.clock.forward(minutes=11)
    assert "has been yours for a while" in text(company.push(user, reply, "Undo"))
    assert len(company.claims_of(user)) == 1
