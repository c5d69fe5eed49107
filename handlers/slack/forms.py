"""Form ↔ modal view: inputs going out, answers coming back, sentences for wrong ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.buttons import encode
from bot.cards import (
    AnyInput,
    Card,
    ChoiceInput,
    DateInput,
    Form,
    PersonInput,
    RoomInput,
    TextInput,
    TimeInput,
)
from handlers.characters import clean, cut, units
from handlers.slack import limits
from handlers.slack.blocks import dialog, intro
from handlers.slack.controls import grouped
from handlers.slack.text import Json, plain_text

CALLBACK = "form"
ANSWER = "answer"  # the action_id of every input; the block_id is the input's name
NO_VALUE = "~"  # stands for an empty choice: an option's value may not be empty
TOO_MUCH = Card("This form carries more than Slack takes, so it cannot be opened here.")


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a form was opened, so that its answer can be given there."""

    channel: str = ""
    response_url: str = ""
    thread: str = ""
    home: bool = False  # on App Home
    pressed: bool = False  # by a button of a message, which response_url can replace


def form_view(form: Form, opened: Opened) -> Json:
    """The modal view; one that says so if the form's request is too long for Slack."""
    metadata = _metadata(encode(form.request), opened)
    if units(metadata) > limits.PRIVATE_METADATA:
        return dialog(TOO_MUCH)
    lists = sum(isinstance(one, ChoiceInput) for one in form.inputs)
    room = limits.VIEW_BYTES * 8 // 10 // max(1, lists)
    inputs = [_input_block(one, room) for one in form.inputs]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(form.title, limits.VIEW_TITLE, "Muster"),
        "submit": plain_text(form.submit, limits.VIEW_TITLE, "Send"),
        "close": plain_text("Cancel", limits.VIEW_TITLE),
        "private_metadata": metadata,
        "blocks": [*intro(form.intro, len(inputs)), *inputs],
    }


def _metadata(request: str, opened: Opened) -> str:
    """Short names, and without the response_url if that is what makes it too long."""
    data: Json = {"r": request, "c": opened.channel, "u": opened.response_url, "t": opened.thread}
    data |= {"h": opened.home, "p": opened.pressed}
    text = json.dumps({k: v for k, v in data.items() if v}, separators=(",", ":"))
    if units(text) > limits.PRIVATE_METADATA and opened.response_url:
        return _metadata(request, replace(opened, response_url=""))
    return text


def read_metadata(text: str) -> tuple[str, Opened]:
    """The form's encoded request, and where it was opened.

    Raises ValueError if the text is not ours.
    """
    data = json.loads(text)
    kept = {"r": str, "c": str, "u": str, "t": str, "h": bool, "p": bool}
    if not isinstance(data, dict) or any(type(v) is not kept.get(k) for k, v in data.items()):
        raise ValueError("not a form of Muster's")
    opened = Opened(
        channel=data.get("c", ""),
        response_url=data.get("u", ""),
        thread=data.get("t", ""),
        home=data.get("h", False),
        pressed=data.get("p", False),
    )
    return data.get("r", ""), opened


def _input_block(one: AnyInput, room: int) -> Json:
    """`room`: bytes that a list of choices may take of the view."""
    element, note = _element(one, room)
    if element is None:
        text = f"{one.label}: {note}"
        return {"type": "section", "text": plain_text(text, limits.TEXT_OBJECT)}
    element["action_id"] = ANSWER
    block: Json = {
        "type": "input",
        "block_id": cut(one.name, limits.BLOCK_ID),
        "label": plain_text(one.label, limits.INPUT_LABEL, one.name),
        "element": element,
        "optional": one.optional,
    }
    hint = " ".join(part for part in (one.hint, note) if part.strip())
    if hint:
        block["hint"] = plain_text(hint, limits.INPUT_HINT)
    return block


def _element(one: AnyInput, room: int) -> tuple[Json | None, str]:
    """The block element, and what has to be said about it; None if there is nothing to choose."""
    match one:
        case TextInput():
            return _text_element(one), ""
        case DateInput(initial=initial):
            return _with("datepicker", initial_date=initial), ""
        case TimeInput(initial=initial):
            return _with("timepicker", initial_time=initial), ""
        case PersonInput(initial=initial):
            return _with("users_select", initial_user=initial), ""
        case RoomInput(initial=initial):
            element = _with("conversations_select", initial_conversation=initial)
            return element | {"filter": {"include": ["public", "private"]}}, ""
        case ChoiceInput():
            return _choice_element(one, room)
        case _:
            assert_never(one)


def _with(kind: str, **initial: str) -> Json:
    return {"type": kind} | {name: value for name, value in initial.items() if value}


def _text_element(one: TextInput) -> Json:
    most = max(1, min(one.most, limits.INPUT_TEXT))
    element: Json = {"type": "plain_text_input", "multiline": one.multiline, "max_length": most}
    if one.initial:
        element["initial_value"] = cut(clean(one.initial), most)
    if one.placeholder.strip():
        element["placeholder"] = plain_text(one.placeholder, limits.PLACEHOLDER)
    return element


def _choice_element(one: ChoiceInput, room: int) -> tuple[Json | None, str]:
    options = _fitting(one, room)
    left_out = len(one.options) - len(options)
    note = f"{left_out} more choices do not fit here." if left_out else ""
    if not options:
        return None, note or "there is nothing to choose."
    chosen = [
        option for option in options if option["value"] in {v or NO_VALUE for v in one.initial}
    ]
    if not one.many:
        element: Json = {"type": "static_select", **grouped(options)}
        return element | ({"initial_option": chosen[0]} if chosen else {}), note
    boxes = len(options) <= limits.CHECKBOXES
    kind = "checkboxes" if boxes else "multi_static_select"
    element = {"type": kind, **grouped(options)}
    return element | ({"initial_options": chosen} if chosen else {}), note


def _fitting(one: ChoiceInput, room: int) -> list[Json]:
    """The options, in their order, that fit.

    What is chosen comes first: not shown, it would be taken for unchosen.
    """
    kept: dict[int, Json] = {}
    pairs = list(enumerate(one.options))
    for index, (value, label) in sorted(pairs, key=lambda pair: pair[1][0] not in one.initial):
        option = _option(value, label)
        room -= len(json.dumps(option)) * (2 if value in one.initial else 1)
        if room < 0 or len(kept) >= limits.OPTIONS * limits.OPTION_GROUPS:
            break
        if units(value) <= limits.OPTION_VALUE:
            kept[index] = option
    return [kept[index] for index in sorted(kept)]


def _option(value: str, label: str) -> Json:
    return {"text": plain_text(label, limits.OPTION_TEXT), "value": value or NO_VALUE}


# ---- what comes back ----------------------------------------------------------------------------


def read_answers(values: Mapping[str, Mapping[str, Json]]) -> dict[str, Any]:
    """`view.state.values` → answers by input name: str, tuple[str, ...], or None if left empty.

    Raises ValueError if it has not the shape that Slack sends.
    """
    answers: dict[str, Any] = {}
    for name, elements in values.items():
        if not isinstance(elements, dict):
            raise ValueError("state without elements")  # noqa: TRY004  # a malformed payload
        state = elements.get(ANSWER)
        if isinstance(state, dict):
            answers[name] = _answer(state)
    return answers


def _answer(state: Json) -> Any:
    match state.get("type"):
        case "plain_text_input":
            return _string(state.get("value"))
        case "datepicker":
            return _string(state.get("selected_date"))
        case "timepicker":
            return _string(state.get("selected_time"))
        case "users_select":
            return _string(state.get("selected_user"))
        case "conversations_select":
            return _string(state.get("selected_conversation"))
        case "static_select":
            option = state.get("selected_option")
            return _value(option) if option is not None else None
        case "checkboxes" | "multi_static_select":
            return tuple(_value(option) for option in state.get("selected_options") or ())
        case _:
            raise ValueError("an input of an unknown type")


def _string(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("an answer that is not text")
    return clean(value) or None if value else None


def _value(option: Any) -> str:
    value = option.get("value") if isinstance(option, dict) else None
    if not isinstance(value, str):
        raise ValueError("an option without a value")  # noqa: TRY004  # a malformed payload
    return "" if value == NO_VALUE else value


def error_answer(view: Mapping[str, Any], errors: Mapping[str, str]) -> Json | None:
    """`response_action: errors`, each sentence under its input; None if the view has no input.

    Slack takes names of the view's input blocks only: a sentence about anything else is said
    under the first one.
    """
    blocks = [block for block in view.get("blocks") or () if isinstance(block, dict)]
    names = [str(b.get("block_id")) for b in blocks if b.get("type") == "input"]
    if not names:
        return None
    said: dict[str, str] = {}
    for name, sentence in errors.items():
        place = name if name in names else names[0]
        text = clean(sentence).strip() or "Please change this."
        said[place] = cut(f"{said[place]} {text}" if place in said else text, limits.INPUT_HINT)
    return {"response_action": "errors", "errors": said}
