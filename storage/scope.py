"""One open transaction, held to one task force: what every group of questions works through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    CursorResult,
    Executable,
    Row,
    Select,
    String,
    Table,
    bindparam,
)
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import Collided, MusterError, Refusal
from bot.names import fold
from storage.refusals import is_collision, refusal_for

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
Rows = CursorResult[*tuple[Any, ...]]


def of_task_force() -> BindParameter[int]:
    """The task force in a statement; `Scope` fills it in, so that no statement can leave it out."""
    return bindparam("task_force")


class Question:
    """What one task force asks alone, or all of a page in the same words together (storage.page).

    Of few rows: for those whose turn does not come before the commit, it is asked again.
    `of`: which task force a row is of; it comes as one more column, the last. `others`: the same of
    further tables.
    """

    def __init__(self, statement: Select[Any], of: Column[int], *others: Column[int]) -> None:
        asked = statement.add_columns(of).where(*(other == of for other in others))
        self.alone = asked.where(of == of_task_force())
        self.together = asked.where(of.in_(bindparam("task_forces", expanding=True)))


class Scope:
    """Runs statements for one task force.

    Every statement gets the parameter `task_force`. An error that a person can cause comes out as
    a Refusal; after it the transaction is over on both databases (PostgreSQL takes nothing more),
    and whoever swallows it gets it again when the transaction would commit.
    """

    def __init__(
        self,
        connection: Connection,
        task_force_id: int,
        now: datetime | None,
        *,
        reads: bool = False,
    ) -> None:
        self.connection = connection
        self.task_force_id = task_force_id
        self.now = now  # the instant of a write, where its caller said it
        self.lanes: set[int] = set()  # to be run after the commit
        self._at_end: dict[tuple[str, str, int], Callable[[], object]] = {}
        self.ended_by: MusterError | None = None
        # nobody else changes what was loaded: in a view of one instant, or writing alone (SQLite)
        self._kept: dict[Hashable, Any] | None = {} if reads or self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """There, whoever writes is alone: nothing needs to be locked."""
        return self.connection.dialect.name == "sqlite"

    def keep(self, key: Hashable, load: Callable[[], T]) -> T:
        """What was loaded under this key before, where it is still so; else it is loaded anew."""
        if self._kept is None:
            return load()
        if key not in self._kept:
            self._kept[key] = load()
        kept: T = self._kept[key]
        return kept

    def keep_each(
        self, kind: str, keys: Iterable[K], load: Callable[[Collection[K]], Mapping[K, T]]
    ) -> dict[K, T]:
        """The same for things that are loaded by their keys, together; without what is not there.

        `load` gets those that are not kept.
        """
        kept: dict[Hashable, Any] = {} if self._kept is None else self._kept
        wanted = [(key, (kind, key)) for key in keys]
        missing = [key for key, place in wanted if place not in kept]
        if missing:
            found = load(missing)
            kept.update({(kind, key): found.get(key) for key in missing})
        return {key: kept[place] for key, place in wanted if kept[place] is not None}

    def forget(self) -> None:
        """Something that is kept has been changed, by this transaction itself."""
        if self._kept is not None:
            self._kept.clear()

    def run(self, statement: Executable, /, **values: Any) -> Rows:
        """Raises Refusal where a constraint says no to what a person asked for."""
        return self._execute(statement, {"task_force": self.task_force_id, **values})

    def ask(self, question: Question, /, **values: Any) -> Sequence[AnyRow]:
        """The rows; of a page, they may be as they were when another one asked (storage.page)."""
        return self.run(question.alone, **values).all()

    def later(self, _statement: Executable, /, **_values: Any) -> bool:
        """Whether it will be run with those of others (storage.page); False: there are none."""
        return False

    def at_end(self, what: tuple[str, str, int], do: Callable[[], object]) -> None:
        """Do it before the commit, after all else; once, however often it is asked for.

        For rows that everybody writes: whoever waits for this transaction waits for its end alone.
        `what`: kind, occasion and room of a message, in the order of which all transactions go.
        """
        self._at_end[what] = do

    def end(self) -> None:
        """Do what was left to the end. Raises what was swallowed: then nothing may be committed."""
        while self.ended_by is None and self._at_end:
            self._at_end.pop(min(self._at_end))()
        if self.ended_by is not None:
            raise self.ended_by

    def run_many(self, statement: Executable, rows: Iterable[Mapping[str, Any]]) -> None:
        """The same statement once for each row; nothing at all without rows."""
        many = [{"task_force": self.task_force_id, **row} for row in rows]
        if many:
            self._execute(statement, many)

    def changed(self, statement: Executable, /, **values: Any) -> int:
        """How many rows it changed."""
        return self.run(statement, **values).rowcount

    def added(self, statement: Executable, /, **values: Any) -> int:
        """The id of the row it inserted."""
        return new_id(self.run(statement, **values))

    def _execute(self, statement: Executable, values: Any) -> Rows:
        try:
            return self.connection.execute(statement, values)
        except IntegrityError as error:
            refusal = refusal_for(error)
            if refusal is None:
                raise
            self.ended_by = refusal
            raise refusal from error
        except OperationalError as error:
            if not is_collision(error):
                raise
            self.ended_by = Collided()
            raise self.ended_by from error


def new_id(inserted: Rows) -> int:
    """The id of the one row that was inserted."""
    key: Any = inserted.inserted_primary_key
    return int(key[0])


def fitting(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as both databases take them: enums as text, and no text too long for its column.

    SQLite would take any length, PostgreSQL refuses NUL and half a surrogate pair. Raises Refusal.
    """
    fit: dict[str, Any] = {}
    for name, value in values.items():
        fit[name] = value
        if isinstance(value, str):
            kind = table.c[name].type
            text = readable(str(value))
            if isinstance(kind, String) and kind.length and len(text) > kind.length:
                raise Refusal(
                    "too_long",
                    f"This {name} is too long: it has {len(text)} characters.",
                    f"I remember up to {kind.length} of them.",
                    "Please shorten it.",
                    field=name,
                )
            fit[name] = text
    return fit


def named(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """As `fitting`, and with the name, where there is one, also as it is compared."""
    fit = fitting(table, values)
    if "name" in fit:
        folded = fold(fit["name"])
        if not folded:
            raise Refusal(
                "no_name",
                "This name has no letters.",
                "People tell things apart by their names.",
                "Please give one.",
                field="name",
            )
        # a letter may fold to several: only such a name is ever cut here
        fit["folded"] = folded[: table.c.folded.type.length]  # type: ignore[attr-defined]
    return fit


def readable(text: str) -> str:
    """The text with a mark for each character that UTF-8 or PostgreSQL does not know."""
    if text.isprintable():
        return text
    return (
        text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )


def known(fields: Mapping[str, Any], allowed: frozenset[str]) -> Mapping[str, Any]:
    """The fields themselves. Raises TypeError for none, or one that cannot be changed."""
    strange = fields.keys() - allowed
    if strange or not fields:
        raise TypeError(f"cannot change {', '.join(sorted(strange)) or 'nothing'}")
    return fields


def gone(noun: str) -> Refusal:
    """Somebody took away what was to be changed."""
    return Refusal(
        "gone",
        f"This {noun} is no longer there.",
        "Somebody removed it in the meantime.",
        "Type `/muster` to see how things stand now.",
    )
