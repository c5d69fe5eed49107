"""Rich text and tables: blocks that hold text in pieces.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block,
https://docs.slack.dev/reference/block-kit/blocks/table-block and
https://docs.slack.dev/reference/block-kit/blocks/data-table-block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.playground.objects import Json
from handlers.playground.rules import (
    Check,
    Problem,
    boolean,
    by_type,
    items,
    number,
    one_of,
    shape,
    string,
    url,
)

# All cells of one table together: blocks/data-table-block ("about 10,000 characters").
CELLS_MOST = 10_000
COLUMNS_MOST = 20  # blocks/table-block

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight")
_STYLED: Mapping[str, Check] = {
    "style": shape({}, dict.fromkeys((*_STYLES, "unlink"), boolean)),
}


def _piece(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    return shape(required, {**_STYLED, **(optional or {})})


# An empty text element is refused: github.com/NousResearch/hermes-agent/pull/59621
_TEXT = {
    "text": _piece({"text": string()}),
    "link": _piece({"url": url()}, {"text": string(None, 0), "unsafe": boolean}),
}
_PIECES = by_type(
    {
        **_TEXT,
        "user": _piece({"user_id": string()}),
        "usergroup": _piece({"usergroup_id": string()}),
        "channel": _piece({"channel_id": string()}),
        "team": _piece({"team_id": string()}),
        "emoji": _piece(
            {"name": string()}, {"unicode": string(), "url": url(), "skin_tone": number(1, 6)}
        ),
        "broadcast": _piece({"range": one_of("here", "channel", "everyone")}),
        "color": _piece({"value": string()}),
        "date": _piece(
            {"timestamp": number(0, 10**11), "format": string()},
            {"url": url(), "fallback": string()},
        ),
    }
)
_BORDER: Mapping[str, Check] = {"border": one_of(0, 1)}
_SECTION = shape({"elements": items(_PIECES)}, {})
RICH_TEXT = shape(
    {
        "elements": items(
            by_type(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_quote": shape({"elements": items(_PIECES)}, _BORDER),
                    "rich_text_preformatted": shape(
                        {"elements": items(by_type(_TEXT))}, {**_BORDER, "language": string()}
                    ),
                    "rich_text_list": shape(
                        {
                            "elements": items(by_type({"rich_text_section": _SECTION})),
                            "style": one_of("bullet", "ordered"),
                        },
                        {**_BORDER, "indent": number(0, 8), "offset": number(0, 10**6)},
                    ),
                }
            )
        )
    },
    {"block_id": string(255)},
)

# An empty cell is refused: github.com/vercel/chat/pull/373
_PLAIN_CELLS = {
    "raw_text": shape({"text": string()}, {}),
    "raw_number": shape(
        {"value": number(float("-inf"), float("inf"), whole=False), "text": string()}, {}
    ),
}
_CELLS = by_type({**_PLAIN_CELLS, "rich_text": RICH_TEXT})
_ROW = items(_CELLS, 1, COLUMNS_MOST)


def _rows(value: Json) -> list[list[Any]]:
    rows = value.get("rows")
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _length(item: Any) -> int:
    """Characters of all `text` in a cell, however deep."""
    if isinstance(item, list):
        return sum(map(_length, item))
    if isinstance(item, dict):
        own = item.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(map(_length, item.values()))
    return 0


def _together(value: Json, at: str) -> Iterator[Problem]:
    if sum(map(_length, _rows(value))) > CELLS_MOST:
        message = f"must be less than {CELLS_MOST + 1} characters"
        yield Problem(f"{at}/rows", message, "maxLength", CELLS_MOST)


def _even(value: Json, at: str) -> Iterator[Problem]:
    rows = _rows(value)
    if len({len(row) for row in rows}) > 1:
        yield Problem(f"{at}/rows", "all rows must have the same number of cells")
    for index, cell in enumerate(rows[0] if rows else []):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            pointer = f"{at}/rows/0/{index}/type"
            yield Problem(pointer, "unsupported type: rich_text", "enum", sorted(_PLAIN_CELLS))


def _settings(value: Any, at: str) -> Iterator[Problem]:
    if value is not None:  # a column left as it is
        align = one_of("left", "center", "right")
        yield from shape({}, {"align": align, "is_wrapped": boolean})(value, at)


# 100 rows with the header, 20 columns, 20 settings: blocks/table-block
TABLE = shape(
    {"rows": items(_ROW, 1, 100)},
    {"block_id": string(255), "column_settings": items(_settings, 0, COLUMNS_MOST)},
    _together,
)
# 2 to 101 rows with the header, page_size 1–100: blocks/data-table-block
DATA_TABLE = shape(
    {"rows": items(_ROW, 2, 101), "caption": string()},
    {
        "block_id": string(255),
        "page_size": number(1, 100),
        "row_header_column_index": number(0, COLUMNS_MOST - 1),
    },
    _together,
    _even,
)
