"""From "I can't" to somebody else who can, as each of them reads it.

Ada holds Copywriting next week, a duty of Marketing, which anybody may take.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.claims.requests import ReleaseMany
from bot.cover.requests import (
    NotMe,
    ShowCover,
    TakeCover,
)
from bot.covering import ASK
from bot.model import Reminding
from bot.plain import plain_text
from bot.ports.covers import AskState, Cover, CoverState
from tests.bot.cast import labels, text
from tests.bot.company import Company
from tests.bot.cover.asking import (
    asked_card,
    asks,
    cover_now,
    first,
    first_asked_card,
    give_up,
    open_covers,
    the_cover,
)

DUTY = "Copywriting"


# ---- before it happens ---------------------------------------------------------------------------


def test_the_consequence_is_said_before_it_happens(company: Company):
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    reply = company.say("ada", "release copywriting: the brief is in the folder")
    assert text(reply).splitlines()[:-1] == [
        "Before you give back Copywriting",
        "week of Mon 30 Nov – Sun 6 Dec 2026, 6 h, in 6 days.",
        "You hold it until somebody takes it, and are told then.",
        (
            "Colleagues who could take it are asked one by one; "
            "from Fri 27 Nov 2026 10:00 (Europe/Berlin) on, everybody."
        ),
        "Your note for whoever takes it: the brief is in the folder",
    ]
    assert labels(reply) == ["Find cover", "Change the note", "Keep it"]
    assert open_covers(company) == []
    kept = company.push("ada", reply, "Keep it")
    assert text(kept).startswith("Nothing has changed.")
    assert kept.replaces
    assert len(company.claims_of("ada")) == 1


def test_a_note_can_be_added_by_form(company: Company):
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    form = company.push("ada", company.say("ada", "release"), "Find cover, with a note")
    reply = company.submit("ada", form, note="see the brief")
    assert "Your note for whoever takes it: see the brief" in text(reply)
    assert the_cover(company).note == "see the brief"


@pytest.mark.parametrize("letters", ["комментарии ", "コメントは未返信です", "🙂" * 12])
def test_a_note_in_any_script_fits_the_buttons(company: Company, letters: str):
    """And neither platform leaves one out (tests.parity): else nobody could be asked."""
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    note = (letters * 30)[:300].strip()
    reply = company.say("ada", f"release copywriting: {note}")
    assert f"Your note for whoever takes it: {note}" in text(reply)
    company.push("ada", reply, "Find cover")
    assert the_cover(company).note == note


def test_who_took_it_a_moment_ago_can_undo_that_instead(company: Company):
    company.say("ada", "claim copywriting next week")
    reply = company.say("ada", "release")
    company.push("ada", reply, "Undo that I took it")
    assert company.claims_of("ada") == []


def test_several_at_once_are_explained_as_one(company: Company):
    for duty in ("copywriting", "vimeo"):
        company.say("ada", f"claim {duty} next week")
    ids = tuple(claim.id for claim in company.claims_of("ada"))
    reply = company.press("ada", ReleaseMany(claims=ids))
    assert "Before you give back these 2 turns" in text(reply)
    begun = company.push("ada", reply, "Find cover for all 2")
    assert "I am looking for cover for 2 turns." in text(begun)
    assert len(open_covers(company)) == 2
    assert len(company.claims_of("ada")) == 2
    company.push("ada", begun, "Undo")
    assert len(open_covers(company)) == 1


# ---- the holder ----------------------------------------------------------------------------------


def test_it_stays_the_holders_until_somebody_takes_it(company: Company, cover: Cover):
    assert [claim.minutes for claim in company.claims_of("ada")] == [360]
    assert "Ada Brandt (cover wanted) (6 h of 6 h)" in company.says(
        "bao", "who copywriting next week"
    )
    mine = company.say("ada", "mine")
    assert "6 h (cover wanted)" in text(mine)
    state = company.push("ada", mine, "How it stands")
    assert "Nobody has taken Copywriting yet." in text(state)
    assert "One colleague was asked" in text(state)
    assert "cover wanted [How it stands]" in text(company.home("ada"))
    again = company.says("ada", "release copywriting")
    assert "I am looking for cover for Copywriting already." in again
    assert len(open_covers(company)) == 1


@pytest.mark.parametrize("how", ["button", "undo"])
def test_the_holder_keeps_it_after_all(company: Company, how: str):
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    begun = give_up(company, "ada", "copywriting")
    cover = the_cover(company)
    asked = first(company, cover)
    if how == "undo":
        kept = company.push("ada", begun, "Undo")
    else:
        kept = company.push("ada", company.press("ada", ShowCover(cover.id)), "Keep it after all")
    assert "You keep Copywriting." in text(kept)
    assert cover_now(company, cover).state is CoverState.WITHDRAWN
    assert plain_text(asked_card(company, asked)).startswith(
        "Ada Brandt keeps Copywriting after all."
    )
    late = company.press(asked, TakeCover(cover.id))
    assert "Ada Brandt keeps Copywriting after all." in text(late)
    assert len(company.claims_of("ada")) == 1


# ---- those who are asked -------------------------------------------------------------------------


def test_one_is_asked_first_and_told_until_when(company: Company, cover: Cover):
    user = first(company, cover)
    assert company.me(user).department_id == company.me("ada").department_id
    card = plain_text(asked_card(company, user))
    assert card.startswith("Can you take Copywriting, week of Mon 30 Nov – Sun 6 Dec 2026?")
    assert "6 h. Ada Brandt cannot do it. It stays theirs until somebody takes it." in card
    assert "Ada Brandt left a note: the brief is in the folder" in card
    assert "You are asked first, until Tue 24 Nov 2026 10:00" in card
    assert labels(asked_card(company, user)) == [
        "Take it",
        "Take a part",
        "Swap for one of mine",
        "Ask me later",
        "Not me",
    ]


def test_who_takes_it_holds_it_and_everybody_is_told(company: Company, cover: Cover):
    user = first(company, cover)
    company.press(user, NotMe(cover.id))
    other = first(company, cover)
    reply = company.push(other, asked_card(company, other), "Take it")
    assert "You hold Copywriting." in text(reply)
    assert "Ada Brandt left a note: the brief is in the folder" in text(reply)
    assert company.claims_of("ada") == []
    assert [claim.minutes for claim in company.claims_of(other)] == [360]
    told = [plain_text(card) for card in company.told(company.ids["ada"])]
    name = company.me(other).name
    assert any(card.startswith(f"{name} takes Copywriting for you.") for card in told)
    assert plain_text(asked_card(company, user)).startswith(f"{name} took Copywriting. Thank you.")
    assert plain_text(asked_card(company, other)).startswith("You took Copywriting. Thank you.")
    assert cover_now(company, cover).state is CoverState.TAKEN


def test_who_says_no_is_not_asked_again_and_the_next_one_is_at_once(company: Company, cover: Cover):
    user = first(company, cover)
    reply = company.push(user, asked_card(company, user), "Not me")
    assert "Thank you. Others are asked." in text(reply)
    assert first(company, cover) != user
    company.travel(31)
    assert asks(company, cover)[user].state is AskState.NO
    assert len(company.asked(ASK)[user]) == 1
    company.push(user, asked_card(company, user), "Take it after all")
    assert cover_now(company, cover).state is CoverState.TAKEN


def test_who_wants_to_be_asked_later_is_and_others_meanwhile(company: Company, cover: Cover):
    user = first(company, cover)
    reply = company.push(user, asked_card(company, user), "Ask me later")
    assert "I ask you again Mon 23 Nov 2026 14:00" in text(reply)
    assert first(company, cover) != user
    assert "I ask you again" in plain_text(asked_card(company, user))
    company.travel(24, 11)
    assert asks(company, cover)[user].times == 2
    assert plain_text(first_asked_card(company, user)).startswith("You were asked again, below.")
    assert "Can you take" in plain_text(asked_card(company, user))


def test_one_after_another_then_everybody_at_once_then_again_a_day_later(
    company: Company, cover: Cover
):
    company.travel(27, 9, 59)
    early = sorted(ask.asked_at for ask in asks(company, cover).values())
    assert 4 <= len(early) <= 8
    assert all(one < other for one, other in pairwise(early))
    company.travel(27, 18)
    everybody = asks(company, cover)
    assert len(everybody) > 30
    assert all(ask.times <= 2 for ask in everybody.values())
    company.travel(31, 12)
    for deliveries in company.asked(ASK).values():
        days = [d.due_at.date() for d in deliveries]
        assert len(days) == len(set(days)) <= 3


def test_who_wants_nothing_unasked_or_is_away_is_not_asked(company: Company):
    company.change("jun", reminding=Reminding.NONE)
    company.say("wanjiru", "away 30 nov to 6 dec")
    company.say("joana", "away today to fri")
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    give_up(company, "ada", "copywriting")
    company.travel(27, 18)
    asked = asks(company, the_cover(company))
    assert not asked.keys() & {"jun", "wanjiru", "joana", "ada"}
    assert len(asked) > 20
