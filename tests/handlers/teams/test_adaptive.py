"""Cards as Teams shows them, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from bot.cards import (
    Bold,
    Button,
    Card,
    Channel,
    Code,
    Confirm,
    Controls,
    Divider,
    Fields,
    Heading,
    Link,
    LinkButton,
    Menu,
    Moment,
    Option,
    Person,
    Request,
    Row,
    Small,
    Style,
    Text,
)
from handlers.teams.adaptive import card_content, message
from handlers.teams.controls import read_opened, read_pressed, read_words
from handlers.teams.forms import card_dialog
from handlers.teams.opened import Opened
from tests.handlers.teams.reading import body, content, kinds, pressable, visible
from tests.handlers.teams.strict import every_part
from tests.strategies.cards import GUID, Ask

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AskForForm(Request):
    ACTION: ClassVar[str] = "test.form.1"
    FORM: ClassVar[bool] = True


def text_of(block):
    return [(run["text"], run.get("weight")) for run in block["inlines"]]


def actions(parts):
    return [part for part in every_part(parts) if str(part.get("type")).startswith("Action.")]


def test_a_short_answer_reads_like_a_message():
    card = Card("You hold Copywriting.", (Controls((Button("Undo", Ask(1)),)),))
    said = "You hold Copywriting.\n[Undo]"
    press = {"title": "Undo", "data": {"m": "test.1?number=1"}}
    execute = {"type": "Action.Execute", "verb": "press", **press}
    title = {"type": "TextRun", "text": "You hold Copywriting.", "weight": "Bolder"}
    assert message(card) == {
        "type": "message",
        "summary": said,
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "type": "AdaptiveCard",
                    "version": "1.5",
                    "fallbackText": said,
                    "speak": said,
                    "msteams": {"width": "full"},
                    "body": [
                        {"type": "RichTextBlock", "inlines": [title]},
                        {
                            "type": "ActionSet",
                            "actions": [execute | {"fallback": {"type": "Action.Submit", **press}}],
                        },
                    ],
                },
            }
        ],
    }


def test_a_roster_row_has_its_button_at_its_side():
    claim = Button("Claim", Ask(7), Style.PRIMARY, about="Claim Copywriting")
    heading, row = body(Row((Bold("Copy_writing"), " · Ana"), claim), title="Roster")
    assert (heading["style"], heading["text"]) == ("heading", "Roster")
    beside, button = row["columns"]
    assert (beside["width"], button["width"]) == ("stretch", "auto")
    assert text_of(beside["items"][0]) == [("Copy_writing", "Bolder"), (" · Ana", None)]
    [action] = button["items"][0]["actions"]
    assert (action["style"], action["tooltip"]) == ("positive", "Claim Copywriting")


def test_in_a_line_all_that_people_wrote_is_literal():
    line = ("*a* & <at>x</at> ", Code("/muster who"), Link("https://e.org/a", "more"))
    [block] = body(Text(line))
    plain, example, link = block["inlines"]
    assert plain["text"] == "*a* & <at>x</at> "
    assert (example["text"], example["fontType"]) == ("@Muster who", "Monospace")
    assert link["selectAction"] == {
        "type": "Action.OpenUrl",
        "url": "https://e.org/a",
        "title": link["text"],
    }


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "https://e.org/a b"])
def test_an_address_that_nobody_could_follow_is_shown_as_text(url):
    assert f"more ({url})" in visible(body(Text((Link(url, "more"),))))
    assert f"more: {url}" in visible(body(Controls((LinkButton("more", url),))))


def test_people_are_mentioned_only_where_a_ping_is_meant():
    ana, ben = Person("Ana", "29:1Ana", ping=True), Person("Ben", GUID)
    twin = Person("Ana", GUID, ping=True)
    rendered = card_content(Card("", (Text((ana, " and ", ben)), Small((twin,)))))
    first, second = rendered["body"]
    assert first["text"] == "<at>Ana</at> and Ben"
    entities = rendered["msteams"]["entities"]
    assert [e["mentioned"]["id"] for e in entities] == ["29:1Ana", GUID]
    assert [e["text"] for e in entities] == ["<at>Ana</at>", second["text"]]
    assert entities[0]["text"] != entities[1]["text"]  # two people of one name
    assert "entities" not in card_content(Card("", (Text((ben,)),)))["msteams"]


def test_who_is_known_elsewhere_is_named():
    line = (Person("Cy", "U0CY", ping=True), " in ", Channel("C0OPS", "a room"))
    assert visible(body(Text(line))).split("\n") == ["Cy", " in ", "a room"]


def test_moments_show_in_the_readers_own_zone():
    card = Card("", (Text((Moment(MONDAY, "Mon 30 Nov 09:00 UTC"),)),))
    rendered = message(card)
    [block] = content(rendered)["body"]
    when = "{{DATE(2026-11-30T09:00:00Z, SHORT)}} {{TIME(2026-11-30T09:00:00Z)}}"
    assert text_of(block) == [(when, None)]
    assert rendered["summary"] == "Mon 30 Nov 09:00 UTC"


def test_a_dangerous_button_asks_first():
    confirm = Confirm("Leave?", "Your turns open again.", "Leave", "Stay")
    [block] = body(Row(("Me",), Button("Leave …", Ask(1), Style.DANGER, confirm)))
    row, question = block["items"]
    [show] = row["columns"][1]["items"][0]["actions"]
    assert show["type"] == "Action.ToggleVisibility"
    assert show["targetElements"] == [{"elementId": question["id"]}]
    assert question["isVisible"] is False
    yes, no = question["items"][-1]["actions"]
    assert (yes["title"], yes["style"], yes["data"]) == (
        "Leave",
        "destructive",
        {"m": "test.1?number=1"},
    )
    assert (no["title"], no["targetElements"]) == ("Stay", show["targetElements"])
    assert visible(question).split("\n")[:2] == ["Leave?", "Your turns open again."]


def test_a_button_that_opens_a_dialog_says_so():
    [action] = actions(body(Controls((Button("Offer hours", AskForForm()),))))
    assert action["type"] == "Action.Submit"
    assert action["data"] == {"m": "test.form.1", "msteams": {"type": "task/fetch"}}


def test_in_a_dialog_every_button_sends_with_it_what_opened_it():
    opened = Opened(pressed="test.1?number=3", message="17:1")
    buttons = Controls((Button("One", Ask(1)), Button("Form", AskForForm())))
    dialog = card_dialog(Card("Sure?", (buttons,)), opened)
    assert dialog["title"] == "Sure?"
    for action in actions(dialog["card"]["content"]["body"]):
        assert action["type"] == "Action.Submit"
        assert "msteams" not in action["data"]
        assert read_opened(action["data"]) == opened


def test_a_list_sends_what_was_chosen_with_its_own_button():
    menu = Menu("Choose a turn", tuple(Option(f"No. {i}", Ask(i)) for i in range(3)))
    parts = body(Controls((Button("Back", Ask(9)), menu)))
    [back, _fallback, choose, _too] = actions(parts)
    [chooser] = [part for part in every_part(parts) if part.get("type") == "Input.ChoiceSet"]
    assert (chooser["label"], chooser["isRequired"]) == ("Choose a turn", True)
    assert back["associatedInputs"] == "none"  # nothing needs to be chosen to go back
    assert "associatedInputs" not in choose
    sent = choose["data"] | {chooser["id"]: chooser["choices"][2]["value"]}
    assert read_pressed(sent) == "test.1?number=2"
    assert read_pressed(choose["data"]) is None
    assert pressable(parts) == {"test.1", "test.1?number=1", "test.1?number=2", "test.1?number=9"}


def test_the_second_of_two_lists_is_not_demanded_by_the_first():
    menus = tuple(Menu(label, (Option("One", Ask(1)),)) for label in ("A", "B"))
    found = [p for p in every_part(body(Controls(menus))) if p.get("type") == "Input.ChoiceSet"]
    assert len({part["id"] for part in found}) == 2
    assert not any("isRequired" in part for part in found)


def test_more_buttons_than_teams_shows_go_into_more_rows():
    buttons = tuple(Button(str(i), Ask(i)) for i in range(14))
    sizes = [len(block["actions"]) for block in body(Controls(buttons))]
    assert sizes == [5, 5, 4]


def test_fields_headings_and_dividers():
    parts = body(Heading("Open"), Divider(), Fields((("Held *by*", "Ana & Ben"),)))
    assert kinds(parts) == ["TextBlock", "Container", "FactSet"]
    assert parts[0]["style"] == "heading"
    assert parts[1]["separator"] is True
    assert parts[2]["facts"] == [{"title": r"Held \*by\*", "value": "Ana & Ben"}]


def test_a_card_of_nothing_still_says_something():
    assert message(Card("", (Text(()),)))["summary"] == "Nothing to show."
    assert visible(body(Text((" ",)))).strip() == "Nothing to show."


def test_a_card_refreshes_itself_for_sixty_people_at_most():
    card = Card("Roster", refresh=Ask(4))
    users = [f"29:{number}" for number in range(70)]
    refresh = card_content(card, users=users)["refresh"]
    assert refresh["userIds"] == users[:60]
    assert refresh["action"]["verb"] == "refresh"
    assert read_pressed(refresh["action"]["data"]) == "test.1?number=4"
    assert "userIds" not in card_content(card)["refresh"]
    assert "refresh" not in card_content(Card("Roster"), users=users)


@pytest.mark.parametrize("data", [None, "m", [], {}, {"m": 1}, {"c": "x"}, {"c": ["x"]}, {"m": ""}])
def test_what_is_not_ours_was_not_pressed(data):
    assert read_pressed(data) is None
    assert read_words(data) is None


@pytest.mark.parametrize("data", [{"o": 1}, {"o": {"z": ""}}, {"o": {"p": 1}}, {"o": {"h": "x"}}])
def test_where_a_dialog_was_opened_is_not_made_up(data):
    with pytest.raises(ValueError, match="not a dialog"):
        read_opened(data)
