"""Form ↔ dialog: inputs going out, answers coming back, sentences for wrong ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from microsoft_teams import cards as ac

from bot.buttons import encode
from bot.cards import (
    AnyInput,
    Card,
    ChoiceInput,
    Form,
    RoomInput,
)
from handlers.characters import clean, cut
from handlers.teams import limits
from handlers.teams.adaptive import (
    AROUND,
    attachment,
    content_of,
    count_menus,
    intro,
    message,
)
from handlers.teams.controls import OPENED, opening
from handlers.teams.fit import weight
from handlers.teams.inputs import INPUT, MANY, ONE, TEXT, Drawn, Rooms, unpacked
from handlers.teams.opened import Opened, opened_from_data, opened_to_data
from handlers.teams.pieces import Drawing, Surface
from handlers.teams.text import Json, as_json, as_typed_here, one_line, rich, shown

FORM, KINDS = "f", "k"  # names in the data of a form's button
TOO_MUCH = Card("This form carries more than Teams takes, so it cannot be opened here.")
WRONG = "Please correct this: "


def form_dialog(form: Form, opened: Opened, rooms: Rooms = ()) -> Json:
    """`task.value` of a dialog with the form; with a sentence if that is too large for Teams.

    `rooms`: (id, name) of the rooms to choose from, since Teams has no list of its own.
    """
    return _dialog(form, opened, rooms, {})


def with_errors(
    form: Form,
    answers: Mapping[str, Any],
    errors: Mapping[str, str],
    opened: Opened,
    rooms: Rooms = (),
) -> Json:
    """The same dialog again: answers kept, a sentence beside each wrong input.

    A sentence about no input stands above the first one.
    """
    answered = replace(form, inputs=tuple(_answered(one, answers) for one in form.inputs))
    return _dialog(answered, opened, rooms, errors)


def card_dialog(card: Card, opened: Opened | None = None) -> Json:
    """`task.value` of a dialog that shows the card; its buttons send with them what opened it."""
    drawing = Drawing(Surface.DIALOG, inputs=count_menus(card.body), opened=opened)
    return _value(card.title, content_of(card, drawing), small=len(card.body) < 8)


def form_offer(form: Form, *, pressed: str = "", words: str = "") -> Json:
    """A message whose button opens the form: words alone cannot open a dialog."""
    shown_first = message(Card(form.title, form.intro), plain=True)
    content = shown_first["attachments"][0]["content"]
    button = ac.ActionSet(actions=[opening("Open the form", pressed=pressed, said=words)])
    content["body"].append(as_json(button))
    return shown_first


def _value(title: str, content: Json, *, small: bool) -> Json:
    size = "medium" if small else "large"
    title = one_line(title, limits.TITLE, "Muster")
    return {"title": title, "height": size, "width": "medium", "card": attachment(content)}


def _dialog(form: Form, opened: Opened, rooms: Rooms, errors: Mapping[str, str]) -> Json:
    drawn = [Drawn.of(one, rooms, _room_for_lists(form)) for one in form.inputs]
    data = {
        FORM: encode(form.request),
        KINDS: {one.name: d.kind for one, d in zip(form.inputs, drawn, strict=True) if d.kind},
        OPENED: opened_to_data(opened),
    }
    title = one_line(form.submit, limits.BUTTON, "Send")
    submit = as_json(ac.SubmitAction(title=title, style="positive", data=data))
    parts = [*_about_no_input(form, errors)]
    for one, input_ in zip(form.inputs, drawn, strict=True):
        parts += [_wrong(errors[one.name])] if one.name in errors else []
        parts += input_.parts
    body = [as_json(part) for part in parts]
    room = limits.MESSAGE_BYTES - AROUND - weight(body) - weight(submit)
    if room < 0:
        return card_dialog(TOO_MUCH)
    several = len(form.inputs) + 2  # so that no list above them is demanded with them
    drawing = Drawing(Surface.DIALOG, inputs=several, opened=opened)
    frame = as_json(ac.AdaptiveCard(version=limits.CARD_VERSION))
    content = frame | {"body": [*intro(form.intro, drawing, room), *body], "actions": [submit]}
    return _value(form.title, content, small=len(form.inputs) < 5)


def _room_for_lists(form: Form) -> int:
    """Bytes that each list of choices may take, beside what the other inputs and texts need."""
    lists = [one for one in form.inputs if isinstance(one, ChoiceInput)]
    others = [
        as_json(part)
        for one in form.inputs
        if not isinstance(one, ChoiceInput | RoomInput)
        for part in Drawn.of(one, (), 0).parts
    ]
    room = limits.MESSAGE_BYTES - AROUND - weight(others) - weight(encode(form.request))
    return max(0, room) * 3 // 4 // max(1, len(lists))


def _about_no_input(form: Form, errors: Mapping[str, str]) -> Iterable[ac.CardElement]:
    names = {one.name for one in form.inputs}
    return [_wrong(sentence) for name, sentence in errors.items() if name not in names]


def _wrong(sentence: str) -> ac.CardElement:
    """Said in words first, then in colour."""
    said = shown(as_typed_here(sentence)).strip() or "this does not fit here."
    lead = ac.TextRun(text=WRONG, weight="Bolder", color="Attention")
    return rich([lead, ac.TextRun(text=cut(said, limits.HINT), color="Attention")])


# ---- what comes back ----------------------------------------------------------------------------


def read_metadata(data: Any) -> tuple[str, Opened]:
    """The form's encoded request, and where it was opened. Raises ValueError if it is not ours."""
    request = data.get(FORM) if isinstance(data, dict) else None
    if not isinstance(request, str) or not request:
        raise ValueError("not a form of Muster's")
    return request, opened_from_data(data.get(OPENED))


def read_answers(data: Any) -> dict[str, Any]:
    """Answers by input name: str, tuple[str, ...], or None if left empty.

    Teams leaves out what was left empty, or sends "". Raises ValueError if it is not of the shape
    that Teams sends.
    """
    kinds = data.get(KINDS) if isinstance(data, dict) else None
    if not isinstance(kinds, dict) or any(k not in (TEXT, ONE, MANY) for k in kinds.values()):
        raise ValueError("not a form of Muster's")
    return {name: _answer(data.get(INPUT + name), kind) for name, kind in kinds.items()}


def _answer(value: Any, kind: str) -> Any:
    if value is not None and not isinstance(value, str):
        raise ValueError("an answer that is not text")
    if kind == MANY:
        return tuple(unpacked(part) for part in (value or "").split(",") if part)
    if not value:
        return None
    return unpacked(value) if kind == ONE else clean(value) or None


def _answered(one: AnyInput, answers: Mapping[str, Any]) -> AnyInput:
    """The input with what was answered in place of what it began with."""
    if one.name not in answers:
        return one
    answer = answers[one.name]
    if isinstance(one, ChoiceInput):
        given = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
        return replace(one, initial=tuple(map(str, given)))
    return replace(one, initial="" if answer is None else str(answer))
