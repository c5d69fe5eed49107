"""What a solver's process and whoever started it say to each other: lines of JSON."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.plan.problem import Problem, Roster


@dataclass(frozen=True, slots=True)
class Line:
    """What the process says: how far it is (level, value, bound), or at last the roster."""

    progress: tuple[str, int, int] | None = None
    roster: Roster | None = None


_PROBLEM = TypeAdapter(Problem)
_LINE = TypeAdapter(Line)


def to_line(line: Line) -> str:
    return _LINE.dump_json(line).decode()


def line_from(text: bytes) -> Line:
    """Raises pydantic.ValidationError for what is no such line."""
    return _LINE.validate_json(text)


def problem_to(problem: Problem) -> bytes:
    return _PROBLEM.dump_json(problem) + b"\n"


def problem_from(text: str) -> Problem:
    return _PROBLEM.validate_json(text)
