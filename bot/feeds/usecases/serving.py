"""A feed as it is read by a calendar: what is in it now, each event with its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from bot.model import Member
from bot.ports.feeds import EventKind, Feed, FeedKind, Mark, NewMark
from bot.ports.store import Store, Transaction
from bot.reader import Reader
from bot.weeks import Span

READ_AGAIN = timedelta(hours=12)  # no sooner is it written down that a calendar asked
_Covers = Mapping[int, Sequence[tuple[int, Span]]]  # by turn: who asks for cover, of which time


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

    What says something new gets its next number in a short transaction of its own, so that nobody
    who claims a turn waits for a whole roster to be read.
    """
    now = now.replace(microsecond=0)  # calendars know no parts of seconds
    kind = EventKind.CLAIM if feed.kind is FeedKind.MINE else EventKind.TURN
    with store.read(task_force_id) as tx:
        version = _version(tx, now)
        empty, entries = _load(tx, feed, now)
        known = tx.feeds.marks(kind, [entry.about for entry in entries])
    # what no calendar has seen need not be called off
    entries = [e for e in entries if e.standing is not Standing.OFF or e.about in known]
    new = [NewMark(e.about, e.digest, e.span.end) for e in entries if _is_new(e, known)]
    if new:
        with store.write(task_force_id, now=now) as tx:
            tx.feeds.put_marks(kind, new, now)
            tx.feeds.forget_marks(now - timedelta(weeks=FORGOTTEN_WEEKS))
        with store.read(task_force_id) as tx:
            known = {**known, **tx.feeds.marks(kind, [mark.about for mark in new])}
    events = tuple(
        Event(entry, known[entry.about].sequence, known[entry.about].changed_at)
        for entry in sorted(entries, key=lambda e: (e.span, e.about))
    )
    return version, replace(empty, kind=kind.value, events=events)


def _is_new(entry: Entry, known: Mapping[int, Mark]) -> bool:
    mark = known.get(entry.about)
    return mark is None or mark.digest != entry.digest


def _load(tx: Transaction, feed: Feed, now: datetime) -> tuple[Calendar, list[Entry]]:
    me = tx.people.find(feed.member_id)
    assert me is not None
    force = tx.task_force
    urls = {account.id: account.url for account in tx.roster.accounts() if account.url}
    mine = feed.kind is FeedKind.MINE
    zone = me.zone if mine else force.zone
    reader = Reader(zone, force.zone, force.first_weekday)
    saying = words.Saying(reader, force.feed_names, urls)
    span = window(now, ahead(now).end, whole=feed.kind is FeedKind.ALL)
    if mine:
        what, entries = words.MY_TURNS, _mine(tx, me, span, now, saying)
    elif feed.kind is FeedKind.ALL:
        what, entries = words.ROSTER, _turns(tx, None, span, now, saying)
    else:
        duty = tx.roster.find_duty(feed.duty_id or 0)
        what = duty.name if duty else words.ROSTER
        entries = _turns(tx, feed.duty_id, span, now, saying)
    title = words.feed_title(force.name, what)
    return Calendar(title, words.ABOUT, zone, ""), list(entries)


def _mine(
    tx: Transaction, me: Member, span: Span, now: datetime, saying: words.Saying
) -> Iterable[Entry]:
    duty_ids = {turn.duty_id for turn, _claim in tx.claims.of_member(me.id, span)}
    covers = _covers(tx)
    held = load_holding(tx, span, duty_ids) if duty_ids else ()
    for one in held:
        asked = [part for member_id, part in covers.get(one.turn.id, ()) if member_id == me.id]
        for holder in one.holders:
            if holder.member.id == me.id and holder.claim.span.overlaps(span):
                yield words.my_turn(one, holder, asked, saying)
    there = {one.turn.id for one in held if any(h.member.id == me.id for h in one.holders)}
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    for turn, claim in tx.feeds.given_back(me.id, span, now - timedelta(weeks=PAST_WEEKS)):
        if turn.id not in there:
            yield words.given_back(duties[turn.duty_id], claim, saying)


def _turns(
    tx: Transaction, duty_id: int | None, span: Span, now: datetime, saying: words.Saying
) -> Iterable[Entry]:
    """`duty_id` None: of every duty."""
    covers = _covers(tx)
    held: Sequence[Held] = load_holding(tx, span, None if duty_id is None else [duty_id])
    for one in held:
        holding = {holder.member.id for holder in one.holders}  # for who left it is simply open
        asked = sum(member_id in holding for member_id, _part in covers.get(one.turn.id, ()))
        yield words.turn(one, asked, now, saying)
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    for turn in tx.feeds.called_off(span, now - timedelta(weeks=PAST_WEEKS)):
        if duty_id in (None, turn.duty_id):
            yield words.called_off(duties[turn.duty_id], turn, saying)


def _covers(tx: Transaction) -> _Covers:
    found: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for cover in tx.covers.open():
        found[cover.turn_id].append((cover.member_id, cover.span))
    return found
