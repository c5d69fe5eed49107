"""Being away: the member says so, or a chair or lead for somebody who cannot."""

from __future__ import annotations

from bot.absence import Gone, Source, Times, end_away, go_away, what_is_over
from bot.app import Visit
from bot.away.fields import read_times
from bot.away.reading import Said, date_it, read
from bot.away.requests import AwayByForm, OpenAwayForm, SayAway
from bot.away.rules import may_enter
from bot.away.usecases.showing import show_gone, show_kept
from bot.away.words import going as words
from bot.away.words import refusing
from bot.cards import Reply
from bot.model import Change, Member
from bot.names import fold
from bot.naming import check_active, find_member
from bot.notify import tell
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.weeks import to_local

REASON_MOST = 300  # characters, as is remembered (storage.tables)


def away(tx: Transaction, visit: Visit, request: SayAway) -> Reply:
    said = read(request.words)
    member = _whose(tx, visit, request, said)
    if not said.has_time and not said.reason:
        return open_away_form(tx, visit, OpenAwayForm(member.id if member != visit.me else 0))
    if said.is_odd:
        raise refusing.which_days(request.words)
    times = date_it(said, visit.now, member.zone, visit.task_force.first_weekday)
    if times is None:
        raise refusing.which_days(request.words)
    return _go(tx, visit, member, times, said.reason)


def _whose(tx: Transaction, visit: Visit, request: SayAway, said: Said) -> Member:
    """Whoever is named, if the asker may say so; else the asker. Raises Refusal."""
    if request.member:
        return _allowed(visit, _known(tx, request.member))
    mentions = said.mentions
    if len(mentions) > 1:
        raise refusing.one_at_a_time()
    if mentions:

        def again(member: Member) -> SayAway:
            return SayAway(request.words, member.id)

        return _allowed(visit, find_member(tx, visit, mentions[0], again))
    named = _named(tx, said)
    if named and visit.me not in named:
        may = [member for member in named if may_enter(visit.me, member)]
        raise refusing.who_is_away(named[0], may, request.words)
    return visit.me


def _named(tx: Transaction, said: Said) -> list[Member]:
    """Words that are somebody's name are hardly a reason: `away bao today`."""
    words = set(fold(said.parts.name).split())
    if not words:
        return []
    return [member for member in tx.people.all() if words <= set(fold(member.name).split())]


def _known(tx: Transaction, member_id: int) -> Member:
    member = tx.people.find(member_id)
    if member is None:
        raise refusing.unknown_member()
    return member


def _allowed(visit: Visit, member: Member) -> Member:
    """Rights are looked at anew with every click. Raises Refusal."""
    if not may_enter(visit.me, member):
        raise refusing.not_for_others(member)
    return check_active(member)


def open_away_form(tx: Transaction, visit: Visit, request: OpenAwayForm) -> Reply:
    member = _allowed(visit, _known(tx, request.member)) if request.member else visit.me
    today = to_local(visit.now, member.zone).date()
    return Reply(form=words.form(today, member if member.id != visit.me.id else None))


def away_by_form(tx: Transaction, visit: Visit, request: AwayByForm) -> Reply:
    member = _allowed(visit, _known(tx, request.member)) if request.member else visit.me
    return _go(tx, visit, member, read_times(request, visit.now, member.zone), request.reason)


def _go(tx: Transaction, visit: Visit, member: Member, times: Times, reason: str) -> Reply:
    """Of others no reason is kept: it would be theirs, and not in their words."""
    tx.people.lock(member.id)  # who says it twice at once is away once
    own = member.id == visit.me.id
    for other in tx.aways.overlapping(times.span, [member.id]):
        if other.span.covers(times.span):
            raise refusing.already(other, member, visit.reader, own=own)
    source = Source(reason=reason.strip()[:REASON_MOST] if own else "")
    gone = go_away(tx, member, times, source, visit.now, actor_id=visit.me.id)
    shown = show_gone(tx, gone)
    if own:
        return Reply(card=words.gone(gone, shown, visit.reader), home=True)
    _tell(tx, visit, member, gone)
    return Reply(card=words.entered(gone, member, shown, visit.reader))


def _tell(tx: Transaction, visit: Visit, member: Member, gone: Gone) -> None:
    reader = reader_for(member, tx.task_force)
    shown = show_gone(tx, gone)
    tell(tx, member.id, gone.change, words.told(visit.me.name, gone, shown, reader), visit.now)


def undo_away(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """As if it had not been said; days that are over stay absence."""
    return _undo(tx, visit, change, visit.me)


def undo_enter(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """The chair or lead who said so was wrong; the member is told."""
    member = _allowed(visit, _known(tx, int(change.after["member"])))
    return _undo(tx, visit, change, member)


def _undo(tx: Transaction, visit: Visit, change: Change, member: Member) -> Reply:
    now, period = visit.now, tx.aways.find(int(change.after["away"]))
    if period is None or period.span.end <= now:
        raise refusing.not_away()
    left = what_is_over(period, None, now, member.zone)
    returned = end_away(tx, period, left, visit.me.id, now, undone=change.id)
    shown = show_kept(tx, returned.kept, returned.lost)
    own = member.id == visit.me.id
    if not own:
        reader = reader_for(member, tx.task_force)
        tell(
            tx,
            member.id,
            returned.change,
            words.told_undone(visit.me.name, period, shown, reader),
            now,
        )
    card = words.undone(period, None if own else member, shown, visit.reader)
    return Reply(card=card, replaces=True, home=own)
