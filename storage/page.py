"""What the due rows of one page ask and owe together, though each of them is run by itself.

What costs is the statement and its round trip, not the row. A job knows nothing of it: what it
asks is asked for all task forces of the page by whoever comes first, and what it owes is owed with
what the others owe. All of it is in one transaction, and behind the locks of the page's rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable

from storage.scope import AnyRow, Question, Rows, Scope

_Answers = Mapping[int, Sequence[AnyRow]]


class Page:
    """Task forces that have something due, in one transaction."""

    def __init__(self, connection: Connection, task_forces: Collection[int]) -> None:
        self.connection = connection
        self._task_forces = sorted(set(task_forces))
        self._answers: dict[tuple[Any, ...], _Answers] = {}
        self._later: dict[Executable, list[Mapping[str, Any]]] = {}
        self._alone: set[int] = set()

    def ask(self, question: Question, values: Mapping[str, Any]) -> _Answers:
        """The rows of each task force that has any."""
        key = (question, *values.values())
        if key not in self._answers:
            found = defaultdict(list)
            values = {**values, "task_forces": self._task_forces}
            for row in self.connection.execute(question.together, values):
                found[row[-1]].append(row)
            self._answers[key] = found
        return self._answers[key]

    def later(self, statement: Executable, values: Mapping[str, Any]) -> None:
        """To be run by the next `settle`."""
        self._later.setdefault(statement, []).append(values)

    def settle(self) -> None:
        """Run what was to be run later, in one order: so no two pages wait for each other."""
        later, self._later = self._later, {}
        for statement, rows in later.items():
            rows.sort(key=lambda row: int(row["task_force"]))
            self.connection.execute(statement, rows)

    def leave(self, task_force_id: int) -> None:
        """It may change what it was answered, or wait for who does: it asks anew from now on."""
        self._alone.add(task_force_id)
        self.settle()

    def is_left_by(self, task_force_id: int) -> bool:
        return task_force_id in self._alone


class SharingScope(Scope):
    """One task force's part in a page, until it runs a statement of its own."""

    def __init__(self, page: Page, task_force_id: int, now: datetime | None) -> None:
        super().__init__(page.connection, task_force_id, now)
        self._page = page

    def ask(self, question: Question, /, **values: Any) -> Sequence[AnyRow]:
        if self._page.is_left_by(self.task_force_id):
            return super().ask(question, **values)
        return self._page.ask(question, values).get(self.task_force_id, ())

    def later(self, statement: Executable, /, **values: Any) -> bool:
        if self._page.is_left_by(self.task_force_id):
            return super().later(statement)
        self._page.later(statement, {"task_force": self.task_force_id, **values})
        return True

    def _execute(self, statement: Executable, values: Any) -> Rows:
        self._page.leave(self.task_force_id)
        return super()._execute(statement, values)
