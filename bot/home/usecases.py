"""The home card, and a member's own settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.absence import LONGEST
from bot.app import Visit
from bot.burdens import load_own
from bot.cards import Card, Reply
from bot.covering import requests_for
from bot.ending import ahead
from bot.errors import Refusal
from bot.fairness.rules import Burden
from bot.fields import read_country, read_day, read_hours, read_time, read_weeks, read_zone
from bot.figures import coverage
from bot.held import Held, holes_in
from bot.holding import load_wanting
from bot.home.requests import OpenHome, OpenSettings, SaveSettings
from bot.home.rules import OPEN_WEEKS, WEEKS, check_pause, check_quiet
from bot.home.words import outside, page, settings
from bot.jobs import reschedule
from bot.load_words import say_own
from bot.model import Change, Member, MemberState, Reminding, Role
from bot.notify import chairs, leads
from bot.people.rules import check_may_ask, may_decide, standing
from bot.places import places_of
from bot.ports.store import Transaction
from bot.roster.rules import open_for
from bot.weeks import Span, to_local, week_span


def open_home(tx: Transaction, visit: Visit, request: OpenHome) -> Reply:
    member = visit.member
    if member is not None and member.state is MemberState.ACTIVE:
        return Reply(card=_home(tx, visit, member), home=True)
    return Reply(card=_outside(tx, visit), home=True)


def _home(tx: Transaction, visit: Visit, me: Member) -> Card:
    weeks = [visit.week + timedelta(weeks=n) for n in range(WEEKS)]
    listed = weeks[OPEN_WEEKS - 1]
    # of the week before, only what is still going on
    wanting = load_wanting(tx, weeks[0] - timedelta(weeks=1), weeks[-1], visit.now, listed)
    figures = coverage(weeks, tx.loads.coverage(weeks), holes_in(wanting, visit.now), listed)
    mine = _mine(tx, visit, me, [held for held in wanting if held.turn.week <= listed])
    shown = list(zip(weeks, figures, strict=True))
    return page.home(visit.task_force.name, mine, shown, visit.now, visit.reader)


def _mine(tx: Transaction, visit: Visit, me: Member, near: Sequence[Held]) -> page.Mine:
    week = week_span(visit.week, visit.task_force.zone)
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    coming = tx.claims.of_member(me.id, ahead(visit.now))
    this_week = tx.claims.of_member(me.id, week)
    pledge = tx.hours.pledge(me.id, visit.week)
    years = Span(visit.now, visit.now + timedelta(days=2 * LONGEST))
    aways = tx.aways.overlapping(years, [me.id])
    return page.Mine(
        me,
        [(duties[turn.duty_id], claim) for turn, claim in coming],
        requests_for(tx, [claim for _, claim in coming]),
        pledge.minutes if pledge else None,
        sum(claim.minutes for turn, claim in this_week if turn.week == visit.week),
        sum(entry.minutes for entry in tx.hours.logged(me.id, visit.week)),
        aways,
        open_for(near, me, aways, visit.now),
        places_of(tx, me, visit.workspace.id),
        say_own(*_load(tx, visit, me)),
        feeds=bool(visit.bot.public_url()),
    )


def _load(tx: Transaction, visit: Visit, me: Member) -> tuple[Burden, int | None, int]:
    [(weeks, burden, middle)] = load_own(tx, visit.now, me)
    return burden, middle, weeks


def _outside(tx: Transaction, visit: Visit) -> Card:
    """For people who are not in the task force: what this is, and the way in."""
    name, member, profile = visit.task_force.name, visit.member, visit.caller.profile
    if member is not None and member.state is MemberState.ASKED:
        everybody = (*chairs(tx), *leads(tx, member.department_id))
        return outside.waiting(name, [m.name for m in everybody if may_decide(m, member)])
    if profile is not None:
        try:
            check_may_ask(
                standing(
                    is_bot=profile.is_bot,
                    is_stranger=profile.is_stranger,
                    is_guest=profile.is_guest,
                    deactivated=profile.deactivated,
                )
            )
        except Refusal as no:
            return outside.cannot_join(name, (no.what, no.why, no.instead))
    never_set_up = not any(m.role is Role.CHAIR for m in tx.people.all(tuple(MemberState)))
    places = places_of(tx, None, visit.workspace.id)
    return outside.newcomer(
        name,
        left=member is not None,
        never_set_up=never_set_up,
        elsewhere=" or ".join(n for w, n in places.names.items() if w != places.here),
    )


def open_settings(tx: Transaction, visit: Visit, request: OpenSettings) -> Reply:
    me = visit.me
    places = places_of(tx, me, visit.workspace.id)
    return Reply(form=settings.settings_form(me, _today(visit.now, me.zone), places))


def save_settings(tx: Transaction, visit: Visit, request: SaveSettings) -> Reply:
    me, today = visit.me, _today(visit.now, visit.me.zone)
    new = _read(request, me, today)
    before = {name: getattr(me, name) for name in new}
    changed = {name: value for name, value in new.items() if value != before[name]}
    if not changed:
        return Reply(card=settings.unchanged())
    was = {name: before[name] for name in changed}
    change = _save(tx, visit, was, changed, "home.settings")
    now = replace(me, **changed)
    places = places_of(tx, now, visit.workspace.id)
    return Reply(card=settings.saved(now, change, today, places), home=True)


def _read(request: SaveSettings, me: Member, today: date) -> dict[str, Any]:
    """The form's answers as a member's fields. Raises Refusal that names the input at fault."""
    quiet_from = read_time(request.quiet_from, "quiet_from")
    quiet_to = read_time(request.quiet_to, "quiet_to")
    check_quiet(quiet_from, quiet_to)
    try:
        reminding = Reminding(request.reminding)
    except ValueError:
        raise Refusal("unknown", "Please choose one of these.", field="reminding") from None
    paused_until = read_day(request.paused_until, "paused_until")
    if paused_until != me.paused_until:
        check_pause(paused_until, today)
    country = read_country(request.country, "country")
    return {
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "reminding": reminding,
        "paused_until": paused_until,
        "zone": read_zone(request.zone, "zone", country),
        "country": country,
        "usual_minutes": read_hours(request.usual, "usual") or 0,
        "ceiling_minutes": read_hours(request.ceiling, "ceiling"),
        "weeks_in_a_row": read_weeks(request.weeks, "weeks"),
        "chosen_workspace_id": _read_place(request.write_in, me),
    }


def _read_place(chosen: str, me: Member) -> int | None:
    """One of the member's own; without the input, which one place does not need, none."""
    if chosen in ("", settings.ANYWHERE):
        return None
    found = next((i for i in me.identities if str(i.workspace_id) == chosen), None)
    if found is None:
        raise settings.unknown_place()
    return found.workspace_id


def _save(
    tx: Transaction, visit: Visit, was: dict[str, Any], new: dict[str, Any], action: str
) -> int:
    me = visit.me
    tx.people.change(me.id, **new)
    change = tx.record.add(visit.now, me.id, action, f"member:{me.id}", was, new)
    if "zone" in new:
        reschedule(tx, visit.now)
    if "chosen_workspace_id" in new:
        tx.outbox.follow(me.id)
    return change


def undo_settings(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """One's own settings as they were; nobody else can take them back."""
    me = visit.me
    if change.subject != f"member:{me.id}":
        raise Refusal("not_yours", "These are somebody else's settings.", "Only they change them.")
    before = dict(change.before)
    if before.get("paused_until"):
        before["paused_until"] = date.fromisoformat(before["paused_until"])
    if "reminding" in before:
        before["reminding"] = Reminding(before["reminding"])
    if before.get("chosen_workspace_id") not in {i.workspace_id for i in me.identities}:
        before |= {"chosen_workspace_id": None} if "chosen_workspace_id" in before else {}
    was = {name: getattr(me, name) for name in before}
    _save(tx, visit, was, before, "undo")
    now, today = replace(me, **before), _today(visit.now, me.zone)
    card = settings.undone(now, today, places_of(tx, now, visit.workspace.id))
    return Reply(card=card, replaces=True, home=True)


def _today(now: Any, zone: str) -> date:
    return to_local(now, zone).date()
