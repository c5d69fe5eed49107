"""How much of everything is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    rounds: int  # floor and Muster take turns, so many times each
    asked: int  # requests of one row in one round; a multiple of 16
    lanes: tuple[int, ...]  # so many requests in flight
    people: int  # members of the task force that is spoken to
    duties: int
    crowd: int  # people who claim at the same instant
    messages: int  # to be said in one round
    limited: int  # of them where ten a second are allowed
    cards: tuple[tuple[int, int, int], ...]  # duties × people × weeks
    task_forces: int  # in the timetable
    due: int  # of them at once
    starts: int  # of a process
    counted: int  # commands whose instructions are counted
    plan: tuple[int, int, int]  # people, duties, turns of each: a roster is proposed


WHOLE = Scale(
    rounds=3,
    asked=96,
    lanes=(1, 16),
    people=65,
    duties=22,
    crowd=300,
    messages=800,
    limited=100,
    cards=((20, 200, 52), (100, 2000, 52)),
    task_forces=100_000,
    due=5_000,
    starts=5,
    counted=20,
    plan=(2000, 400, 3),
)
QUICK = Scale(
    rounds=3,
    asked=48,
    lanes=(1, 16),
    people=65,
    duties=22,
    crowd=100,
    messages=200,
    limited=30,
    cards=((20, 200, 52),),
    task_forces=10_000,
    due=500,
    starts=2,
    counted=3,
    plan=(500, 100, 3),
)
# Everything once, so that a test can see that the rows can be made.
TINY = Scale(
    rounds=1,
    asked=16,
    lanes=(1, 16),
    people=18,
    duties=17,
    crowd=20,
    messages=8,
    limited=11,
    cards=((2, 5, 3),),
    task_forces=20,
    due=5,
    starts=1,
    counted=1,
    plan=(40, 8, 2),
)
