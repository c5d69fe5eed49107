"""What is to be decided when a week's roster is proposed: numbers and spans, nobody's name.

Durations are quarter hours. What people hold already is taken off beforehand: a turn needs what
nobody has promised yet, and a person has left what they may still be given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.weeks import Span

QUARTER = 15  # minutes
TIERS = 4  # in which hours grow dearer: see bot.plan.rules.unfairness
LEAST = 2  # quarter hours: nobody is asked for less, unless a turn or a person has no more


@dataclass(frozen=True, slots=True)
class Person:
    """`left`: may still be given. `offered`: of which that is the rest. `carried`: held lately."""

    id: int
    left: int
    offered: int
    carried: int = 0
    busy: tuple[Span, ...] = ()  # short turns they hold already


@dataclass(frozen=True, slots=True)
class Wanted:
    """A turn for which somebody is wanted."""

    id: int
    span: Span
    need: int  # quarter hours that nobody has promised
    least: int  # people still wanted
    most: int  # places left
    short: bool = False  # shorter than a day: nobody holds two at a time


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who may take a turn. All that `bot.plan.rules` lets pass is here, nothing else."""

    person: int
    turn: int
    again: bool = False  # they held the duty's turn before this one
    likes: int = 0  # how well it suits them: their own department's, a duty they know


@dataclass(frozen=True, slots=True)
class Problem:
    """`rest`: minutes between two short turns of one person."""

    people: tuple[Person, ...]
    turns: tuple[Wanted, ...]
    fits: tuple[Fit, ...]
    rest: int = 0
    seed: int = 1


class Given(NamedTuple):
    """One line of a roster: so many quarter hours of a turn to a person."""

    person: int
    turn: int
    quarters: int


class Goal(NamedTuple):
    """What a roster is worth, the most important first. The larger tuple is the better roster."""

    covered: int  # quarter hours, and one for each person that a turn wants at least
    fairness: int  # never above 0
    again: int
    likes: int


@dataclass(frozen=True, slots=True)
class Level:
    """How far one level of the goal was taken: no roster can reach more than `bound`."""

    name: str
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """Share of the bound that may still be missing; 0.0: proven best."""
        return (self.bound - self.value) / max(1, abs(self.bound))


@dataclass(frozen=True, slots=True)
class Roster:
    """What is proposed, and how good it is known to be."""

    given: tuple[Given, ...]
    levels: tuple[Level, ...] = ()
