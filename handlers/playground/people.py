"""What people do in rooms: type a command, say something, come and go, change or lose a profile.

What they do with buttons and forms is in touch.py. A method that makes Slack tell Muster something
returns once Muster has been tried.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable

from handlers.playground.errors import CannotDo, Refused, Unanswered
from handlers.playground.events import Events
from handlers.playground.manifest import Manifest
from handlers.playground.objects import Channel, File, Kind, Message, Row, User
from handlers.playground.payloads import place
from handlers.playground.replies import Replies
from handlers.playground.state import Workspace
from handlers.playground.statuses import COMMAND, Said, describe, read_status
from handlers.playground.tickets import ResponseUrl, ResponseUrls, Triggers
from handlers.playground.wire import Ack, Wire

# What Slackbot calls the failure of a command: docs.slack.dev/interactivity/implementing-
# slash-commands names operation_timeout; the others are seen in the client.
FAILURES = {"http_timeout": "operation_timeout", "http_error": "dispatch_failed"}


class People:
    """Doings of people. Methods raise CannotDo where Slack's client would not let them."""

    def __init__(
        self,
        ws: Workspace,
        manifest: Manifest,
        wire: Wire,
        events: Events,
        tickets: tuple[Triggers, ResponseUrls],
        replies: Replies,
    ) -> None:
        self._ws = ws
        self._manifest = manifest
        self._wire = wire
        self._events = events
        self._triggers, self._urls = tickets
        self._replies = replies

    # ---- words ---------------------------------------------------------------------------------

    async def command(self, user: User, channel: Channel, command: str, text: str = "") -> None:
        """Type a slash command. Answers and failures appear as messages only this user sees."""
        self._inside(user, channel)
        if user.is_stranger:
            raise CannotDo(f"{user.name} is of another company: apps here are not theirs.")
        if command == COMMAND:  # Slack's own
            await self._say_status(user, channel, text)
            return
        if command not in self._manifest.commands:
            self._ws.tell(user.id, channel.id, f"{command} is not a valid command.")
            return
        escape = self._manifest.commands[command]
        payload = {
            "token": "deprecated",
            "team_id": self._ws.team_id,
            "team_domain": self._ws.domain,
            "channel_id": channel.id,
            "channel_name": place(channel)["name"],
            "user_id": user.id,
            "user_name": user.handle,
            "command": command,
            "text": compose(self._ws, text.strip(), in_command=True) if escape else text.strip(),
            "api_app_id": self._ws.app_id,
            "is_enterprise_install": "false",
            "response_url": self._urls.issue(user.id, channel.id),
            "trigger_id": self._triggers.issue(user.id, channel.id),
        }
        try:
            self._answered(await self._wire.ask("slash_commands", payload), user, channel)
        except (Unanswered, Refused) as failure:
            self._ws.tell(user.id, channel.id, _failed(command, failure))

    def _answered(self, ack: Ack, user: User, channel: Channel) -> None:
        ticket = ResponseUrl(user.id, channel.id, self._ws.clock.now())
        body = ack.body if ack.body is not None else {"text": ack.text.strip()}
        if body.get("text") or body.get("blocks") or body.get("attachments"):
            self._replies.apply(body, ticket)

    async def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        thread_ts: str | None = None,
        files: Iterable[File] = (),
    ) -> Message:
        """Say something in a room, a thread or a direct message, with documents if need be."""
        self._inside(user, channel)
        if channel.archived:
            raise CannotDo(f"#{channel.name} is archived.")
        documents = list(files)
        for file in documents:
            file.shared = True
        written = compose(self._ws, text)
        message = Message(
            channel.id, self._ws.next_ts(), user.id, written, thread_ts=thread_ts, files=documents
        )
        self._ws.post(message)
        await asyncio.gather(*self._events.posted(message))
        return message

    async def edit(self, user: User, message: Message, text: str) -> None:
        """Change one's own message."""
        self._own(user, message)
        self._ws.rewrite(message, compose(self._ws, text))
        self._events.changed(message)

    async def delete(self, user: User, message: Message) -> None:
        """Delete one's own message, or one of Muster's."""
        if not message.bot:
            self._own(user, message)
        self._ws.delete(message)
        if message.ephemeral_for is None:
            await asyncio.gather(*self._events.deleted(message))

    # ---- places --------------------------------------------------------------------------------

    async def open_home(self, user: User) -> None:
        """Look at the app's Home tab."""
        self._active(user)
        if not self._manifest.home_tab:
            raise CannotDo("The app has no Home tab: its manifest leaves it out.")
        channel = self._ws.direct(user.id)
        if told := self._events.opened(user, channel.id, "home"):
            await told

    async def open_messages(self, user: User) -> Channel:
        """Look at the direct message with the app."""
        self._active(user)
        channel = self._ws.direct(user.id)
        if told := self._events.opened(user, channel.id, "messages"):
            await told
        return channel

    async def join(self, user: User, channel: Channel) -> None:
        """Come into a room; Muster's own user is invited by this, too."""
        if not user.is_bot:
            self._active(user)
        self._ws.set_member(user.id, channel.id, inside=True)
        self._events.member(user, channel, joined=True)

    async def leave(self, user: User, channel: Channel) -> None:
        """Leave a room; Muster's own user is removed by this."""
        self._events.member(user, channel, joined=False)
        self._ws.set_member(user.id, channel.id, inside=False)

    async def archive(self, channel: Channel, *, back: bool = False) -> None:
        """Archive a room, or bring it back."""
        channel.archived = not back
        self._ws.changed("channel", channel.id)
        word = "group" if channel.kind is Kind.PRIVATE else "channel"
        self._events.channel_fate(channel, f"{word}_unarchive" if back else f"{word}_archive")

    # ---- being somebody ------------------------------------------------------------------------

    async def arrive(self, row: Row, rooms: Iterable[str] = ("general",)) -> User:
        """Somebody new joins the workspace and these rooms."""
        user = self._ws.add_person(row)
        if told := self._events.team_joined(user):
            await told
        for room in rooms:
            await self.join(user, self._ws.channel(room))
        return user

    async def deactivate(self, user: User) -> None:
        """The person leaves the company: out of all rooms, nothing on their screen."""
        user.deleted = True
        user.modals.clear()
        for channel in self._ws.rooms_of(user.id):
            if channel.kind in {Kind.PUBLIC, Kind.PRIVATE}:
                self._ws.set_member(user.id, channel.id, inside=False)
        await self._changed(user)

    async def reactivate(self, user: User) -> None:
        """The person is back; rooms have to be joined anew."""
        user.deleted = False
        await self._changed(user)

    async def change_profile(
        self,
        user: User,
        *,
        name: str | None = None,
        email: str | None = None,
        tz: str | None = None,
        title: str | None = None,
    ) -> None:
        """Change what is given. A clock change within a zone is no change, as in Slack."""
        user.name = user.name if name is None else name
        user.email = user.email if email is None else email
        user.tz = user.tz if tz is None else tz
        user.title = user.title if title is None else title
        await self._changed(user)

    async def set_status(self, user: User, said: Said) -> None:
        """Beside their name, for everybody to see."""
        user.status_emoji, user.status_text = said.emoji, said.text
        user.status_until = said.until
        await self._changed(user)

    async def _say_status(self, user: User, channel: Channel, text: str) -> None:
        said = read_status(text, user)
        self._ws.tell(user.id, channel.id, describe(said))
        await self.set_status(user, said)

    async def _changed(self, user: User) -> None:
        user.updated = self._ws.seconds()
        self._ws.changed("user", user.id)
        if told := self._events.user_changed(user):
            await told

    # ---- what is not possible ------------------------------------------------------------------

    def _active(self, user: User) -> None:
        if user.deleted:
            raise CannotDo(f"{user.name} is deactivated.")

    def _inside(self, user: User, channel: Channel) -> None:
        self._active(user)
        if user.id not in channel.members:
            raise CannotDo(f"{user.name} is not in #{channel.name or 'that conversation'}.")

    def _own(self, user: User, message: Message) -> None:
        self._active(user)
        if message.user != user.id:
            raise CannotDo("Only one's own messages can be changed.")


def compose(ws: Workspace, text: str, *, in_command: bool = False) -> str:
    """Text as Slack's composer hands it on: escaped, with @Name, #room and links marked up.

    docs.slack.dev/messaging/formatting-message-text; commands add the name to each mention
    (docs.slack.dev/interactivity/implementing-slash-commands, should_escape).
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    named = {f"@{u.name}": u for u in ws.users.values() if not u.deleted}
    rooms = {f"#{c.name}": c for c in ws.channels.values() if c.name}
    marks = {at: f"<@{u.id}|{u.handle}>" if in_command else f"<@{u.id}>" for at, u in named.items()}
    marks |= {at: f"<#{c.id}|{c.name}>" for at, c in rooms.items()}
    marks |= {f"@{word}": f"<!{word}>" for word in ("here", "channel", "everyone")}
    longest_first = sorted(marks, key=len, reverse=True)
    names = "|".join(re.escape(mark) for mark in longest_first)
    found = re.compile(rf"(?P<mark>(?<![\w@#])(?:{names})(?!\w))|(?P<link>https?://[^\s<>|]+)")

    def marked(match: re.Match[str]) -> str:
        return f"<{match['link']}>" if match["link"] else marks[match["mark"]]

    return found.sub(marked, text)


def _failed(command: str, failure: Unanswered | Refused) -> str:
    if isinstance(failure, Refused):
        code = "invalid_command_response"
    else:
        code = FAILURES.get(failure.reason, "dispatch_failed")
    return f'{command} failed with the error "{code}"'
