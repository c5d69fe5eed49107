"""The postman's mouth on Slack: bot.ports.outside.Messenger."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards import Card
from bot.errors import Outcome
from bot.model import Address, Workspace
from bot.ports.outside import Profile, Shown, Target
from handlers.slack import limits, signs
from handlers.slack.api import Api
from handlers.slack.blocks import has_native, message
from handlers.slack.errors import SlackFailed
from handlers.slack.profiles import profile_of
from handlers.slack.text import Json

EVENT_TYPE = (
    "muster_delivery"  # of message metadata; any member may read it, so it holds an id only
)
PAGE = 100  # messages of one look into a conversation
PAGES = 20
# Slack's clock and ours differ, ours may have been a day ahead when it was said; an id is never
# used twice, so looking too far back is harmless.
DRIFT = timedelta(days=1)

QUIET: Json = {"unfurl_links": False, "unfurl_media": False, "parse": "none"}

_MAY_NOT_LOOK = (
    "It may stand in the room already, and Muster may not look: channels:history and "
    "groups:history were not granted."
)


class SlackMessenger:
    """Raises DeliveryFailed and nothing else."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def post(
        self, target: Target, card: Card, delivery_id: str, *, plain: bool = False
    ) -> Address:
        """To a room, or to a person: Slack opens the private chat for a user's id."""
        rendered = message(card, plain=plain)
        arguments = {"channel": target.channel or target.user, **rendered, **QUIET}
        answer = await self._api.call(
            "chat.postMessage",
            arguments | {"metadata": _metadata(delivery_id)},
            posting=True,
            plain=not has_native(rendered),
        )
        return _address(answer)

    async def edit(
        self,
        workspace: Workspace,
        at: Address,
        card: Card,
        delivery_id: str,
        *,
        plain: bool = False,
    ) -> Address:
        """Text and blocks together: text alone would take the blocks away."""
        rendered = message(card, plain=plain, most_text=limits.TEXT_UPDATE)
        arguments = {"channel": at.channel, "ts": at.message, **rendered, "parse": "none"}
        try:
            answer = await self._api.call(
                "chat.update",
                arguments | {"metadata": _metadata(delivery_id)},
                plain=not has_native(rendered),
            )
        except SlackFailed as failure:
            if failure.code == "block_mismatch":  # it stands, but Slack will not edit it this way
                await self.delete(workspace, at)
            raise
        return _address(answer)

    async def delete(self, workspace: Workspace, at: Address) -> None:
        """Nothing to do where it is gone already."""
        try:
            await self._api.call("chat.delete", {"channel": at.channel, "ts": at.message})
        except SlackFailed as failure:
            if failure.code != "message_not_found":
                raise

    async def find(self, target: Target, delivery_id: str, since: datetime) -> Address | None:
        """Reads the conversation back to `since`, looking for the delivery's metadata."""
        channel = target.channel or await self._private_chat(target.user)
        oldest = (min(since, self._api.clock.now()) - DRIFT).timestamp()
        arguments: Json = {"channel": channel, "oldest": f"{oldest:.6f}", "limit": PAGE}
        arguments |= {"include_all_metadata": "true"}
        for _ in range(PAGES):
            answer = await self._history(arguments)
            for said in answer.get("messages") or ():
                if _delivery_id(said) == delivery_id:
                    return Address(channel, str(said.get("ts", "")))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            arguments["cursor"] = cursor
        return None

    async def _history(self, arguments: Json) -> Json:
        try:
            return await self._api.call("conversations.history", arguments, form=True)
        except SlackFailed as failure:
            if failure.code == "missing_scope":
                raise SlackFailed(Outcome.NEVER, _MAY_NOT_LOOK, failure.code) from failure
            raise

    async def _private_chat(self, user: str) -> str:
        answer = await self._api.call("conversations.open", {"users": user})
        channel = answer.get("channel")
        if not isinstance(channel, dict) or not channel.get("id"):
            raise SlackFailed(Outcome.LATER, "Slack did not open the private chat.")
        return str(channel["id"])

    async def show(self, workspace: Workspace, what: Shown, at: Address | None) -> Address:
        """A user group, or a channel's topic."""
        return await signs.show(self._api, what, at)

    async def profile(self, workspace: Workspace, user: str) -> Profile:
        """One user, by id."""
        return await fetch_profile(self._api, workspace.external_id, user)

    async def look_up(self, workspace: Workspace, email: str) -> Profile | None:
        """One user, by address."""
        try:
            answer = await self._api.call("users.lookupByEmail", {"email": email}, form=True)
        except SlackFailed as failure:
            if failure.code == "users_not_found":
                return None
            raise
        return _profile(answer, workspace.external_id)


async def fetch_profile(api: Api, team: str, user: str) -> Profile:
    """A user's profile as Slack has it now. Raises SlackFailed."""
    return _profile(await api.call("users.info", {"user": user}, form=True), team)


def _profile(answer: Json, team: str) -> Profile:
    try:
        return profile_of(answer.get("user") or {}, team)
    except ValueError as error:
        raise SlackFailed(Outcome.LATER, "Slack did not say who this is.") from error


def _metadata(delivery_id: str) -> Json:
    return {"event_type": EVENT_TYPE, "event_payload": {"id": delivery_id}}


def _delivery_id(said: Json) -> str | None:
    metadata = said.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    found = payload.get("id") if isinstance(payload, dict) else None
    return str(found) if found is not None else None


def _address(answer: Json) -> Address:
    return Address(channel=str(answer.get("channel", "")), message=str(answer.get("ts", "")))
