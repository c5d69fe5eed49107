"""Charts: Teams' own, and bars of text with their figures where a client has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from microsoft_teams import cards as ac

from bot.cards import Bold, Chart, ChartKind, Line
from handlers.charted import bars, figure, figures
from handlers.cutting import Kind, Piece
from handlers.teams import limits
from handlers.teams.fit import weight
from handlers.teams.pieces import Drawing, as_row, text_pieces
from handlers.teams.text import as_json, one_line

# One for each series, dark beside light: of a client's own first three, two read the same.
_PALETTE: tuple[ac.ChartColor, ...] = (
    "categoricalBlue",
    "categoricalMarigold",
    "categoricalTeal",
    "categoricalPurple",
    "categoricalLime",
    "categoricalRed",
    "categoricalLightBlue",
    "categoricalGreen",
    "categoricalLavender",
)
COLORS = (_PALETTE * 2)[: limits.CHART_SERIES]


def chart_pieces(chart: Chart, drawing: Drawing) -> Iterator[Piece]:
    """Its title, the chart, and its figures in small print; bars of text where it is not drawn.

    A client cuts long labels and shows no figure, or shows no charts: there the rest still stands.
    """
    yield from text_pieces((Bold(chart.title),), drawing)
    if not drawing.plain and _can_be_drawn(chart):
        block = as_json(_native(chart)) | {"fallback": "drop"}
        if weight(block) <= limits.NATIVE_BYTES:
            yield Piece(Kind.NATIVE, block, 0)
            yield from text_pieces(_small_print(chart), drawing, small=True)
            return
    for line in bars(chart):
        yield from map(as_row, text_pieces(line, drawing))


def _small_print(chart: Chart) -> Line:
    """All figures in one line; of a single series without its name."""
    single = len(chart.series) == 1
    said = (
        f"{category}: {figure(chart.series[0].values[i]) if single else figures(chart.series, i)}"
        for i, category in enumerate(chart.categories)
    )
    return (" · ".join(said),)


def _can_be_drawn(chart: Chart) -> bool:
    values = [value for series in chart.series for value in series.values]
    regular = all(len(series.values) == len(chart.categories) for series in chart.series)
    few = len(chart.categories) <= limits.CHART_POINTS and len(chart.series) <= limits.CHART_SERIES
    return bool(values) and regular and few and all(isfinite(value) for value in values)


def _native(chart: Chart) -> ac.CardElement:
    labels = unique_labels(chart.categories)
    if chart.kind is ChartKind.PIE and _is_pie(chart):
        return _pie(chart, labels)
    if chart.kind in (ChartKind.LINE, ChartKind.AREA):  # Teams draws no areas
        return _lines(chart, labels)
    return _bars(chart, labels)


def _is_pie(chart: Chart) -> bool:
    """Whether a pie can show these figures; else they are drawn as bars."""
    values = chart.series[0].values
    return len(chart.series) == 1 and min(values) >= 0 and max(values) > 0


def _pie(chart: Chart, labels: Sequence[str]) -> ac.CardElement:
    pairs = zip(labels, chart.series[0].values, strict=True)
    data = [ac.DonutChartData(legend=label, value=value) for label, value in pairs if value > 0]
    return ac.PieChart(title=_title(chart), show_legend=True, data=data)


def _lines(chart: Chart, labels: Sequence[str]) -> ac.CardElement:
    data = [
        ac.LineChartData(
            legend=name,
            color=color,
            values=[
                ac.LineChartValue(x=label, y=value)
                for label, value in zip(labels, series.values, strict=True)
            ],
        )
        for name, series, color in zip(_names(chart), chart.series, COLORS, strict=False)
    ]
    x_title, y_title = _axes(chart)
    return ac.LineChart(
        title=_title(chart),
        show_legend=len(data) > 1,
        x_axis_title=x_title,
        y_axis_title=y_title,
        data=data,
    )


def _bars(chart: Chart, labels: Sequence[str]) -> ac.CardElement:
    x_title, y_title = _axes(chart)
    if len(chart.series) == 1:
        pairs = zip(labels, chart.series[0].values, strict=True)
        return ac.VerticalBarChart(
            title=_title(chart),
            show_bar_values=True,
            x_axis_title=x_title,
            y_axis_title=y_title,
            data=[ac.VerticalBarChartDataValue(x=label, y=value) for label, value in pairs],
        )
    data = [
        ac.GroupedVerticalBarChartData(
            legend=name,
            color=color,
            values=[
                ac.BarChartDataValue(x=label, y=value)
                for label, value in zip(labels, series.values, strict=True)
            ],
        )
        for name, series, color in zip(_names(chart), chart.series, COLORS, strict=False)
    ]
    return ac.GroupedVerticalBarChart(
        title=_title(chart),
        show_legend=True,
        show_bar_values=True,
        x_axis_title=x_title,
        y_axis_title=y_title,
        data=data,
    )


def _title(chart: Chart) -> str:
    return one_line(chart.title, limits.LABEL, "Chart")


def _axes(chart: Chart) -> tuple[str | None, str | None]:
    x_label, y_label = (
        one_line(text, limits.LABEL) if text.strip() else None
        for text in (chart.x_label, chart.y_label)
    )
    return x_label, y_label


def _names(chart: Chart) -> list[str]:
    return unique_labels([series.name for series in chart.series])


def unique_labels(labels: Sequence[str]) -> list[str]:
    """Numbered where two would read the same: a client puts equal ones together."""
    found: list[str] = []
    for label in labels:
        text = candidate = one_line(label, limits.LABEL, "–")
        number = 1
        while candidate in found:
            number += 1
            candidate = f"{text} {number}"
        found.append(candidate)
    return found
