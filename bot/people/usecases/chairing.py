"""The chair: taken by the first who sets up, named by the operator, never lost for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import Visit
from bot.cards import Card, Reply
from bot.jobs import reschedule
from bot.model import Identity, Member, MemberState, Recipient, Role
from bot.notify import CHANGE, chairs, tell
from bot.people.rules import (
    NAME_MOST,
    Standing,
    check_may_ask,
    clean_email,
    may_take_chair,
)
from bot.people.usecases.meeting import record_link, standing_of, tell_same_address
from bot.people.words import arriving, chairing
from bot.ports.outside import Profile
from bot.ports.store import Transaction
from bot.weeks import zone_name

# Marketing leads: it sets the guidelines first (PRODUCT.md). The chair renames it in the set-up.
FIRST_DEPARTMENT = "Marketing"

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_CHAIR_ACTIONS = ("people.chair", "people.no_chair")

Run = Callable[[Transaction, Visit, Any], Reply]


def with_first_chair(then: Run) -> Run:
    """`/muster setup`: while nobody is chair, whoever may take the chair has it first.

    The entry is open to anyone; everybody but a chair is refused here.
    """

    def open_setup(tx: Transaction, visit: Visit, request: Any) -> Reply:
        me = visit.member
        if me and me.state is MemberState.ACTIVE and me.role is Role.CHAIR:
            return then(tx, visit, request)
        tx.lock()  # two who press at once make one chair: the second waits, then sees the first
        present = chairs(tx)
        if present:
            active = me is not None and me.state is MemberState.ACTIVE
            raise chairing.chair_only(str(me.role) if me and active else "", present)
        return then(tx, replace(visit, member=_take_chair(tx, visit)), request)

    return open_setup


def _take_chair(tx: Transaction, visit: Visit) -> Member:
    profile = visit.caller.profile
    if profile is not None:
        check_may_ask(standing_of(profile))
    members = tx.people.all()
    leads = [m for m in members if m.role is Role.LEAD]
    guest = profile is not None and standing_of(profile) is Standing.GUEST
    candidate = visit.member
    reserved = clean_email(visit.bot.first_chair_email)
    address = candidate.email if candidate else clean_email((profile and profile.email) or "")
    if reserved and address != reserved:
        raise chairing.chair_is_reserved()
    had = _had_chair(tx, visit.now)
    partner = candidate is not None and candidate.role is Role.PARTNER
    if guest or partner or not (reserved or may_take_chair(candidate, members, had_chair=had)):
        raise chairing.chair_not_for_you(leads)
    if candidate is None:
        assert profile is not None  # bot.answer asks who an unknown caller is
        candidate = _new_member(tx, visit, profile, address)
    return _make_chair(tx, candidate, candidate.id, visit.now, had_chair=had)


def _had_chair(tx: Transaction, now: datetime) -> bool:
    if any(m.role is Role.CHAIR for m in tx.people.all(tuple(MemberState))):
        return True
    # the end is not part of it, and the last chair may have gone this very instant
    return bool(tx.record.since(_BEGINNING, now + timedelta(seconds=1), _CHAIR_ACTIONS))


def _new_member(tx: Transaction, visit: Visit, profile: Profile, address: str | None) -> Member:
    """Somebody who sets up a task force they were not in. A former member of it is taken back."""
    known = tx.people.find_by_email(address) if address else None
    if known is None:
        member_id = tx.people.add(
            Member(
                0,
                " ".join(profile.name.split())[:NAME_MOST] or profile.user,
                address,
                first_department(tx),
                Role.MEMBER,
                zone_name(profile.zone) or tx.task_force.zone,
            ),
            visit.now,
        )
    else:
        member_id = known.id
        if known.state is not MemberState.LEFT:  # else meeting them had linked them
            tell_same_address(tx, visit.workspace, profile, known, visit.now)
            raise arriving.address_in_use(address or "")
        tx.people.unlink(member_id, visit.workspace.id)
    tx.people.link(member_id, Identity(visit.workspace.id, profile.user), visit.now)
    member = tx.people.find(member_id)
    assert member is not None
    record_link(tx, visit.workspace, member, profile, visit.now)
    return member


def first_department(tx: Transaction) -> int:
    """Any department, made if there is none: a member always has one."""
    departments = tx.people.departments()
    return departments[0].id if departments else tx.people.add_department(FIRST_DEPARTMENT)


def _make_chair(
    tx: Transaction, member: Member, actor_id: int | None, now: datetime, *, had_chair: bool
) -> Member:
    tx.people.change(member.id, role=Role.CHAIR, state=MemberState.ACTIVE)
    before = {"role": member.role, "state": member.state}
    after = {"role": Role.CHAIR, "state": MemberState.ACTIVE}
    change = tx.record.add(now, actor_id, "people.chair", f"member:{member.id}", before, after)
    reschedule(tx, now)
    if had_chair:
        for lead in tx.people.all():
            if lead.role is Role.LEAD and lead.id != member.id:
                tell(tx, lead.id, change, chairing.new_chair(member.name), now)
    return replace(member, role=Role.CHAIR, state=MemberState.ACTIVE)


def name_chair(tx: Transaction, email: str, now: datetime) -> Member:
    """The operator names a chair, when nobody else can: `python -m bot chair EMAIL`.

    Raises Refusal if nobody on the list has the address, and for a partner.
    """
    tx.lock()
    member = tx.people.find_by_email(email)
    if member is None:
        raise chairing.no_such_address(email.strip())
    if member.role is Role.PARTNER:
        raise chairing.partner_cannot(member.name)
    if member.role is Role.CHAIR and member.state is MemberState.ACTIVE:
        return member
    named = _make_chair(tx, member, None, now, had_chair=True)
    _tell(tx, member.id, f"chair:{now.isoformat()}", chairing.you_are_chair(), now)
    return named


def tell_no_chair(tx: Transaction, last: Member, now: datetime) -> None:
    """The last chair has gone: every lead is told how one of them follows; without leads, all."""
    change = tx.record.add(
        now, None, "people.no_chair", "task_force", {"chair": last.id}, {"chair": None}
    )
    full = [m for m in tx.people.all() if m.role is not Role.PARTNER and m.id != last.id]
    leads = [m for m in full if m.role is Role.LEAD]
    card = chairing.no_chair(last.name, to_lead=bool(leads))
    for member in leads or full:
        tell(tx, member.id, change, card, now)


def _tell(tx: Transaction, member_id: int, occasion: str, card: Card, now: datetime) -> None:
    to = Recipient(member_id=member_id)
    tx.outbox.owe(CHANGE, occasion, to, card, due_at=now, now=now)
