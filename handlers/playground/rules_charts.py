"""Charts: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block.

Segments and series: the stored page says 1–6, newer third parties say 1–12; six is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handlers.playground.objects import Json
from handlers.playground.rules import Check, Problem, by_type, items, number, shape, string

SERIES_MOST = 6
POINTS_MOST = 20
NAME_MOST = 20  # labels, names and categories
AXIS_MOST = 50
TITLE_MOST = 50

_ANY = float("inf")
_NAME = string(NAME_MOST)


def _point(least: float) -> Check:
    return shape({"label": _NAME, "value": number(least, _ANY, whole=False)}, {})


def _positive(value: Json, at: str) -> Iterator[Problem]:
    segments = value.get("segments")
    for index, segment in enumerate(segments if isinstance(segments, list) else []):
        if isinstance(segment, dict) and segment.get("value") == 0:
            pointer = f"{at}/segments/{index}/value"
            yield Problem(pointer, "must be greater than 0", "exclusiveMinimum", 0)


def _fits_axis(value: Json, at: str) -> Iterator[Problem]:
    """Each series has exactly one point per category; names and categories are unique."""
    try:
        categories = value["axis_config"]["categories"]
        labels = [[point["label"] for point in series["data"]] for series in value["series"]]
        names = [series["name"] for series in value["series"]]
        for index, given in enumerate(labels):
            if sorted(given) != sorted(categories):
                message = "data points must match the categories of the axis"
                yield Problem(f"{at}/series/{index}/data", message)
        if len(set(names)) < len(names):
            yield Problem(f"{at}/series", "series names must be unique", "uniqueItems")
        if len(set(categories)) < len(categories):
            message = "categories must be unique"
            yield Problem(f"{at}/axis_config/categories", message, "uniqueItems")
    except (KeyError, TypeError):
        return  # the shape is wrong: said already


_AXES = shape(
    {"categories": items(_NAME, 1, POINTS_MOST)},
    {"x_label": string(AXIS_MOST), "y_label": string(AXIS_MOST)},
)
_SERIES = shape({"name": _NAME, "data": items(_point(-_ANY), 1, POINTS_MOST)}, {})
_ON_AXES: Mapping[str, Check] = {
    kind: shape({"series": items(_SERIES, 1, SERIES_MOST), "axis_config": _AXES}, {}, _fits_axis)
    for kind in ("bar", "area", "line")
}
_PIE = shape({"segments": items(_point(0), 1, SERIES_MOST)}, {}, _positive)
CHART = shape(
    {"title": string(TITLE_MOST), "chart": by_type({**_ON_AXES, "pie": _PIE})},
    {"block_id": string(255)},
)
