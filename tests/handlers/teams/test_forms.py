"""Forms as Teams shows them, and again with what was wrong."""

from __future__ import annotations

from typing import Any

import pytest

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
from handlers.teams.controls import read_pressed, read_words
from handlers.teams.forms import (
    card_dialog,
    form_dialog,
    form_offer,
    read_answers,
    read_metadata,
    with_errors,
)
from handlers.teams.opened import Opened
from tests.handlers.teams.reading import content, inputs_of, sent, visible
from tests.handlers.teams.strict import problems, too_large
from tests.strategies.cards import GUID, Ask

DUTIES = (("14", "Copywriting"), ("", "Any duty"))
ROOMS = (("19:a@thread.tacv2", "Task force"), ("19:b@thread.tacv2", "Lounge"))


def card_of(form: Form, **how: Any) -> dict[str, Any]:
    return form_dialog(form, Opened(), **how)["card"]["content"]


def drawn(one, **how) -> list[dict[str, Any]]:
    """The parts of one input."""
    return card_of(Form("Hours", "Save", Ask(3), (one,)), **how)["body"]


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
