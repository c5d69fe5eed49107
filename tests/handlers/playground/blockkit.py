"""Blocks to be judged: right as they are made here, wrong by what a test changes."""

from __future__ import annotations


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def button(label="Go", **more):
    return {"type": "button", "text": plain(label), **more}


def section(text="x", **more):
    return {"type": "section", "text": mrkdwn(text), **more}


def option(label, value="v"):
    return {"text": plain(label), "value": value}


def select(*options, **more):
    return {"type": "static_select", "options": list(options), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def field(element, **more):
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def modal(*blocks, **more):
    view = {"type": "modal", "title": plain("Title"), "submit": plain("Save")}
    return {**view, "blocks": list(blocks), **more}


def chart(kind="bar", points=2, series=1, **more):
    names = [f"c{i}" for i in range(points)]
    data = [{"label": name, "value": 1} for name in names]
    body = {
        "type": kind,
        "series": [{"name": f"s{i}", "data": data} for i in range(series)],
        "axis_config": {"categories": names},
    }
    return {"type": "data_visualization", "title": "Hours", "chart": body, **more}


def pie(*values):
    segments = [{"label": f"s{i}", "value": value} for i, value in enumerate(values)]
    return {
        "type": "data_visualization",
        "title": "Hours",
        "chart": {"type": "pie", "segments": segments},
    }


def table(rows=1, columns=1, text="x", **more):
    cell = {"type": "raw_text", "text": text}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)], **more}


def rich(*elements):
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }
