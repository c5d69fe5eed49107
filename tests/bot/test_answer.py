"""The one door for people: whoever asks whatever, there is one answer, and nothing by halves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.answer import answer
from bot.buttons import encode
from bot.cards import Reply
from bot.claims.requests import Claim, ClaimByForm
from bot.digest.requests import PostDigest
from bot.model import MemberState, Role
from bot.ports.outside import Caller, Heard, WhoIsThis
from tests.bot.cast import labels, text
from tests.bot.company import Company, berlin


def caller(company: Company, user: str, **fields: Any) -> Caller:
    plain = Caller("slack", company.workspace.external_id, user, profile=company.profiles[user])
    return replace(plain, **fields)


def said(reply: Reply | WhoIsThis) -> str:
    assert isinstance(reply, Reply)
    return text(reply)


# ---- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("clam facebook", "claim"), ("relase", "release"), ("hepl", "help"), ("opn", "open")],
)
def test_a_wrong_word_gets_the_nearest_right_one_and_an_example(
    company: Company, typed: str, nearest: str
):
    reply = company.say("ada", typed)
    assert f"I do not know the word “{typed.split(maxsplit=1)[0]}”." in text(reply)
    assert f"The nearest is “{nearest}”: /muster {nearest}" in text(reply)
    assert company.claims_of("ada") == []
    assert f"/muster {nearest}" in text(company.push("ada", reply, labels(reply)[0]))


def test_a_word_like_none_gets_the_way_to_all_of_them(company: Company):
    reply = company.say("ada", "xyzzy plugh")
    assert "Type /muster help to see all words." in text(reply)
    assert text(company.push("ada", reply, "All words")).startswith("What you can say")


def test_a_greeting_is_passed_over_and_alone_gets_the_home_card(company: Company):
    assert company.says("ada", "Hello, who facebook") == company.says("ada", "who facebook")
    for greeting in ("hello", "Hi!", "thanks"):
        assert company.says("ada", greeting).startswith("Muster · Acme")


def test_no_word_is_the_home_card_and_so_is_the_home_tab(company: Company):
    assert company.says("ada", "").startswith("Muster · Acme")
    assert text(company.home("ada")) == company.says("ada", "   ")


# ---- buttons and forms --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pressed", ["", "gone.9", "claim.1?turn=abc", "claim.1?shoe=43", "<script>", "claim.1?turn=9e9"]
)
def test_an_old_or_forged_button_says_that_it_no_longer_works(company: Company, pressed: str):
    reply = answer(company.bot, caller(company, "ada"), Heard(pressed=pressed))
    assert "This button no longer works." in said(reply)


def test_an_answer_that_does_not_fit_stands_beside_its_input(company: Company):
    heard = Heard(submitted=encode(ClaimByForm()), answers={"turn": "many", "hours": "2"})
    reply = answer(company.bot, caller(company, "ada"), heard)
    assert isinstance(reply, Reply)
    assert list(reply.errors) == ["turn"]
    assert "does not fit here" in reply.errors["turn"]


def test_a_refusal_of_a_form_keeps_it_open_and_of_a_button_is_a_card(company: Company):
    heard = Heard(submitted=encode(PostDigest()), answers={"anything": "x"})
    reply = answer(company.bot, caller(company, "ada"), heard)
    assert isinstance(reply, Reply)
    assert list(reply.errors) == ["anything"]
    assert "Only the chair can do this." in reply.errors["anything"]
    pressed = answer(company.bot, caller(company, "ada"), Heard(pressed=encode(PostDigest())))
    assert isinstance(pressed, Reply)
    assert pressed.card


# ---- rights -------------------------------------------------------------------------------------


def test_rights_are_those_of_now_and_not_of_when_the_button_was_drawn(company: Company):
    status = company.say("farah", "status")
    company.change("ada", role=Role.CHAIR)
    company.change("farah", role=Role.MEMBER)
    assert "Only the chair can do this." in text(company.push("farah", status, "Ask them again"))
    assert "I ask" in text(company.push("ada", status, "Ask them again"))


@pytest.mark.parametrize("user", ["ada", "idris", "northlight"])
def test_a_role_that_may_not_is_told_who_may(company: Company, user: str):
    shown = company.says(user, "status")
    assert "Only the chair can do this." in shown
    assert company.me(user).role in shown


def test_who_has_left_may_nothing_but_ask_to_join_again(company: Company):
    company.say("ada", "mine")
    company.change("ada", state=MemberState.LEFT)
    turn = company.turn("Facebook", week=1)
    assert "You are not in the task force" in text(company.press("ada", Claim(turn=turn.id)))
    assert "Ask to join again" in labels(company.say("ada", ""))
    assert company.claims_of("ada") == []


def test_who_waits_to_join_is_told_so(company: Company):
    company.user("nia")
    form = company.push("nia", company.say("nia", ""), "Ask to join")
    sales = next(value for value, name in form.form.inputs[0].options if name == "Sales")
    company.submit("nia", form, department=sales)
    shown = company.says("nia", "claim facebook")
    assert "waiting" in shown
    assert "You will get a message" in shown


def test_a_stranger_may_ask_for_help_but_take_nothing(company: Company):
    company.user("nia")
    assert company.says("nia", "help").startswith("What you can say")
    assert "not in the task force yet" in company.says("nia", "claim facebook")


# ---- who is this --------------------------------------------------------------------------------


def test_an_unknown_caller_leaves_no_trace_until_their_profile_is_known(company: Company):
    unknown = caller(company, "ada", profile=None, once="slack:T1:r1")
    heard = Heard(words="claim facebook next week")
    assert answer(company.bot, unknown, heard) == WhoIsThis()
    assert company.by_user("ada") is None
    assert company.claims_of("ada") == []
    known = replace(unknown, profile=company.profiles["ada"])
    assert said(answer(company.bot, known, heard)).startswith("You hold Moderate the Facebook")
    assert len(company.claims_of("ada")) == 1
    assert answer(company.bot, unknown, heard) == Reply()  # it was handled: said nothing


def test_a_request_that_comes_again_is_carried_out_once(company_on_each: Company):
    company = company_on_each
    ada = caller(company, "ada", once="slack:T1:r2")
    first = answer(company.bot, ada, Heard(words="hours 3"))
    assert said(first).startswith("You offer 3 h.")
    assert answer(company.bot, ada, Heard(words="hours 3")) == Reply()
    other = answer(company.bot, replace(ada, once="slack:T1:r3"), Heard(words="hours 4"))
    assert said(other).startswith("You offer 4 h.")


def test_a_request_that_was_refused_may_come_again(company: Company):
    ada = caller(company, "ada", once="slack:T1:r4")
    assert "no duty called" in said(answer(company.bot, ada, Heard(words="claim knitting")))
    assert "no duty called" in said(answer(company.bot, ada, Heard(words="claim knitting")))


@pytest.mark.parametrize("home", [True, False])
def test_another_workspace_is_told_that_muster_is_not_set_up_there(company: Company, home: bool):
    heard = Heard(home=True) if home else Heard(words="claim facebook")
    reply = answer(company.bot, caller(company, "ada", workspace="T404"), heard)
    assert "Muster is not set up for this workspace." in said(reply)
    assert company.claims_of("ada") == []


# ---- whatever happens below ---------------------------------------------------------------------


def mislay(company: Company, *, back: bool = False) -> None:
    """Take the record away from the database, so that whatever writes it fails."""
    store: Any = company.bot.store
    old, new = ("mislaid", "changes") if back else ("changes", "mislaid")
    with store.database.write() as connection:
        connection.execute(sql("DROP TRIGGER IF EXISTS changes_kept"))
        connection.execute(sql("DROP TRIGGER IF EXISTS changes_unchanged"))
        connection.execute(sql(f"ALTER TABLE {old} RENAME TO {new}"))


def test_a_failure_says_so_with_a_reference_and_nothing_was_changed(company: Company):
    company.say("ada", "mine")
    mislay(company)
    heard = Heard(words="claim facebook next week")
    ada = caller(company, "ada", once="slack:T1:r5")
    shown = said(answer(company.bot, ada, heard))
    assert shown.startswith("Something went wrong, and nothing was changed.")
    assert "give your admin this reference: " in shown
    assert said(answer(company.bot, ada, heard)) != shown  # each has its own
    mislay(company, back=True)
    assert company.claims_of("ada") == []
    again = said(answer(company.bot, ada, heard))
    assert again.startswith("You hold")  # what failed was not handled: it may come again


def test_it_is_the_instant_of_the_clock_that_counts(company: Company):
    company.at(25, 17, 1)
    assert company.clock.now() == berlin(25, 17, 1)
    assert "marked late" in company.says("ada", "hours 3")


# ---- a form once more ---------------------------------------------------------------------------


def test_what_is_asked_only_for_its_form_changes_nothing(company: Company):
    """A form that was filled in wrongly is shown again; meanwhile its words may mean an act."""
    bot, ada = company.bot, caller(company, "ada")
    form = answer(bot, ada, Heard(words="claim", again=True))
    assert isinstance(form, Reply)
    assert form.form is not None
    nothing = answer(bot, ada, Heard(words="claim facebook", again=True))
    assert nothing == Reply()
    assert "You hold no turns" in said(answer(bot, ada, Heard(words="mine")))
    assert "You hold" in said(answer(bot, ada, Heard(words="claim facebook")))
