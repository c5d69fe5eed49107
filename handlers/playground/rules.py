"""What Slack refuses in blocks: the small language in which rules_*.py write the tables.

A `Check` looks at a value at a JSON pointer and yields Problems, worded as Slack words them in
`response_metadata.messages`. Nothing here is shared with handlers/slack: the two are meant to
disagree when one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from handlers.playground.objects import Json


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack has against a payload. `expected` goes into blocks.validate's constraint."""

    pointer: str  # e.g. "/blocks/0/text/text"
    message: str
    kind: str = "schema"
    expected: Any = None
    error: str = ""  # another error code than invalid_blocks, if Slack gives one

    def __str__(self) -> str:
        place = f" [json-pointer:{self.pointer}]" if self.pointer else ""
        return f"[ERROR] {self.message}{place}"


Check: TypeAlias = Callable[[Any, str], Iterator[Problem]]
Rule: TypeAlias = Callable[[Json, str], Iterator[Problem]]


def string(most: int | None = None, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "must be a string", "type", "string")
        elif len(value) < least:
            message = f"must be more than {least - 1} characters"
            yield Problem(at, message, "minLength", least)
        elif most is not None and len(value) > most:
            yield Problem(at, f"must be less than {most + 1} characters", "maxLength", most)

    return check


def url(most: int = 3000) -> Check:
    """A web address with its scheme."""
    length = string(most)

    def check(value: Any, at: str) -> Iterator[Problem]:
        yield from length(value, at)
        if isinstance(value, str) and not value.startswith(("http://", "https://", "mailto:")):
            yield Problem(at, "invalid url", "format", "url")

    return check


def number(least: float, most: float, *, whole: bool = True) -> Check:
    """A number within these bounds; a bool is none."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield Problem(
                at, "must be an integer" if whole else "must be a number", "type", "number"
            )
        elif not value >= least:  # also refuses NaN
            yield Problem(at, f"must be greater than or equal to {least:g}", "minimum", least)
        elif not value <= most:
            yield Problem(at, f"must be less than or equal to {most:g}", "maximum", most)

    return check


def boolean(value: Any, at: str) -> Iterator[Problem]:
    """True or False."""
    if not isinstance(value, bool):
        yield Problem(at, "must be a boolean", "type", "boolean")


def one_of(*allowed: Any) -> Check:
    """One of these values."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not any(value == choice and type(value) is type(choice) for choice in allowed):
            yield Problem(at, f"must be a valid enum value: {value}", "enum", list(allowed))

    return check


def matches(pattern: Callable[[str], object], wording: str) -> Check:
    """A string that `pattern` (such as a compiled expression's fullmatch) accepts."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str) or not pattern(value):
            yield Problem(at, wording, "pattern")

    return check


def items(each: Check, least: int = 1, most: int | None = None) -> Check:
    """A list of `least` to `most` things that each pass."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "must be an array", "type", "array")
            return
        if len(value) < least:
            yield Problem(at, f"must provide at least {least} items", "minItems", least)
        if most is not None and len(value) > most:
            yield Problem(at, f"no more than {most} items allowed", "maxItems", most)
        for index, item in enumerate(value):
            yield from each(item, f"{at}/{index}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Rule) -> Check:
    """An object with these fields and no others, then looked at as a whole by `rules`."""
    known = {**required, **optional}

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object", "type", "object")
            return
        for name in required:
            if name not in value:
                yield Problem(at, f"missing required field: {name}", "required", name)
        for name, part in value.items():
            if name in known:
                yield from known[name](part, f"{at}/{name}")
            elif name != "type":
                message = f"invalid additional property: {name}"
                yield Problem(at, message, "additionalProperties")
        for rule in rules:
            yield from rule(value, at)

    return check


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose "type" says which check of the table applies."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object", "type", "object")
        elif not isinstance(value.get("type"), str):
            yield Problem(at, "missing required field: type", "required", "type")
        elif value["type"] not in table:
            message = f"unsupported type: {value['type']}"
            yield Problem(f"{at}/type", message, "enum", sorted(table))
        else:
            yield from table[value["type"]](value, at)

    return check


def either(*names: str, exactly: bool = False) -> Rule:
    """At least one (or exactly one) of these fields must be there, and not empty."""
    words = " or ".join(f"`{name}`" for name in names)

    def rule(value: Json, at: str) -> Iterator[Problem]:
        given = sum(1 for name in names if value.get(name))
        if given == 0 or (exactly and given > 1):
            yield Problem(at, f"must define either {words}", "required", list(names))

    return rule
