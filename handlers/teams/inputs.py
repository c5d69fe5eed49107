"""Inputs of a form: one small function for each kind, with its hint and its answer's kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, assert_never
from urllib.parse import unquote

from microsoft_teams import cards as ac

from bot.cards import (
    AnyInput,
    ChoiceInput,
    DateInput,
    PersonInput,
    RoomInput,
    TextInput,
    TimeInput,
)
from handlers.characters import clean, cut
from handlers.teams import limits
from handlers.teams.fit import weight
from handlers.teams.text import as_json, literal, one_line, rich, shown

INPUT = "i_"  # before an input's name, to stand apart from the other names in what is sent
NO_VALUE = "~"  # stands for an empty choice: nothing chosen comes back as ""
TEXT, ONE, MANY = "t", "c", "n"  # what an input answers: text, one choice, several
PEOPLE = "graph.microsoft.com/users"  # the company's directory, searched by Teams itself
NO_ROOMS = "Muster knows of no room yet. Add it to a team or a group chat first."

Rooms = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An input with its hint; `kind` of its answer, "" if there is nothing to answer."""

    parts: list[ac.CardElement]
    kind: str

    @classmethod
    def of(cls, one: AnyInput, rooms: Rooms, room: int) -> Drawn:
        """`room`: bytes that a list of choices may take."""
        element, note, kind = _element(one, rooms, room)
        if element is None:
            return cls([_small(shown(f"{one.label}: {note}"))], "")
        hint = " ".join(shown(part).strip() for part in (one.hint, note)).strip()
        return cls([element, *([_small(cut(hint, limits.HINT))] if hint else [])], kind)


def _small(text: str) -> ac.CardElement:
    block = rich([ac.TextRun(text=text, size="Small", is_subtle=True)])
    block.spacing = "None"
    return block


def _element(one: AnyInput, rooms: Rooms, room: int) -> tuple[ac.CardElement | None, str, str]:
    """The input, what has to be said about it, and what kind of answer it gives.

    None if there is nothing to choose.
    """
    match one:
        case TextInput():
            return _text_input(one), "", TEXT
        case DateInput():
            return ac.DateInput(**_named(one), value=one.initial or None), "", TEXT
        case TimeInput():
            return ac.TimeInput(**_named(one), value=one.initial or None), "", TEXT
        case PersonInput():
            return _people_picker(one), "", TEXT
        case RoomInput():
            element, note = _choice_set(_room_choice(one, rooms), limits.ROOMS_BYTES)
            return element, note if element else NO_ROOMS, ONE
        case ChoiceInput():
            return *_choice_set(one, room), MANY if one.many else ONE
        case _:
            assert_never(one)


def _named(one: AnyInput) -> dict[str, Any]:
    label = one_line(one.label, limits.LABEL, one.name)
    named: dict[str, Any] = {"id": INPUT + one.name, "label": label}
    if not one.optional:
        named |= {"is_required": True, "error_message": f"“{label}” is needed."}
    return named


def _text_input(one: TextInput) -> ac.CardElement:
    most = max(1, min(one.most, limits.INPUT_TEXT))
    return ac.TextInput(
        **_named(one),
        value=cut(clean(one.initial), most) or None,
        is_multiline=one.multiline or None,
        max_length=float(most),
        placeholder=one_line(one.placeholder, limits.LABEL) if one.placeholder.strip() else None,
    )


def _people_picker(one: PersonInput) -> ac.CardElement:
    people = ac.QueryData(dataset=PEOPLE)
    return ac.ChoiceSetInput(
        **_named(one), choices=[], choices_data=people, style="filtered", value=one.initial or None
    )


def _room_choice(one: RoomInput, rooms: Rooms) -> ChoiceInput:
    return ChoiceInput(
        name=one.name,
        label=one.label,
        hint=one.hint,
        optional=one.optional,
        options=tuple(rooms),
        initial=(one.initial,) if one.initial else (),
    )


def _choice_set(one: ChoiceInput, room: int) -> tuple[ac.CardElement | None, str]:
    options = _fitting(one, room)
    left_out = len(one.options) - len(options)
    note = f"{left_out} more choices do not fit here." if left_out else ""
    if not options:
        return None, note or "there is nothing to choose."
    values = {value for value, _label in options}
    boxes = one.many and len(options) <= limits.BOXES
    long: Literal["filtered", "compact"] = "filtered" if len(options) > limits.BOXES else "compact"
    return ac.ChoiceSetInput(
        **_named(one),
        style="expanded" if boxes else long,
        is_multi_select=one.many or None,
        wrap=True,
        value=",".join(packed(value) for value in one.initial if value in values) or None,
        choices=[_choice(value, label, boxes=boxes) for value, label in options],
    ), note


def _fitting(one: ChoiceInput, room: int) -> list[tuple[str, str]]:
    """The options, in their order, that fit.

    What is chosen comes first: not shown, it would be taken for unchosen.
    """
    order = sorted(range(len(one.options)), key=lambda i: one.options[i][0] not in one.initial)
    kept: list[int] = []
    for index in order[: limits.CHOICES]:
        value, label = one.options[index]
        room -= weight(as_json(_choice(value, label, boxes=one.many)))
        room -= weight(packed(value)) if value in one.initial else 0
        if room < 0:
            break
        kept.append(index)
    return [one.options[index] for index in sorted(kept)]


def _choice(value: str, label: str, *, boxes: bool) -> ac.Choice:
    """Beside a box stands Markdown; in a list it does not."""
    title = one_line(label, limits.LABEL)
    return ac.Choice(title=literal(title) if boxes else title, value=packed(value))


def packed(value: str) -> str:
    """A choice's value: never empty, and without the comma that stands between several."""
    quoted = value.replace("%", "%25").replace(",", "%2C").replace("~", "%7E")
    return quoted or NO_VALUE


def unpacked(value: str) -> str:
    """What `packed` was given."""
    return "" if value == NO_VALUE else unquote(value, errors="strict")
