"""Answers that Muster gives in an acknowledgement or to a response_url.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from handlers.playground.content import Content, flag, read_content
from handlers.playground.errors import Refused
from handlers.playground.events import Events
from handlers.playground.faults import Faults
from handlers.playground.objects import Json, Message
from handlers.playground.state import Workspace
from handlers.playground.tickets import ResponseUrl


class Replies:
    """Puts such answers where they belong."""

    def __init__(self, ws: Workspace, events: Events, faults: Faults) -> None:
        self._ws = ws
        self._events = events
        self._faults = faults

    def apply(self, body: Json, ticket: ResponseUrl) -> Message | None:
        """Say, replace or delete, as the body wants. Returns the message, if one was said.

        Raises Refused, with read_content's codes.
        """
        source = self._ws.message(ticket.channel, ticket.source) if ticket.source else None
        if flag(body, "delete_original"):
            if source is None:
                raise Refused("message_not_found")
            self._remove(source)
            return None
        content = read_content(body, self._faults)
        if flag(body, "replace_original") and source is not None:
            return self._replace(source, content)
        ephemeral = body.get("response_type", "ephemeral") != "in_channel"
        message = Message(
            ticket.channel,
            self._ws.next_ts(),
            self._ws.bot.id,
            content.text,
            content.blocks or [],
            bot=True,
            thread_ts=body.get("thread_ts"),
            metadata=content.metadata,
            ephemeral_for=ticket.user if ephemeral else None,
            attachments=content.attachments,
        )
        self._ws.post(message)
        self._events.posted(message)
        return message

    def _replace(self, source: Message, content: Content) -> Message:
        source.attachments = content.attachments
        self._ws.rewrite(source, content.text, content.blocks or [])
        self._events.changed(source)
        return source

    def _remove(self, source: Message) -> None:
        self._ws.delete(source)
        self._events.deleted(source)
