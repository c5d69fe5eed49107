"""rich_text blocks as HTML: sections, lists, quotations, preformatted text, and all inside them."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from handlers.playground.objects import Json
from handlers.playground.page.mrkdwn import mention, person, plain_to_html, with_emoji
from handlers.playground.page.reader import Reader, link

STYLES = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u", "code": "code"}
ORDERED = ("1", "a", "i")  # how an ordered list counts at each depth


def rich_to_html(block: Json, reader: Reader) -> Markup:
    """A rich_text block (or a table's rich_text cell) as HTML."""
    return _joined(_element(element, reader) for element in block.get("elements") or [])


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)


def _element(element: Json, reader: Reader) -> Markup:
    inside = element.get("elements") or []
    kind = element.get("type")
    if kind == "rich_text_list":
        return _list(element, reader)
    text = _joined(_inline(part, reader) for part in inside)
    if kind == "rich_text_preformatted":
        plain = "".join(str(part.get("text") or part.get("url") or "") for part in inside)
        return Markup("<pre><code>{}</code></pre>").format(plain)
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(text)
    return Markup("<div>{}</div>").format(text)


def _list(element: Json, reader: Reader) -> Markup:
    items = _joined(
        Markup("<li>{}</li>").format(_element(item, reader)) for item in element.get("elements", [])
    )
    depth = min(max(int(element.get("indent") or 0), 0), 8)
    looks = f"depth-{depth}" + (" bordered" if element.get("border") else "")
    if element.get("style") != "ordered":
        return Markup('<ul class="{}">{}</ul>').format(looks, items)
    start = int(element.get("offset") or 0) + 1
    return Markup('<ol class="{}" type="{}" start="{}">{}</ol>').format(
        looks, ORDERED[depth % 3], start, items
    )


def _inline(part: Json, reader: Reader) -> Markup:
    return _styled(_bare(part, reader), part.get("style") or {})


def _bare(part: Json, reader: Reader) -> Markup:
    match part.get("type"):
        case "text":
            return plain_to_html(str(part.get("text", "")), emoji=False)
        case "link":
            url = str(part.get("url", ""))
            return link(url, str(part.get("text") or url))
        case "emoji":
            return escape(_emoji(part))
        case "user":
            return person(str(part.get("user_id", "")), reader)
        case "channel":
            name = reader.room_name(str(part.get("channel_id", "")))
            return mention(f"#{name or 'unknown room'}")
        case "usergroup":
            return mention("@group")
        case "broadcast":
            return mention(f"@{part.get('range', 'here')}", "all")
        case "date":
            return reader.moment(
                part.get("timestamp", ""),
                str(part.get("format", "")),
                str(part.get("fallback", "")),
                str(part.get("url") or ""),
            )
        case "color":
            return _color(str(part.get("value", "")))
        case _:
            return escape(str(part.get("text", "")))


def _emoji(part: Json) -> str:
    try:
        return "".join(chr(int(code, 16)) for code in str(part["unicode"]).split("-"))
    except (KeyError, ValueError, OverflowError):
        return with_emoji(f":{part.get('name', 'question')}:")


def _color(value: str) -> Markup:
    digits = value.removeprefix("#")
    if len(digits) not in {3, 6} or not all(c in "0123456789abcdefABCDEF" for c in digits):
        return escape(value)
    return Markup('<span class="swatch" style="background:#{}"></span>{}').format(digits, value)


def _styled(text: Markup, style: Json) -> Markup:
    for name, tag in STYLES.items():
        if style.get(name):
            text = Markup(f"<{tag}>{{}}</{tag}>").format(text)  # noqa: S704, tags of STYLES only
    if style.get("highlight") or style.get("client_highlight"):
        text = Markup("<mark>{}</mark>").format(text)
    return text
