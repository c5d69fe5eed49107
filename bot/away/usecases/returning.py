"""Being back: all of it, from a later time on; and what was entered for somebody by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.absence import LONGEST, Returned, end_away, go_again, what_is_over
from bot.app import Visit
from bot.away.requests import Back
from bot.away.rules import may_enter
from bot.away.usecases.showing import show_gone, show_kept
from bot.away.words import refusing
from bot.away.words import returning as words
from bot.cards import Reply
from bot.grammar import DayKind, Mention, Parts, read_mention, resolve, split
from bot.model import Away, Change, Member
from bot.naming import find_member
from bot.notify import tell
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.weeks import Span, days_span


def back(tx: Transaction, visit: Visit, request: Back) -> Reply:
    parts = split(request.words, ()).check()
    mention = next(filter(None, map(read_mention, parts.people)), None)
    member = _whose(tx, visit, request, mention)
    aways = _chosen(tx, visit, request, member)
    running = [period for period in aways if period.span.contains(visit.now)]
    chosen = running or (aways if request.away else [])
    if not chosen:
        return Reply(card=words.which_back(aways, visit.reader))
    named = parts.when is not None or bool(parts.minutes or parts.name or parts.note)
    at = _since(parts, request.words, visit, member) if named else None
    if at and at > max(period.span.end for period in chosen):
        name = None if member.id == visit.me.id else member.name
        raise refusing.away_until(max(period.last_day for period in chosen), name)
    ended = [_end(tx, visit, period, member, at) for period in chosen]
    return _say(tx, visit, member, ended, at)


def _whose(tx: Transaction, visit: Visit, request: Back, mention: Mention | None) -> Member:
    """Raises Refusal."""
    period = tx.aways.find(request.away) if request.away else None
    if period is not None and period.member_id != visit.me.id:
        member = tx.people.find(period.member_id)
        if member is None or not may_enter(visit.me, member):
            raise refusing.not_away()
        return member
    if mention is None:
        return visit.me
    member = find_member(tx, visit, mention)
    if not may_enter(visit.me, member):
        raise refusing.not_for_others(member)
    return member


def _chosen(tx: Transaction, visit: Visit, request: Back, member: Member) -> list[Away]:
    """From now on; of somebody else only what was entered for them. Raises Refusal for none."""
    horizon = Span(visit.now, visit.now + timedelta(days=2 * LONGEST))
    aways = list(tx.aways.overlapping(horizon, [member.id]))
    if request.away:
        aways = [period for period in aways if period.id == request.away]
    if member.id == visit.me.id:
        if not aways:
            raise refusing.not_away()
        return aways
    entered = [period for period in aways if period.entered_by]
    if not entered:
        raise refusing.not_entered(member, is_away=bool(aways))
    running = [period for period in entered if period.span.contains(visit.now)]
    return running or entered[:1]


def _since(parts: Parts, said: str, visit: Visit, member: Member) -> datetime | None:
    """A later time that is said: `back monday`, `back fri 14:00`, `back in 2 hours`; None: now.

    Raises Refusal for other words, and for an end: that would be another absence.
    """
    when, now = parts.when, visit.now
    if when is None and parts.minutes:
        return now + timedelta(minutes=parts.minutes)
    if when is None or parts.minutes or when.last is not None:
        raise refusing.which_day(said)
    if when.first is not None and when.first.kind is DayKind.NOW and when.end is not None:
        raise refusing.which_day(said)
    at = resolve(when, now, member.zone, visit.task_force.first_weekday).span.start
    return at if at > now else None


def _end(
    tx: Transaction, visit: Visit, period: Away, member: Member, at: datetime | None
) -> Returned:
    left = what_is_over(period, at, visit.now, member.zone)
    return end_away(tx, period, left, visit.me.id, visit.now)


def _say(
    tx: Transaction, visit: Visit, member: Member, ended: list[Returned], at: datetime | None
) -> Reply:
    kept = [part for one in ended for part in one.kept]
    shown = show_kept(tx, kept, [lost for one in ended for lost in one.lost])
    since = words.since_text(at, member.zone)
    if member.id == visit.me.id:
        return Reply(card=words.returned(ended, since, shown, visit.now, visit.reader), home=True)
    reader = reader_for(member, tx.task_force)
    for one in ended:
        card = words.told_back(visit.me.name, one.away, since, shown, reader)
        tell(tx, member.id, one.change, card, visit.now)
    return Reply(card=words.returned_other(member, ended, since, shown, visit.reader))


def undo_back(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """Away again as was said before; cover is asked for anew."""
    period = _from_record(change.before, visit.me)
    if period.span.end <= visit.now:
        raise refusing.past()
    gone = go_again(tx, period, visit.me.id, visit.now, change.id)
    shown = show_gone(tx, gone)
    card = words.undone_back(period, shown, visit.reader)
    return Reply(card=card, replaces=True, home=True)


def _from_record(was: dict[str, object], me: Member) -> Away:
    """As bot.absence writes it down; before 0.5 without hours."""
    first, last = (
        date.fromisoformat(str(was["first_day"])),
        date.fromisoformat(str(was["last_day"])),
    )
    span = days_span(first, last, me.zone)
    period = Away(int(str(was["away"])), me.id, span, first, last)
    if "begin" not in was:
        return period
    begin, end = (datetime.fromisoformat(str(was[key])) for key in ("begin", "end"))
    return replace(period, span=Span(begin, end), whole_days=bool(was["whole_days"]))
