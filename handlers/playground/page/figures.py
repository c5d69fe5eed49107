"""Tables and charts. Every chart also says its numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from nicegui import ui

from handlers.playground.objects import Json
from handlers.playground.page.board import Board
from handlers.playground.page.rich import rich_to_html
from handlers.playground.page.tags import Tag, markup

# Seven hues that keep apart for the colour-blind too, readable on light and dark ground
HUES = ("#2f8f7a", "#c77b2b", "#5b7fd1", "#a8578f", "#7d8b2f", "#c25a4e", "#6d6f8f")
FAINT = "rgba(128, 128, 128, 0.3)"  # lines behind the chart, on light and dark ground
ROOM_FOR = 40  # letters of all names together that fit side by side in a narrow pane
PAGE = 5  # rows of a data_table at once, if it names no number


def draw_table(board: Board, block: Json) -> None:
    """A table block: the first row heads the columns."""
    rows = block.get("rows") or []
    settings = block.get("column_settings") or []
    aligned = [str((s or {}).get("align", "left")) for s in settings]
    with _scroller("Table"), Tag("table", cls="grid"):
        _rows(board, rows[:1], rows[1:], aligned)


def draw_data_table(board: Board, block: Json) -> None:
    """A data_table block: with caption, row headers and pages."""
    rows = block.get("rows") or []
    size = int(block.get("page_size") or PAGE)
    caption = str(block.get("caption", ""))
    head, body = rows[:1], rows[1:]
    named = int(block.get("row_header_column_index") or 0)
    with Tag("div", cls="data-table"):
        frame = _scroller(caption)
        pager = Tag("div", cls="pager") if len(body) > size else None

    def show(start: int) -> None:
        frame.clear()
        with frame, Tag("table", cls="grid"):
            Tag("caption", caption)
            _rows(board, head, body[start : start + size], [], row_header=named)
        if pager:
            _draw_pager(pager, start, size, len(body), show)

    show(0)


def _draw_pager(pager: Tag, start: int, size: int, whole: int, show: Callable[[int], None]) -> None:
    pager.clear()
    with pager:
        Tag("span", f"Rows {start + 1}–{min(start + size, whole)} of {whole}", role="status")
        for words, to in (("Previous rows", start - size), ("Next rows", start + size)):
            button = Tag("button", words, cls="button plain small", type="button")
            button.set(disabled=not 0 <= to < whole).on_press(partial(show, to))


def _scroller(label: str) -> Tag:
    """A frame for something wide; reachable by keyboard, so that it can be scrolled."""
    return Tag("div", cls="scroller", tabindex="0", role="group", aria_label=label)


def _rows(
    board: Board,
    head: Sequence[Sequence[Json]],
    body: Sequence[Sequence[Json]],
    aligned: Sequence[str],
    row_header: int | None = 0,
) -> None:
    if head:
        with Tag("thead"), Tag("tr"):
            for column, cell in enumerate(head[0]):
                _cell(board, cell, "th", "col", _align(aligned, column, body))
    with Tag("tbody"):
        for row in body:
            with Tag("tr"):
                for column, cell in enumerate(row):
                    tag, scope = ("th", "row") if column == row_header else ("td", None)
                    _cell(board, cell, tag, scope, _align(aligned, column, body))


def _align(aligned: Sequence[str], column: int, body: Sequence[Sequence[Json]]) -> str:
    if column < len(aligned):
        return aligned[column]
    cells = [row[column] for row in body if column < len(row)]
    return "right" if cells and all(c.get("type") == "raw_number" for c in cells) else "left"


def _cell(board: Board, cell: Json, tag: str, scope: str | None, align: str) -> None:
    text = cell.get("text", cell.get("value", ""))
    if cell.get("type") == "rich_text":
        with Tag(tag, cls=align, scope=scope):
            markup(rich_to_html(cell, board.reader), tag="span", cls="rich")
    else:
        Tag(tag, str(text), cls=align, scope=scope)


# ---- charts -------------------------------------------------------------------------------------


def draw_chart(board: Board, block: Json) -> None:
    """A data_visualization block: the chart for the eye, the table for everyone."""
    chart, title = block.get("chart") or {}, str(block.get("title", ""))
    head, rows = numbers(chart)
    with Tag("figure", cls="chart"):
        Tag("figcaption", title)
        with Tag("div", aria_hidden="true"):
            ui.echart(options(chart), renderer="svg").classes("drawing")
        with Tag("details"):
            Tag("summary", "Show the numbers")
            with _scroller(f"{title}: numbers"), Tag("table", cls="grid"):
                Tag("caption", title, cls="sr-only")
                _rows(board, [[_raw(word) for word in head]], rows, [])


def numbers(chart: Json) -> tuple[list[str], list[list[Json]]]:
    """The chart's figures: names of columns, and rows of table cells."""
    if chart.get("type") == "pie":
        pairs = [(s.get("label"), s.get("value")) for s in chart.get("segments") or []]
        return ["Part", "Value"], [[_raw(label), _figure(value)] for label, value in pairs]
    series = chart.get("series") or []
    axis = chart.get("axis_config") or {}
    rows = [
        [_raw(category), *(_figure(_at(one, number)) for one in series)]
        for number, category in enumerate(axis.get("categories") or [])
    ]
    return [str(axis.get("x_label") or "Category"), *(str(s.get("name")) for s in series)], rows


def _at(series: Json, number: int) -> Any:
    data = series.get("data") or []
    return data[number].get("value") if number < len(data) else ""


def _raw(text: Any) -> Json:
    return {"type": "raw_text", "text": str(text)}


def _figure(value: Any) -> Json:
    return {"type": "raw_number", "text": f"{value:g}" if isinstance(value, int | float) else ""}


def options(chart: Json) -> dict[str, Any]:
    """The chart as ECharts wants it. All keys are ours: people's words are values only."""
    base = {
        "color": list(HUES),
        "animation": False,
        "textStyle": {"fontFamily": "inherit"},
        "tooltip": {"trigger": "item" if chart.get("type") == "pie" else "axis", "confine": True},
    }
    if chart.get("type") == "pie":
        return base | _pie(chart)
    axis = chart.get("axis_config") or {}
    names = [str(series.get("name", "")) for series in chart.get("series") or []]
    below = _categories(axis)
    # A name that stands aslant begins left of its place
    left = 3 * max(map(len, below["data"]), default=0) if below["axisLabel"]["rotate"] else 8
    return base | {
        "legend": {"data": names, "top": 0, "right": 0, "show": len(names) > 1},
        "grid": {"left": left, "right": 12, "top": 48, "bottom": 24, "containLabel": True},
        "xAxis": below,
        "yAxis": {
            "type": "value",
            "name": axis.get("y_label") or "",
            "nameTextStyle": {"align": "left"},
            "splitLine": {"lineStyle": {"color": FAINT}},
        },
        "series": [_series(one, str(chart.get("type"))) for one in chart.get("series") or []],
    }


def _pie(chart: Json) -> dict[str, Any]:
    """Parts of a whole, each with its name; the legend names them where there is no room."""
    parts = [{"name": s["label"], "value": s["value"]} for s in chart.get("segments") or []]
    pie = {
        "type": "pie",
        "radius": ["32%", "58%"],
        "center": ["50%", "45%"],
        "data": parts,
        "label": {"overflow": "break", "formatter": "{b}\n{c}"},
    }
    return {"series": [pie], "legend": {"bottom": 0}}


def _categories(axis: Json) -> dict[str, Any]:
    """The axis of names; many or long ones stand aslant, so that none is left out."""
    names = [str(name) for name in axis.get("categories") or []]
    longest = max(map(len, names), default=0)
    aslant = len(names) * longest > ROOM_FOR
    return {
        "type": "category",
        "data": names,
        "name": axis.get("x_label") or "",
        "nameLocation": "middle",
        "nameGap": 16 + 4 * longest if aslant else 26,  # pixels below the axis
        "axisLabel": {"interval": 0, "rotate": 35 if aslant else 0},
    }


def _series(series: Json, kind: str) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "name": str(series.get("name", "")),
        "type": "line" if kind == "area" else kind,
        "data": [point.get("value") for point in series.get("data") or []],
        "barMaxWidth": 36,
    }
    return drawn | ({"areaStyle": {"opacity": 0.25}} if kind == "area" else {})
