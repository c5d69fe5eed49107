"""A week's roster: the sample company's, and one of thousands of people, beside a greedy one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bench.child import ROOT
from bench.results import Sheet, spread
from bench.scale import Scale
from bench.stage import Databases
from bot import installing
from bot.exchange.applying import apply_import, plan_import
from bot.operating.exchanging import read_folder
from bot.operating.playing import SAMPLE
from bot.plan.fitting import make_problem
from bot.plan.problem import Fit, Person, Problem, Roster, Wanted
from bot.plan.rules import broken, goal_of, greedy, pairs
from bot.plan.usecases import load_situation
from bot.weeks import Span
from handlers.solving import CHILD
from handlers.solving_lines import line_from, problem_to
from storage import open_store
from storage.migrate import migrate

SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
ZONE = "Europe/Berlin"
ALL_WEEK = Span(MONDAY, MONDAY + timedelta(weeks=1))
FITTING = 36  # people for each turn, three quarters of them of its own department
DEPARTMENT = 50  # people
HOLDING_AGAIN = 0.03  # of the pairs
REST = 11 * 60  # minutes
OFFERS = (2, 4, 4, 6, 8, 8, 12, 16, 20)  # quarter hours
COLUMNS = (
    "company",
    "pairs",
    "first s",
    "all s",
    "CPU s",
    "MiB",
    "gap %",
    "covered h",
    "greedy h",
    "greedy s",
    "worse than greedy",
    "same again",
)


@dataclass(frozen=True, slots=True)
class Solved:
    roster: Roster
    first: float  # seconds until there was a roster
    seconds: float
    cpu: float
    memory: float  # MiB at most


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    sheet = Sheet(
        "A week's roster, proposed in a process of its own",
        COLUMNS,
        "First: from the start of the process to a roster. Gap: what any other roster could cover"
        " beyond it, at most. Greedy: turn by turn, the same problem and goal.",
    )
    people, duties, turns = scale.plan
    with databases.empty("SQLite") as url:
        measure(sheet, "sample", sample(url), max(2, scale.rounds))
    name = f"{people:,} people × {duties:,} duties × {duties * turns:,} turns"
    measure(sheet, name, made_up(people, duties, turns), 1)
    yield sheet


def measure(sheet: Sheet, name: str, problem: Problem, rounds: int) -> None:
    begun = time.perf_counter()
    simple = greedy(problem)
    simple_seconds = time.perf_counter() - begun
    runs = [solve(problem) for _ in range(rounds)]
    roster = runs[0].roster
    assert not broken(problem, roster.given)
    ours, theirs = goal_of(problem, roster.given), goal_of(problem, simple)
    sheet.add(
        name,
        len(pairs(problem)),
        spread(run.first for run in runs),
        spread(run.seconds for run in runs),
        spread(run.cpu for run in runs),
        spread(run.memory for run in runs),
        100 * roster.levels[0].gap if roster.levels else 0.0,
        sum(line.quarters for line in roster.given) / 4,
        sum(line.quarters for line in simple) / 4,
        simple_seconds,
        "no" if ours >= theirs else "yes",
        ("yes" if all(run.roster == roster for run in runs) else "no") if rounds > 1 else None,
    )


def solve(problem: Problem) -> Solved:
    """As a worker has it solved, interpreter and imports included."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(problem_to(problem))
        process.stdin.flush()
        first, roster = 0.0, None
        while roster is None:
            line = line_from(process.stdout.readline())
            first = first or time.perf_counter() - begun
            roster = line.roster
        seconds = time.perf_counter() - begun
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Solved(roster, first, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def sample(url: str) -> Problem:
    """A week of the made-up company of the playground."""
    migrate(url)
    store = open_store(url)
    try:
        tenant = installing.found(store, "Acme", ZONE, SUNDAY)
        with store.write(tenant, now=SUNDAY) as tx:
            apply_import(tx, plan_import(tx, read_folder(SAMPLE)), None, SUNDAY)
        with store.read(tenant) as tx:
            return make_problem(load_situation(tx, date(2026, 11, 23), SUNDAY))
    finally:
        store.close()


def made_up(people: int, duties: int, turns: int, seed: int = 1) -> Problem:
    """Departments, offers and turns of a large company by chance, the same for a seed."""
    chance = random.Random(seed)
    departments = max(1, people // DEPARTMENT)
    homes: dict[int, list[int]] = defaultdict(list)
    for person in range(1, people + 1):
        homes[chance.randrange(departments)].append(person)
    offers = {person: chance.choice(OFFERS) for person in range(1, people + 1)}
    everybody = tuple(
        Person(person, offers[person], offers[person], chance.randrange(60)) for person in offers
    )
    wanted: list[Wanted] = []
    fits: list[Fit] = []
    for _ in range(duties):
        home = homes[chance.randrange(departments)]
        for _ in range(turns):
            turn = _turn(chance, len(wanted) + 1)
            wanted.append(turn)
            fits += _fits(chance, turn.id, home, people)
    return Problem(everybody, tuple(wanted), tuple(fits), REST, seed)


def _turn(chance: random.Random, key: int) -> Wanted:
    """Three of ten last all week; the others two to four hours of a day."""
    if chance.random() < 0.3:
        need = chance.choice((12, 20, 24, 32))
        return Wanted(key, ALL_WEEK, need, 1, max(2, min(4, need // 6)))
    start = MONDAY + timedelta(days=chance.randrange(7), hours=chance.randrange(8, 17))
    quarters = chance.choice((8, 12, 16))
    need = quarters * chance.choice((1, 1, 2))
    span = Span(start, start + timedelta(minutes=15 * quarters))
    return Wanted(key, span, need, 1, max(2, min(4, need // 6)), short=True)


def _fits(chance: random.Random, turn: int, home: list[int], people: int) -> Iterator[Fit]:
    most = min(FITTING, people)
    chosen = set(chance.sample(home, min(len(home), most * 3 // 4)))
    while len(chosen) < most:
        chosen.add(chance.randrange(people) + 1)
    own = set(home)
    for person in sorted(chosen):
        yield Fit(person, turn, chance.random() < HOLDING_AGAIN, 2 * (person in own))
