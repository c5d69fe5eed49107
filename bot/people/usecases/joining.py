"""Asking to join, and being let in or declined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.ending import ahead
from bot.errors import Refusal
from bot.fields import read_hours
from bot.jobs import reschedule
from bot.model import Change, Identity, Member, MemberState, Role
from bot.notify import chairs, leads, refresh_panels, tell
from bot.people.requests import AskToJoin, Decline, Join, LetIn
from bot.people.rules import (
    NAME_MOST,
    Standing,
    check_may_ask,
    clean_email,
    may_decide,
)
from bot.people.usecases.meeting import seen, standing_of
from bot.people.words import arriving, listing
from bot.ports.outside import Profile
from bot.ports.store import Transaction
from bot.seen import is_guest
from bot.weeks import zone_name

_DECIDED = {"people.let_in": "let in", "people.decline": "declined"}


def ask_to_join(tx: Transaction, visit: Visit, request: AskToJoin) -> Reply:
    """The form. Changes nothing."""
    asker = _check_may_ask(tx, visit)
    departments = tx.people.departments()
    if not departments:
        raise arriving.no_departments()
    was = asker.member
    form = arriving.join_form(
        departments,
        is_open=tx.task_force.joining_open and not asker.is_guest,
        chosen=was.department_id if was else 0,
        usual=was.usual_minutes if was else 0,
    )
    return Reply(form=form)


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks: the member they are on the list (former, or never met), if any."""

    member: Member | None
    is_guest: bool
    address: str | None


def _check_may_ask(tx: Transaction, visit: Visit) -> _Asker:
    """Raises Refusal for who is in already, waits already, or can never join."""
    me, profile = visit.member, visit.caller.profile
    if me is not None and me.state is MemberState.ACTIVE:
        raise arriving.already_in()
    if me is not None and me.state is MemberState.ASKED:
        raise arriving.already_asked(deciders(tx, me))
    if profile is not None:
        check_may_ask(standing_of(profile))
    if me is not None:
        guest = me.role is Role.PARTNER or is_guest(tx, me)
        return _Asker(me, guest, me.email)
    assert profile is not None  # bot.answer asks who an unknown caller is
    address = clean_email(profile.email or "")
    guest = standing_of(profile) is Standing.GUEST
    return _Asker(_on_the_list(tx, visit, address), guest, address)


def _on_the_list(tx: Transaction, visit: Visit, address: str | None) -> Member | None:
    """The member with the asker's address. Raises Refusal if that is in use by another user."""
    known = tx.people.find_by_email(address) if address else None
    if known is None or known.state is MemberState.LEFT:
        return known
    if any(i.workspace_id == visit.workspace.id for i in known.identities):
        raise arriving.address_in_use(address or "")
    return known


def join(tx: Transaction, visit: Visit, request: Join) -> Reply:
    tx.lock()
    visit = _as_of_now(tx, visit)
    asker = _check_may_ask(tx, visit)
    names = {d.id: d.name for d in tx.people.departments()}
    if request.department not in names:
        raise arriving.unknown_department()
    minutes = read_hours(request.hours, "hours") or 0
    at_once = tx.task_force.joining_open and not asker.is_guest
    state = MemberState.ACTIVE if at_once else MemberState.ASKED
    fields: dict[str, Any] = {
        "state": state,
        "department_id": request.department,
        "usual_minutes": minutes,
    }
    if asker.is_guest:
        fields["role"] = Role.PARTNER
    elif at_once:
        fields["role"] = Role.MEMBER
    member, change = _save(tx, visit, asker, fields)
    if at_once:
        refresh_panels(tx, visit.now)
        reschedule(tx, visit.now)
        return Reply(card=arriving.welcome(names[request.department], ""), home=True)
    who = deciders(tx, member)
    was = asker.member
    card = arriving.request_to_join(member, names[request.department], visit.workspace.id, was)
    for decider in who:
        tell(tx, decider.id, change, card, visit.now)
    return Reply(card=arriving.asked(who), home=True)


def _as_of_now(tx: Transaction, visit: Visit) -> Visit:
    """Having waited for the lock, the asker may be somebody else than before: two taps at once."""
    return replace(visit, member=tx.people.find_by_identity(visit.workspace.id, visit.caller.user))


def _save(
    tx: Transaction, visit: Visit, asker: _Asker, fields: dict[str, Any]
) -> tuple[Member, int]:
    """The asker as a member who waits (or is in), linked to the user who asks."""
    profile, was = visit.caller.profile, asker.member
    if was is None:
        assert profile is not None
        member_id = tx.people.add(_newcomer(tx, profile, asker.address, fields), visit.now)
    else:
        member_id = was.id
        tx.people.change(member_id, **fields)
    identity = Identity(visit.workspace.id, visit.caller.user)
    if was is None or identity not in was.identities:
        tx.people.unlink(member_id, visit.workspace.id)  # a former user of the same person
        tx.people.link(member_id, identity, visit.now)
    member = tx.people.find(member_id)
    assert member is not None
    before = {name: getattr(was, name) for name in fields} if was else {}
    after = fields | ({"seen": seen(profile), "workspace": visit.workspace.id} if profile else {})
    subject = f"member:{member_id}"
    change = tx.record.add(visit.now, member_id, "people.ask", subject, before, after)
    return member, change


def _newcomer(
    tx: Transaction, profile: Profile, address: str | None, fields: dict[str, Any]
) -> Member:
    return Member(
        0,
        " ".join(profile.name.split())[:NAME_MOST] or profile.user,
        address,
        fields["department_id"],
        fields.get("role", Role.MEMBER),
        zone_name(profile.zone) or tx.task_force.zone,
        usual_minutes=fields["usual_minutes"],
        state=fields["state"],
    )


def deciders(tx: Transaction, asking: Member) -> tuple[Member, ...]:
    """Who can let them in: chairs, then leads of their department."""
    everybody = (*chairs(tx), *leads(tx, asking.department_id))
    return tuple(m for m in everybody if may_decide(m, asking))


def let_in(tx: Transaction, visit: Visit, request: LetIn) -> Reply:
    member, department = _asking(tx, visit, request.member)
    role = Role.PARTNER if member.role is Role.PARTNER else Role.MEMBER
    tx.people.change(member.id, state=MemberState.ACTIVE, role=role)
    before = {"state": member.state, "role": member.role}
    after = {"state": MemberState.ACTIVE, "role": role}
    subject = f"member:{member.id}"
    change = tx.record.add(visit.now, visit.me.id, "people.let_in", subject, before, after)
    by = f"{visit.me.name} let you in."
    tell(tx, member.id, change, arriving.welcome(department, by), visit.now)
    refresh_panels(tx, visit.now)
    reschedule(tx, visit.now)
    card = arriving.let_in(member, department, visit.workspace.id, change)
    return Reply(card=card, replaces=True)


def decline(tx: Transaction, visit: Visit, request: Decline) -> Reply:
    member, _department = _asking(tx, visit, request.member)
    tx.people.change(member.id, state=MemberState.LEFT)
    before, after = {"state": member.state}, {"state": MemberState.LEFT}
    subject = f"member:{member.id}"
    change = tx.record.add(visit.now, visit.me.id, "people.decline", subject, before, after)
    tell(tx, member.id, change, arriving.you_were_declined(visit.me.name), visit.now)
    return Reply(card=arriving.declined(member, change), replaces=True)


def _asking(tx: Transaction, visit: Visit, member_id: int) -> tuple[Member, str]:
    """The member who waits, and their department. Raises Refusal: rights are looked at now."""
    tx.lock()
    member = tx.people.find(member_id)
    if member is None:
        raise listing.unknown_member()
    if not may_decide(visit.me, member):
        raise arriving.not_yours_to_decide(member, deciders(tx, member))
    if member.state is not MemberState.ASKED:
        raise _too_late(tx, member)
    names = {d.id: d.name for d in tx.people.departments()}
    return member, names[member.department_id]


def _too_late(tx: Transaction, member: Member) -> Refusal:
    """The second of two who press is told what was decided and by whom."""
    changes = tx.record.of_subject(f"member:{member.id}")
    last = next((c for c in reversed(changes) if c.action in _DECIDED), None)
    if last is None or last is not next(c for c in reversed(changes) if "state" in c.after):
        return arriving.not_waiting(member.name)
    by = tx.people.find(last.actor_id) if last.actor_id else None
    return arriving.decided_already(member, by.name if by else "Muster", _DECIDED[last.action])


def undo_let_in(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """They wait again, unless they hold turns by now."""
    tx.lock()
    member = tx.people.find(int(change.subject.partition(":")[2]))
    if member is None or not may_decide(visit.me, member):
        raise listing.unknown_member()
    if tx.claims.of_member(member.id, ahead(visit.now)):
        raise arriving.has_turns(member)
    return _wait_again(tx, visit, member, change)


def undo_decline(tx: Transaction, visit: Visit, change: Change) -> Reply:
    tx.lock()
    member = tx.people.find(int(change.subject.partition(":")[2]))
    if member is None or not may_decide(visit.me, member):
        raise listing.unknown_member()
    return _wait_again(tx, visit, member, change)


def _wait_again(tx: Transaction, visit: Visit, member: Member, change: Change) -> Reply:
    tx.people.change(member.id, state=MemberState.ASKED)
    before, after = {"state": member.state}, {"state": MemberState.ASKED, "of": change.id}
    again = tx.record.add(visit.now, visit.me.id, "undo", change.subject, before, after)
    tell(tx, member.id, again, arriving.waiting_again(visit.me.name), visit.now)
    refresh_panels(tx, visit.now)
    reschedule(tx, visit.now)
    department = next(d.name for d in tx.people.departments() if d.id == member.department_id)
    asking = replace(member, state=MemberState.ASKED)
    card = arriving.request_to_join(asking, department, visit.workspace.id, None)
    return Reply(card=card, replaces=True)
