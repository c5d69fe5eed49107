"""Signs that follow the roster: what each is to show, and that it is owed when that is another.

Like the panels: whoever changes the roster calls bot.notify.refresh_panels, and so does the clock
at each turn's edge. What a sign shows is worked out when it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.held import Holder
from bot.holding import load_holding
from bot.model import Delivery, Duty, Recipient
from bot.ports.outside import GroupShown, Shown, TopicShown
from bot.ports.signs import Sign, SignKind
from bot.ports.store import Transaction
from bot.weeks import Span

SIGN = "sign"  # the kind of its deliveries
OCCASION = "roster"  # the one there is of each sign
MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class HeldNow:
    """A duty that somebody may hold now, and who does; `away`: they are away all the same."""

    duty: Duty
    holders: tuple[Holder, ...]
    away: frozenset[int] = frozenset()


def refresh_signs(tx: Transaction, now: datetime, *, every: bool = False) -> None:
    """What is to show something else than was owed last is owed anew; `every`: all of them."""
    found = tx.signs.all()
    if not found:
        return
    holding = load_held_now(tx, {duty for sign in found for duty in sign.duty_ids}, now)
    for sign in found:
        wanted = _written(show_of(sign, holding))
        if wanted != sign.wanted or (every and sign.duty_ids):
            tx.signs.want(sign.id, wanted)
            owe_sign(tx, sign, now)


def owe_sign(tx: Transaction, sign: Sign, now: datetime) -> None:
    to = Recipient(room_id=sign.room_id)
    tx.outbox.owe_anew(SIGN, OCCASION, to, None, due_at=now, now=now)


def compose_sign(tx: Transaction, delivery: Delivery, now: datetime) -> Shown | None:
    """What it is to show now; None: it is no longer there, or shows nothing of ours."""
    sign = tx.signs.find_by_room(delivery.recipient.room_id or 0)
    if sign is None:
        return None
    return show_of(sign, load_held_now(tx, sign.duty_ids, now))


def load_held_now(
    tx: Transaction, duty_ids: Collection[int], now: datetime
) -> Mapping[int, HeldNow]:
    """By duty, for each of these that is still one."""
    span = Span(now, now + MOMENT)
    away = frozenset(a.member_id for a in tx.aways.overlapping(span) if a.span.contains(now))
    holders: dict[int, dict[int, Holder]] = {}
    for held in load_holding(tx, span, duty_ids) if duty_ids else ():
        mine = holders.setdefault(held.duty.id, {})
        mine.update({holder.member.id: holder for holder in held.now(now)})
    return {
        duty.id: HeldNow(duty, tuple(holders.get(duty.id, {}).values()), away)
        for duty in tx.roster.duties()
        if duty.id in duty_ids
    }


def show_of(sign: Sign, holding: Mapping[int, HeldNow]) -> Shown | None:
    """What the sign is to show of the duties that it follows."""
    followed = [holding[duty_id] for duty_id in sign.duty_ids if duty_id in holding]
    if sign.kind is SignKind.TOPIC:
        return TopicShown(sign.target, topic_texts(followed) if followed else ())
    if not sign.duty_ids:
        return None  # a group that follows no more stays as it is
    users = {user for one in followed for h in one.holders if (user := user_in(h, sign))}
    return GroupShown(sign.target, tuple(sorted(users)))


def user_in(holder: Holder, sign: Sign) -> str:
    """Who they are in the sign's workspace; "" if nobody there is known to be them."""
    identities = holder.member.identities
    return next((i.user for i in identities if i.workspace_id == sign.workspace_id), "")


def topic_texts(followed: Sequence[HeldNow]) -> tuple[str, ...]:
    """Such as `Facebook page: Ada Brandt, Bo Lee · Support: nobody`, then in fewer words."""
    ways = (_full_name, _short_name, _first_name)
    texts = [" · ".join(f"{one.duty.name}: {_names(one, way)}" for one in followed) for way in ways]
    if len(followed) == 1:
        texts.append(_names(followed[0], _first_name))
    people = {holder.member.id for one in followed for holder in one.holders}
    texts.append(f"{len(people)} on duty" if people else "nobody on duty")
    return tuple(dict.fromkeys(texts))


def _names(one: HeldNow, way: Callable[[Holder], str]) -> str:
    names = [
        way(holder) + (" (away)" if holder.member.id in one.away else "")
        for holder in sorted(one.holders, key=lambda h: h.name.casefold())
    ]
    return ", ".join(names) or "nobody"


def _full_name(holder: Holder) -> str:
    return holder.name


def _short_name(holder: Holder) -> str:
    """As in `Ada B`, with a full stop."""
    first, _, rest = holder.member.name.partition(" ")
    return f"{first} {rest[0]}." if rest else first


def _first_name(holder: Holder) -> str:
    return holder.member.name.partition(" ")[0]


def _written(shown: Shown | None) -> str:
    """To be compared with what was owed before."""
    if isinstance(shown, GroupShown):
        return ",".join(shown.users) or "nobody"
    return shown.texts[0] if shown and shown.texts else ""
