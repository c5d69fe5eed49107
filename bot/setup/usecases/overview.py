"""The set-up on one card; name, zone, week, country and joining."""

from __future__ import annotations

from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.errors import Refusal
from bot.fields import read_country, read_text, read_weekday, read_zone
from bot.model import Change, MemberState, TaskForce
from bot.names import fold
from bot.people.rules import check_chair
from bot.places import place_names
from bot.ports.store import Transaction
from bot.setup.requests import EditBasics, OpenSetup, SaveBasics, UseThisRoom
from bot.setup.rules import NAME_MOST, check_week_is_unused
from bot.setup.usecases.rooms import is_new_room, use_this_room
from bot.setup.usecases.times import rows_of
from bot.setup.usecases.zone import change_zone
from bot.setup.words import overview, times
from bot.turns import coming_weeks, make_turns
from bot.weeks import LONG_DAY_NAMES, Span, week_span

_HERE = frozenset(("here", "room", "this room", "post here", "in this room"))
_LABELS = {
    "name": "Name",
    "zone": "Zone",
    "first_weekday": "Weeks begin on",
    "country": "Country",
    "joining_open": "Joining",
}


def open_setup(tx: Transaction, visit: Visit, request: OpenSetup) -> Reply:
    """For a chair; who may become one is looked at before (bot.people, with_first_chair)."""
    if fold(request.words) in _HERE:
        return use_this_room(tx, visit, UseThisRoom())
    task_force = tx.task_force
    duties = tx.roster.duties()
    counts = overview.Counts(
        active=len(tx.people.all()),
        waiting=len(tx.people.all((MemberState.ASKED,))),
        rooms=len(tx.rooms.all()),
        departments=len(tx.people.departments()),
        accounts=len(tx.roster.accounts()),
        duties=len(duties),
        minutes_a_week=sum(duty.minutes_a_week for duty in duties),
        places=" and ".join(place_names(tx.workspaces.all()).values()),
        feeds=len(tx.feeds.all()),
    )
    new_room = is_new_room(tx, visit)
    card = overview.overview(task_force, counts, times.summary(rows_of(tx)), in_new_room=new_room)
    return Reply(card=card, replaces=request.inside)


def edit_basics(tx: Transaction, visit: Visit, request: EditBasics) -> Reply:
    return Reply(form=overview.basics_form(tx.task_force))


def save_basics(tx: Transaction, visit: Visit, request: SaveBasics) -> Reply:
    tx.lock()
    return _save(tx, visit, _read(request), "setup.basics")


def _read(request: SaveBasics) -> dict[str, Any]:
    """The form's answers as the task force's fields. Raises Refusal that names the input."""
    country = read_country(request.country, "country")
    if request.joining not in ("open", "asked"):
        raise Refusal("unknown", "Please choose one of these.", field="joining")
    return {
        "name": read_text(request.name, "name", NAME_MOST, needed=True),
        "zone": read_zone(request.zone, "zone", country),
        "first_weekday": read_weekday(request.first_weekday, "first_weekday"),
        "country": country,
        "joining_open": request.joining == "open",
    }


def _save(tx: Transaction, visit: Visit, new: dict[str, Any], action: str) -> Reply:
    before = tx.task_force
    changed = {name: value for name, value in new.items() if value != getattr(before, name)}
    if not changed:
        return Reply(card=overview.nothing_changed(), replaces=True)
    was = {name: getattr(before, name) for name in changed}
    if "first_weekday" in changed:
        _check_week_is_unused(tx, visit)
    tx.change_task_force(**changed)
    change = tx.record.add(visit.now, visit.me.id, action, "task_force", was, changed)
    if "first_weekday" in changed:
        _cut_weeks_anew(tx, visit)
    if "zone" in changed:
        change_zone(tx, visit, before.zone, change)
    if action == "undo":
        return Reply(card=overview.undone("the basics are"), replaces=True)
    lines = tuple(
        (_LABELS[name], _said(name, was[name]), _said(name, value))
        for name, value in changed.items()
    )
    return Reply(card=overview.saved("Basics", lines, change), replaces=True)


def _said(name: str, value: Any) -> str:
    if name == "first_weekday":
        return LONG_DAY_NAMES[value]
    if name == "joining_open":
        return "open to every colleague" if value else "the chair or a lead says yes"
    return str(value) or "none"


def _check_week_is_unused(tx: Transaction, visit: Visit) -> None:
    """Weeks name pledges and turns: they can be cut anew only while none are in use."""
    weeks = coming_weeks(tx.task_force, visit.now)
    held = [t for t in tx.roster.turns(_all(tx.task_force, weeks)) if t.claims]
    pledges = sum(len(tx.hours.pledges(week)) for week in weeks)
    check_week_is_unused(len(held), pledges)


def _all(task_force: TaskForce, weeks: Any) -> Span:
    return Span(
        week_span(weeks[0], task_force.zone).start, week_span(weeks[-1], task_force.zone).end
    )


def _cut_weeks_anew(tx: Transaction, visit: Visit) -> None:
    """Nobody holds anything: what is to come is planned in the new weeks."""
    for duty in tx.roster.duties():
        tx.roster.drop_turns(duty.id, visit.now)
    make_turns(tx, visit.now)


def undo_basics(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    return _save(tx, visit, dict(change.before), "undo")
