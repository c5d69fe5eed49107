"""Blocks as Slack draws them: one small function for each type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from handlers.playground.objects import Json
from handlers.playground.page.board import Board
from handlers.playground.page.controls import draw_control, words
from handlers.playground.page.figures import draw_chart, draw_data_table, draw_table
from handlers.playground.page.forms import Complaints, draw_input
from handlers.playground.page.mrkdwn import plain_to_html, to_html
from handlers.playground.page.reader import is_safe, link
from handlers.playground.page.rich import rich_to_html
from handlers.playground.page.tags import Tag, hidden, icon, markup

ALERTS = {
    "info": "info",
    "warning": "warning",
    "error": "error",
    "success": "check_circle",
    "default": "notifications",
}


def draw_blocks(board: Board, blocks: Iterable[Json], complaints: Complaints | None = None) -> None:
    """Draw all blocks, in order."""
    for block in blocks:
        kind = str(block.get("type"))
        if kind == "input":
            draw_input(board, block, complaints)
        elif kind in DRAWN:
            DRAWN[kind](board, block)
        else:
            Tag("p", f"(a block this page cannot draw: {kind})", cls="note")


def draw_words(board: Board, text: Json | None, cls: str = "", tag: str = "div") -> None:
    """A text object, mrkdwn or plain."""
    text = text or {}
    said = str(text.get("text", ""))
    if text.get("type") == "mrkdwn":
        html = to_html(said, board.reader, verbatim=bool(text.get("verbatim")))
    else:
        html = plain_to_html(said, emoji=text.get("emoji") is not False)
    markup(html, tag=tag, cls=f"words {cls}")


# ---- words --------------------------------------------------------------------------------------


def draw_header(board: Board, block: Json) -> None:
    """A header block, as a heading."""
    Tag(f"h{board.level}", words(block.get("text")), cls="block-header")


def draw_section(board: Board, block: Json) -> None:
    """A section: text, fields, and a control or picture at its side."""
    accessory = block.get("accessory")
    with Tag("div", cls="section"):
        with Tag("div", cls="section-words"):
            if block.get("text"):
                draw_words(board, block["text"])
            if block.get("fields"):
                with Tag("div", cls="fields"):
                    for field in block["fields"]:
                        draw_words(board, field)
        if accessory and accessory.get("type") == "image":
            _picture(accessory, "thumbnail")
        elif accessory:
            with Tag("div", cls="accessory"):
                draw_control(board, block, accessory)


def draw_context(board: Board, block: Json) -> None:
    """Small print, with small pictures."""
    with Tag("div", cls="context"):
        for element in block.get("elements") or []:
            if element.get("type") == "image":
                _picture(element, "tiny")
            else:
                draw_words(board, element)


def draw_rich(board: Board, block: Json) -> None:
    """A rich_text block."""
    markup(rich_to_html(block, board.reader), cls="words rich")


def draw_markdown(board: Board, block: Json) -> None:
    """A markdown block; HTML in it is shown, not obeyed, and pictures are links."""
    html = _markdown(board.level).render(str(block.get("text", "")))
    markup(Markup(html), cls="words markdown")  # noqa: S704, markdown-it escapes with html=False


def _markdown(level: int) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.enable(["table", "strikethrough"]).disable("image")
    reader.validateLink = is_safe  # type: ignore[method-assign]

    def opened(renderer: RendererHTML, tokens: Sequence[Token], at: int, *more: Any) -> str:
        tokens[at].attrSet("target", "_blank")
        tokens[at].attrSet("rel", "noopener noreferrer")
        return renderer.renderToken(tokens, at, *more)

    def heading(renderer: RendererHTML, tokens: Sequence[Token], at: int, *more: Any) -> str:
        deeper = min(6, level - 1 + int(tokens[at].tag[1:]))
        tokens[at].tag = f"h{deeper}"
        return renderer.renderToken(tokens, at, *more)

    reader.add_render_rule("link_open", opened)
    reader.add_render_rule("heading_open", heading)
    reader.add_render_rule("heading_close", heading)
    return reader


def draw_alert(board: Board, block: Json) -> None:
    """A notice in a modal."""
    level = str(block.get("level") or "default")
    with Tag("div", cls=f"alert {level}", role="note"):
        icon(ALERTS.get(level, "notifications"))
        hidden(f"{level.capitalize()}: " if level != "default" else "")
        draw_words(board, block.get("text"))


# ---- controls and structure ---------------------------------------------------------------------


def draw_actions(board: Board, block: Json) -> None:
    """A row of controls."""
    with Tag("div", cls="actions"):
        for element in block.get("elements") or []:
            draw_control(board, block, element)


def draw_divider(board: Board, block: Json) -> None:
    """A line across."""
    Tag("hr")


def draw_container(board: Board, block: Json) -> None:
    """A frame with a title and blocks in it."""
    with Tag("section", cls="container", aria_label=words(block.get("title"))):
        Tag(f"h{board.level}", words(block.get("title")), cls="block-header")
        if block.get("subtitle"):
            draw_words(board, block["subtitle"], "note")
        draw_blocks(board, block.get("child_blocks") or [])


def draw_carousel(board: Board, block: Json) -> None:
    """Cards side by side."""
    with Tag("div", cls="carousel", tabindex="0", role="group", aria_label="Cards"):
        draw_blocks(board, block.get("elements") or [])


def draw_card(board: Board, block: Json) -> None:
    """One card: picture, title, words, up to three buttons."""
    with Tag("div", cls="card"):
        if block.get("hero_image"):
            _picture(block["hero_image"], "hero")
        for name, cls in (
            ("title", "block-header"),
            ("subtitle", "note"),
            ("body", ""),
            ("subtext", "note"),
        ):
            if block.get(name):
                draw_words(board, block[name], cls)
        if block.get("actions"):
            draw_actions(board, block | {"elements": block["actions"]})


# ---- pictures and files -------------------------------------------------------------------------


def draw_image(board: Board, block: Json) -> None:
    """A picture with its title."""
    with Tag("figure", cls="picture"):
        if block.get("title"):
            Tag("figcaption", words(block["title"]))
        _picture(block, "large")


def draw_video(board: Board, block: Json) -> None:
    """A video: its title, as a link. Nothing is loaded from outside."""
    markup(link(str(block.get("title_url") or ""), words(block.get("title"))), cls="words")


def draw_file(board: Board, block: Json) -> None:
    """A remote file, by name."""
    Tag("p", f"File {block.get('external_id', '')}", cls="note")


def _picture(image: Json, size: str) -> None:
    """A picture from this machine; one from outside is named, not loaded."""
    url, alt = str(image.get("image_url") or ""), str(image.get("alt_text") or "")
    if urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"} or url.startswith("data:image/"):
        Tag("img", cls=f"image {size}", src=url, alt=alt, loading="lazy")
        return
    with Tag("span", cls=f"image absent {size}", role="img", aria_label=f"Picture: {alt}"):
        icon("image")
        if size in {"large", "hero"}:
            Tag("span", f"{alt} (a picture from outside: not loaded here)")


DRAWN: dict[str, Callable[[Board, Json], None]] = {
    "actions": draw_actions,
    "alert": draw_alert,
    "card": draw_card,
    "carousel": draw_carousel,
    "container": draw_container,
    "context": draw_context,
    "context_actions": draw_actions,
    "data_table": draw_data_table,
    "data_visualization": draw_chart,
    "divider": draw_divider,
    "file": draw_file,
    "header": draw_header,
    "image": draw_image,
    "markdown": draw_markdown,
    "rich_text": draw_rich,
    "section": draw_section,
    "table": draw_table,
    "video": draw_video,
}
