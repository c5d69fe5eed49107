"""One person, several identities: linked by address or code, announced, and taken off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.app import Bot, Visit
from bot.cards import Card, Reply
from bot.errors import Refusal
from bot.model import Identity, Member, MemberState, Recipient, Role, Workspace
from bot.notify import CHANGE, LONG_AGO, chairs, refresh_panels
from bot.onetime import (
    LINK_FOR,
    check_attempts,
    digest_of,
    find_code,
    new_code,
    tidy_code,
    used_code,
)
from bot.people.requests import LinkMe, TypeLinkCode, Unlink
from bot.people.rules import Standing, check_may_ask, may_be_merged
from bot.people.usecases.announcing import NewLink, announce, forget_place
from bot.people.usecases.meeting import seen, standing_of
from bot.people.words import linking, listing
from bot.places import place_names
from bot.ports.codes import CodeKind, IssuedCode
from bot.ports.outside import Caller
from bot.ports.store import Transaction
from bot.seen import is_guest
from bot.signs import refresh_signs
from bot.weeks import Span

_EVER = Span(LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC))
# what has happened to somebody who was only ever met, or let in
_ARRIVALS = frozenset(
    ("people.link", "people.ask", "people.let_in", "people.decline", "people.follow", "undo")
)


def link_me(tx: Transaction, visit: Visit, request: LinkMe) -> Reply:
    """Show a code; or with one be, here too, the member who was shown it."""
    code = tidy_code(request.code or request.words)
    in_room = bool(visit.caller.channel) and not visit.caller.direct
    if in_room and not request.code:  # a form's input is seen by nobody else
        return _burn(tx, visit, code)
    if not code:
        return _show(tx, visit)
    if visit.caller.profile is not None:
        check_may_ask(standing_of(visit.caller.profile))
    issued = find_code(tx.codes.issued(CodeKind.LINK), code, visit.now)
    ids = {issued.member_id} | ({visit.member.id} if visit.member else set())
    people = {key: tx.people.lock(key) for key in sorted(ids)}  # who is just claiming is waited for
    owner = people[issued.member_id]
    if visit.member is not None:
        visit = replace(visit, member=people[visit.member.id])
    if owner is None or owner.state is not MemberState.ACTIVE:
        raise linking.owner_is_gone()
    return _link(tx, visit, issued, owner)


def count_codes(bot: Bot, caller: Caller, workspace: Workspace | None, request: LinkMe) -> None:
    """Before anything is looked at: few codes may be typed, whatever comes of them."""
    if workspace is None or not tidy_code(request.code or request.words):
        return
    with bot.store.read(workspace.task_force_id) as tx:
        known = tx.people.find_by_identity(workspace.id, caller.user)
    if known is not None or caller.profile is not None:  # else the same comes again, with one
        check_attempts(bot, caller)


def type_link_code(tx: Transaction, visit: Visit, request: TypeLinkCode) -> Reply:
    return Reply(form=linking.code_form())


def _burn(tx: Transaction, visit: Visit, code: str) -> Reply:
    """A code that others may have read is used up; said without an error, so that it is kept."""
    if not code:
        raise linking.only_in_private()
    try:
        issued = find_code(tx.codes.issued(CodeKind.LINK), code, visit.now)
    except Refusal as no:
        raise linking.only_in_private() from no
    tx.codes.use(issued.id, visit.now)
    subject = f"member:{issued.member_id}"
    tx.record.add(visit.now, None, "people.code_void", subject, {}, {})
    return Reply(card=linking.void_now())


def _show(tx: Transaction, visit: Visit) -> Reply:
    me = visit.me
    places = [w for w in tx.workspaces.all() if w.lost_at is None]
    names = place_names(places)
    linked = {identity.workspace_id for identity in me.identities}
    if len(places) < 2:
        raise linking.nowhere_else(" and ".join(names.values()))
    missing = [names[w.id] for w in places if w.id not in linked]
    if not missing:
        raise linking.linked_everywhere(" and ".join(names.values()))
    code, until = new_code(), visit.now + LINK_FOR
    tx.codes.issue(CodeKind.LINK, me.id, digest_of(code), until=until, now=visit.now)
    subject = f"member:{me.id}"
    tx.record.add(visit.now, me.id, "people.code", subject, {}, {"until": until})
    return Reply(card=linking.code_card(code, " or ".join(missing)))


def _link(tx: Transaction, visit: Visit, issued: IssuedCode, owner: Member) -> Reply:
    me, here = visit.member, visit.workspace
    if me is not None and me.id == owner.id:
        raise linking.your_own_code()
    if any(identity.workspace_id == here.id for identity in owner.identities):
        raise linking.linked_here_already(owner.name)
    if _is_guest(tx, visit) and owner.role is not Role.PARTNER:
        raise linking.guest_cannot()
    if me is not None:
        _check_may_become(tx, me)
    if not tx.codes.use(issued.id, visit.now):
        raise used_code()
    if me is not None:
        _dissolve(tx, visit, me, owner)
    identity = Identity(here.id, visit.caller.user)
    tx.people.forget_partings(identity)
    if not tx.people.link(owner.id, identity, visit.now):
        raise linking.taken_meanwhile()
    profile = visit.caller.profile
    after = {"user": identity.user, "workspace": here.id, "how": "code"}
    if profile is not None:
        after["seen"] = seen(profile)
    change = tx.record.add(visit.now, owner.id, "people.link", f"member:{owner.id}", {}, after)
    name = profile.name if profile else me.name if me else identity.user
    refresh_signs(tx, visit.now)
    new = NewLink(owner, here, name, change, linking.BY_CODE)
    announce(tx, new, visit.now, answered=True)
    names = place_names(tx.workspaces.all())
    before = [names[i.workspace_id] for i in owner.identities]
    card = linking.linked(owner, names[here.id], before, here.id, change)
    return Reply(card=card, home=True)


def _is_guest(tx: Transaction, visit: Visit) -> bool:
    me, profile = visit.member, visit.caller.profile
    if profile is not None and standing_of(profile) is Standing.GUEST:
        return True
    return me is not None and (me.role is Role.PARTNER or is_guest(tx, me))


def _check_may_become(tx: Transaction, me: Member) -> None:
    """Raises Refusal unless the member who types has no past of their own to lose."""
    actions = {change.action for change in tx.record.of_subject(f"member:{me.id}")}
    bare = (
        actions <= _ARRIVALS
        and len(me.identities) == 1
        and not tx.claims.of_member(me.id, _EVER)
        and not tx.aways.overlapping(_EVER, [me.id])
        and not tx.people.has_worked(me.id)
    )
    if not may_be_merged(me, bare=bare):
        ask = " or ".join(c.name for c in chairs(tx)[:3] if c.id != me.id) or "another chair"
        raise linking.already_somebody(me, ask)


def _dissolve(tx: Transaction, visit: Visit, me: Member, owner: Member) -> None:
    """The member who typed the code had nothing: their user goes over, and they have left."""
    tx.people.unlink(me.id, visit.workspace.id)
    tx.people.change(me.id, state=MemberState.LEFT)
    tx.feeds.end_of_member(me.id)
    why = linking.merged(owner.name)
    tx.outbox.drop_all(Recipient(member_id=me.id), why)
    before = {"state": me.state, "user": visit.caller.user, "workspace": visit.workspace.id}
    after = {"state": MemberState.LEFT, "into": owner.id}
    tx.record.add(visit.now, me.id, "people.merge", f"member:{me.id}", before, after)
    refresh_panels(tx, visit.now)


def unlink(tx: Transaction, visit: Visit, request: Unlink) -> Reply:
    """One's own identity here or a later one; as chair, anybody's but their last."""
    tx.lock()
    me = visit.me
    member = tx.people.find(request.member or me.id)
    if member is None:
        raise listing.unknown_member()
    names = place_names(tx.workspaces.all())
    where = names.get(request.workspace, "that place")
    identity = next((i for i in member.identities if i.workspace_id == request.workspace), None)
    if identity is None or not _is_still(tx, member, request):
        raise linking.not_linked(where)
    if len(member.identities) == 1:
        raise linking.the_only_one()
    if member.id != me.id:
        _check_chair(me)
    elif not _is_later_or_here(me, identity, visit.workspace.id):
        raise linking.older_one(where)
    _take_off(tx, visit, member, identity, where)
    mine = member.id == me.id and request.workspace == visit.workspace.id
    return Reply(card=linking.unlinked(where, was_here=mine), replaces=True, home=True)


def _is_still(tx: Transaction, member: Member, request: Unlink) -> bool:
    """An old Undo does not take off what was linked there since."""
    if not request.change:
        return True
    links = [
        change.id
        for change in tx.record.of_subject(f"member:{member.id}")
        if change.action == "people.link" and change.after.get("workspace") == request.workspace
    ]
    return bool(links) and links[-1] == request.change


def _is_later_or_here(me: Member, identity: Identity, here: int) -> bool:
    order = [i.workspace_id for i in me.identities]
    return order.index(identity.workspace_id) >= order.index(here)


def _check_chair(me: Member) -> None:
    if me.role is not Role.CHAIR:
        raise Refusal(
            "chair_only",
            "Only the chair can take off somebody else's user.",
            f"Your role is {me.role}.",
            "Ask the chair.",
        )


def _take_off(
    tx: Transaction, visit: Visit, member: Member, identity: Identity, where: str
) -> None:
    tx.people.part(member.id, identity, visit.now)
    forget_place(tx, member, identity.workspace_id)
    before = {"user": identity.user, "workspace": identity.workspace_id}
    subject = f"member:{member.id}"
    change = tx.record.add(visit.now, visit.me.id, "people.unlink", subject, before, {})
    by = "You" if member.id == visit.me.id else visit.me.name
    _tell_where_they_are(tx, member, identity, change, linking.you_were_unlinked(where, by), visit)


def _tell_where_they_are(
    tx: Transaction, member: Member, gone: Identity, change: int, card: Card, visit: Visit
) -> None:
    """On every other side, except where the answer says it."""
    for identity in member.identities:
        here = visit.me.id == member.id and identity.workspace_id == visit.workspace.id
        if identity != gone and not here:
            to, key = Recipient(member_id=member.id), f"{change}:{identity.workspace_id}"
            tx.outbox.owe_there(identity.workspace_id, CHANGE, key, to, card, visit.now)
