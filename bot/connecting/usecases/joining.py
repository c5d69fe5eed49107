"""A code is shown to the chair, and typed in the workspace that is to be connected."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.app import Bot, Visit
from bot.cards import Reply, Request
from bot.connecting.requests import Connect, TypeConnectCode
from bot.connecting.rules import ADOPTED, check_is_colleague
from bot.connecting.usecases.founding import standing_of
from bot.connecting.words import joining as words
from bot.model import MemberState, Role, Workspace
from bot.notify import LONG_AGO, chairs, tell
from bot.onetime import (
    CONNECT_FOR,
    check_attempts,
    digest_of,
    find_code,
    new_code,
    tidy_code,
    used_code,
)
from bot.places import place_names, platform_name
from bot.ports.codes import CodeKind, IssuedCode
from bot.ports.outside import Caller, Profile, WhoIsThis
from bot.ports.store import Transaction

_END = datetime(2100, 1, 1, tzinfo=UTC)


def connect(tx: Transaction, visit: Visit, request: Connect) -> Reply:
    """Without a code: one is shown to the chair. With one, `join_by_code` has answered."""
    me = visit.member
    if me is None or me.state is not MemberState.ACTIVE or me.role is not Role.CHAIR:
        raise words.only_chair()
    elsewhere = elsewhere_than(tx, visit.bot)
    if not elsewhere:
        raise words.one_platform()
    code, until = new_code(), visit.now + CONNECT_FOR
    tx.codes.issue(CodeKind.CONNECT, me.id, digest_of(code), until=until, now=visit.now)
    tx.record.add(visit.now, me.id, "connecting.code", "task_force", {}, {"until": until})
    return Reply(card=words.code_card(code, elsewhere))


def elsewhere_than(tx: Transaction, bot: Bot) -> str:
    """The platform that could be connected: one where the task force does not live yet, if any.

    Of the others a second workspace may be connected as well, where a platform has several.
    """
    there = {workspace.platform for workspace in tx.workspaces.all()}
    missing = [p for p in bot.platforms if p not in there]
    more = [p for p in bot.platforms if p in there and p not in ADOPTED]
    return " or ".join(platform_name(p) for p in (missing or more))


def type_connect_code(tx: Transaction, visit: Visit, request: TypeConnectCode) -> Reply:
    return Reply(form=words.code_form())


def type_connect_code_nowhere(
    bot: Bot, caller: Caller, workspace: Workspace | None, request: Request
) -> Reply | None:
    return Reply(form=words.code_form()) if workspace is None else None


def join_by_code(
    bot: Bot, caller: Caller, workspace: Workspace | None, request: Connect
) -> Reply | WhoIsThis | None:
    """The workspace becomes one of the task force's that gave out the code.

    None where there is no code in it. A workspace whose own task force is as empty as on its first
    day is moved, and that one goes; otherwise it stays. Raises Refusal.
    """
    code = tidy_code(request.code or request.words)
    if not code:
        return None
    if caller.profile is None:
        return WhoIsThis()
    check_is_colleague(standing_of(caller.profile))
    check_attempts(bot, caller)
    everywhere = bot.store.connect_codes()
    now = bot.clock.now()
    issued = find_code([one for _owner, one in everywhere], code, now)
    owner = next(task_force for task_force, one in everywhere if one == issued)
    if workspace is not None and workspace.task_force_id == owner:
        with bot.store.read(owner) as tx:
            raise words.connected_already(tx.task_force.name)
    if workspace is None:
        with bot.store.write(owner, now=now) as tx:
            _check_use(tx, issued, now)
            added = tx.workspaces.add(caller.platform, caller.workspace, "")
            return _connected(tx, added, caller.profile, issued, now)
    with bot.store.write_both(owner, workspace.task_force_id, now) as (tx, old):
        _check_use(tx, issued, now)
        _clear(old, workspace, tx)
        return _connected(tx, workspace.id, caller.profile, issued, now)


def _check_use(tx: Transaction, issued: IssuedCode, now: datetime) -> None:
    """Used from here on, if the rest goes well. Raises Refusal."""
    tx.lock()
    chair = tx.people.find(issued.member_id)
    if chair is None or chair.role is not Role.CHAIR or chair.state is not MemberState.ACTIVE:
        raise words.no_chair_any_more()
    if not tx.codes.use(issued.id, now):
        raise used_code()


def _clear(old: Transaction, workspace: Workspace, new: Transaction) -> None:
    """The workspace leaves the task force it was given at Muster's first start. Raises Refusal."""
    old.lock()
    if not _is_untouched(old):
        raise words.has_its_own(old.task_force.name)
    new.workspaces.take_over(workspace.id)
    old.remove_empty()


def _is_untouched(tx: Transaction) -> bool:
    """Nobody is in it, nothing was set up or imported, and it has no other workspace."""
    return not (
        tx.people.all(tuple(MemberState))
        or tx.people.departments()
        or tx.roster.duties(retired=True)
        or tx.roster.accounts()
        or tx.rooms.all()
        or len(tx.workspaces.all()) > 1
        or tx.record.since(LONG_AGO, _END)
    )


def _connected(
    tx: Transaction, workspace_id: int, profile: Profile, issued: IssuedCode, now: datetime
) -> Reply:
    names = place_names(tx.workspaces.all())
    where = names.pop(workspace_id)
    after = {"workspace": workspace_id, "by": profile.name, "user": profile.user}
    subject = f"workspace:{workspace_id}"
    change = tx.record.add(now, issued.member_id, "connecting.connect", subject, {}, after)
    for chair in chairs(tx):
        tell(tx, chair.id, change, words.told_chairs(where, profile.name), now)
    others = " and ".join(names.values()) or "its people"
    return Reply(card=words.connected(tx.task_force.name, where, others), home=True)
