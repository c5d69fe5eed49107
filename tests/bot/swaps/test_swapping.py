"""Two people exchange turns: both agree, both turns move, and everybody concerned reads of it."""

from __future__ import annotations

import pytest

from bot.covering import need_cover
from bot.ending import give_back
from bot.ports.swaps import SwapState
from tests.bot.cast import labels, text
from tests.bot.company import Company, berlin
from tests.bot.swaps.people import (
    deliveries,
    duties_of,
    newest,
    only_claim,
    propose,
    say_everything,
    states,
    swap_cards,
)

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Moderate the LinkedIn group"
BLOG = "Write technical posts"


def test_both_turns_move_when_both_agree(both: Company):
    reply = both.say("ada", "swap facebook with @bao for linkedin")
    assert text(reply).splitlines() == [
        "I have asked Bao Xu.",
        "You would give: Moderate the Facebook page, week of Mon 30 Nov – Sun 6 Dec 2026, 2 h.",
        "You would get: Moderate the LinkedIn group, week of Mon 30 Nov – Sun 6 Dec 2026, 2 h.",
        (
            "Nothing moves before Bao Xu agrees. It waits until Mon 30 Nov 2026 00:00"
            " (Europe/Berlin)."
        ),
        "[Withdraw] [My turns]",
    ]
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([FACEBOOK], [LINKEDIN])
    [card] = swap_cards(both, "bao")
    assert text(card).splitlines()[0] == "Ada Brandt asks: would you swap?"
    assert "You would take: Moderate the Facebook page, week of Mon 30 Nov" in text(card)
    assert labels(card) == ["Swap", "Another one of mine", "Not me"]
    agreed = text(both.push("bao", card, "Swap"))
    assert "Done: you and Ada Brandt swapped." in agreed
    assert "Yours now: Moderate the Facebook page, week of Mon 30 Nov" in agreed
    assert "Not yours any more: Moderate the LinkedIn group, week of Mon 30 Nov" in agreed
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([LINKEDIN], [FACEBOOK])
    [news] = swap_cards(both, "ada")
    assert "Done: Bao Xu agreed." in text(news)
    assert "Not yours any more: Moderate the Facebook page" in text(news)
    assert both.recorded("swap:1") == ["swaps.ask", "swaps.swap"]


@pytest.mark.parametrize("user", ["ada", "bao"])
def test_either_side_undoes_it_while_nothing_has_begun(both: Company, user: str):
    propose(both)
    say_everything(both)
    both.push("bao", newest(both, "bao"), "Swap")
    other = "bao" if user == "ada" else "ada"
    said = text(both.push(user, newest(both, user), "Undo"))
    assert "is yours again." in said
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([FACEBOOK], [LINKEDIN])
    assert states(both) == [SwapState.UNDONE]
    assert "undone." in text(newest(both, other))
    again = both.says(user, "mine")
    assert "Facebook" in again if user == "ada" else "LinkedIn" in again


def test_once_a_turn_has_begun_nothing_is_undone(both: Company):
    propose(both)
    both.push("bao", newest(both, "bao"), "Swap")
    card = newest(both, "ada")
    both.at(30, 9)
    assert "One of the turns has begun." in text(both.push("ada", card, "Undo"))
    assert duties_of(both, "ada") == [LINKEDIN]


def test_somebody_else_can_undo_nothing(both: Company):
    propose(both)
    both.push("bao", newest(both, "bao"), "Swap")
    assert "Only the person who did it" in text(both.push("greta", newest(both, "ada"), "Undo"))
    assert "Undone" in text(both.push("farah", newest(both, "ada"), "Undo"))


def test_a_gift_needs_nothing_in_return(both: Company):
    propose(both, "swap facebook with bao")
    card = newest(both, "bao")
    assert "Ada Brandt asks: would you take this?" in text(card)
    assert labels(card) == ["Take it", "For one of mine", "Not me"]
    assert "you took over from Ada Brandt" in text(both.push("bao", card, "Take it"))
    assert duties_of(both, "ada") == []
    assert sorted(duties_of(both, "bao")) == [FACEBOOK, LINKEDIN]


def test_what_is_chosen_in_return_is_asked_of_the_one_who_asked(both: Company):
    propose(both, "swap facebook with bao")
    form = both.push("bao", newest(both, "bao"), "For one of mine")
    answer = both.submit("bao", form, mine=str(only_claim(both, "bao").id))
    assert "I have asked Ada Brandt." in text(answer)
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([FACEBOOK], [LINKEDIN])
    asked = newest(both, "ada")
    assert "Bao Xu asks: would you swap?" in text(asked)
    assert len(swap_cards(both, "ada")) == 1  # that he said no to the first one is no news
    both.push("ada", asked, "Swap")
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([LINKEDIN], [FACEBOOK])
    assert states(both) == [SwapState.DECLINED, SwapState.DONE]


def test_another_one_takes_the_place_of_the_one_that_was_wanted(both: Company):
    both.say("bao", "claim vimeo next week")
    propose(both, "swap facebook next week with @bao for linkedin")
    form = both.push("bao", newest(both, "bao"), "Another one of mine")
    assert form.form
    [mine] = [one for one in form.form.inputs if one.name == "mine"]
    assert [label.split(",")[0] for _v, label in mine.options] == ["Keep the Vimeo channel"]
    both.submit("bao", form, mine=mine.options[0][0])
    both.push("ada", newest(both, "ada"), "Swap")
    assert duties_of(both, "ada") == ["Keep the Vimeo channel"]
    assert sorted(duties_of(both, "bao")) == [FACEBOOK, LINKEDIN]


def test_declined_is_told_and_all_stays(both: Company):
    propose(both)
    assert "You told Ada Brandt that you cannot." in text(
        both.push("bao", newest(both, "bao"), "Not me")
    )
    news = text(newest(both, "ada"))
    assert "Bao Xu cannot take Moderate the Facebook page." in news
    assert "You hold Moderate the Facebook page, week of Mon 30 Nov" in news
    assert duties_of(both, "ada") == [FACEBOOK]


def test_the_asker_withdraws_and_the_card_says_so(both: Company):
    reply = both.say("ada", "swap facebook with @bao for linkedin")
    say_everything(both)
    both.push("ada", reply, "Withdraw")
    card = newest(both, "bao")
    assert "Ada Brandt took back what they asked." in text(card)
    assert "Swap" not in labels(card)
    assert duties_of(both, "ada") == [FACEBOOK]


def test_who_has_not_read_of_it_yet_never_hears_of_what_came_to_nothing(both: Company):
    both.at(23, 22)  # Bao sleeps
    reply = both.say("ada", "swap facebook with @bao for linkedin")
    [delivery] = deliveries(both, "bao")
    assert delivery.due_at == berlin(24, 8)
    both.push("ada", reply, "Withdraw")
    assert swap_cards(both, "bao") == []
    assert swap_cards(both, "ada") == []


def test_it_is_off_when_a_turn_begins(both: Company):
    propose(both)
    card = newest(both, "bao")
    say_everything(both)
    both.travel(30, 0, 1)
    assert states(both) == [SwapState.EXPIRED]
    assert "got no answer in time." in text(newest(both, "bao"))
    assert "Bao Xu did not answer in time." in text(newest(both, "ada"))
    assert "got no answer in time." in text(both.push("bao", card, "Swap"))
    assert duties_of(both, "ada") == [FACEBOOK]


def test_it_is_off_at_the_instant_even_if_the_clock_has_not_come(both: Company):
    propose(both)
    card = newest(both, "bao")
    both.at(30, 0, 1)
    assert "got no answer in time." in text(both.push("bao", card, "Swap"))
    assert states(both) == [SwapState.EXPIRED]


@pytest.mark.parametrize("user", ["ada", "bao"])
def test_a_turn_that_goes_another_way_meanwhile_ends_it(both: Company, user: str):
    propose(both)
    card = newest(both, "bao")
    say_everything(both)
    claim = only_claim(both, user)
    with both.write() as tx:
        tx.roster.lock_turn(claim.turn_id)
        give_back(tx, claim, claim.span, None, both.clock.now(), {})
    assert states(both) == [SwapState.IMPOSSIBLE]
    assert "cannot swap this any more." in text(newest(both, "bao"))
    assert "The swap with Bao Xu is off." in text(newest(both, "ada"))
    assert "cannot swap this any more." in text(both.push("bao", card, "Swap"))


def test_asked_of_two_the_first_who_agrees_has_it(both: Company):
    both.say("greta", "claim copywriting next week 2h")
    propose(both)
    both.say("ada", "swap facebook with greta")
    first, second = newest(both, "bao"), newest(both, "greta")
    say_everything(both)
    both.push("bao", first, "Swap")
    assert "cannot swap this any more." in text(both.push("greta", second, "Take it"))
    assert duties_of(both, "greta") == ["Copywriting"]
    assert states(both) == [SwapState.DONE, SwapState.IMPOSSIBLE]


def test_the_same_pressed_twice_is_done_once(both: Company):
    propose(both)
    card = newest(both, "bao")
    both.push("bao", card, "Swap")
    assert "Done: you and Ada Brandt swapped." in text(both.push("bao", card, "Swap"))
    assert "Done" in text(both.push("bao", card, "Not me"))
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([LINKEDIN], [FACEBOOK])


def test_a_swap_proposed_twice_waits_once(both: Company):
    propose(both)
    reply = both.say("ada", "swap facebook with bao")
    assert "You have asked Bao Xu about this turn already." in text(reply)
    assert labels(reply) == ["Show it", "Withdraw it"]
    assert "I have asked Bao Xu." in text(both.push("ada", reply, "Show it"))
    both.push("ada", reply, "Withdraw it")
    assert "I have asked Bao Xu." in both.says("ada", "swap facebook with bao")


def test_crossing_proposals_agree(both: Company):
    propose(both)
    said = both.says("bao", "swap linkedin with ada for facebook")
    assert "Done: you and Ada Brandt swapped." in said
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([LINKEDIN], [FACEBOOK])
    assert states(both) == [SwapState.DONE]


def test_a_part_changes_hands_and_the_rest_stays(both: Company):
    propose(both, "swap facebook 1 dec with bao")
    both.push("bao", newest(both, "bao"), "Take it")
    claims = both.claims_of("ada")
    days = [(c.span.start, c.span.end) for c in claims]
    assert days == [(berlin(30, 0), berlin(31, 0)), (berlin(32, 0), berlin(37, 0))]
    [taken] = [c for c in both.claims_of("bao") if c.span.start == berlin(31, 0)]
    assert taken.span.end == berlin(32, 0)
    assert taken.minutes + sum(c.minutes for c in claims) == 120
    both.push("ada", newest(both, "ada"), "Undo")
    assert sum(c.minutes for c in both.claims_of("ada")) == 120


def test_a_running_turn_can_be_handed_on(both: Company):
    both.say("ada", "claim vimeo")
    both.at(25, 12)
    propose(both, "swap vimeo with bao")
    both.at(25, 15)
    both.push("bao", newest(both, "bao"), "Take it")
    assert "Now: Bao Xu." in both.says("ada", "who vimeo")
    [past] = [c for c in both.claims_of("ada") if c.span.start < berlin(30, 0)]
    assert past.span.end == berlin(25, 15)


def test_a_request_for_cover_ends_with_the_exchange(both: Company):
    claim = only_claim(both, "ada")
    with both.write() as tx:
        tx.roster.lock_turn(claim.turn_id)
        need_cover(tx, None, claim, claim.span, "release", both.clock.now())
    propose(both)
    both.push("bao", newest(both, "bao"), "Swap")
    with both.read() as tx:
        assert tx.covers.open() == []
    assert duties_of(both, "bao") == [FACEBOOK]


def test_what_waits_is_in_mine_and_in_the_status(both: Company):
    propose(both)
    mine = both.say("ada", "mine")
    assert "Bao Xu has not answered: Moderate the Facebook page, week of" in text(mine)
    assert labels(mine)[:2] == ["Give back", "Swap"]
    theirs = both.say("bao", "mine")
    assert "Ada Brandt waits for you: Moderate the Facebook page" in text(theirs)
    shown = both.push("bao", theirs, "Answer")
    status = both.say("farah", "status")
    assert "Swaps waiting: 1" in text(status)
    assert "Bao Xu has not answered Ada Brandt: Moderate the Facebook page" in text(status)
    assert "Ada Brandt asked Bao Xu." in text(both.push("farah", status, "Look"))
    both.push("bao", shown, "Swap")
    assert "Swaps waiting" not in both.says("farah", "status")
    assert "Swaps waiting" not in both.says("ada", "mine")
