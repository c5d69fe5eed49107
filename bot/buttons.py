"""Requests and cards as text, and back: what buttons, forms, old messages and the outbox carry.

A request becomes `claim.1?turn=12&minutes=90`: its ACTION and the fields that differ from their
defaults. Decoding checks every value against the field's type, since anything that comes back
from a platform may be old or forged. Cards become plain data with the requests encoded inside.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from pydantic import TypeAdapter, ValidationError

from bot import cards
from bot.cards import Card, Form, Request

_LARGEST = 2**62  # a column of ids holds 64 bits, with the sign


class UnreadableError(ValueError):
    """Not a request of this program, or not one with these values.

    `fields` maps field names to a short reason where single values are at fault.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


def encode(request: Request) -> str:
    """`ACTION?field=value&…`; only fields that differ from their defaults."""
    pairs: list[tuple[str, str]] = []
    for spec in dataclasses.fields(request):  # type: ignore[arg-type]  # every Request is a dataclass
        value = getattr(request, spec.name)
        if value == spec.default:
            continue
        pairs += [
            (spec.name, _text(item)) for item in (value if isinstance(value, tuple) else (value,))
        ]
    query = "&".join(f"{name}={_quoted(text)}" for name, text in pairs)
    return f"{request.ACTION}?{query}" if query else request.ACTION


def _quoted(text: str) -> str:
    """As in a query, but letters of every script stay: a button has room for few of `%E6%97%A5`."""
    if text.isascii():
        return quote_plus(text)
    return "".join(quote_plus(c) if c.isascii() or not c.isprintable() else c for c in text)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _huge_fields(request: Request) -> dict[str, str]:
    """Numbers that no database can look for, by the field they stand in."""
    values = {f.name: getattr(request, f.name) for f in dataclasses.fields(request)}  # type: ignore[arg-type]
    parts = {n: value if isinstance(value, tuple) else (value,) for n, value in values.items()}
    return {
        name: "too large"
        for name, some in parts.items()
        if any(isinstance(one, int) and abs(one) > _LARGEST for one in some)
    }


@dataclasses.dataclass(frozen=True, slots=True)
class _Known:
    """A type of request: its fields' names, and which of them hold several values."""

    adapter: TypeAdapter[Any]
    names: frozenset[str]
    many: frozenset[str]


class Codec:
    """Knows every request type by its ACTION; made once from the catalog."""

    def __init__(self, types: Iterable[type[Request]]) -> None:
        self._types: dict[str, _Known] = {}
        for kind in types:
            if kind.ACTION in self._types:
                raise ValueError(f"two requests share the action {kind.ACTION}")
            specs = dataclasses.fields(kind)  # type: ignore[arg-type]
            many = frozenset(s.name for s in specs if "tuple" in str(s.type))
            names = frozenset(s.name for s in specs)
            self._types[kind.ACTION] = _Known(TypeAdapter(kind), names, many)

    def decode(self, text: str, answers: Mapping[str, Any] | None = None) -> Request:
        """The request that `encode` wrote, with a form's answers to its fields laid over it.

        Raises UnreadableError for an unknown action, an unknown field or a value of the wrong type.
        """
        action, _, query = text.partition("?")
        if action not in self._types:
            raise UnreadableError(f"unknown action {action[:40]!r}")
        known = self._types[action]
        values: dict[str, Any] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            if name not in known.names:
                raise UnreadableError(f"{action} has no field {name[:40]!r}")
            values[name] = (*values.get(name, ()), value) if name in known.many else value
        given = {n: v for n, v in (answers or {}).items() if n in known.names and v is not None}
        try:
            request: Request = known.adapter.validate_python(values | given)
        except ValidationError as error:
            reasons = {str(item["loc"][0]): item["msg"] for item in error.errors() if item["loc"]}
            raise UnreadableError(f"{action} cannot hold these values", reasons) from error
        if huge := _huge_fields(request):
            raise UnreadableError(f"{action} holds a number that nothing is counted in", huge)
        return request

    def card_to_data(self, card: Card | Form) -> dict[str, Any]:
        """Plain data for a JSON column."""
        data = _to_data(card)
        assert isinstance(data, dict)
        return data

    def card_from_data(self, data: Mapping[str, Any]) -> Card:
        """The card back. Raises UnreadableError if a request in it is no longer known."""
        card = self._from_data(data)
        assert isinstance(card, Card)
        return card

    def _from_data(self, data: Any) -> Any:
        if isinstance(data, list):
            return tuple(self._from_data(item) for item in data)
        if not isinstance(data, Mapping):
            return data
        kind = data["is"]
        if kind == "request":
            return self.decode(data["of"])
        if kind == "instant":
            return datetime.fromisoformat(data["of"])
        if kind == "set":
            return frozenset(data["of"])
        values = {name: self._from_data(value) for name, value in data.items() if name != "is"}
        for name, enum in _ENUMS.get(kind, {}).items():
            values[name] = enum(values[name])
        return _CARD_TYPES[kind](**values)


def _to_data(value: Any) -> Any:
    if isinstance(value, Request):
        return {"is": "request", "of": encode(value)}
    if isinstance(value, datetime):
        return {"is": "instant", "of": value.isoformat()}
    if isinstance(value, frozenset):
        return {"is": "set", "of": sorted(value)}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple):
        return [_to_data(item) for item in value]
    if dataclasses.is_dataclass(value):
        parts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        # None is every field's default that takes it; an older version may not know the field
        fields = {name: _to_data(part) for name, part in parts.items() if part is not None}
        return {"is": type(value).__name__} | fields
    return value


_CARD_TYPES: dict[str, Any] = {
    name: kind for name, kind in vars(cards).items() if dataclasses.is_dataclass(kind)
}
_ENUMS: dict[str, dict[str, type[StrEnum]]] = {
    "Button": {"style": cards.Style},
    "Chart": {"kind": cards.ChartKind},
}
