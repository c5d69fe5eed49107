"""Setting up what follows a duty; and telling the chair, once, what cannot follow it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.app import Visit
from bot.cards import Card, Reply
from bot.following import words
from bot.following.requests import EditFollowing, SaveFollowing, ShowAgain
from bot.following.rules import GROUP, PLATFORMS, TOPIC, read_group
from bot.model import Change, Delivery, Duty, Recipient
from bot.notify import chairs
from bot.people.rules import check_chair
from bot.places import place_names
from bot.ports.signs import Sign, SignKind
from bot.ports.store import Transaction
from bot.signs import SIGN, compose_sign, load_held_now, owe_sign, refresh_signs, user_in
from bot.weeks import next_waking

__all__ = [
    "SIGN",
    "compose_sign",
    "edit_following",
    "refresh_signs",
    "save_following",
    "settle_sign",
    "show_again",
    "undo_following",
]

PROBLEM = "sign.problem"  # the kind of the message to the chairs
_KINDS = {GROUP: SignKind.GROUP, TOPIC: SignKind.TOPIC}


def edit_following(tx: Transaction, visit: Visit, request: EditFollowing) -> Reply:
    _check_here(tx, visit)
    duty = _known(tx, request.duty)
    found = _followers(tx, duty.id)
    return Reply(form=words.form(duty, found.get(SignKind.GROUP), found.get(SignKind.TOPIC)))


def save_following(tx: Transaction, visit: Visit, request: SaveFollowing) -> Reply:
    _check_here(tx, visit)
    tx.lock()
    duty = _known(tx, request.duty)
    wanted = _read(visit, request)
    before = _as_data(_followers(tx, duty.id))
    if wanted == before:
        return Reply(card=words.nothing_changed(duty), replaces=True)
    _follow(tx, duty.id, wanted, visit.now)
    change = tx.record.add(
        visit.now, visit.me.id, "following.save", f"duty:{duty.id}", before, wanted
    )
    signs = tuple(_followers(tx, duty.id).values())
    left_out = [name for sign in signs for name in _left_out(tx, sign, visit.now)]
    return Reply(card=words.saved(duty, signs, left_out, change), replaces=True)


def undo_following(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    duty = _known(tx, int(change.subject.partition(":")[2]))
    _follow(tx, duty.id, dict(change.before), visit.now)
    return Reply(card=words.undone(duty), replaces=True)


def show_again(tx: Transaction, visit: Visit, request: ShowAgain) -> Reply:
    sign = tx.signs.find(request.sign)
    if sign is None or not sign.duty_ids:
        raise words.gone_sign()
    owe_sign(tx, sign, visit.now)
    return Reply(card=words.tried_again())


def settle_sign(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    """After it was shown (`reason` ""), or could not be: what is wrong is told the chairs once."""
    sign = tx.signs.find_by_room(delivery.recipient.room_id or 0)
    if sign is None:
        return
    left_out = () if reason else _left_out(tx, sign, now)
    problem = reason or (words.missing(left_out) if left_out else "")
    if not tx.signs.trouble(sign.id, problem) or not problem:
        return
    change = tx.record.add(
        now, None, "following.problem", f"sign:{sign.id}", {}, {"problem": problem}
    )
    duties = [duty for duty in tx.roster.duties() if duty.id in sign.duty_ids]
    _tell_chairs(tx, words.problem(sign, duties, problem), str(change), now)


def _tell_chairs(tx: Transaction, card: Card, occasion: str, now: datetime) -> None:
    for chair in chairs(tx):
        to = Recipient(member_id=chair.id)
        due = next_waking(now, chair.zone, chair.quiet_from, chair.quiet_to)
        tx.outbox.owe(PROBLEM, occasion, to, card, due_at=due, now=now)


def _check_here(tx: Transaction, visit: Visit) -> None:
    """Raises Refusal on a platform where no bot may do this."""
    if visit.workspace.platform in PLATFORMS:
        return
    workspaces = tx.workspaces.all()
    names = place_names(workspaces)
    raise words.not_here([names[w.id] for w in workspaces if w.platform in PLATFORMS])


def _known(tx: Transaction, duty_id: int) -> Duty:
    duty = tx.roster.find_duty(duty_id)
    if duty is None or duty.retired_at is not None:
        raise words.no_such_duty()
    return duty


def _followers(tx: Transaction, duty_id: int) -> dict[SignKind, Sign]:
    return {sign.kind: sign for sign in tx.signs.all() if duty_id in sign.duty_ids}


def _read(visit: Visit, request: SaveFollowing) -> dict[str, Any]:
    """What was ticked, as it is recorded. Raises Refusal."""
    found: dict[str, Any] = {}
    if GROUP in request.follows:
        target, name = read_group(request.group)
        found[GROUP] = [visit.workspace.id, target, name]
    if TOPIC in request.follows:
        if not request.channel:
            raise words.choose_channel()
        found[TOPIC] = [visit.workspace.id, request.channel, ""]
    return found


def _as_data(found: dict[SignKind, Sign]) -> dict[str, Any]:
    return {s.kind.value: [s.workspace_id, s.target, s.name] for s in found.values()}


def _follow(tx: Transaction, duty_id: int, wanted: dict[str, Any], now: datetime) -> None:
    """These follow the duty from now on, and no others; what follows anew is shown at once."""
    before = _followers(tx, duty_id)
    for name, kind in _KINDS.items():
        target = wanted.get(name)
        new = tx.signs.put(target[0], kind, target[1], target[2]) if target else None
        old = before.get(kind)
        if old is not None and old.id != new:
            tx.signs.unfollow(old.id, duty_id)
        if new is not None:
            tx.signs.follow(new, duty_id)
            tx.signs.trouble(new, "")
            tx.signs.want(new, "")
    refresh_signs(tx, now)


def _left_out(tx: Transaction, sign: Sign, now: datetime) -> list[str]:
    """Who is on duty, and cannot be in the group as nobody there is known to be them."""
    if sign.kind is not SignKind.GROUP:
        return []
    holding = load_held_now(tx, sign.duty_ids, now)
    holders = {h.member.id: h for one in holding.values() for h in one.holders}
    return sorted(h.member.name for h in holders.values() if not user_in(h, sign))
