"""Figures as Slack shows them: native where they fit, in words where they do not."""

from __future__ import annotations

from bot.cards import Card, Chart, ChartKind, Series, Table
from handlers.slack.blocks import has_native, home, message
from handlers.slack.charts import unique_labels
from tests.handlers.slack.reading import blocks, visible

HOURS = Table("Hours", ("Department", "Pledged"), (("Sales", "12"), ("PR", "")), frozenset({1}))


def test_a_table_is_native_in_a_message():
    caption, table = blocks(HOURS)
    assert visible([caption]).strip() == "Hours"
    assert table == {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": text} for text in row]
            for row in (("Department", "Pledged"), ("Sales", "12"), ("PR", "–"))
        ],
        "column_settings": [
            {"align": "left", "is_wrapped": True},
            {"align": "right", "is_wrapped": True},
        ],
    }


def test_a_second_table_and_a_table_on_app_home_are_lines_of_text():
    kinds = [block["type"] for block in blocks(HOURS, HOURS)]
    assert kinds == ["rich_text", "table", "rich_text", "rich_text", "rich_text"]
    assert "Sales" in visible(home(Card("", (HOURS,)))["blocks"])
    assert "Pledged: 12" in visible(home(Card("", (HOURS,)))["blocks"])


def test_rows_that_do_not_fit_a_table_are_counted():
    rows = tuple((f"Row {i}", "1") for i in range(120))
    seen = visible(blocks(Table("Long", ("Name", "Hours"), rows)))
    assert "Row 98" in seen
    assert "… 21 more rows do not fit here." in seen


def chart(kind=ChartKind.BAR, count=3, series=1, name="Department"):
    categories = tuple(f"{name} {i}" for i in range(count))
    values = [Series(f"Week {s}", tuple(float(i) for i in range(count))) for s in range(series)]
    return Chart(kind, "Hours by department", categories, tuple(values), y_label="hours")


def test_a_chart_is_native_in_a_message():
    (block,) = blocks(chart(count=2))
    assert block == {
        "type": "data_visualization",
        "title": "Hours by department",
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": "Week 0",
                    "data": [
                        {"label": "Department 0", "value": 0},
                        {"label": "Department 1", "value": 1},
                    ],
                }
            ],
            "axis_config": {
                "categories": ["Department 0", "Department 1"],
                "y_label": "hours",
            },
        },
    }


def test_a_pie_leaves_out_nothing_but_zeros():
    (block,) = blocks(chart(ChartKind.PIE))
    assert block["chart"]["segments"] == [
        {"label": "Department 1", "value": 1},
        {"label": "Department 2", "value": 2},
    ]


def test_a_pie_of_too_many_pieces_is_drawn_as_bars():
    assert blocks(chart(ChartKind.PIE, count=9))[0]["chart"]["type"] == "bar"


def test_what_a_chart_cannot_show_is_said_below_it():
    found = blocks(chart(count=22, series=7))
    assert len(found[0]["chart"]["series"]) == 6
    assert len(found[0]["chart"]["axis_config"]["categories"]) == 20
    seen = visible(found[1:])
    assert "Week 6 5" in seen
    assert "Week 0 21, Week 1 21" in seen


def test_labels_are_cut_and_still_differ():
    labels = unique_labels(["Customer Service North", "Customer Service Nordic", "A", "A"])
    assert labels == ["Customer Service No…", "Customer Service… 2", "A", "A 2"]
    assert all(len(label) <= 20 for label in labels)


def test_on_app_home_a_chart_is_bars_with_their_figures():
    seen = visible(home(Card("", (chart(),)))["blocks"])
    assert "Hours by department" in seen
    assert ": 0" in seen
    assert ": ██████ 1" in seen
    assert ": ████████████ 2" in seen


def test_a_plain_message_says_the_same_without_native_blocks():
    card = Card("Digest", (HOURS, chart()))
    assert has_native(message(card))
    plain = message(card, plain=True)
    assert not has_native(plain)
    assert plain["text"] == message(card)["text"]
    assert "Pledged: 12" in visible(plain["blocks"])
