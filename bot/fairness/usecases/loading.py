"""What was carried: by department and by person for the chair, and by oneself."""

from __future__ import annotations

from bot.app import Visit
from bot.burdens import load_burdens, load_own
from bot.cards import Reply
from bot.fairness.requests import ShowLoad, ShowMyLoad, ShowPeoplesLoad
from bot.fairness.rules import USUAL, WINDOWS, by_department
from bot.fairness.words import loads as words
from bot.ports.store import Transaction


def show_load(tx: Transaction, visit: Visit, request: ShowLoad) -> Reply:
    weeks = _weeks(request.weeks)
    teams = by_department(
        tx.people.departments(), tx.people.all(), load_burdens(tx, visit.now, weeks)
    )
    return Reply(card=words.load(teams, weeks), replaces=request.inside)


def show_peoples_load(tx: Transaction, visit: Visit, request: ShowPeoplesLoad) -> Reply:
    departments = {d.id: d.name for d in tx.people.departments()}
    chosen = request.department if request.department in departments else 0
    found = [m for m in tx.people.all() if chosen in (0, m.department_id)]
    skip = request.skip if 0 < request.skip < len(found) else 0
    page = words.Page(_weeks(request.weeks), chosen, skip, departments)
    shown = found[skip : skip + words.PAGE]
    burdens = load_burdens(tx, visit.now, page.weeks, members=shown)
    return Reply(card=words.people(found, burdens, page), replaces=True)


def show_my_load(tx: Transaction, visit: Visit, request: ShowMyLoad) -> Reply:
    return Reply(card=words.own(load_own(tx, visit.now, visit.me, WINDOWS)))


def _weeks(asked: int) -> int:
    """One of those that are counted: what comes from a button may be old or forged."""
    return asked if asked in WINDOWS else USUAL
