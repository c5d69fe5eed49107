"""A feed as it is read by a calendar: what is in it now, each event with its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ending import ahead
from bot.feeds.rules import (
    FORGOTTEN_WEEKS,
    PAST_WEEKS,
    Calendar,
    Entry,
    Event,
    Standing,
    digest_of,
    hour_of,
    window,
)
from bot.feeds.words import events as words
from bot.held import Held
from bot.holding import load_holding
from bot.model import Claim, Duty, Member, Turn
from bot.ports.feeds import EventKind, Feed, FeedKind, Mark, NewMark
from bot.ports.store import Store, Transaction
from bot.reader import Reader
from bot.weeks import Span

READ_AGAIN = timedelta(hours=12)  # no sooner is it written down that a calendar asked


def find_feed(store: Store, token: str) -> tuple[int, Feed] | None:
    """The feed at this address, with its task force. The same is done for whatever is asked."""
    return store.feeds.find(digest_of(token))


def note_reading(store: Store, task_force_id: int, feed: Feed, now: datetime) -> None:
    """Its owner is shown that somebody uses it; seldom written, as calendars ask often."""
    if feed.read_at is None or now - feed.read_at > READ_AGAIN:
        with store.write(task_force_id, now=now) as tx:
            tx.feeds.seen(feed.id, now)


@dataclass(frozen=True, slots=True)
class Version:
    """As long as it is the same, so is every feed of the task force."""

    stamp: str
    names: bool  # whether feeds show them


def load_version(store: Store, task_force_id: int, now: datetime) -> Version:
    """Cheap at any size."""
    with store.read(task_force_id) as tx:
        return _version(tx, now)


def _version(tx: Transaction, now: datetime) -> Version:
    return Version(f"{tx.feeds.stamp()} {hour_of(now).isoformat()}", tx.task_force.feed_names)


def compose(
    store: Store, task_force_id: int, feed: Feed, now: datetime
) -> tuple[Version, Calendar]:
    """The feed, and the version that it is of.

    Only reading and numbering happen in transactions, short ones: nobody who claims a turn, or
    looks at one, waits until a whole roster is put into words.
    """
    now = now.replace(microsecond=0)  # calendars know no parts of seconds
    kind = EventKind.CLAIM if feed.kind is FeedKind.MINE else EventKind.TURN
    with store.read(task_force_id) as tx:
        version = _version(tx, now)
        found = _find(tx, feed, now)
    said = list(_entries(found, now))
    with store.read(task_force_id) as tx:
        known = tx.feeds.marks(kind, [entry.about for entry in said])
    # what no calendar has seen need not be called off
    entries = [e for e in said if e.standing is not Standing.OFF or e.about in known]
    new = [NewMark(e.about, e.digest, e.span.end) for e in entries if _is_new(e, known)]
    if new:
        known = {**known, **_number(store, task_force_id, kind, new, now)}
    events = tuple(
        Event(entry, known[entry.about].sequence, known[entry.about].changed_at)
        for entry in sorted(entries, key=lambda e: (e.span, e.about))
    )
    zone = found.saying.reader.zone
    return version, Calendar(found.title, words.ABOUT, zone, kind.value, events)


def _is_new(entry: Entry, known: Mapping[int, Mark]) -> bool:
    mark = known.get(entry.about)
    return mark is None or mark.digest != entry.digest


def _number(
    store: Store, task_force_id: int, kind: EventKind, new: Sequence[NewMark], now: datetime
) -> Mapping[int, Mark]:
    """What says something new gets its next number; another process may have given it."""
    with store.write(task_force_id, now=now) as tx:
        tx.feeds.put_marks(kind, new, now)
        tx.feeds.forget_marks(now - timedelta(weeks=FORGOTTEN_WEEKS))
    with store.read(task_force_id) as tx:
        return tx.feeds.marks(kind, [mark.about for mark in new])


@dataclass(frozen=True, slots=True)
class _Found:
    """All that a feed is made of. `me`: whose turns alone; None: everybody's."""

    title: str
    saying: words.Saying
    me: Member | None
    held: Sequence[Held]
    covers: Mapping[int, Sequence[tuple[int, Span]]]  # by turn: who wants it for which time
    given_back: Sequence[tuple[Duty, Claim]] = ()
    called_off: Sequence[tuple[Duty, Turn]] = ()


def _find(tx: Transaction, feed: Feed, now: datetime) -> _Found:
    me = tx.people.find(feed.member_id)
    assert me is not None
    force, mine = tx.task_force, feed.kind is FeedKind.MINE
    urls = {account.id: account.url for account in tx.roster.accounts() if account.url}
    reader = Reader(me.zone if mine else force.zone, force.zone, force.first_weekday)
    saying = words.Saying(reader, force.feed_names, urls)
    span = window(now, ahead(now).end, whole=feed.kind is FeedKind.ALL)
    since = now - timedelta(weeks=PAST_WEEKS)
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    covers: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for cover in tx.covers.open():
        covers[cover.turn_id].append((cover.member_id, cover.span))
    if mine:
        of_mine = {turn.duty_id for turn, _claim in tx.claims.of_member(me.id, span)}
        held = load_holding(tx, span, of_mine) if of_mine else ()
        back = [(duties[t.duty_id], c) for t, c in tx.feeds.given_back(me.id, span, since)]
        title = words.feed_title(force.name, words.MY_TURNS)
        return _Found(title, saying, me, held, covers, given_back=back)
    only = None if feed.kind is FeedKind.ALL else [feed.duty_id or 0]
    what = duties[feed.duty_id].name if feed.duty_id else words.ROSTER
    held = load_holding(tx, span, only)
    off = [(duties[turn.duty_id], turn) for turn in tx.feeds.called_off(span, since)]
    off = [(duty, turn) for duty, turn in off if only is None or duty.id in only]
    title = words.feed_title(force.name, what)
    return _Found(title, saying, None, held, covers, called_off=off)


def _entries(found: _Found, now: datetime) -> Iterator[Entry]:
    return _mine(found, found.me) if found.me else _everybodys(found, now)


def _mine(found: _Found, me: Member) -> Iterator[Entry]:
    there = set()
    for one in found.held:
        asked = [part for who, part in found.covers.get(one.turn.id, ()) if who == me.id]
        for holder in one.holders:
            if holder.member.id == me.id:
                there.add(one.turn.id)
                yield words.my_turn(one, holder, asked, found.saying)
    for duty, claim in found.given_back:
        if claim.turn_id not in there:
            yield words.given_back(duty, claim, found.saying)


def _everybodys(found: _Found, now: datetime) -> Iterator[Entry]:
    for one in found.held:
        holding = {holder.member.id for holder in one.holders}  # for who left it is simply open
        asked = sum(who in holding for who, _part in found.covers.get(one.turn.id, ()))
        yield words.turn(one, asked, now, found.saying)
    for duty, turn in found.called_off:
        yield words.called_off(duty, turn, found.saying)
