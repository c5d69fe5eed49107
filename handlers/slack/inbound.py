"""Payload → who asked what, and where the answer goes. Understands no feature."""

from __future__ import annotations

from bot.ports.outside import Heard
from handlers.slack.events import read_event
from handlers.slack.forms import CALLBACK, Opened, read_answers, read_metadata
from handlers.slack.payloads import (
    SAY,
    Asked,
    Handshake,
    Kind,
    Malformed,
    Nothing,
    Payload,
    Place,
    digest,
    make_caller,
    optional,
    required,
    team_of,
)
from handlers.slack.spoken import plain_words
from handlers.slack.text import Json


def read(body: Json, bot_user: str) -> Payload:
    """What this payload says. `bot_user`: our own user id. Raises Malformed."""
    try:
        if "command" in body:
            return _command(body)
        match body.get("type"):
            case "event_callback":
                return read_event(body, bot_user)
            case "block_actions":
                return _press(body)
            case "view_submission":
                return _form(body)
            case "url_verification":
                required(body, "challenge")
                return Handshake()
            case str():
                return Nothing()
        raise Malformed("neither a command nor a typed payload")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed(str(error)[:100]) from error


def _command(body: Json) -> Asked:
    """A slash command: form fields, all of them text."""
    required(body, "command")
    channel = required(body, "channel_id")
    place = Place(
        channel,
        response_url=required(body, "response_url"),
        trigger_id=optional(body, "trigger_id"),
    )
    once = place.trigger_id or digest(body)
    called = optional(body, "channel_name")
    caller = make_caller(team_of(body), required(body, "user_id"), channel, once, called)
    return Asked(Kind.COMMAND, caller, Heard(words=plain_words(optional(body, "text"))), place)


def _press(body: Json) -> Payload:
    """A button or a menu, in a message, a modal or App Home."""
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions:
        raise Malformed("no actions")
    view = body.get("view")
    if view is not None and not isinstance(view, dict):
        raise Malformed("a view that is no object")
    value, container = _pressed_value(actions[0]), body.get("container") or {}
    if value is None:
        return Nothing()
    message = body.get("message") or {}
    place = Place(
        channel=optional(body.get("channel") or {}, "id") or optional(container, "channel_id"),
        thread=optional(message, "thread_ts") or optional(container, "thread_ts"),
        message=optional(message, "ts") or optional(container, "message_ts"),
        ephemeral=container.get("is_ephemeral") is True,
        response_url=optional(body, "response_url"),
        trigger_id=optional(body, "trigger_id"),
        view=view,
        opened=_opened(view),
    )
    user = required(body.get("user") or {}, "id")
    once = place.trigger_id or digest(body)
    where, called = (
        place.channel or place.opened.channel,
        optional(body.get("channel") or {}, "name"),
    )
    caller = make_caller(team_of(body), user, where, once, called)
    said = actions[0].get("action_id") == SAY
    heard = Heard(words=value) if said else Heard(pressed=value)
    return Asked(Kind.PRESS, caller, heard, place)


def _pressed_value(action: Json) -> str | None:
    """None: a link, or an element that asks nothing of us."""
    match action.get("type"):
        case "button" if "value" in action:
            return required(action, "value")
        case "static_select" if action.get("selected_option"):
            return required(action["selected_option"], "value")
        case str():
            return None
    raise Malformed("an action without a type")


def _opened(view: Json | None) -> Opened:
    """Where the modal was opened in which a button was pressed."""
    if view is None or view.get("type") != "modal" or not view.get("private_metadata"):
        return Opened()
    return read_metadata(required(view, "private_metadata"))[1]


def _form(body: Json) -> Payload:
    """A form that was sent."""
    view = body.get("view")
    if not isinstance(view, dict):
        raise Malformed("no view")
    if required(view, "callback_id") != CALLBACK:
        return Nothing()
    request, opened = read_metadata(required(view, "private_metadata"))
    state = view.get("state")
    values = state.get("values") if isinstance(state, dict) else None
    heard = Heard(submitted=request, answers=read_answers(values or {}))
    place = Place(trigger_id=optional(body, "trigger_id"), view=view, opened=opened)
    once = place.trigger_id or digest(body)
    caller = make_caller(
        team_of(body), required(body.get("user") or {}, "id"), opened.channel, once
    )
    return Asked(Kind.FORM, caller, heard, place)
