"""Looks at everything that can be set up wrongly, and says how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
import yaml

from bot.errors import DeliveryFailed, Fault
from bot.model import DeliveryState
from bot.ports.outside import SystemClock
from bot.settings import Settings
from handlers.slack.api import Api, open_api
from storage import open_store
from storage.migrate import newer, pending
from storage.store import SqlStore

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"
MOST_DRIFT = timedelta(seconds=60)  # Slack refuses signatures that are 300 s off
LOOK_BACK = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at. A sentence that is not `ok` says how to mend it."""

    ok: bool
    sentence: str


async def examine(settings: Settings, now: datetime) -> list[Check]:
    """All checks, in the order in which to mend."""
    found = [_check_settings(settings)]
    store = open_store(settings.database_url)
    try:
        checks = _check_database(store)
        found += checks
        if settings.slack_bot_token:
            found += await _check_slack(settings)
        if all(check.ok for check in checks):
            found += _check_rooms(store, now)
    finally:
        store.close()
    return found


def _check_settings(settings: Settings) -> Check:
    try:
        settings.check_can_serve()
    except Fault as fault:
        return Check(False, str(fault).replace("\n", " "))
    how = "Socket Mode" if settings.slack_app_token else "HTTPS requests to /slack/events"
    return Check(True, f"Settings are complete; Slack is heard by {how}.")


def _check_database(store: SqlStore) -> list[Check]:
    try:
        behind = pending(store)
    except Fault as fault:
        return [Check(False, str(fault))]
    if behind:
        sentence = "The database is not up to date: run `python -m bot migrate`."
        return [Check(True, "The database answers."), Check(False, sentence)]
    if newer(store):
        sentence = "The database answers; a newer version of Muster has migrated it: upgrade this."
        return [Check(True, sentence)]
    return [Check(True, "The database answers, and is up to date.")]


async def _check_slack(settings: Settings) -> list[Check]:
    token = settings.slack_bot_token
    assert token is not None
    api = await open_api(token.get_secret_value(), settings.slack_api_url, SystemClock())
    try:
        installed = await api.installed()
        drift = await _check_clock(api)
    except DeliveryFailed as failure:
        return [Check(False, f"Slack does not take SLACK_BOT_TOKEN: {failure.reason}")]
    finally:
        await api.close()
    wanted = frozenset(yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])
    missing = sorted(wanted - installed.scopes)
    name = Check(True, f"The token is of the workspace {installed.team_name}.")
    if missing:
        mend = "put manifest.yml into the app's settings again and reinstall it"
        return [name, Check(False, f"The token lacks {', '.join(missing)}: {mend}."), drift]
    return [name, Check(True, "The token has every right that the manifest asks for."), drift]


async def _check_clock(api: Api) -> Check:
    """This machine's clock beside Slack's, which stands in every answer's Date header."""
    try:
        async with api.session.get(api.client.base_url + "api.test", proxy=api.proxy) as response:
            theirs = parsedate_to_datetime(response.headers["Date"])
    except (aiohttp.ClientError, KeyError, ValueError, TimeoutError):
        return Check(True, "Slack did not say what time it is.")
    drift = abs(datetime.now(UTC) - theirs)
    if drift > MOST_DRIFT:
        seconds = int(drift.total_seconds())
        return Check(False, f"This machine's clock is {seconds} s off: let NTP set it.")
    return Check(True, "This machine's clock agrees with Slack's.")


def _check_rooms(store: SqlStore, now: datetime) -> list[Check]:
    """Rooms in which the last thing to be said could not be said."""
    found: list[Check] = []
    states = (DeliveryState.UNREACHABLE, DeliveryState.GIVEN_UP)
    for task_force in store.task_forces():
        with store.read(task_force.id) as tx:
            rooms = {room.id: room for room in tx.rooms.all()}
            failed = {
                room.channel: delivery
                for delivery in tx.outbox.in_state(states, now - LOOK_BACK)
                if (room := rooms.get(delivery.recipient.room_id or 0))
            }
        found += [
            Check(False, f"Room {channel} of {task_force.name}: {delivery.reason}")
            for channel, delivery in failed.items()
        ]
        if not rooms:
            mend = "the chair adds one with `/muster setup`"
            found.append(
                Check(False, f"{task_force.name} has no room for panel and digest: {mend}.")
            )
    return found or [Check(True, "Every room can be posted in.")]
