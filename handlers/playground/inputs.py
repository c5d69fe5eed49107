"""What a person can enter into an element, and how it travels: initial values, choices, checks.

A *state value* is what Slack keeps per action_id: {"type": "datepicker", "selected_date": …}.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from handlers.playground.blocktree import controls
from handlers.playground.errors import CannotDo
from handlers.playground.objects import File, Json, Values
from handlers.playground.payloads import file_object
from handlers.playground.state import Workspace

# element type → (the key in its state value, the key of its initial value)
KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", ""),
}
STATELESS = {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button"}


def initial_values(blocks: list[Json], room: str = "") -> Values:
    """The state before anybody touched anything. `room`: where a modal was opened from."""
    values: Values = {}
    for block, element in controls(blocks):
        kind = element["type"]
        if kind in STATELESS:
            continue
        key, initial = KEYS[kind]
        given = element.get(initial) if initial else None
        if given is None and element.get("default_to_current_conversation") and room:
            given = [room] if key.endswith("s") else room
        if given is None and key.endswith("s"):
            given = []
        entered: Json = {"type": kind, key: given}
        if kind == "timepicker" and "timezone" in element:
            entered["timezone"] = element["timezone"]
        values.setdefault(block["block_id"], {})[element["action_id"]] = entered
    return values


def entry(ws: Workspace, element: Json, given: Any) -> Json:
    """A person's choice as a state value. Raises CannotDo if the element has no such choice.

    `given`: text; a date, time or datetime; an option's label (or the option itself); a person's
    or room's name or id; a list of these for elements that take several; None clears.
    """
    kind = element["type"]
    if kind not in KEYS:
        raise CannotDo(f"Nothing can be entered into a {kind}.")
    key, _ = KEYS[kind]
    convert = _converter(ws, element, key)
    if given is None:
        return {"type": kind, key: [] if key.endswith("s") else None}
    if key.endswith("s"):
        several = given if isinstance(given, list | tuple) else [given]
        return {"type": kind, key: [convert(one) for one in several]}
    return {"type": kind, key: convert(given)}


def _converter(ws: Workspace, element: Json, key: str) -> Callable[[Any], Any]:
    table: dict[str, Callable[[Any], Any]] = {
        "selected_option": lambda given: _option(element, given),
        "selected_user": lambda given: _named(ws, given, people=True),
        "selected_channel": lambda given: _named(ws, given, people=False),
        "selected_conversation": lambda given: _named(ws, given, people=False),
        "selected_date": _date,
        "selected_time": lambda t: t.strftime("%H:%M") if isinstance(t, time) else str(t),
        "selected_date_time": lambda t: int(t.timestamp()) if isinstance(t, datetime) else int(t),
        "rich_text_value": lambda given: given if isinstance(given, dict) else _rich(str(given)),
        "file": lambda given: file_object(given) if isinstance(given, File) else given,
    }
    return table.get(key.removesuffix("s"), str)


def _date(given: Any) -> str:
    if isinstance(given, date):
        return given.strftime("%Y-%m-%d")
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise CannotDo(f"“{given}” is no date that a date picker offers.") from None


def _rich(text: str) -> Json:
    pieces = [{"type": "text", "text": text}]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": pieces}],
    }


def options_of(element: Json) -> Iterator[Json]:
    """The options an element lists itself, those in groups after the others."""
    yield from element.get("options") or []
    for group in element.get("option_groups") or []:
        yield from group["options"]


def _option(element: Json, given: Any) -> Json:
    """An option by its label or value; an external menu's options come from the app, whole."""
    if isinstance(given, dict) and "external" in element["type"]:
        return given
    for option in options_of(element):
        if given in (option, option["text"]["text"], option.get("value")):
            return option
    labels = ", ".join(option["text"]["text"] for option in options_of(element))
    raise CannotDo(f"There is no choice “{given}”; there are: {labels or 'none'}.")


def _named(ws: Workspace, given: Any, *, people: bool) -> str:
    try:
        return (ws.person if people else ws.channel)(str(getattr(given, "id", given))).id
    except KeyError:
        raise CannotDo(f"Nothing here is called “{given}”.") from None


# ---- what Slack's client checks before it sends a form ------------------------------------------


def objections(blocks: list[Json], values: Values) -> dict[str, str]:
    """block_id → sentence, for inputs the client would not let go. Empty: the form may go."""
    found: dict[str, str] = {}
    for block, element in controls(blocks):
        if block["type"] != "input":
            continue
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        value = state.get(KEYS[element["type"]][0])
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = "This is a required field"
        elif sentence := _objection(element, value):
            found[block["block_id"]] = sentence
    return found


def _objection(element: Json, value: Any) -> str:
    kind = element["type"]
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address"
    if kind == "url_text_input" and not re.match(r"https?://\S+$", value):
        return "Please enter a valid URL"
    if kind == "number_input":
        return _number_objection(element, value)
    if kind == "plain_text_input":
        if len(value) > element.get("max_length", 3000):
            return f"Must be at most {element.get('max_length', 3000)} characters"
        if len(value) < element.get("min_length", 0):
            return f"Must be at least {element['min_length']} characters"
    if isinstance(value, list) and len(value) > (element.get("max_selected_items") or len(value)):
        return f"Choose at most {element['max_selected_items']}"
    return ""


def _number_objection(element: Json, value: str) -> str:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number"
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be at least {element['min_value']}"
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be at most {element['max_value']}"
    return ""
