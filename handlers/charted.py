"""A chart said in words: for whoever takes no charts, and beside those that do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from bot.cards import Bold, Chart, Line, Series

BAR = 12  # characters of the longest bar: fits a phone's line beside its label


def bars(chart: Chart) -> Iterator[Line]:
    """A line for each category; of a single series with a bar of characters."""
    values = [value for series in chart.series for value in series.values if isfinite(value)]
    top = max(values, default=0)
    for index, category in enumerate(chart.categories):
        if len(chart.series) == 1 and index < len(chart.series[0].values):
            value = chart.series[0].values[index]
            part = value / top if isfinite(value) and value > 0 else 0
            bar = "█" * max(1, round(part * BAR)) + " " if part else ""
            yield (Bold(category), f": {bar}{figure(value)}")
        else:
            yield (Bold(category), ": ", figures(chart.series, index))


def figures(series: Sequence[Series], index: int) -> str:
    """What each series has for one category: `Offered 3, Held 2.5`."""
    return ", ".join(
        f"{one.name} {figure(one.values[index])}" for one in series if index < len(one.values)
    )


def figure(value: float) -> str:
    """As people write it: 12, 2.5."""
    return str(int(value)) if isfinite(value) and value == int(value) else f"{value:g}"
