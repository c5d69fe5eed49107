"""Charts say their numbers as a table, too, and are drawn from values only."""

from __future__ import annotations

from handlers.playground.page.figures import numbers, options

BAR = {
    "type": "bar",
    "axis_config": {"categories": ["Sales", "Support"], "x_label": "Department"},
    "series": [
        {
            "name": "Needed",
            "data": [{"label": "Sales", "value": 2}, {"label": "Support", "value": 4.5}],
        },
        {"name": "Offered", "data": [{"label": "Sales", "value": 1}]},
    ],
}
PIE = {"type": "pie", "segments": [{"label": "Sales", "value": 2}]}


def words(rows):
    return [[cell["text"] for cell in row] for row in rows]


def test_a_bar_chart_as_a_table():
    head, rows = numbers(BAR)
    assert head == ["Department", "Needed", "Offered"]
    assert words(rows) == [["Sales", "2", "1"], ["Support", "4.5", ""]]


def test_a_pie_as_a_table():
    assert numbers(PIE)[0] == ["Part", "Value"]
    assert words(numbers(PIE)[1]) == [["Sales", "2"]]


def test_an_area_is_a_line_with_its_ground_filled():
    drawn = options(BAR | {"type": "area"})["series"][0]
    assert drawn["type"] == "line"
    assert "areaStyle" in drawn


def test_names_stand_aslant_where_there_is_no_room():
    assert options(BAR)["xAxis"]["axisLabel"]["rotate"] == 0
    many = BAR | {"axis_config": {"categories": [f"Department {n}" for n in range(9)]}}
    assert options(many)["xAxis"]["axisLabel"]["rotate"] > 0


def test_no_word_of_the_apps_becomes_a_key():
    """ECharts' wrapper runs what stands under keys that begin with a colon."""
    evil = ":alert(1)"
    chart = {
        "type": "line",
        "axis_config": {"categories": [evil], "x_label": evil, "y_label": evil},
        "series": [{"name": evil, "data": [{"label": evil, "value": 1}]}],
    }

    def keys(thing):
        if isinstance(thing, dict):
            for key, value in thing.items():
                yield key
                yield from keys(value)
        elif isinstance(thing, list):
            for item in thing:
                yield from keys(item)

    assert not [key for key in keys(options(chart)) if key.startswith(":")]
    pie = {"type": "pie", "segments": [{"label": evil, "value": 1}]}
    assert not [key for key in keys(options(pie)) if key.startswith(":")]
