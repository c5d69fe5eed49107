"""What is no note, too long, too late, or about a turn that is somebody else's."""

from __future__ import annotations

import pytest

from bot.cover.requests import SetFree
from bot.handover.requests import NothingNotable, OpenHandover, WriteHandover
from bot.handover.rules import LINKS_MOST, URL_MOST
from bot.ports.handovers import TEXT_MOST
from bot.weeks import Span
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.handover.stage import FACEBOOK, write


@pytest.mark.parametrize(
    "links",
    [
        "javascript:alert(1)",
        "ftp://example.com/file",
        "see the folder",
        "https://",
        "one https://a.example two https://b.example",
        "https://example.com/" + "x" * URL_MOST,
        "\n".join(f"https://example.com/{n}" for n in range(LINKS_MOST + 1)),
        "https://[::1",
    ],
)
def test_what_is_no_link_is_refused_beside_the_input(friday: Company, links: str):
    form = friday.press("ada", OpenHandover(claim=friday.claim)).form
    assert form is not None
    reply = friday.submit("ada", form, left_open="Two threads", links=links)
    assert list(reply.errors) == ["links"]
    assert "left a note" not in friday.says("bao", "who facebook")


@pytest.mark.parametrize("field", ["left_open", "watch"])
def test_what_is_too_long_is_refused_with_how_much_there_is_room_for(friday: Company, field: str):
    form = friday.press("ada", OpenHandover(claim=friday.claim)).form
    assert form is not None
    reply = friday.submit("ada", form, **{field: "x" * (TEXT_MOST + 1)})
    assert f"There is room for {TEXT_MOST:,}" in reply.errors[field]


def test_somebody_else_s_turn_and_an_unknown_one_are_refused(friday: Company):
    assert "somebody else's turn" in text(write(friday, "bao", left_open="x"))
    assert "somebody else's turn" in text(friday.press("bao", NothingNotable((friday.claim,))))
    gone = friday.press("ada", WriteHandover(claim=9999, left_open="x"))
    assert "not there any more" in text(gone)
    assert "not there any more" in text(friday.press("ada", NothingNotable()))


def test_pressed_after_the_turn_has_passed_to_somebody_else(friday: Company):
    card = friday.last("handover", "ada")
    friday.press("farah", SetFree(claim=friday.claim))
    friday.hold(friday.ids["uma"], friday.turn(FACEBOOK), 60, _rest(friday))
    pressed = friday.push("ada", card, "Nothing notable")
    # what Ada held until now is hers, and can be handed over; it went to Uma at once
    assert "Noted: nothing notable." in text(pressed)
    reply = write(friday, left_open="Two threads")
    assert "Uma" in text(reply)
    assert "gets it now" in text(reply)


def test_pressed_for_a_turn_that_went_to_somebody_else_before_it_began(friday: Company):
    coming = friday.hold(friday.ids["ada"], friday.turn("Vimeo", 1), 60)
    friday.press("farah", SetFree(claim=coming))
    friday.hold(friday.ids["uma"], friday.turn("Vimeo", 1), 60)
    refused = friday.press("ada", NothingNotable((coming,)))
    assert "Keep the Vimeo channel is not yours any more. Uma" in text(refused)
    form = friday.push("ada", refused, "Leave a note").form
    assert form is not None
    assert "sees it with the reminder" in text(friday.submit("ada", form, watch="The captions"))
    assert "The captions" in friday.says("uma", "who vimeo next week")


def test_a_week_after_the_end_it_is_too_late(friday: Company):
    friday.at(37)
    assert "too late for a note" in text(write(friday, left_open="x"))
    assert "You hold nothing now" in text(friday.press("ada", OpenHandover()))


def _rest(company: Company):
    return Span(company.clock.now(), company.turn(FACEBOOK).span.end)
