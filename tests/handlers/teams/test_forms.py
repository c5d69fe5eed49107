"""Forms as Teams shows them, and their answers on the way back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import (
    Card,
    ChoiceInput,
    DateInput,
    Form,
    PersonInput,
    RoomInput,
    Table,
    Text,
    TextInput,
    TimeInput,
)
from handlers.slack import forms as slack
from handlers.teams.controls import read_pressed, read_words
from handlers.teams.forms import (
    card_dialog,
    form_dialog,
    form_offer,
    read_answers,
    read_metadata,
    with_errors,
)
from handlers.teams.inputs import packed
from handlers.teams.opened import Opened
from tests.handlers.teams.reading import content, visible
from tests.handlers.teams.strict import every_part, problems, too_large
from tests.strategies.cards import GUID, Ask, forms

DUTIES = (("14", "Copywriting"), ("", "Any duty"))
ROOMS = (("19:a@thread.tacv2", "Task force"), ("19:b@thread.tacv2", "Lounge"))


def card_of(form: Form, **how: Any) -> dict[str, Any]:
    return form_dialog(form, Opened(), **how)["card"]["content"]


def drawn(one, **how) -> list[dict[str, Any]]:
    """The parts of one input."""
    return card_of(Form("Hours", "Save", Ask(3), (one,)), **how)["body"]


def inputs_of(card) -> dict[str, dict[str, Any]]:
    found = [p for p in every_part(card) if str(p.get("type")).startswith("Input.")]
    return {part["id"]: part for part in found}


def sent(card, filled: dict[str, str] | None = None) -> dict[str, Any]:
    """What Teams sends when the form's button is pressed: what was left empty is left out."""
    [submit] = card["actions"]
    values = {name: part.get("value", "") for name, part in inputs_of(card).items()}
    values |= filled or {}
    return submit["data"] | {name: value for name, value in values.items() if value}


def test_a_form_carries_its_request_and_where_it_was_opened():
    opened = Opened(pressed="hours.form.1", message="17:1")
    value = form_dialog(Form("Hours", "Save", Ask(3), ()), opened)
    assert value["title"] == "Hours"
    assert value["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"
    [submit] = value["card"]["content"]["actions"]
    assert (submit["type"], submit["title"]) == ("Action.Submit", "Save")
    assert read_metadata(submit["data"]) == ("test.1?number=3", opened)
    assert read_pressed(submit["data"]) is None


def test_an_input_says_what_it_asks_and_why():
    optional, hint = drawn(TextInput(name="hours", label="Hours", hint="0 to 40", optional=True))
    assert (optional["id"], optional["label"]) == ("i_hours", "Hours")
    assert "isRequired" not in optional
    assert visible(hint) == "0 to 40"
    [needed] = drawn(TextInput(name="hours", label="Hours"))
    assert needed["isRequired"] is True
    assert needed["errorMessage"] == "“Hours” is needed."


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            TextInput(
                name="a", label="A", initial="x" * 9, most=5, multiline=True, placeholder="p"
            ),
            {
                "type": "Input.Text",
                "isMultiline": True,
                "maxLength": 5,
                "value": "xxxx…",
                "placeholder": "p",
            },
        ),
        (
            DateInput(name="a", label="A", initial="2026-12-01"),
            {"type": "Input.Date", "value": "2026-12-01"},
        ),
        (TimeInput(name="a", label="A", initial="09:30"), {"type": "Input.Time", "value": "09:30"}),
        (
            PersonInput(name="a", label="A", initial=GUID),
            {
                "type": "Input.ChoiceSet",
                "value": GUID,
                "choices": [],
                "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
                "style": "filtered",
            },
        ),
        (
            RoomInput(name="a", label="A", initial="19:b@thread.tacv2"),
            {
                "type": "Input.ChoiceSet",
                "value": "19:b@thread.tacv2",
                "choices": [{"title": name, "value": value} for value, name in ROOMS],
                "style": "compact",
                "wrap": True,
            },
        ),
        (
            ChoiceInput(name="a", label="A", options=DUTIES, initial=("",)),
            {
                "type": "Input.ChoiceSet",
                "value": "~",
                "choices": [
                    {"title": "Copywriting", "value": "14"},
                    {"title": "Any duty", "value": "~"},
                ],
                "style": "compact",
                "wrap": True,
            },
        ),
    ],
)
def test_each_kind_of_input_is_teams_own(one, expected):
    needed = {
        "id": "i_a",
        "label": "A",
        "isRequired": True,
        "errorMessage": "“A” is needed.",
    }
    assert drawn(one, rooms=ROOMS) == [expected | needed]


def test_several_choices_are_ticked_or_searched():
    few = ChoiceInput(name="a", label="A", options=DUTIES, initial=("14", ""), many=True)
    [boxes] = drawn(few)
    assert (boxes["style"], boxes["isMultiSelect"], boxes["value"]) == ("expanded", True, "14,~")
    options = tuple((str(i), f"Duty {i}") for i in range(150))
    [listed] = drawn(ChoiceInput(name="a", label="A", options=options, many=True))
    assert (listed["style"], len(listed["choices"])) == ("filtered", 150)


def test_nothing_to_choose_is_said_instead_of_asked():
    assert visible(drawn(ChoiceInput(name="a", label="Duty", options=()))) == (
        "Duty: there is nothing to choose."
    )
    assert "Muster knows of no room yet" in visible(drawn(RoomInput(name="a", label="Room")))


def test_the_introduction_stands_above():
    intro = (Text(("Last week",)), Table("Hours", ("Who", "h"), (("Ana", "3"),)))
    form = Form("Hours", "Save", Ask(), (DateInput(name="a", label="A"),), intro)
    assert [part["type"] for part in card_of(form)["body"]] == [
        "RichTextBlock",
        "RichTextBlock",
        "Table",
        "Input.Date",
    ]


def test_a_list_of_thousands_fits_and_keeps_what_is_chosen():
    people = tuple((str(n), f"Person number {n} of a large company, Ümit") for n in range(4000))
    one = ChoiceInput(name="who", label="Who", options=people, initial=("3999", "7"), many=True)
    other = ChoiceInput(name="other", label="Other", options=people)
    value = form_dialog(Form("Account", "Save", Ask(3), (one, other)), Opened())
    card = value["card"]["content"]
    assert problems(card) == []
    assert not too_large(value)
    assert inputs_of(card)["i_who"]["value"] == "3999,7"
    assert visible(card).count("more choices do not fit here.") == 2


def test_a_form_too_large_says_so():
    long = tuple(
        TextInput(name=f"n{i}", label="Long", initial="x" * 3000, multiline=True) for i in range(20)
    )
    assert "more than Teams takes" in visible(card_of(Form("Import", "Try", Ask(), long)))


# ---- what comes back ----------------------------------------------------------------------------


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


# ---- wrong answers ------------------------------------------------------------------------------

FORM = Form(
    "Claim",
    "Claim",
    Ask(5),
    (
        DateInput(name="day", label="Day", initial="2026-12-01"),
        ChoiceInput(name="duty", label="Duty", options=DUTIES),
        ChoiceInput(name="gets", label="Gets", options=DUTIES, many=True, initial=("",)),
        TextInput(name="note", label="Note", initial="as it was"),
    ),
)


def test_the_same_dialog_comes_again_with_a_sentence_beside_each_wrong_input():
    answers = {"day": "2026-12-24", "duty": "14", "gets": ("14", ""), "note": None}
    errors = {"duty": "It is taken.", "turn": "Type /muster open.", "x": ""}
    opened = Opened(words="claim", message="17:1")
    value = with_errors(FORM, answers, errors, opened)
    card = value["card"]["content"]
    assert read_answers(sent(card)) == answers
    assert read_metadata(card["actions"][0]["data"]) == ("test.1?number=5", opened)
    said = [visible(part) if "inlines" in part else part["id"] for part in card["body"]]
    assert [line.replace("\n", "") for line in said] == [
        "Please correct this: Type @Muster open.",
        "Please correct this: this does not fit here.",
        "i_day",
        "Please correct this: It is taken.",
        "i_duty",
        "i_gets",
        "i_note",
    ]


# ---- on the way to a dialog ---------------------------------------------------------------------


def test_words_open_a_dialog_by_a_button():
    card = content(form_offer(FORM, words="claim next week"))
    button = card["body"][-1]["actions"][0]
    assert button["data"]["msteams"] == {"type": "task/fetch"}
    assert (read_words(button["data"]), read_pressed(button["data"])) == ("claim next week", None)
    again = content(form_offer(FORM, pressed="test.1"))["body"][-1]["actions"][0]
    assert (read_words(again["data"]), read_pressed(again["data"])) == (None, "test.1")
    assert problems(card) == []


def test_a_card_in_a_dialog_has_a_title():
    assert card_dialog(Card("x" * 100))["title"] == "x" * 59 + "…"
    assert card_dialog(Card("", (Text(("a",)),)))["title"] == "Muster"
