"""A task force in its first minute: nobody is thanked for what cannot be done yet."""

from __future__ import annotations

import pytest

from bot.claims.requests import OpenClaimForm
from bot.home.requests import OpenHome
from bot.plain import plain_text
from bot.roster.requests import AskOpen
from bot.roster.usecases import compose_panel
from tests.bot.cast import cast, migrated_file, text

__all__ = ["cast", "migrated_file"]


@pytest.fixture
def ann(cast):
    """The first who sets up."""
    cast.user("ann")
    cast.say("ann", "setup")
    return "ann"


def test_without_duties_there_is_nothing_to_take(cast, ann):
    for said in ("claim", "claim facebook", "open"):
        assert "There are no duties yet." in text(cast.say(ann, said))
    assert "There are no duties yet." in text(cast.press(ann, OpenClaimForm()))
    assert "There are no duties yet." in text(cast.press(ann, AskOpen()))
    assert "There are no duties yet." in text(cast.press(ann, OpenHome()))


def test_without_turns_nothing_is_covered(cast, ann):
    status = text(cast.say(ann, "status"))
    assert "No turns this week" in status
    assert "100 %" not in status
    with cast.read() as tx:
        panel = plain_text(compose_panel(tx, cast.clock.now()))
    assert "No duty has a turn this week, as of Mon 23 Nov 2026" in panel
