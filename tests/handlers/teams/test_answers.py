"""Answers of forms on the way back from Teams: the same as from Slack."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import (
    ChoiceInput,
    DateInput,
    Form,
    PersonInput,
    RoomInput,
    TextInput,
    TimeInput,
)
from handlers.slack import forms as slack
from handlers.teams.forms import (
    form_dialog,
    read_answers,
    read_metadata,
)
from handlers.teams.inputs import packed
from handlers.teams.opened import Opened
from tests.handlers.teams.reading import inputs_of, sent
from tests.strategies.cards import GUID, Ask, forms

DUTIES = (("14", "Copywriting"), ("", "Any duty"))
ROOMS = (("19:a@thread.tacv2", "Task force"), ("19:b@thread.tacv2", "Lounge"))


def card_of(form: Form, **how: Any) -> dict[str, Any]:
    return form_dialog(form, Opened(), **how)["card"]["content"]


def slack_state(one, value):
    """What Slack sends for the same answer."""
    match one:
        case ChoiceInput(many=True):
            options = [{"value": v or "~"} for v in value]
            return {"type": "checkboxes", "selected_options": options}
        case ChoiceInput():
            chosen = None if value is None else {"value": value or "~"}
            return {"type": "static_select", "selected_option": chosen}
        case PersonInput():
            return {"type": "users_select", "selected_user": value}
        case RoomInput():
            return {"type": "conversations_select", "selected_conversation": value}
        case DateInput():
            return {"type": "datepicker", "selected_date": value}
        case TimeInput():
            return {"type": "timepicker", "selected_time": value}
        case _:
            return {"type": "plain_text_input", "value": value}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.data())
def test_the_same_choices_are_the_same_answers_on_both_platforms(form, data):
    form = Form("Form", "Save", Ask(), form.inputs)
    card = card_of(form, rooms=ROOMS)
    shown = inputs_of(card)
    there = [one for one in form.inputs if f"i_{one.name}" in shown]
    state, filled = {}, {}
    for one in there:
        part = shown[f"i_{one.name}"]
        if isinstance(one, ChoiceInput):
            places = [choice["value"] for choice in part["choices"]]
            own = {packed(value): value for value, _label in one.options}
            if one.many:
                picked = data.draw(st.lists(st.sampled_from(places), unique=True, max_size=3))
                answer: Any = tuple(own[place] for place in picked)
                filled[part["id"]] = ",".join(picked)
            else:
                place = data.draw(st.none() | st.sampled_from(places))
                answer = None if place is None else own[place]
                filled[part["id"]] = place or ""
        else:
            typed = [None, "", "2026-12-01", "09:30", GUID, "a\x07b"]
            known = [None, *(room for room, _name in ROOMS)]
            answer = data.draw(st.sampled_from(known if isinstance(one, RoomInput) else typed))
            filled[part["id"]] = answer or ""
        state[one.name] = {slack.ANSWER: slack_state(one, answer)}
    assert read_answers(sent(card, filled)) == slack.read_answers(state)


def test_what_was_left_empty_is_empty():
    inputs = (
        TextInput(name="note", label="Note"),
        ChoiceInput(name="duty", label="Duty", options=DUTIES),
        ChoiceInput(name="gets", label="Gets", options=DUTIES, many=True),
    )
    card = card_of(Form("F", "S", Ask(), inputs))
    assert read_answers(sent(card)) == {"note": None, "duty": None, "gets": ()}


@pytest.mark.parametrize(
    "data",
    [None, {}, {"k": 1}, {"k": {"a": "x"}}, {"k": {"a": "t"}, "i_a": 3}, {"k": {"a": ["t"]}}],
)
def test_answers_that_are_not_ours_are_refused(data):
    with pytest.raises(ValueError, match=r"not a form|not text"):
        read_answers(data)


@pytest.mark.parametrize("data", [None, {}, {"f": ""}, {"f": 1}, {"f": "a", "o": {"z": 1}}])
def test_metadata_that_is_not_ours_is_refused(data):
    with pytest.raises(ValueError, match="not a"):
        read_metadata(data)
