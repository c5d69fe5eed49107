"""A user was changed on the platform: another zone, name or address, a guest now, deactivated."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.jobs import reschedule
from bot.model import Member, MemberState, Role, Workspace
from bot.notify import chairs, refresh_panels, tell
from bot.people.rules import NAME_MOST, clean_email
from bot.people.usecases.announcing import forget_place
from bot.people.usecases.chairing import tell_no_chair
from bot.people.usecases.leaving import leave
from bot.people.usecases.meeting import seen, tell_chairs_once
from bot.people.words import arriving, leaving
from bot.ports.outside import Profile
from bot.ports.store import Transaction
from bot.seen import last_seen
from bot.weeks import zone_name


def person_changed(tx: Transaction, workspace: Workspace, profile: Profile, now: datetime) -> None:
    """What changed about a user that concerns the task force is taken over, recorded and told."""
    if profile.is_bot or profile.is_stranger:
        return
    if profile.deactivated:
        _deactivated(tx, workspace, profile, now)
        return
    member = tx.people.find_by_identity(workspace.id, profile.user)
    if member is None or member.state is MemberState.LEFT:
        return
    _follow(tx, workspace, member, profile, now)


def _deactivated(tx: Transaction, workspace: Workspace, profile: Profile, now: datetime) -> None:
    """They leave, unless they are still met on another platform."""
    tx.lock()
    member = tx.people.find_by_identity(workspace.id, profile.user) or _never_met(tx, profile)
    if member is None or member.state is MemberState.LEFT:
        return
    if any(identity.workspace_id != workspace.id for identity in member.identities):
        tx.people.unlink(member.id, workspace.id)
        forget_place(tx, member, workspace.id)
        before = {"user": profile.user, "workspace": workspace.id}
        tx.record.add(now, None, "people.unlink", f"member:{member.id}", before, {})
        return
    why = leaving.why_deactivated(workspace.platform)
    leave(tx, member, None, now, "people.deactivated", why)


def _never_met(tx: Transaction, profile: Profile) -> Member | None:
    """A member of the list who never wrote to Muster, and now never will: with one platform."""
    if len(tx.workspaces.all()) > 1:
        return None
    address = clean_email(profile.email or "")
    member = tx.people.find_by_email(address) if address and not profile.is_guest else None
    return member if member and not member.identities else None


def _follow(
    tx: Transaction, workspace: Workspace, member: Member, profile: Profile, now: datetime
) -> None:
    """What is new on this platform: that the other one says something else changes nothing."""
    new = seen(profile)
    old = last_seen(tx, member.id, workspace.id) or {
        "name": member.name,
        "email": member.email or "",
        "zone": member.zone,
        "guest": member.role is Role.PARTNER,
    }
    if new == old:
        return
    fields = _taken_over(tx, member, old, new, now)
    if new["guest"] and member.role is not Role.PARTNER:
        fields["role"] = Role.PARTNER
    before = {name: getattr(member, name) for name in fields}
    if fields:
        tx.people.change(member.id, **fields)
    after = fields | {"seen": new, "workspace": workspace.id}
    change = tx.record.add(now, None, "people.follow", f"member:{member.id}", before, after)
    if "name" in fields:
        refresh_panels(tx, now)
    if "zone" in fields:
        reschedule(tx, now)
    if "role" in fields:
        _became_guest(tx, member, change, now)


def _taken_over(
    tx: Transaction, member: Member, old: dict[str, Any], new: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """The member's fields that follow what is new on the platform."""
    fields: dict[str, Any] = {}
    name = " ".join(str(new["name"]).split())[:NAME_MOST]
    if new["name"] != old.get("name") and name and name != member.name:
        fields["name"] = name
    zone = zone_name(str(new["zone"]))
    if new["zone"] != old.get("zone") and zone and zone != member.zone:
        fields["zone"] = zone
    address = str(new["email"])
    if address != old.get("email") and address and address != member.email:
        owner = tx.people.find_by_email(address)
        if owner is None:
            fields["email"] = address
        else:
            card = arriving.address_changed(member, address, owner)
            tell_chairs_once(tx, f"address taken:{member.id}:{address}", card, now)
    return fields


def _became_guest(tx: Transaction, member: Member, change: int, now: datetime) -> None:
    for chair in chairs(tx):
        tell(tx, chair.id, change, arriving.became_guest(member, member.role), now)
    if member.role is Role.CHAIR and not chairs(tx):
        tell_no_chair(tx, member, now)
