"""A user of the platform is met: for the first time, or again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.cards import Card
from bot.model import Identity, Member, MemberState, Recipient, Workspace
from bot.notify import CHANGE, chairs
from bot.people.rules import Standing, clean_email, is_matched_by_address, standing
from bot.people.usecases.announcing import NewLink, announce
from bot.people.words import arriving
from bot.people.words.linking import BY_ADDRESS
from bot.ports.outside import Profile
from bot.ports.store import Transaction
from bot.signs import refresh_signs


def meet(tx: Transaction, workspace: Workspace, profile: Profile, now: datetime) -> Member | None:
    """The member this user is, linked by e-mail address if that was not so before.

    None for somebody who is not in the task force: a bot, a stranger, a guest not let in, a user
    without an address or with one nobody has, a second user with a member's address (the chairs
    are told once), one who was taken off, and a member who has left: who must ask again.
    Who was met on another platform before is told there and here.
    """
    known = tx.people.find_by_identity(workspace.id, profile.user)
    if known is not None:
        return known
    member = _by_address(tx, profile)
    if member is None or member.state is MemberState.LEFT:
        return None
    identity = Identity(workspace.id, profile.user)
    if tx.people.has_parted(member.id, identity):
        return None
    if not tx.people.link(member.id, identity, now):
        return _linked_meanwhile(tx, workspace, profile, member, now)
    change = record_link(tx, workspace, member, profile, now)
    refresh_signs(tx, now)  # a user group may have waited to know them
    if member.identities:
        announce(tx, NewLink(member, workspace, profile.name, change, BY_ADDRESS), now)
    return tx.people.find(member.id)


def people_seen(
    tx: Transaction, workspace: Workspace, profiles: Sequence[Profile], now: datetime
) -> Sequence[str]:
    """Users of a room that Muster joined: those of the list who were met nowhere yet are linked.

    Who was met elsewhere is linked when they first write here, or cannot be reached there: nobody
    is told of it before it is of use. Returns the users who are linked, or could be.
    """
    listed = []
    for profile in profiles:
        member = tx.people.find_by_identity(workspace.id, profile.user) or _by_address(tx, profile)
        if member is None or member.state is MemberState.LEFT:
            continue
        if member.identities or meet(tx, workspace, profile, now) is not None:
            listed.append(profile.user)
    return listed


def _by_address(tx: Transaction, profile: Profile) -> Member | None:
    address = clean_email(profile.email or "")
    if address is None or not is_matched_by_address(standing_of(profile)):
        return None
    return tx.people.find_by_email(address)


def _linked_meanwhile(
    tx: Transaction, workspace: Workspace, profile: Profile, member: Member, now: datetime
) -> Member | None:
    """Two requests of one user met at once; else the address belongs to another user's member."""
    known = tx.people.find_by_identity(workspace.id, profile.user)
    if known is None:
        tell_same_address(tx, workspace, profile, member, now)
    return known


def tell_same_address(
    tx: Transaction, workspace: Workspace, profile: Profile, member: Member, now: datetime
) -> None:
    occasion = f"same address:{workspace.id}:{profile.user}"
    tell_chairs_once(tx, occasion, arriving.same_address(profile.name, member), now)


def tell_chairs_once(tx: Transaction, occasion: str, card: Card, now: datetime) -> bool:
    """Whether any chair had not been told of this before. A long occasion is kept as its digest."""
    key = occasion if len(occasion) <= 100 else hashlib.sha256(occasion.encode()).hexdigest()
    told = [
        tx.outbox.owe(CHANGE, key, Recipient(member_id=chair.id), card, due_at=now, now=now)
        for chair in chairs(tx)
    ]
    return any(told)


def record_link(
    tx: Transaction, workspace: Workspace, member: Member, profile: Profile, now: datetime
) -> int:
    """The change's id."""
    after = {"user": profile.user, "workspace": workspace.id, "seen": seen(profile)}
    return tx.record.add(now, member.id, "people.link", f"member:{member.id}", {}, after)


def standing_of(profile: Profile) -> Standing:
    return standing(
        is_bot=profile.is_bot,
        is_stranger=profile.is_stranger,
        is_guest=profile.is_guest,
        deactivated=profile.deactivated,
    )


def seen(profile: Profile) -> dict[str, Any]:
    """What the platform said of a user: kept so that later only what is new there is followed.

    A member's name or zone may differ from the platform's on purpose (import, own settings).
    """
    return {
        "name": profile.name,
        "email": clean_email(profile.email or "") or "",
        "zone": profile.zone,
        "guest": profile.is_guest,
    }
