"""Cards as Slack shows them, piece by piece."""

from __future__ import annotations

from datetime import UTC, datetime

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
    Row,
    Small,
    Style,
    Text,
)
from handlers.slack.blocks import message
from tests.handlers.slack.reading import blocks, visible
from tests.strategies.cards import Ask

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_a_short_answer_reads_like_a_message():
    card = Card("You hold Copywriting.", (Controls((Button("Undo", Ask(1)),)),))
    assert message(card) == {
        "text": "You hold Copywriting.\n[Undo]",
        "blocks": [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {
                                "type": "text",
                                "text": "You hold Copywriting.",
                                "style": {"bold": True},
                            }
                        ],
                    }
                ],
            },
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "test.1:1",
                        "text": {"type": "plain_text", "text": "Undo", "emoji": False},
                        "value": "test.1?number=1",
                    }
                ],
            },
        ],
    }


def test_a_roster_row_has_its_button_at_its_side():
    row = Row(
        (Bold("Copy_writing"), " · ", Person("Ana", "U0ANA"), " *2 of 3 h*"),
        Button("Claim", Ask(7), Style.PRIMARY, about="Claim Copywriting"),
    )
    assert blocks(row, title="Roster") == [
        {"type": "header", "text": {"type": "plain_text", "text": "Roster", "emoji": False}},
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": "*Copy_writing* · Ana \u200b*\u200b2 of 3 h*",
                "verbatim": True,
            },
            "accessory": {
                "type": "button",
                "action_id": "test.1:1",
                "text": {"type": "plain_text", "text": "Claim", "emoji": False},
                "value": "test.1?number=7",
                "style": "primary",
                "accessibility_label": "Claim Copywriting",
            },
        },
    ]


def test_lines_of_text_share_a_block_in_which_all_is_literal():
    line = ("*not bold* <!channel> & ", Code("/muster who"), " ", Link("https://e.org/a", "more"))
    (block,) = blocks(Text(("First",)), Text(line))
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "First"},
        {"type": "text", "text": "\n"},
        {"type": "text", "text": "*not bold* <!channel> & "},
        {"type": "text", "text": "/muster who", "style": {"code": True}},
        {"type": "text", "text": " "},
        {"type": "link", "url": "https://e.org/a", "text": "more"},
    ]


def test_people_are_mentioned_only_where_a_ping_is_meant():
    line = (
        Person("Ana", "U0ANA", ping=True),
        Person("Ben", "U0BEN"),
        Person("Cy", "<!here>", ping=True),
    )
    (block,) = blocks(Text(line))
    assert block["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U0ANA"},
        {"type": "text", "text": "Ben"},
        {"type": "text", "text": "Cy"},
    ]
    (small,) = blocks(Small(line))
    assert small["elements"][0]["text"] == "<@U0ANA>BenCy"


def test_rooms_show_by_the_name_the_platform_knows():
    line = (Channel("C0OPS", "a room"), Channel("<!here>", "a room"))
    (block, small) = blocks(Text(line), Small(line))
    assert block["elements"][0]["elements"] == [
        {"type": "channel", "channel_id": "C0OPS"},
        {"type": "text", "text": "a room"},
    ]
    assert small["elements"][0]["text"] == "<#C0OPS>a room"


def test_moments_show_in_the_readers_own_zone():
    moment = Moment(MONDAY, "Mon 30 Nov 09:00 UTC")
    (block, small) = blocks(Text((moment,)), Small((moment,)))
    assert block["elements"][0]["elements"] == [
        {
            "type": "date",
            "timestamp": 1796029200,
            "format": "{date_short} at {time}",
            "fallback": "Mon 30 Nov 09:00 UTC",
        }
    ]
    assert small["elements"][0]["text"] == (
        "<!date^1796029200^{date_short} at {time}|Mon 30 Nov 09:00 UTC>"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a* _b_ ~c~", "\u200b*\u200ba* \u200b_\u200bb_ \u200b~\u200bc~"),
        ("snake_case_name 3*4", "snake_case_name 3*4"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("> quoted", "\u200b&gt; quoted"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("&lt;", "&amp;lt;"),
        ("half \ud800 bell\x07", "half \ufffd bell"),
    ],
)
def test_in_mrkdwn_peoples_markers_stay_literal(typed, shown):
    (small,) = blocks(Small((typed,)))
    assert small["elements"][0]["text"] == shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://", "https://e.org/a b", "http://["]
)
def test_an_address_that_slack_would_refuse_is_shown_as_text(url):
    (block,) = blocks(Text((Link(url, "more"),)))
    assert block["elements"][0]["elements"] == [{"type": "text", "text": f"more ({url})"}]
    assert f"more: {url}" in visible(blocks(Controls((LinkButton("more", url),))))


def test_a_dangerous_button_asks_first():
    confirm = Confirm("Leave?", "Your turns open again.", "Leave", "Stay")
    (block,) = blocks(Controls((Button("Leave", Ask(1), Style.DANGER, confirm),)))
    dialog = block["elements"][0]["confirm"]
    assert block["elements"][0]["style"] == "danger"
    assert dialog["style"] == "danger"
    assert (dialog["confirm"]["text"], dialog["deny"]["text"]) == ("Leave", "Stay")


def test_more_buttons_than_a_block_takes_go_into_more_blocks():
    buttons = tuple(Button(str(i), Ask(i)) for i in range(60))
    sizes = [len(block["elements"]) for block in blocks(Controls(buttons))]
    assert sizes == [25, 25, 10]


def test_a_menu_becomes_buttons_where_its_requests_are_too_long():
    long = Menu("Pick", tuple(Option(f"No. {i}", Ask(i, words="w" * 80)) for i in range(3)))
    section, actions = blocks(Row(("Pick one",), long))
    assert "accessory" not in section
    assert [element["type"] for element in actions["elements"]] == ["button"] * 3


def test_a_long_menu_is_grouped():
    menu = Menu("Pick", tuple(Option(f"No. {i}", Ask(i)) for i in range(250)))
    (block,) = blocks(Controls((menu,)))
    groups = block["elements"][0]["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert groups[1]["label"]["text"] == "101–200: No. 100 … No. 199"


def test_a_button_too_long_for_slack_is_not_lost_silently():
    seen = visible(blocks(Controls((Button("Import", Ask(words="w" * 2100)),))))
    assert "Left out, since it is too long for Slack: Import" in seen


def test_fields_stand_in_two_columns():
    (block,) = blocks(Fields((("Needed", "4 h"), ("Held by", "Ana & Ben"))))
    assert [field["text"] for field in block["fields"]] == [
        "*Needed*\n4 h",
        "*Held by*\nAna &amp; Ben",
    ]


def test_headings_and_dividers():
    found = blocks(Heading("Open"), Divider(), Heading("x" * 151))
    assert [block["type"] for block in found] == ["header", "divider", "rich_text"]


def test_a_card_of_nothing_still_says_something():
    assert message(Card("", (Text(()),)))["text"] == "Nothing to show."
    assert visible(blocks(Text((" ",)))).strip() == "Nothing to show."


def test_a_message_is_cut_where_slack_would_refuse_its_size():
    lines = tuple(Text((f"Line {i}: " + "word " * 60,)) for i in range(200))
    found = blocks(*lines)
    assert "more lines do not fit here." in visible(found)
