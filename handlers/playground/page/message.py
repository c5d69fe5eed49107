"""One message as it stands in a room, a thread or a direct message."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nicegui import ui

from handlers.playground.objects import SLACKBOT, File, Message
from handlers.playground.page.blocks import draw_blocks
from handlers.playground.page.board import Board
from handlers.playground.page.dots import Dots
from handlers.playground.page.faces import face
from handlers.playground.page.mrkdwn import to_html
from handlers.playground.page.stage import replies
from handlers.playground.page.tags import Tag, hidden, icon, markup

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane

TOGETHER = 300  # seconds within which an author is named once


def signature(pane: Pane, message: Message, *, follows: bool) -> str:
    """Whatever changes how the message looks; another signature: draw it anew."""
    below = replies(pane.stage.workspace, pane.user, message)
    return json.dumps(
        [
            message.text,
            message.blocks,
            message.attachments,
            message.edited,
            [file.id for file in message.files],
            message.trouble.get(pane.user),
            [len(below), below[-1].ts if below else ""],
            follows,
            pane.reader.day(message.ts),
        ]
    )


def follows(message: Message, before: Message | None) -> bool:
    """Whether the message goes on where the one before ended, so that its author is known."""
    return (
        before is not None
        and before.user == message.user
        and before.ephemeral_for == message.ephemeral_for is None
        and float(message.ts) - float(before.ts) < TOGETHER
    )


def draw_message(pane: Pane, message: Message, *, continued: bool, in_thread: bool) -> Tag:
    """Draw it where the caller stands; returns its frame."""
    author = pane.reader.person_name(message.user) or "Someone"
    time = pane.reader.clock_time(message.ts)
    spot = f"{pane.spot}/{message.channel}/{message.ts}"
    private = message.ephemeral_for is not None
    row = Tag("div", cls="message", role="article", aria_label=f"{author}, {time}")
    row.set(data_spot=spot, tabindex="-1", data_ts=message.ts)
    row.classes(f"{'private' if private else ''} {'continued' if continued else ''}")
    with row:
        if not continued:
            face(author, bot=message.bot)
        with Tag("div", cls="message-body"):
            if private:
                _private_mark()
            _head(pane, message, author, time, continued=continued)
            _content(pane, message, spot)
            _foot(pane, message, in_thread=in_thread)
        _actions(pane, message, f"{author}, {time}", spot, in_thread=in_thread)
    return row


def _private_mark() -> None:
    with Tag("div", cls="private-mark"):
        icon("visibility")
        Tag("span", "Only visible to you")


def _head(pane: Pane, message: Message, author: str, time: str, *, continued: bool) -> None:
    with Tag("div", cls="message-head sr-only" if continued else "message-head"):
        Tag("span", author, cls="author")
        if message.bot or message.user == SLACKBOT:
            Tag("span", "App", cls="badge")
        Tag("time", time, datetime=pane.reader.local(message.ts).isoformat())


def _content(pane: Pane, message: Message, spot: str) -> None:
    entered = pane.stage.touch.values(pane.me, message) if message.blocks else {}
    board = Board(pane.reader, spot, pane.doing(message), entered=entered)
    if message.blocks:
        draw_blocks(board, message.blocks)
    elif message.text:
        markup(to_html(message.text, pane.reader), cls="words")
    for attachment in message.attachments:
        with Tag("div", cls="attachment"):
            if attachment.get("blocks"):
                draw_blocks(board, attachment["blocks"])
            else:
                said = attachment.get("text") or attachment.get("fallback") or ""
                markup(to_html(str(said), pane.reader), cls="words")
    for file in message.files:
        _file(file)
    if message.edited:
        Tag("span", "(edited)", cls="edited")


def _file(file: File) -> None:
    button = Tag("button", cls="file-chip", type="button")
    with button:
        icon("description")
        Tag("span", file.title or file.name, cls="label")
        Tag("span", f"{len(file.data):,} bytes", cls="note")
        hidden(f"Download {file.name}")
    button.on_press(lambda: ui.download.content(file.data, file.name))


def _foot(pane: Pane, message: Message, *, in_thread: bool) -> None:
    if trouble := message.trouble.get(pane.user):
        with Tag("p", cls="trouble", role="alert"):
            icon("error")
            Tag("span", trouble)
    below = [] if in_thread else replies(pane.stage.workspace, pane.user, message)
    if below:
        words = "1 reply" if len(below) == 1 else f"{len(below)} replies"
        button = Tag("button", cls="thread-link", type="button")
        with button:
            icon("forum")
            Tag("span", words)
            Tag("span", f"last {pane.reader.clock_time(below[-1].ts)}", cls="note")
        button.on_press(lambda: pane.open_thread(message.ts))


def _actions(pane: Pane, message: Message, named: str, spot: str, *, in_thread: bool) -> None:
    """One stop of the Tab key for each message; what can be done with it opens from there."""
    private = message.ephemeral_for is not None
    stage = pane.stage
    with Tag("div", cls="message-actions"):
        label = f"Actions for the message of {named}"
        dots = Dots(label, f"{spot}#more", sign="more_vert", cls="small")
    if private:
        dots.row("Dismiss", lambda: stage.workspace.delete(message))
        return
    if not in_thread:
        dots.row("Reply in a thread", lambda: pane.open_thread(message.ts))
    if message.bot or message.user == pane.user:
        delete = "Delete this message"
        dots.row(delete, lambda: pane.attempt(stage.people.delete(pane.me, message)), cls="danger")
    else:
        dots.row("Copy its text", lambda: ui.clipboard.write(message.text))
