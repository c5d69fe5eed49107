"""Rich text, a table and charts for the sample app."""

from __future__ import annotations

from typing import Any


def rich(user: str, channel: str) -> list[dict[str, Any]]:
    def text(words: str, **style: bool) -> dict[str, Any]:
        return {"type": "text", "text": words, **({"style": style} if style else {})}

    def section(*parts: dict[str, Any]) -> dict[str, Any]:
        return {"type": "rich_text_section", "elements": list(parts)}

    return [
        {
            "type": "rich_text",
            "elements": [
                section(
                    text("Bold", bold=True),
                    text(" italic", italic=True),
                    text(" both ", bold=True, italic=True),
                    text("struck", strike=True),
                    text(" code", code=True),
                    text(" "),
                    {"type": "user", "user_id": user},
                    text(" in "),
                    {"type": "channel", "channel_id": channel},
                    text(" "),
                    {"type": "link", "url": "https://example.com", "text": "a link"},
                    text(" "),
                    {"type": "emoji", "name": "tada"},
                    text(" "),
                    {
                        "type": "date",
                        "timestamp": 1795424400,
                        "format": "{date_long} {time}",
                        "fallback": "Monday",
                    },
                ),
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [section(text("one")), section(text("two"))],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 1,
                    "elements": [section(text("deeper"))],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "offset": 2,
                    "elements": [section(text("third")), section(text("fourth"))],
                },
                {"type": "rich_text_quote", "elements": [text("A quotation")]},
                {"type": "rich_text_preformatted", "elements": [text("if a < b:\n    return <b>")]},
            ],
        }
    ]


def table() -> list[dict[str, Any]]:
    def row(*cells: str) -> list[dict[str, Any]]:
        return [{"type": "raw_text", "text": cell} for cell in cells]

    return [
        {
            "type": "table",
            "column_settings": [{"align": "left"}, {"align": "left"}, {"align": "right"}],
            "rows": [
                row("Duty", "Holder", "Hours"),
                row("Moderate the Facebook page", "Ada Brandt", "6"),
                row("Answer on the support handle", "open", "20"),
                row("Write the engineering blog", "Jakub Nakamura", "3"),
            ],
        }
    ]


def charts() -> list[dict[str, Any]]:
    departments = ["Marketing", "Sales", "Support", "Engineering"]
    series = [
        {
            "name": name,
            "data": [{"label": d, "value": v} for d, v in zip(departments, values, strict=True)],
        }
        for name, values in (("Pledged", (12, 8, 20, 9)), ("Needed", (10, 14, 24, 8)))
    ]
    axis = {"categories": departments, "x_label": "Department", "y_label": "Hours"}
    return [
        {
            "type": "data_visualization",
            "title": "Hours by department",
            "chart": {"type": "bar", "series": series, "axis_config": axis},
        },
        {
            "type": "data_visualization",
            "title": "Who gives",
            "chart": {
                "type": "pie",
                "segments": [{"label": "Marketing", "value": 12}, {"label": "Sales", "value": 8}],
            },
        },
    ]
