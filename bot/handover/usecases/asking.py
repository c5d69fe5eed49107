"""What the clock does: asks whose turn is about to end, and once again who did not answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from bot.handover.rules import LATE, LOOK_BACK, ask_at, may_still_nudge
from bot.handover.usecases.composing import ASK, NUDGE, is_out, nudged_for
from bot.handover.usecases.loading import asked_at, holidays_of, load_asked, load_endings
from bot.hours.rules import may_nudge, may_prompt
from bot.jobs import member_zones
from bot.model import Claim, Member, MemberState, Recipient, TimetableRow, Turn
from bot.notify import NUDGES
from bot.occasions import Occasion, next_of_zones, rule_of, zone_instants
from bot.ports.store import Transaction
from bot.weeks import Span, is_quiet, next_waking, to_local

MINUTE = timedelta(minutes=1)
NUDGED_WITHIN = timedelta(hours=4)  # of the time of day; later it would reach into the evening


def ask_holders(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """Whoever's turn is about to end, or just has: one card a day for all of them. And nudges."""
    members = {member.id: member for member in tx.people.all()}
    due = _find_due(tx, members, now)
    owed = {
        day: frozenset(tx.outbox.recipients(ASK, day.isoformat())) for day in {d for _m, d in due}
    }
    away = _away(tx, now, {key for key, _day in due})
    for key, day in sorted(due):
        member = members[key]
        if key in away or not may_prompt(member, to_local(now, member.zone).date()):
            continue
        if key in owed[day]:
            _add_to(tx, member, day, due[key, day], now)
        else:
            _ask(tx, member, day, now)
    _nudge(tx, occasion, members, now)


def _find_due(
    tx: Transaction, members: Mapping[int, Member], now: datetime
) -> dict[tuple[int, date], list[Claim]]:
    """By member and the day whose card they are on: claims about which it is time to ask."""
    minute = asked_at(tx)
    days: dict[int, date] = {}
    found = []
    for turn, claim in _running(tx, now):
        member = members.get(claim.member_id)
        if member and (at := _ask_at(tx, claim, member, minute)) <= now:
            days[claim.id] = to_local(at, member.zone).date()
            found.append((turn, claim))
    due: dict[tuple[int, date], list[Claim]] = defaultdict(list)
    for one in load_endings(tx, found):
        if one.is_wanted:
            due[one.claim.member_id, days[one.claim.id]].append(one.claim)
    return due


def _running(tx: Transaction, now: datetime) -> list[tuple[Turn, Claim]]:
    """Claims that are held now, or ended so lately that it can still be asked."""
    turns = tx.roster.turns(Span(now - LATE, now + MINUTE))
    found = [(turn, claim) for turn in turns for claim in turn.claims]
    return [(t, c) for t, c in found if c.span.start <= now < c.span.end + LATE]


def _ask_at(tx: Transaction, claim: Claim, member: Member, minute: int) -> datetime:
    day = to_local(claim.span.start, member.zone).date()
    return ask_at(claim.span, member, holidays_of(tx, member, day), minute)


def _away(tx: Transaction, now: datetime, ids: Collection[int]) -> set[int]:
    if not ids:
        return set()
    return {away.member_id for away in tx.aways.overlapping(Span(now, now + MINUTE), ids)}


def _ask(tx: Transaction, member: Member, day: date, now: datetime) -> None:
    quiet = (member.quiet_from, member.quiet_to)
    at = next_waking(now, member.zone, *quiet, weekend=())
    to = Recipient(member_id=member.id)
    tx.outbox.owe(ASK, day.isoformat(), to, None, due_at=at, now=now, until=at + LATE)


def _add_to(
    tx: Transaction, member: Member, day: date, claims: Collection[Claim], now: datetime
) -> None:
    """What was taken since the day's card was said stands on it, too."""
    to = Recipient(member_id=member.id)
    card = tx.outbox.find(ASK, day.isoformat(), to)
    if card and is_out(card) and any(claim.created_at > card.due_at for claim in claims):
        tx.outbox.owe_anew(ASK, day.isoformat(), to, None, due_at=now, now=now)


# ---- again --------------------------------------------------------------------------------------


def _nudge(
    tx: Transaction, occasion: Occasion, members: Mapping[int, Member], now: datetime
) -> None:
    """On the next working day, at the same time of day: never twice for one asking."""
    zones = member_zones(tx)
    for instant in zone_instants(occasion.rule, zones, now, NUDGED_WITHIN):
        today = instant.day
        asked = {
            key
            for day, ids in _owed(tx, ASK, today)
            for key in ids
            if key in members
            and members[key].zone == instant.zone
            and may_still_nudge(day, today, holidays_of(tx, members[key], day))
        }
        if not asked:
            continue
        asked -= _away(tx, now, asked)
        for kind in NUDGES:  # one a day, whatever it is about
            asked -= set(tx.outbox.recipients(kind, today.isoformat()))
        for key in sorted(asked):
            member = members[key]
            # those about hours are counted for themselves: this one comes once for each asking
            wants = may_nudge(member, today, holidays_of(tx, member, today), nudged=0)
            if wants and not _is_quiet(member, now):
                _nudge_one(tx, member, today, now)


def _owed(tx: Transaction, kind: str, today: date) -> list[tuple[date, Collection[int]]]:
    """To whom it was owed on each day of the week before."""
    days = (today - timedelta(days=back) for back in range(1, LOOK_BACK + 2))
    return [(day, tx.outbox.recipients(kind, day.isoformat())) for day in days]


def _is_quiet(member: Member, now: datetime) -> bool:
    return is_quiet(now, member.zone, member.quiet_from, member.quiet_to)


def _nudge_one(tx: Transaction, member: Member, today: date, now: datetime) -> None:
    days = nudged_for(tx, member, today)
    if not any(one.is_wanted for day in days for one in load_asked(tx, member, day)):
        return
    to, until = Recipient(member_id=member.id), now + NUDGED_WITHIN
    tx.outbox.owe(NUDGE, today.isoformat(), to, None, due_at=now, now=now, until=until)


# ---- when next ----------------------------------------------------------------------------------


def next_asking(tx: Transaction, row: TimetableRow, now: datetime) -> datetime | None:
    """Whenever a turn or a claim begins or ends, somebody is to be asked, or it is the time of day.

    What is claimed meanwhile is looked at, too (bot.notify).
    """
    if not row.enabled:
        return None
    members = {member.id: member for member in tx.people.all((MemberState.ACTIVE,))}
    instants = [
        _ask_at(tx, claim, member, row.minute)
        for _turn, claim in _running(tx, now)
        if (member := members.get(claim.member_id))
    ]
    instants += [edge] if (edge := tx.roster.next_edge(now)) else []
    instants.append(next_of_zones(rule_of(row), member_zones(tx), now))
    return min(at for at in instants if at > now)
