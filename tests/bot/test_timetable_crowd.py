"""A prompt to very many people: a few hundred in one transaction, and nobody is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot import catalog
from bot.jobs import CHUNK, Job, reschedule
from bot.model import DeliveryState, Identity, Member, Pledge, Role, TimetableKind
from bot.notify import LONG_AGO
from bot.occasions import Occasion, default_rows
from bot.ports.store import Transaction
from bot.timetable import run_due, run_several
from storage import open_store
from tests.bot.times import BERLIN, MONDAY, PROMPT, Times, berlin
from tests.storage.conftest import (
    migrated_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_template,
    migrated_url,
)
from tests.storage.stage import Stage, set_stage

__all__ = [
    "migrated_file",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_template",
    "migrated_url",
]

MANY = 2 * CHUNK + 100
FRIDAY, NINE = berlin(20, 12), berlin(23, 9)


@pytest.fixture
def ours(migrated_url: str) -> Iterator[Stage]:
    store = open_store(migrated_url)
    yield set_stage(store)
    store.close()


@pytest.fixture
def crowd(ours: Stage) -> list[int]:
    """A few thousand members, who are asked on Monday at nine."""
    with ours.write(now=FRIDAY) as tx:
        ids = [
            tx.people.add(
                Member(0, f"M{n}", f"m{n}@example.com", ours.department, Role.MEMBER, BERLIN),
                FRIDAY,
            )
            for n in range(MANY)
        ]
        for member in ids[::2]:
            tx.people.link(member, Identity(ours.workspace, f"UX{member}"), FRIDAY)
        for row in default_rows():
            if row.kind is PROMPT:
                tx.timetable.put(row)
        reschedule(tx, FRIDAY)
    return ids


class Interrupted(BaseException):
    """The process is gone."""


class Prompting:
    """The real prompt, watched; `falls_at` that transaction, before it commits."""

    def __init__(self, falls_at: int | None = None) -> None:
        self.looked_at: list[int] = []
        self._falls_at = falls_at

    @property
    def jobs(self) -> dict[TimetableKind, Job]:
        return {PROMPT: Job(self._run)}

    def _run(self, tx: Transaction, occasion: Occasion, now: datetime) -> None:
        assert occasion.people is not None
        self.looked_at.append(len(occasion.people))
        catalog.JOBS[PROMPT].run(tx, occasion, now)
        if len(self.looked_at) == self._falls_at:
            raise Interrupted


def owed(ours: Stage) -> list[int]:
    with ours.read() as tx:
        deliveries = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
    assert {d.occasion for d in deliveries} <= {MONDAY.isoformat()}
    return sorted(d.recipient.member_id for d in deliveries)


def test_everybody_is_asked_once_a_few_hundred_at_a_time(ours: Stage, crowd: list[int]):
    prompting = Prompting()
    ran = run_due(ours.store, prompting.jobs, ours.id, PROMPT, NINE)
    assert ran.next_run_at == berlin(30, 9)
    assert owed(ours) == crowd
    assert prompting.looked_at == [CHUNK, CHUNK, 100]
    assert run_due(ours.store, prompting.jobs, ours.id, PROMPT, NINE) is None


@pytest.mark.parametrize("falls_at", [1, 2, 3])
def test_killed_in_between_nobody_is_left_out_or_asked_twice(
    ours: Stage, crowd: list[int], falls_at: int
):
    with pytest.raises(Interrupted):
        run_due(ours.store, Prompting(falls_at).jobs, ours.id, PROMPT, NINE)
    assert owed(ours) == crowd[: (falls_at - 1) * CHUNK]  # what was committed stands
    later = berlin(23, 9, 40)
    [row] = ours.store.lanes.due_rows(later, 9)
    assert row.due_at == NINE  # the row stays due as it was
    ran = run_due(ours.store, catalog.JOBS, ours.id, PROMPT, later)
    assert (ran.occasion.key, ran.missed) == (MONDAY, None)
    assert owed(ours) == crowd


def test_among_others_it_is_begun_and_goes_on_where_it_was(ours: Stage, crowd: list[int]):
    prompting = Prompting()
    due = ours.store.lanes.due_rows(NINE, 9)
    [begun], left = run_several(ours.store, prompting.jobs, due, NINE, lambda: True)
    assert (begun.through, left) == (crowd[CHUNK - 1], frozenset())
    assert len(ours.store.lanes.due_rows(NINE, 9)) == 1
    run_due(ours.store, prompting.jobs, ours.id, PROMPT, NINE, begun.through)
    assert owed(ours) == crowd
    assert prompting.looked_at == [CHUNK, CHUNK, 100]


def test_two_processes_at_it_ask_everybody_once(ours: Stage, crowd: list[int]):
    """Each has its turn between two transactions of the other."""
    jobs = Prompting().jobs
    due = ours.store.lanes.due_rows(NINE, 9)
    [begun], _ = run_several(ours.store, jobs, due, NINE, lambda: True)
    assert run_due(ours.store, jobs, ours.id, PROMPT, NINE) is not None
    assert run_due(ours.store, jobs, ours.id, PROMPT, NINE, begun.through) is None
    assert owed(ours) == crowd


def test_who_answers_meanwhile_is_not_asked(ours: Stage, crowd: list[int]):
    [begun], _ = run_several(
        ours.store, catalog.JOBS, ours.store.lanes.due_rows(NINE, 9), NINE, lambda: True
    )
    with ours.write() as tx:
        tx.hours.put_pledge(Pledge(crowd[-1], MONDAY, 60, NINE))
    run_due(ours.store, catalog.JOBS, ours.id, PROMPT, NINE, begun.through)
    assert owed(ours) == crowd[:-1]


def test_a_whole_number_of_hundreds_comes_to_an_end(migrated_sqlite: str):
    store = open_store(migrated_sqlite)
    times = Times(set_stage(store))
    with times.ours.write() as tx:
        for n in range(CHUNK):
            email = f"m{n}@example.com"
            member = Member(0, f"M{n}", email, times.ours.department, Role.MEMBER, BERLIN)
            tx.people.add(member, FRIDAY)
    times.begin(FRIDAY, PROMPT)
    times.sweep(NINE)
    assert (len(times.owed(PROMPT, MONDAY)), times.due(PROMPT)) == (CHUNK, berlin(30, 9))
    store.close()
