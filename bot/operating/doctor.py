"""Looks at everything that can be set up wrongly, and says how to mend it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import Fault
from bot.model import DeliveryState
from bot.operating.checks import Check
from bot.operating.doctor_calendars import check_calendars
from bot.operating.doctor_web import check_web
from bot.settings import Settings
from storage import open_store
from storage.revisions import newer, pending
from storage.store import SqlStore

LOOK_BACK = timedelta(weeks=2)
_UNHEARD = (
    "Nothing has come from Teams yet: the bot's messaging endpoint is to be "
    "https://YOUR-NAME/api/messages, and a POST there from another network answered with 401."
)


async def examine(settings: Settings, now: datetime) -> list[Check]:
    """All checks, in the order in which to mend."""
    found = [_check_settings(settings)]
    store = open_store(settings.database_url)
    try:
        checks = _check_database(store)
        found += checks
        found += await _check_platforms(settings)
        found += await check_web(settings)
        if all(check.ok for check in checks):
            found += _check_heard(settings, store)
            found += _check_rooms(settings, store, now)
            found += check_calendars(settings, store)
    finally:
        store.close()
    return found


def _check_settings(settings: Settings) -> Check:
    try:
        settings.check_can_serve()
    except Fault as fault:
        return Check(False, str(fault).replace("\n", " "))
    heard = []
    if settings.has_slack:
        how = "Socket Mode" if settings.slack_app_token else "HTTPS requests to /slack/events"
        heard.append(f"Slack is heard by {how}")
    if settings.has_teams:
        heard.append("Teams is heard by HTTPS requests to /api/messages")
    return Check(True, f"Settings are complete; {', '.join(heard)}.")


async def _check_platforms(settings: Settings) -> list[Check]:
    found = []
    if settings.has_slack:
        from bot.operating.doctor_slack import check_slack

        found += await check_slack(settings)
    elif settings.has_teams:
        found.append(Check(True, "Slack is not used: SLACK_BOT_TOKEN is not set."))
    if settings.has_teams:
        from bot.operating.doctor_teams import check_teams

        found += await check_teams(settings)
    elif settings.has_slack:
        found.append(Check(True, "Teams is not used: MICROSOFT_APP_ID is not set."))
    return found


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


def _check_heard(settings: Settings, store: SqlStore) -> list[Check]:
    """Teams calls Muster: whether it ever did says more than any setting."""
    if not settings.has_teams:
        return []
    for task_force in store.task_forces():
        with store.read(task_force.id) as tx:
            here = [one.id for one in tx.workspaces.all() if one.platform == "teams"]
        known = store.references
        if any(known.people(one, 1) or known.rooms(one, 1) for one in here):
            return [Check(True, "Teams has reached Muster.")]
    return [Check(True, _UNHEARD)]


def _check_rooms(settings: Settings, store: SqlStore, now: datetime) -> list[Check]:
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
            begin = "/muster" if settings.has_slack else "@Muster"
            mend = f"the chair adds one with `{begin} setup`"
            found.append(
                Check(False, f"{task_force.name} has no room for panel and digest: {mend}.")
            )
    return found or [Check(True, "Every room can be posted in.")]
