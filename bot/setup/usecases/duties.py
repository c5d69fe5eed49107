"""Duties: looked at, added, edited. Edits touch turns to come, and who holds one is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.claims.rules import lacking
from bot.ending import ahead
from bot.errors import Refusal
from bot.feeds.requests import AddFeed, with_feed
from bot.fields import read_hours, read_lines, read_names, read_number, read_text
from bot.model import Change, Claim, Duty, Turn
from bot.names import fold, respell
from bot.notify import refresh_panels, tell
from bot.people.rules import check_chair
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.setup.requests import EditDuty, ListDuties, SaveDuty, ShowDuty
from bot.setup.rules import (
    CHANGES_TURNS,
    DESCRIPTION_MOST,
    DUTIES_MOST,
    KIND_MOST,
    NAME_MOST,
    PEOPLE_MOST,
    check_people,
    check_room_for_more,
    differences,
    read_windows,
)
from bot.setup.words import duties as words
from bot.setup.words import holders, overview
from bot.standing import known_clearances
from bot.turns import make_turns, remake_turns
from bot.weeks import format_windows, parse_windows, say_minutes

_LEAST_MINUTES, _MOST_HOURS = 15, 168  # a week: a quarter of an hour, and all there are


def list_duties(tx: Transaction, visit: Visit, request: ListDuties) -> Reply:
    found = [d for d in tx.roster.duties(retired=True) if bool(d.retired_at) == request.retired]
    return Reply(card=words.duties(found, request), replaces=request.inside)


def show_duty(tx: Transaction, visit: Visit, request: ShowDuty) -> Reply:
    duty = known(tx, request.duty)
    held = sum(len(turn.claims) for turn in coming(tx, visit, duty.id))
    card = words.duty_card(duty, _said(tx, duty), held)
    if duty.retired_at is None:
        card = with_feed(card, visit, AddFeed(kind="duty", duty=duty.id))
    return Reply(card=card, replaces=request.inside)


def edit_duty(tx: Transaction, visit: Visit, request: EditDuty) -> Reply:
    duty = _current(tx, request.duty) if request.duty else None
    return Reply(form=words.duty_form(duty, tx.roster.accounts(), tx.people.departments()))


def save_duty(tx: Transaction, visit: Visit, request: SaveDuty) -> Reply:
    tx.lock()
    before = _current(tx, request.duty) if request.duty else None
    after = _read(tx, request, before)
    if before is None:
        return _add(tx, visit, after)
    if not differences(before, after):
        return Reply(card=overview.nothing_changed(), replaces=True)
    change, told, left = change_duty(tx, visit, before, after, "setup.duty")
    card = words.saved(after, _lines(tx, before, after), told, left, _cleared(tx, after), change)
    return Reply(card=card, replaces=True)


def known(tx: Transaction, duty_id: int) -> Duty:
    """Also a retired one. Raises Refusal."""
    duty = tx.roster.find_duty(duty_id)
    if duty is None:
        raise words.unknown_duty()
    return duty


def _current(tx: Transaction, duty_id: int) -> Duty:
    duty = known(tx, duty_id)
    if duty.retired_at is not None:
        raise words.is_retired(duty)
    return duty


def coming(tx: Transaction, visit: Visit, duty_id: int) -> list[Turn]:
    """Turns of a duty that are running or to come, held or not."""
    return list(tx.roster.turns(ahead(visit.now), duty_ids=[duty_id]))


def _read(tx: Transaction, request: SaveDuty, before: Duty | None) -> Duty:
    """The form's answers. Raises Refusal that names the input at fault."""
    name = read_text(request.name, "name", NAME_MOST, needed=True)
    others = tx.roster.duties(retired=True)
    same = next((d for d in others if fold(d.name) == fold(name)), None)
    if same is not None and (before is None or same.id != before.id):
        raise words.name_taken(same)
    minutes = read_hours(request.hours, "hours", _MOST_HOURS, _LEAST_MINUTES)
    if minutes is None:
        raise Refusal("empty", "Please say how many hours it needs.", field="hours")
    least = read_number(request.least, "least", 1, PEOPLE_MOST)
    most = read_number(request.most, "most", 1, PEOPLE_MOST)
    check_people(least, most)
    return Duty(
        before.id if before else 0,
        name,
        read_text(request.kind, "kind", KIND_MOST),
        minutes,
        least,
        most,
        read_windows(request.windows, "windows"),
        _one_of(request.account, {a.id for a in tx.roster.accounts()}, "account"),
        _one_of(request.department, {d.id for d in tx.people.departments()}, "department"),
        read_lines(request.description, "description", DESCRIPTION_MOST),
        clearances=respell(read_names(request.clearances, "clearances"), known_clearances(tx)),
    )


def _one_of(chosen: int, there: Collection[int], field: str) -> int | None:
    if not chosen:
        return None
    if chosen not in there:
        raise Refusal("unknown", f"This {field} is not there.", "", "Choose another.", field=field)
    return chosen


def _add(tx: Transaction, visit: Visit, duty: Duty) -> Reply:
    check_room_for_more(len(tx.roster.duties()), DUTIES_MOST, "duties")
    duty = replace(duty, id=tx.roster.add_duty(duty))
    make_turns(tx, visit.now, duty)
    subject = f"duty:{duty.id}"
    change = tx.record.add(visit.now, visit.me.id, "setup.duty.add", subject, {}, data(duty))
    refresh_panels(tx, visit.now)
    return Reply(card=words.added(duty, _cleared(tx, duty), change), replaces=True)


def _cleared(tx: Transaction, duty: Duty) -> str:
    names = [member.name for member in tx.people.all() if not lacking(duty, member)]
    return words.say_cleared(duty, names)


def data(duty: Duty) -> dict[str, Any]:
    """A duty as the record keeps it."""
    return {
        "name": duty.name,
        "kind": duty.kind,
        "minutes_a_week": duty.minutes_a_week,
        "people_least": duty.people_least,
        "people_most": duty.people_most,
        "windows": format_windows(duty.windows),
        "account_id": duty.account_id,
        "department_id": duty.department_id,
        "description": duty.description,
        "clearances": list(duty.clearances),
    }


def change_duty(
    tx: Transaction, visit: Visit, before: Duty, after: Duty, action: str
) -> tuple[int, int, int]:
    """Saved, its turns made anew, its holders told.

    Returns the change's id, how many were told, and how many held turns the plan no longer has.
    Raises Refusal (people_most) where more people hold a turn than may from now on.
    """
    changed = differences(before, after)
    tx.roster.change_duty(before.id, **{name: getattr(after, name) for name in changed})
    was, now = data(before), data(after)
    subject = f"duty:{before.id}"
    change = tx.record.add(
        visit.now,
        visit.me.id,
        action,
        subject,
        {name: was[name] for name in changed},
        {name: now[name] for name in changed},
    )
    left: tuple[Turn, ...] = ()
    told = 0
    if changed & CHANGES_TURNS:
        left = _remake(tx, visit, after)
        told = _tell_holders(tx, visit, before, after, left, change)
    refresh_panels(tx, visit.now)
    return change, told, len(left)


def _remake(tx: Transaction, visit: Visit, duty: Duty) -> tuple[Turn, ...]:
    try:
        return remake_turns(tx, duty, visit.now)
    except Refusal as no:
        if no.code == "held_beyond":
            no.field = "most"  # the input's name in this form
        raise


def _tell_holders(
    tx: Transaction, visit: Visit, before: Duty, after: Duty, left: tuple[Turn, ...], change: int
) -> int:
    """Everybody who holds a turn that has not begun, but the one who changed it."""
    off = {turn.id for turn in left}
    mine: dict[int, list[Claim]] = defaultdict(list)
    for turn in coming(tx, visit, after.id):
        for claim in turn.claims:
            if claim.span.start > visit.now and claim.member_id != visit.me.id:
                mine[claim.member_id].append(claim)
    lines = _lines(tx, before, after)
    for member in tx.people.all():
        if member.id in mine:
            card = holders.changed_for_you(
                visit.me.name,
                after,
                lines,
                [c for c in mine[member.id] if c.turn_id not in off],
                [c for c in mine[member.id] if c.turn_id in off],
                reader_for(member, tx.task_force),
            )
            tell(tx, member.id, change, card, visit.now)
    return len(mine)


def _said(tx: Transaction, duty: Duty) -> dict[str, str]:
    """Each field as people read it."""
    accounts = {a.id: a.name for a in tx.roster.accounts()}
    departments = {d.id: d.name for d in tx.people.departments()}
    return {
        "name": duty.name,
        "kind": duty.kind or "none",
        "minutes_a_week": say_minutes(duty.minutes_a_week),
        "people_least": str(duty.people_least),
        "people_most": str(duty.people_most),
        "windows": words.windows(duty),
        "account_id": accounts.get(duty.account_id or 0, "none"),
        "department_id": departments.get(duty.department_id or 0, "any"),
        "description": duty.description or "none",
        "clearances": ", ".join(duty.clearances) or "none",
    }


def _lines(tx: Transaction, before: Duty, after: Duty) -> tuple[tuple[str, str, str], ...]:
    was, now = _said(tx, before), _said(tx, after)
    changed = differences(before, after)
    return tuple((words.LABELS[n], was[n], now[n]) for n in words.LABELS if n in changed)


def undo_duty(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """As it was before; holders are told again."""
    check_chair(visit.me)
    tx.lock()
    now = _current(tx, int(change.subject.partition(":")[2]))
    fields = dict(change.before)
    if "windows" in fields:
        fields["windows"] = parse_windows(fields["windows"])
    if "clearances" in fields:
        fields["clearances"] = tuple(fields["clearances"])
    before = replace(now, **fields)
    change_duty(tx, visit, now, before, "undo")
    return Reply(card=overview.undone(f"{before.name} is"), replaces=True)
