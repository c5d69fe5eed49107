"""Charts: Slack's own in a message, bars of text with their figures elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from bot.cards import Bold, Chart, ChartKind, Line, Series
from handlers.characters import clean, cut, units
from handlers.charted import bars, figures
from handlers.cutting import Kind, Piece
from handlers.slack import limits
from handlers.slack.pieces import Drawing, as_row, rich_piece
from handlers.slack.text import Json, rich


def chart_pieces(chart: Chart, drawing: Drawing) -> Iterator[Piece]:
    """The chart; what has no room in it follows as text, so that no figure is lost."""
    shown = _shown(chart)
    if drawing.native and drawing.charts < limits.CHARTS_MESSAGE and shown is not None:
        drawing.charts += 1
        yield Piece(Kind.NATIVE, _native(shown, clean(chart.title)), len(shown.categories))
        lines = list(_left_out(chart, shown))
    else:
        lines = [(Bold(chart.title),), *bars(chart)]
    for line in lines:
        if elements := rich(line):
            yield as_row(rich_piece(elements))


def _shown(chart: Chart) -> Chart | None:
    """As much of the chart as Slack takes; None if it would take nothing of it."""
    values = [value for series in chart.series for value in series.values]
    regular = all(len(series.values) == len(chart.categories) for series in chart.series)
    if not values or not regular or not all(isfinite(value) for value in values):
        return None
    kind = chart.kind
    if kind is ChartKind.PIE:
        segments = sum(1 for value in chart.series[0].values if value > 0)
        if len(chart.series) > 1 or min(values) < 0 or segments > limits.CHART_SERIES:
            kind = ChartKind.BAR  # the same figures, where a pie cannot show them
        elif not segments:
            return None
    points = limits.CHART_POINTS
    series = tuple(
        Series(one.name, one.values[:points]) for one in chart.series[: limits.CHART_SERIES]
    )
    return Chart(kind, chart.title, chart.categories[:points], series, chart.x_label, chart.y_label)


def _native(chart: Chart, title: str) -> Json:
    labels = unique_labels(chart.categories)
    if chart.kind is ChartKind.PIE:
        pairs = zip(labels, chart.series[0].values, strict=True)
        segments = [{"label": label, "value": _number(v)} for label, v in pairs if v > 0]
        drawn: Json = {"type": "pie", "segments": segments}
    else:
        names = unique_labels([series.name for series in chart.series])
        drawn = {
            "type": chart.kind.value,
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": _number(value)}
                        for label, value in zip(labels, series.values, strict=True)
                    ],
                }
                for name, series in zip(names, chart.series, strict=True)
            ],
            "axis_config": {"categories": labels, **_axes(chart)},
        }
    title = cut(" ".join(title.split()), limits.CHART_TITLE) or "Chart"
    return {"type": "data_visualization", "title": title, "chart": drawn}


def _axes(chart: Chart) -> Json:
    labels = {"x_label": chart.x_label, "y_label": chart.y_label}
    cleaned = {key: cut(clean(text).strip(), limits.CHART_AXIS) for key, text in labels.items()}
    return {key: text for key, text in cleaned.items() if text}


def unique_labels(labels: Sequence[str], most: int = limits.CHART_LABEL) -> list[str]:
    """Cut to `most` units and numbered where two would read the same."""
    found: list[str] = []
    seen: set[str] = set()
    for label in labels:
        text = cut(" ".join(clean(label).split()), most) or "–"
        candidate, number = text, 1
        while candidate in seen:
            number += 1
            candidate = f"{cut(text, most - len(f' {number}'))} {number}"
        seen.add(candidate)
        found.append(candidate)
    return found


def _left_out(chart: Chart, shown: Chart) -> Iterator[Line]:
    """Series and categories beyond the limits, and titles and names that had to be cut."""
    if units(clean(chart.title)) > limits.CHART_TITLE:
        yield (Bold(chart.title),)
    beyond = len(shown.categories)
    for index, category in enumerate(chart.categories):
        series = chart.series if index >= beyond else chart.series[len(shown.series) :]
        if series:
            yield (Bold(category), ": ", figures(series, index))
        elif units(clean(category)) > limits.CHART_LABEL:
            yield (Bold(category), ": ", figures(chart.series, index))


def _number(value: float) -> float:
    return int(value) if value == int(value) else value
