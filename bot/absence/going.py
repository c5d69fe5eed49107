"""An absence begins, moves, and ends. It is recorded, but for its reason, which is the member's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.absence.days import Times, check_days
from bot.absence.turns import Lost, Part, as_record, ask, keep, lost
from bot.covering import look_again
from bot.held import without
from bot.model import Away, Member
from bot.notify import put_off, refresh_panels, watch_edges
from bot.ports.store import Transaction
from bot.weeks import Span, first_reaching, to_local

CALENDAR, STATUS = "calendar", "status"  # kinds of sources besides people
WENT, MOVED, ENDED = "away.away", "away.move", "away.back"  # actions of the record
ENTERED = "absence.enter"  # said by a chair or lead for somebody else


@dataclass(frozen=True, slots=True)
class Source:
    """Who says that somebody is away. Equal kind and key: the same absence, moved perhaps.

    `kind`: "" for people, else CALENDAR or STATUS. `key`: what the source calls the absence, 200
    characters at most (a digest where it is longer); "": it is never brought up to date.
    `reason`: the member's own words, shown to nobody else.
    """

    kind: str = ""
    key: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """What came of going away. `change`: the line of the record; 0: it was known as it is.

    `asked`: parts of turns for which cover is sought now. `before`: for which it was already.
    `later`: so little of a longer one that it can be done on another day. `kept`: which the
    absence moved away from, so that nobody is asked for them any more.
    """

    away: Away
    change: int
    asked: tuple[Part, ...] = ()
    before: tuple[Part, ...] = ()
    later: tuple[Part, ...] = ()
    kept: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of coming back. `away`: as it was. `kept`: nobody is asked for it any more.

    `lost`: what somebody took meanwhile: it stays theirs.
    """

    away: Away
    change: int
    kept: tuple[Part, ...] = ()
    lost: tuple[Lost, ...] = ()


def go_away(
    tx: Transaction,
    member: Member,
    times: Times,
    source: Source,
    now: datetime,
    *,
    actor_id: int | None,
) -> Gone:
    """The member is away; what a source said before under the same key is moved to these times.

    `actor_id`: who says it; None for Muster itself. Raises Refusal for days that no absence may
    have: see `check_days`.
    """
    tx.people.lock(member.id)
    first, last, span = times.first_day, times.last_day, times.span
    check_days(first, last, to_local(now, member.zone).date())
    known = _standing(tx, member.id, source)
    entered = actor_id if actor_id != member.id else None
    kind, key, whole = source.kind, source.key, times.whole_days
    said = Away(0, member.id, span, first, last, source.reason, whole, kind, key, entered, now)
    if known is None:
        away = replace(said, id=tx.aways.add(said))
    else:
        away = replace(known, span=span, first_day=first, last_day=last, whole_days=whole)
        if away == known:
            return Gone(known, 0)
        tx.aways.move(away)
    return _begin(tx, away, known, actor_id, now)


def _standing(tx: Transaction, member_id: int, source: Source) -> Away | None:
    found = tx.aways.of_source(member_id, source.kind) if source.key else ()
    return next((away for away in found if away.source_key == source.key), None)


def _begin(
    tx: Transaction, away: Away, known: Away | None, actor_id: int | None, now: datetime
) -> Gone:
    """`known`: as it stood before."""
    freed = without((known.span,), (away.span,)) if known else ()
    kept = keep(tx, away.member_id, freed, actor_id, now)
    asked = ask(tx, away, actor_id, now)
    action = MOVED if known else ENTERED if away.entered_by else WENT
    was, after = as_data(known) if known else {}, as_data(away) | {"asked": as_record(asked.now)}
    change = tx.record.add(now, actor_id, action, f"away:{away.id}", was, after)
    _follow(tx, away, now)
    return Gone(away, change, asked.now, asked.before, asked.later, kept)


def go_again(tx: Transaction, away: Away, actor_id: int, now: datetime, undone: int) -> Gone:
    """As it was before it ended or moved: `away` stands again. `undone`: the change taken back."""
    tx.people.lock(away.member_id)
    tx.aways.restore(away)
    asked = ask(tx, away, actor_id, now)
    after = as_data(away) | {"asked": as_record(asked.now), "of": undone}
    change = tx.record.add(now, actor_id, "undo", f"away:{away.id}", {}, after)
    _follow(tx, away, now)
    return Gone(away, change, asked.now, asked.before, asked.later)


def end_away(
    tx: Transaction,
    away: Away,
    left: Away | None,
    actor_id: int | None,
    now: datetime,
    undone: int = 0,
) -> Returned:
    """A standing absence is over. `left`: what stays of it (see `what_is_over`); None: nothing.

    `undone`: the change that is taken back by this, if it is an undo.
    """
    tx.people.lock(away.member_id)
    if left is None:
        tx.aways.cancel(away.id, now)
    else:
        tx.aways.move(left)
    freed = without((away.span,), (left.span,) if left else ())
    gone = lost(tx, tx.record.of_subject(f"away:{away.id}"), freed, now)
    kept = keep(tx, away.member_id, freed, actor_id, now)
    action, of = ("undo", {"of": undone}) if undone else (ENDED, {})
    after = (as_data(left) if left else {}) | of
    change = tx.record.add(now, actor_id, action, f"away:{away.id}", as_data(away), after)
    look_again(tx, away.member_id, now)
    refresh_panels(tx, now)
    return Returned(away, change, kept, gone)


def what_is_over(away: Away, at: datetime | None, now: datetime, zone: str) -> Away | None:
    """Of an absence that ends at this instant (None: now), what stays; None: nothing.

    Somebody who is back now within a day of theirs was there that day, unless hours were said.
    """
    if at is None:
        today = first_reaching(to_local(now, zone).date(), 0, zone)
        at = today if away.whole_days else now
    day = to_local(at, zone).date()
    whole = away.whole_days and at == first_reaching(day, 0, zone)
    if away.span.start >= at or (whole and away.first_day >= day):
        return None
    end = min(away.span.end, at)
    last = min(away.last_day, to_local(end - timedelta(microseconds=1), zone).date())
    return replace(away, span=Span(away.span.start, end), last_day=last, whole_days=whole)


def _follow(tx: Transaction, away: Away, now: datetime) -> None:
    """What else hangs on whether somebody is there."""
    member = tx.people.find(away.member_id)
    assert member is not None  # it is locked
    put_off(tx, member, away.span)
    look_again(tx, away.member_id, now)
    watch_edges(tx, away.span, now)
    refresh_panels(tx, now)


def as_data(away: Away) -> dict[str, object]:
    """An absence as the record keeps it, without its reason."""
    return {
        "away": away.id,
        "member": away.member_id,
        "first_day": away.first_day.isoformat(),
        "last_day": away.last_day.isoformat(),
        "begin": away.span.start.isoformat(),
        "end": away.span.end.isoformat(),
        "whole_days": away.whole_days,
    }
