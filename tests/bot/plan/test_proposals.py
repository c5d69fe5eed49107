"""A week of the sample company, proposed: who fits, what is said, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.exchange.applying import apply_import, plan_import
from bot.installing import found
from bot.model import Away, Claim, Pledge
from bot.operating.exchanging import read_folder
from bot.plain import plain_text
from bot.plan.explaining import explain
from bot.plan.fitting import make_problem
from bot.plan.rules import broken
from bot.plan.solver import solve
from bot.plan.usecases.loading import load_situation
from bot.plan.words.drafting import draft
from bot.reader import Reader
from bot.weeks import days_span
from storage import open_store
from storage.migrate import migrate

SAMPLE = Path(__file__).parents[3] / "handlers" / "playground" / "sample"
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
WEEK = date(2026, 11, 23)
ZONE = "Europe/Berlin"
READER = Reader(ZONE, ZONE)


@pytest.fixture
def company(tmp_path):
    url = f"sqlite:///{tmp_path / 'plan.db'}"
    migrate(url)
    store = open_store(url)
    tenant = found(store, "Acme", ZONE, SUNDAY)
    with store.write(tenant, now=SUNDAY) as tx:
        apply_import(tx, plan_import(tx, read_folder(SAMPLE)), None, SUNDAY)
    yield store, tenant
    store.close()


def situation(company):
    store, tenant = company
    with store.read(tenant) as tx:
        return load_situation(tx, WEEK, SUNDAY), {d.id: d.name for d in tx.people.departments()}


def member(company, name):
    store, tenant = company
    with store.read(tenant) as tx:
        return next(m for m in tx.people.all() if m.name == name)


def test_the_sample_company_gets_a_good_roster(company):
    known, departments = situation(company)
    problem = make_problem(known)
    roster = solve(problem)
    assert broken(problem, roster.given) == ()
    assert roster.levels[0].gap <= 0.02
    proposal = explain(known, problem, roster.given)
    assert proposal.covered >= 0.95 * proposal.needed
    said = plain_text(draft(WEEK, proposal, roster.levels, departments, READER))
    assert said.startswith("A proposal for the week of Mon 23 – Sun 29 Nov 2026")
    assert "people would cover" in said
    for assignment in proposal.assignments:
        assert assignment.member.name in said
        assert assignment.why.endswith(".")


def test_who_is_away_or_gives_no_hours_is_left_in_peace(company):
    store, tenant = company
    ada, farah = member(company, "Ada Brandt"), member(company, "Farah Okafor")
    with store.write(tenant, now=SUNDAY) as tx:
        tx.hours.put_pledge(Pledge(farah.id, WEEK, 0, SUNDAY))
        span = days_span(WEEK, date(2026, 11, 29), ZONE)
        tx.aways.add(Away(0, ada.id, span, WEEK, date(2026, 11, 29)))
    known, _ = situation(company)
    fitting = {fit.person for fit in make_problem(known).fits}
    assert ada.id not in fitting
    assert farah.id not in fitting
    assert member(company, "Jakub Nakamura").id in fitting


def test_what_is_held_already_is_not_proposed_again(company):
    store, tenant = company
    jakub = member(company, "Jakub Nakamura")
    known, _ = situation(company)
    held = next(h for h in known.turns if h.duty.name == "Speak on the brand handle")
    with store.write(tenant, now=SUNDAY) as tx:
        turn = held.turn
        tx.claims.add(Claim(0, turn.id, jakub.id, 180, turn.span, SUNDAY))
    problem = make_problem(situation(company)[0])
    fitting = {fit.person for fit in problem.fits if fit.turn == held.turn.id}
    assert jakub.id not in fitting
    before = next(t for t in make_problem(known).turns if t.id == held.turn.id)
    after = next(t for t in problem.turns if t.id == held.turn.id)
    assert after.need == before.need - 12


def test_what_nobody_can_cover_is_said_with_what_would_do(company):
    store, tenant = company
    with store.write(tenant, now=SUNDAY) as tx:
        for one in tx.people.all():
            tx.hours.put_pledge(Pledge(one.id, WEEK, 30, SUNDAY))
    known, departments = situation(company)
    problem = make_problem(known)
    roster = solve(problem)
    said = plain_text(
        draft(WEEK, explain(known, problem, roster.given), roster.levels, departments, READER)
    )
    assert "What nobody can cover" in said
    assert "30 min from Marketing would do." in said
    assert "h from Customer Service" in said
    assert "not answered yet" not in said


def test_with_nobody_at_all_the_need_is_said(company):
    store, tenant = company
    with store.write(tenant, now=SUNDAY) as tx:
        for one in tx.people.all():
            tx.hours.put_pledge(Pledge(one.id, WEEK, 0, SUNDAY))
    known, departments = situation(company)
    problem = make_problem(known)
    roster = solve(problem)
    said = plain_text(draft(WEEK, explain(known, problem, ()), roster.levels, departments, READER))
    assert "Nobody has hours left" in said
    assert roster.given == ()
