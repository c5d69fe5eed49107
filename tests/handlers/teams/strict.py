"""What a card may hold, taken from microsoft-teams-cards' models more strictly than they take it.

The models let unknown fields pass, and children of any kind. Here each part of a card is held
against the annotations of its model, however deep, and against what Teams itself asks for.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from microsoft_teams.cards import core

from handlers.teams import limits

# Without these a part shows nothing, or does nothing; the models take them all for optional.
NEEDED = {
    "TextBlock": ("text", "wrap"),
    "TextRun": ("text",),
    "RichTextBlock": ("inlines",),
    "Action.OpenUrl": ("url",),
    "Action.Submit": ("title", "data"),
    "Action.Execute": ("title", "data", "verb"),
    "Action.ToggleVisibility": ("title", "targetElements"),
    "ActionSet": ("actions",),
    "ColumnSet": ("columns",),
    "FactSet": ("facts",),
    "Table": ("columns", "rows"),
    "Input.Text": ("id", "label", "maxLength"),
    "Input.Date": ("id", "label"),
    "Input.Time": ("id", "label"),
    "Input.ChoiceSet": ("id", "label"),
    "CodeBlock": ("codeSnippet", "fallback"),
}


@cache
def models() -> dict[str, Any]:
    """Every model that names its type."""
    found = {}
    for model in vars(core).values():
        if isinstance(model, type) and issubclass(model, core.SerializableObject):
            field = model.model_fields.get("type")
            if field is not None and get_origin(field.annotation) is Literal:
                found[get_args(field.annotation)[0]] = model
    return found


def problems(card: Any) -> list[str]:
    """Everything that is wrong with an Adaptive Card; [] if Teams would show it."""
    found = list(_object(card, core.AdaptiveCard, "card"))
    parts = list(every_part(card))
    found += [
        f"{part['type']} without {name}"
        for part in parts
        for name in NEEDED.get(part.get("type", ""), ())
        if part.get(name) in (None, "", [])
    ]
    ids = [part["id"] for part in parts if "id" in part and "type" in part]
    found += [f"the id {one} twice" for one in {i for i in ids if ids.count(i) > 1}]
    targets = [t["elementId"] for part in parts for t in part.get("targetElements", ())]
    found += [f"nothing is called {target}" for target in targets if target not in ids]
    if len((card.get("refresh") or {}).get("userIds") or ()) > limits.REFRESH_USERS:
        found.append("too many to refresh for")
    found += [p for part in parts if part.get("type") == "Input.ChoiceSet" for p in _choices(part)]
    return found


def too_large(activity: Any) -> bool:
    """Whether Teams would refuse an activity or a dialog for its size."""
    return (
        len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))
        > limits.MESSAGE_BYTES
    )


def every_part(value: Any) -> Iterator[dict[str, Any]]:
    """All objects of a card but what its buttons carry, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from every_part(item)
    elif isinstance(value, dict):
        yield value
        for name, item in value.items():
            if name != "data" or "type" not in value or value["type"].startswith("Chart."):
                yield from every_part(item)


def _choices(part: dict[str, Any]) -> Iterator[str]:
    values = [choice["value"] for choice in part["choices"]]
    if "choices.data" in part:
        return
    if not values or "" in values:
        yield "a choice of nothing"
    chosen = part["value"].split(",") if "value" in part and part.get("isMultiSelect") else []
    chosen = chosen or ([part["value"]] if "value" in part else [])
    if not set(chosen) <= set(values):
        yield "what is chosen is no choice"


def _object(value: Any, model: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    kind = value.get("type")
    if kind in models() and issubclass(models()[kind], model):
        model = models()[kind]
    elif model in (core.CardElement, core.Action):
        yield f"{where} has no type of its own: {kind}"
        return
    known = _fields(model)
    for name, part in value.items():
        if name not in known:
            yield f"{where}.{name} is not a field of {model.__name__}"
        else:
            yield from _value(part, known[name], f"{where}.{name}")


@cache
def _fields(model: Any) -> dict[str, Any]:
    """The annotation of each, by the name that it has on the wire."""
    fields = model.model_fields.items()
    return {field.serialization_alias or name: field.annotation for name, field in fields}


@cache
def _parts(wanted: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(wanted), get_args(wanted)


def _value(value: Any, wanted: Any, where: str) -> Iterator[str]:
    """Nothing if the value is what its annotation says."""
    origin, ways = _parts(wanted)
    if origin is Annotated:
        return _value(value, ways[0], where)
    if origin in (Union, types.UnionType):
        return iter(_least(list(_value(value, one, where)) for one in ways))
    if origin is list and isinstance(value, list):
        return (p for i, item in enumerate(value) for p in _value(item, ways[0], f"{where}[{i}]"))
    if isinstance(wanted, type) and issubclass(wanted, core.SerializableObject):
        return _object(value, wanted, where)
    fits = value in ways if origin is Literal else _is(value, origin or wanted)
    return iter(() if fits else (f"{where} is {value!r}",))


def _least(ways: Iterator[list[str]]) -> list[str]:
    """The shortest; none is tried after one without problems."""
    least = next(ways)
    while least and (other := next(ways, None)) is not None:
        least = min(least, other, key=len)
    return least


def _is(value: Any, wanted: Any) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return wanted is Any or isinstance(value, wanted)
