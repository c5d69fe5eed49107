"""Muster's own SQL for an answer, recorded: what a floor has to do as well, and nothing else.

A recorded claim can be said again and again, as each is followed by its release: what is new each
time (the claim's id, the request's key) is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event

from bench.stage import TEAM, Stage
from handlers.slack.blocks import message
from handlers.slack.text import Json

CHANGES = ("claim", "release", "hours")


def verb(words: str) -> str:
    return words.split(maxsplit=1)[0]


@dataclass(slots=True)
class Core:
    """A statement as SQLAlchemy got it."""

    statement: Any
    values: Any  # a mapping, or a list of them
    adds_claim: bool


@dataclass(slots=True)
class Raw:
    """The same as the driver got it; `at`: where the claim's id and the request's key stand."""

    sql: str
    values: Any  # by name (PostgreSQL), by place (SQLite), or a list of either
    many: bool
    adds_claim: bool
    at: Mapping[str, Any]


@dataclass(slots=True)
class Script:
    """What one person's words come to."""

    writes: bool
    answer: Json  # as Slack is told
    core: list[Core] = field(default_factory=list)
    raw: list[Raw] = field(default_factory=list)


def record_all(stage: Stage, person: int, several: Sequence[str]) -> dict[str, Script]:
    """By words, which come in an order that can be repeated.

    Each is said once before: the first time that somebody speaks, more is written down.
    """
    for words in several:
        stage.ask(person, words, f"rehearsed-{person}-{words}")
    return {words: record(stage, person, words) for words in several}


def record(stage: Stage, person: int, words: str) -> Script:
    """Answer once, writing down each statement."""
    writes = verb(words) in CHANGES
    script = Script(writes, {})
    with _listening(script):
        once = f"slack:{TEAM}:recorded-{person}-{words}"
        card = stage.change(person, words, once) if writes else stage.ask(person, words)
    script.answer = message(card) if card else {}
    return script


@contextmanager
def _listening(script: Script) -> Iterator[None]:
    def core(_c: Connection, statement: Any, many: Any, values: Any, _options: Any) -> None:
        script.core.append(Core(statement, many or values, _adds_claim(str(statement))))

    def raw(_c: Any, _cursor: Any, sql: str, values: Any, context: Any, many: Any) -> None:
        places = getattr(context.compiled, "positiontup", None)
        named = {name: n for n, name in enumerate(places)} if places else None
        keys = named or {name: name for name in (values if isinstance(values, dict) else ())}
        at = {name: keys[name] for name in ("claim", "key") if name in keys}
        script.raw.append(Raw(sql, values, many, _adds_claim(sql), at))

    event.listen(Engine, "before_execute", core)
    event.listen(Engine, "before_cursor_execute", raw)
    try:
        yield
    finally:
        event.remove(Engine, "before_execute", core)
        event.remove(Engine, "before_cursor_execute", raw)


def _adds_claim(sql: str) -> bool:
    return sql.lstrip().startswith("INSERT INTO claims ")
