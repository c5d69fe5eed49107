"""Forms as Slack shows them, and their answers on the way back."""

from __future__ import annotations

import json

import pytest

from bot.cards import (
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
from handlers.playground.rules_payload import check_view, view_too_large
from handlers.slack.forms import Opened, error_answer, form_view, read_answers, read_metadata
from tests.handlers.slack.reading import visible
from tests.strategies.cards import Ask

HOOK = "https://hooks.example.com/actions/T0/1/x"
DUTIES = (("14", "Copywriting"), ("", "Any duty"))


def element(one):
    view = form_view(Form("Hours", "Save", Ask(3), (one,)), Opened())
    return view["blocks"][0]


def test_a_form_carries_its_request_and_where_it_was_opened():
    opened = Opened("C0ROOM001", HOOK, "1796029000.000100", home=False, pressed=True)
    view = form_view(Form("Hours", "Save", Ask(3), ()), opened)
    assert (view["title"]["text"], view["submit"]["text"]) == ("Hours", "Save")
    assert read_metadata(view["private_metadata"]) == ("test.1?number=3", opened)


def test_a_long_request_costs_the_response_url_first():
    opened = Opened("C0ROOM001", HOOK, pressed=True)
    view = form_view(Form("Hours", "Save", Ask(words="w" * 2940), ()), opened)
    assert read_metadata(view["private_metadata"])[1] == Opened("C0ROOM001", "", pressed=True)
    too_long = form_view(Form("Hours", "Save", Ask(words="w" * 3000), ()), opened)
    assert "more than Slack takes" in visible(too_long["blocks"])


def test_an_input_says_what_it_asks_and_why():
    block = element(TextInput(name="hours", label="Hours", hint="0 to 40", optional=True))
    assert block["block_id"] == "hours"
    assert block["label"]["text"] == "Hours"
    assert block["hint"]["text"] == "0 to 40"
    assert block["optional"] is True


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            TextInput(
                name="a", label="A", initial="x" * 9, most=5, multiline=True, placeholder="p"
            ),
            {
                "type": "plain_text_input",
                "multiline": True,
                "max_length": 5,
                "initial_value": "xxxx…",
                "placeholder": {"type": "plain_text", "text": "p", "emoji": False},
            },
        ),
        (
            DateInput(name="a", label="A", initial="2026-12-01"),
            {"type": "datepicker", "initial_date": "2026-12-01"},
        ),
        (TimeInput(name="a", label="A"), {"type": "timepicker"}),
        (
            PersonInput(name="a", label="A", initial="U0ANA"),
            {"type": "users_select", "initial_user": "U0ANA"},
        ),
        (
            RoomInput(name="a", label="A"),
            {"type": "conversations_select", "filter": {"include": ["public", "private"]}},
        ),
    ],
)
def test_each_kind_of_input_is_slacks_own(one, expected):
    assert element(one)["element"] == expected | {"action_id": "answer"}


def option(value, label):
    return {"text": {"type": "plain_text", "text": label, "emoji": False}, "value": value}


def test_choices_and_what_is_chosen_already():
    block = element(ChoiceInput(name="a", label="A", options=DUTIES, initial=("",)))
    assert block["element"]["type"] == "static_select"
    assert block["element"]["initial_option"] == option("~", "Any duty")
    boxes = element(ChoiceInput(name="a", label="A", options=DUTIES, initial=("14",), many=True))
    assert boxes["element"]["type"] == "checkboxes"
    assert boxes["element"]["initial_options"] == [option("14", "Copywriting")]


def test_many_choices_are_grouped_and_too_many_to_tick_are_a_list():
    options = tuple((str(i), f"Duty {i}") for i in range(150))
    block = element(ChoiceInput(name="a", label="A", options=options, initial=("149",), many=True))
    assert block["element"]["type"] == "multi_static_select"
    assert [len(group["options"]) for group in block["element"]["option_groups"]] == [100, 50]
    assert block["element"]["initial_options"] == [option("149", "Duty 149")]


def test_choices_that_slack_cannot_carry_are_counted():
    block = element(ChoiceInput(name="a", label="A", options=(("x" * 76, "Long"), ("1", "One"))))
    assert block["hint"]["text"] == "1 more choices do not fit here."


def test_nothing_to_choose_is_said_instead_of_asked():
    block = element(ChoiceInput(name="a", label="Duty", options=()))
    assert block["type"] == "section"
    assert block["text"]["text"] == "Duty: there is nothing to choose."


def test_the_introduction_has_no_native_blocks():
    intro = (Text(("Last week",)), Table("Hours", ("Who", "h"), (("Ana", "3"),)))
    view = form_view(
        Form("Hours", "Save", Ask(), (DateInput(name="a", label="A"),), intro), Opened()
    )
    assert {block["type"] for block in view["blocks"]} == {"rich_text", "input"}
    assert "h: 3" in visible(view["blocks"])


def test_an_empty_choice_comes_back_empty():
    chosen = {"type": "static_select", "selected_option": option("~", "Any duty")}
    assert read_answers({"duty": {"answer": chosen}}) == {"duty": ""}


def test_sentences_about_no_input_stand_under_the_first_one():
    view = form_view(Form("H", "S", Ask(), (DateInput(name="day", label="D"),)), Opened())
    assert error_answer(view, {"day": "Too late.", "turn": "Taken.", "x": ""}) == {
        "response_action": "errors",
        "errors": {"day": "Too late. Taken. Please change this."},
    }
    assert error_answer({"blocks": []}, {"day": "Too late."}) is None


@pytest.mark.parametrize("text", ["", "null", json.dumps({"r": 1}), json.dumps({"z": "1"})])
def test_metadata_that_is_not_ours_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_metadata(text)


def test_a_list_of_thousands_fits_and_keeps_what_is_chosen():
    people = tuple((str(n), f"Person number {n} of a large company, Ümit") for n in range(4000))
    one = ChoiceInput(name="who", label="Who", options=people, initial=("3999", "7"), many=True)
    other = ChoiceInput(name="other", label="Other", options=people)
    view = form_view(Form("Account", "Save", Ask(3), (one, other)), Opened())
    assert [str(problem) for problem in check_view(view, "modal")] == []
    assert not view_too_large(view)
    shown = view["blocks"][0]["element"]
    assert [o["value"] for o in shown["initial_options"]] == ["7", "3999"]
    assert "more choices do not fit here" in view["blocks"][0]["hint"]["text"]
