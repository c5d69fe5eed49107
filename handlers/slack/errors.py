"""What Slack's refusals mean for what comes next: one table, and the network's own failures.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage, chat.update, views.publish and
conversations.open.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import DeliveryFailed, Outcome

# What a call through the SDK may raise. Bytes that are no JSON surface as the last two.
FAILURES = (
    SlackClientError,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    ValueError,
    AttributeError,
)

SOON = timedelta(seconds=30)  # a passing failure; the postman waits longer each time
MENDING = timedelta(minutes=5)  # what an operator has to mend


class SlackFailed(DeliveryFailed):
    """A refusal of Slack's; `code` is Slack's own, or "" if the network failed."""

    def __init__(
        self, outcome: Outcome, reason: str, code: str = "", *, retry_at: datetime | None = None
    ) -> None:
        super().__init__(outcome, reason, retry_at=retry_at)
        self.code = code


_INVITE = "Invite it there with /invite @Muster."
_RENEW = "Muster's Slack token no longer works; the operator has to renew SLACK_BOT_TOKEN."
_REMOVED = "Muster is no longer installed in this Slack workspace."
_MAY_NOT_POST = "Slack does not let Muster post in this room; its posting settings say who may."
_TOO_LONG = "The message is too long for Slack."
_BLOCKS = "Slack did not take the layout of the message."
_LATER = "Slack could not do it just now."
_GONE = "The message is no longer there, or can no longer be edited."

RATE_LIMITED = (Outcome.BLOCKED, "Slack asked Muster to slow down.")

_CODES: dict[str, tuple[Outcome, str]] = {
    # the whole workspace waits
    "ratelimited": RATE_LIMITED,
    "rate_limited": RATE_LIMITED,
    "message_limit_exceeded": (Outcome.BLOCKED, "The workspace has sent too many messages."),
    "invalid_auth": (Outcome.BLOCKED, _RENEW),
    "not_authed": (Outcome.BLOCKED, _RENEW),
    "token_expired": (Outcome.BLOCKED, _RENEW),
    "not_allowed_token_type": (Outcome.BLOCKED, _RENEW),
    # installed again within the life of a message, it is still said
    "account_inactive": (Outcome.BLOCKED, _REMOVED),
    "token_revoked": (Outcome.BLOCKED, _REMOVED),
    "missing_scope": (
        Outcome.BLOCKED,
        "Muster lacks a permission in Slack; install it again from manifest.yml.",
    ),
    # it may have happened: Slack says so of these two
    "fatal_error": (Outcome.IN_DOUBT, _LATER),
    "internal_error": (Outcome.IN_DOUBT, _LATER),
    # it did not happen
    "service_unavailable": (Outcome.LATER, _LATER),
    "request_timeout": (Outcome.LATER, _LATER),
    "team_added_to_org": (Outcome.LATER, "The workspace is being moved into an organisation."),
    "org_login_required": (Outcome.LATER, "The workspace is being moved into an organisation."),
    "external_channel_migrating": (Outcome.LATER, "The room is being moved."),
    "update_failed": (Outcome.LATER, _LATER),
    "hash_conflict": (Outcome.LATER, "App Home was changed meanwhile."),
    # people
    "user_disabled": (Outcome.UNREACHABLE, "Their Slack account is deactivated."),
    "user_not_found": (Outcome.UNREACHABLE, "Slack does not know this user any more."),
    "users_not_found": (Outcome.UNREACHABLE, "Slack does not know this user."),
    "user_not_visible": (Outcome.UNREACHABLE, "Slack does not show this user to Muster."),
    "cannot_dm_bot": (Outcome.UNREACHABLE, "This user is a bot, which Muster cannot write to."),
    "messages_tab_disabled": (
        Outcome.UNREACHABLE,
        "Muster's Messages tab is off in its Slack settings.",
    ),
    "user_not_in_channel": (Outcome.UNREACHABLE, "They are not in this room."),
    # rooms
    "channel_not_found": (Outcome.UNREACHABLE, f"Muster cannot see this room. {_INVITE}"),
    "not_in_channel": (Outcome.UNREACHABLE, f"Muster is not in this room. {_INVITE}"),
    "no_permission": (Outcome.UNREACHABLE, f"Muster is not in this room. {_INVITE}"),
    "is_archived": (
        Outcome.UNREACHABLE,
        "This room is archived. Unarchive it, or choose another one in /muster setup.",
    ),
    "is_inactive": (
        Outcome.UNREACHABLE,
        "This room is archived. Unarchive it, or choose another one in /muster setup.",
    ),
    "restricted_action": (Outcome.UNREACHABLE, _MAY_NOT_POST),
    "restricted_action_read_only_channel": (Outcome.UNREACHABLE, _MAY_NOT_POST),
    "restricted_action_thread_only_channel": (Outcome.UNREACHABLE, _MAY_NOT_POST),
    "ekm_access_denied": (Outcome.UNREACHABLE, _MAY_NOT_POST),
    # the message that was to be edited
    "message_not_found": (Outcome.GONE, _GONE),
    "cant_update_message": (Outcome.GONE, _GONE),
    "edit_window_closed": (Outcome.GONE, _GONE),
    "block_mismatch": (Outcome.GONE, _GONE),
    "streaming_state_conflict": (Outcome.GONE, _GONE),
    # the layout
    "invalid_blocks": (Outcome.PLAINER, _BLOCKS),
    "invalid_blocks_format": (Outcome.PLAINER, _BLOCKS),
    "invalid_attachments": (Outcome.PLAINER, _BLOCKS),  # only_one_table_allowed
    "msg_blocks_too_long": (Outcome.PLAINER, _TOO_LONG),
    # for good
    "msg_too_long": (Outcome.NEVER, _TOO_LONG),
    "view_too_large": (Outcome.NEVER, _TOO_LONG),
    "no_text": (Outcome.NEVER, "There was nothing to say."),
    "not_enabled": (Outcome.NEVER, "Muster's App Home is off in its Slack settings."),
}


def failed(
    error: BaseException, now: datetime, *, posting: bool = False, plain: bool = True
) -> SlackFailed:
    """The error as Muster's own.

    `posting`: doing it twice would be seen twice. `plain`: nothing plainer could be sent.
    """
    if not isinstance(error, SlackApiError):
        return _network(error, now, posting=posting)
    status, headers = _status(error.response), getattr(error.response, "headers", {})
    code = _code(error.response)
    if status == 429:  # too many requests
        waiting = timedelta(seconds=_retry_after(headers))
        return SlackFailed(*RATE_LIMITED, "ratelimited", retry_at=now + waiting)
    if not code or (code not in _CODES and status >= 500):
        return _unreadable(status, now, posting=posting)
    outcome, reason = _CODES.get(code, (Outcome.NEVER, f"Slack refused it ({code[:60]})."))
    if outcome is Outcome.PLAINER and plain:
        outcome = Outcome.NEVER
    if outcome is Outcome.IN_DOUBT and not posting:
        outcome = Outcome.LATER
    return SlackFailed(outcome, reason, code, retry_at=_retry_at(outcome, code, headers, now))


def asked_to_slow_down(reason: str) -> bool:
    """Whether this is why a workspace is blocked, and not what an operator has to mend."""
    return reason == RATE_LIMITED[1]


def _retry_at(outcome: Outcome, code: str, headers: Any, now: datetime) -> datetime | None:
    if outcome is Outcome.LATER:
        return now + SOON
    if outcome is not Outcome.BLOCKED:
        return None
    limited = "limit" in code
    return now + (timedelta(seconds=_retry_after(headers)) if limited else MENDING)


def _retry_after(headers: Any) -> float:
    """Seconds, from 1 to 3,600; 30 if Slack does not say."""
    with contextlib.suppress(TypeError, ValueError):
        return min(3600.0, max(1.0, float(headers.get("Retry-After"))))
    return SOON.total_seconds()


def _network(error: BaseException, now: datetime, *, posting: bool) -> SlackFailed:
    """Whether it was sent before the line broke decides whether it may have happened."""
    unsent = isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL
    )
    if posting and not unsent:
        return SlackFailed(Outcome.IN_DOUBT, "The line to Slack broke while it was being sent.")
    return SlackFailed(Outcome.LATER, "Slack could not be reached.", retry_at=now + SOON)


def _unreadable(status: int, now: datetime, *, posting: bool) -> SlackFailed:
    """Not one of Slack's own answers: a failing server, or something in between."""
    reason = f"Slack answered with HTTP {status}."
    untouched = 400 <= status < 500 or status == 503  # refused before anything was done
    if posting and not untouched:
        return SlackFailed(Outcome.IN_DOUBT, reason)
    return SlackFailed(Outcome.LATER, reason, retry_at=now + SOON)


def _status(response: Any) -> int:
    for name in ("status_code", "status"):  # of the SDK's response, of aiohttp's
        if isinstance(value := getattr(response, name, None), int):
            return value
    return 0


def _code(response: Any) -> str:
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""
