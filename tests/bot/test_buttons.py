"""Requests and cards as text, and back: as they were, or not at all."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings

from bot import catalog
from bot.buttons import Codec, UnreadableError, encode
from bot.cards import Button, Card, Controls, Form, Request, TextInput
from bot.claims.requests import Claim, Release, ReleaseMany
from tests.strategies.cards import Ask, any_card, requests

CODEC = Codec([Ask])


@given(requests)
def test_a_request_comes_back_as_it_was(request_: Ask):
    assert CODEC.decode(encode(request_)) == request_


@given(any_card)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_card_comes_back_as_it_was(card: Card):
    text = json.dumps(CODEC.card_to_data(card))
    back = CODEC.card_from_data(json.loads(text))
    assert json.dumps(CODEC.card_to_data(back)) == text
    assert back == card or "NaN" in text  # which is not even equal to itself


def test_only_what_differs_from_the_default_is_written():
    assert encode(Claim()) == "claim.1"
    assert encode(Claim(turn=12, minutes=90)) == "claim.1?turn=12&minutes=90"
    assert encode(ReleaseMany((3, 4))) == "release.many.1?claims=3&claims=4"
    assert encode(Claim(words="a&b=ü")) == "claim.1?words=a%26b%3Dü"


@dataclass(frozen=True, slots=True)
class When(Request):
    ACTION: ClassVar[str] = "when.1"
    at: datetime | None = None
    on: date | None = None
    really: bool = False


def test_days_instants_and_flags_are_carried():
    request = When(datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 23), really=True)
    assert Codec([When]).decode(encode(request)) == request


def test_a_forms_answers_are_laid_over_its_request():
    request = catalog.CODEC.decode("claim.part.1?turn=3", {"hours": "2", "to_day": None, "x": "y"})
    assert dataclasses.asdict(request) == {  # type: ignore[call-overload]
        "turn": 3,
        "duty": "",
        "hours": "2",
        "from_day": "",
        "from_time": "",
        "to_day": "",
        "to_time": "",
    }


@pytest.mark.parametrize(
    "text",
    ["", "?", "claim", "claim.0?turn=1", "claim.1?bogus=1", "claim.1?turn=x", "claim.1?turn="],
)
def test_what_is_no_request_of_ours_is_unreadable(text: str):
    with pytest.raises(UnreadableError):
        catalog.CODEC.decode(text)


def test_the_values_at_fault_are_named():
    with pytest.raises(UnreadableError) as refused:
        catalog.CODEC.decode("claim.1?turn=x&minutes=y&words=z")
    assert set(refused.value.fields) == {"turn", "minutes"}
    with pytest.raises(UnreadableError) as refused:
        catalog.CODEC.decode(f"claim.1?turn={2**63}")
    assert refused.value.fields == {"turn": "too large"}


def test_two_requests_never_share_an_action():
    with pytest.raises(ValueError, match="share the action"):
        Codec([Claim, Claim])


def test_a_card_with_a_request_that_is_known_no_more_is_unreadable():
    data = Codec([Release]).card_to_data(
        Card("Old", (Controls((Button("Go", Release(claim=1)),)),))
    )
    with pytest.raises(UnreadableError):
        Codec([Claim]).card_from_data(data)


def test_a_card_carries_how_it_is_shown_anew():
    card = Card("Roster", refresh=Ask(7))
    data = CODEC.card_to_data(card)
    assert CODEC.card_from_data(data) == card
    assert "refresh" not in CODEC.card_to_data(Card("Roster"))  # an older Muster may read it


def test_a_form_is_data_too():
    form = Form("Hours", "Save", Ask(number=1), (TextInput(name="words", label="Words"),))
    assert CODEC.card_to_data(form)["is"] == "Form"


def test_every_request_of_the_catalog_is_carried_by_a_button():
    for kind in catalog.ENTRIES:
        assert catalog.CODEC.decode(encode(kind())) == kind()


# Buttons of these stand in messages that were written long ago: they must be read for ever.
OLD = {
    "claim.1?turn=12&minutes=90": Claim(turn=12, minutes=90),
    "claim.1?words=this+week&duty=3": Claim(words="this week", duty=3),
    "claim.1?words=f%C3%BCr+alle": Claim(words="für alle"),
    "release.1?claim=7": Release(claim=7),
    "release.many.1?claims=7&claims=8": ReleaseMany((7, 8)),
}


@pytest.mark.parametrize("text", OLD)
def test_an_old_button_still_says_what_it_said(text: str):
    assert catalog.CODEC.decode(text) == OLD[text]
