"""Real processes that solve, are stopped, are killed; and workers beside each other."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from bot.ports.plans import SOLVING_LEASE, PlanState
from handlers import solving
from handlers.solving import Solvers
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.plan.stage import chair_card, lines, standing

CHAIR = "farah"


@pytest.fixture
async def started(company: Company, monkeypatch: pytest.MonkeyPatch):
    """Processes as they start, in a queue."""
    found: asyncio.Queue[solving.Child] = asyncio.Queue()
    start = solving.Child.start

    async def noted(problem):
        child = await start(problem)
        found.put_nowait(child)
        return child

    monkeypatch.setattr(solving.Child, "start", noted)
    return found


def leave_little(company: Company) -> None:
    """As few turns as a process gives out at once."""
    with company.write() as tx:
        for duty in tx.roster.duties()[4:]:
            tx.roster.drop_turns(duty.id, company.clock.now())


async def test_a_plan_is_solved_in_a_process_of_its_own(company: Company, started):
    company.say(CHAIR, "plan")
    assert await Solvers(company.bot).sweep() == 1
    plan = standing(company)
    assert plan.state is PlanState.DRAFT
    assert [level[0] for level in plan.levels] == ["covered", "fairness", "again", "likes"]
    assert lines(company, plan)
    assert "people would cover" in text(chair_card(company, plan))
    child = started.get_nowait()
    assert child.process.pid != os.getpid()
    assert child.process.returncode is not None


async def test_two_workers_never_solve_the_same(company: Company, started):
    leave_little(company)
    company.say(CHAIR, "plan")
    made = await asyncio.gather(*(Solvers(company.bot).sweep() for _ in range(2)))
    assert sum(made) == 1
    assert started.qsize() == 1


async def test_a_stop_brings_the_best_so_far(company: Company, started, monkeypatch):
    monkeypatch.setattr(solving, "BEAT_SECONDS", 0.05)
    reply = company.say(CHAIR, "plan")
    sweep = asyncio.create_task(Solvers(company.bot).sweep())
    await started.get()
    company.push(CHAIR, reply, "Stop")
    assert await sweep == 1
    assert standing(company).state is PlanState.DRAFT


async def test_a_solver_that_is_killed_is_followed_by_another(company: Company, started):
    leave_little(company)
    company.say(CHAIR, "plan")
    first = asyncio.create_task(Solvers(company.bot).sweep())
    child = await started.get()
    os.kill(child.process.pid, signal.SIGKILL)
    assert await first == 0
    assert standing(company).state is PlanState.SOLVING
    assert await Solvers(company.bot).sweep() == 0  # it is not known yet that it died
    company.clock.instant += SOLVING_LEASE
    assert await Solvers(company.bot).sweep() == 1
    assert standing(company).state is PlanState.DRAFT


async def test_a_worker_that_ends_hands_the_plan_back(company: Company, started):
    leave_little(company)
    company.say(CHAIR, "plan")
    ending = Solvers(company.bot)
    await ending.start()
    child = await started.get()
    await ending.stop()
    assert child.process.returncode is not None
    assert standing(company).state is PlanState.ASKED
    assert await Solvers(company.bot).sweep() == 1


async def test_a_process_whose_worker_is_gone_ends_by_itself(company: Company, started):
    from bot.plan.fitting import make_problem
    from bot.plan.usecases import load_situation
    from tests.bot.plan.stage import NEXT

    with company.read() as tx:
        problem = make_problem(load_situation(tx, NEXT, company.clock.now()))
    child = await solving.Child.start(problem)
    child.ask_to_stop()  # as the end of its worker does
    roster = await child.reading
    assert roster is not None
    assert await child.process.wait() == 0
    await child.end()


async def test_what_dies_at_once_is_no_failure_of_the_worker(company: Company, monkeypatch):
    monkeypatch.setattr(solving, "CHILD", "handlers.there_is_no_such_module")
    company.say(CHAIR, "plan")
    assert await Solvers(company.bot).sweep() == 0
    assert standing(company).state is PlanState.SOLVING
