"""Figures as Teams shows them: native where they fit, and always in words."""

from __future__ import annotations

import pytest

from bot.cards import Card, Chart, ChartKind, Series, Table
from handlers.teams.adaptive import has_native, message
from handlers.teams.charts import unique_labels
from tests.handlers.teams.reading import body, content, visible
from tests.handlers.teams.strict import problems

HOURS = Table("Hours", ("Department", "Pledged"), (("Sales", "12"), ("PR", "")), frozenset({1}))


def cells(row):
    return [cell["items"][0]["inlines"][0]["text"] for cell in row["cells"]]


def test_a_table_is_native():
    caption, table = body(HOURS)
    assert visible(caption) == "Hours"
    assert [cells(row) for row in table["rows"]] == [
        ["Department", "Pledged"],
        ["Sales", "12"],
        ["PR", "–"],
    ]
    assert table["firstRowAsHeaders"] is True
    assert table["rows"][1]["cells"][1]["items"][0]["horizontalAlignment"] == "Right"


def test_a_table_too_large_is_said_in_lines():
    rows = tuple((f"Row {i}", "word " * 60) for i in range(300))
    parts = body(Table("Long", ("Name", "What"), rows))
    assert not has_native(parts)
    assert "Row 0" in visible(parts)
    assert "more lines do not fit here." in visible(parts)


def chart(kind=ChartKind.BAR, count=3, series=1):
    categories = tuple(f"Department {i}" for i in range(count))
    values = tuple(
        Series(f"Week {s}", tuple(float(i) for i in range(count))) for s in range(series)
    )
    return Chart(kind, "Hours by department", categories, values, y_label="hours")


def test_bars_are_native_with_their_figures_below():
    title, drawn, figures = body(chart())
    assert visible(title) == "Hours by department"
    assert drawn == {
        "type": "Chart.VerticalBar",
        "title": "Hours by department",
        "yAxisTitle": "hours",
        "showBarValues": True,
        "data": [
            {"x": "Department 0", "y": 0},
            {"x": "Department 1", "y": 1},
            {"x": "Department 2", "y": 2},
        ],
        "fallback": "drop",
    }
    assert visible(figures) == "Department 0: 0 · Department 1: 1 · Department 2: 2"


@pytest.mark.parametrize(
    ("drawn", "kind"),
    [
        (chart(series=2), "Chart.VerticalBar.Grouped"),
        (chart(ChartKind.LINE, series=2), "Chart.Line"),
        (chart(ChartKind.AREA), "Chart.Line"),
        (chart(ChartKind.PIE), "Chart.Pie"),
        (chart(ChartKind.PIE, count=1), "Chart.VerticalBar"),  # nothing but a zero
    ],
)
def test_each_kind_of_chart_is_teams_own(drawn, kind):
    card = content(message(Card("", (drawn,))))
    assert problems(card) == []
    assert [part["type"] for part in card["body"]] == ["RichTextBlock", kind, "RichTextBlock"]


def test_a_pie_leaves_out_nothing_but_zeros():
    assert body(chart(ChartKind.PIE))[1]["data"] == [
        {"legend": "Department 1", "value": 1},
        {"legend": "Department 2", "value": 2},
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_cannot_be_drawn_is_said(value):
    odd = Chart(ChartKind.BAR, "Odd", ("A", "B"), (Series("s", (1.0, value)),))
    assert not has_native(body(odd))
    assert "A" in visible(body(odd))


def test_a_plain_message_says_the_same_without_native_parts():
    card = Card("Digest", (HOURS, chart()))
    assert has_native(message(card))
    plain = message(card, plain=True)
    assert not has_native(plain)
    assert plain["summary"] == message(card)["summary"]
    seen = visible(content(plain)["body"])
    assert "Pledged: 12" in seen
    assert ": ████████████ 2" in seen


def test_labels_are_told_apart():
    assert unique_labels(["A", "A", "", "A"]) == ["A", "A 2", "–", "A 3"]


@pytest.mark.parametrize("kind", [ChartKind.BAR, ChartKind.LINE])
def test_no_two_series_are_drawn_in_one_colour(kind):
    (drawn,) = [
        part
        for part in content(message(Card("", (chart(kind, series=4),))))["body"]
        if part["type"].startswith("Chart.")
    ]
    assert len({series["color"] for series in drawn["data"]}) == 4
