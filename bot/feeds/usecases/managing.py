"""One's own feeds: a new address is shown once, and ends the one before it."""

from __future__ import annotations

from dataclasses import replace

from bot.app import Visit
from bot.cards import Reply
from bot.feeds.requests import AddFeed, ChooseDuty, EndFeed, ListFeeds, OpenFeeds
from bot.feeds.rules import digest_of, new_token
from bot.feeds.usecases.chairing import list_feeds
from bot.feeds.words import cards as words
from bot.feeds.words import refusing
from bot.model import Duty, Role
from bot.names import fold
from bot.notify import tell
from bot.ports.feeds import Feed, FeedKind
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.understanding import check_has_duties, load_known, understand

_MINE = frozenset(("mine", "my", "me", "my turns"))
_ALL = frozenset(("all", "everything", "roster", "the roster", "whole roster", "team"))


def open_feeds(tx: Transaction, visit: Visit, request: OpenFeeds) -> Reply:
    """With words, the feed that they name; without, all that there are and could be."""
    check_has_address(visit)
    said = fold(request.words)
    if said in _MINE:
        return add_feed(tx, visit, AddFeed())
    if said in _ALL:
        return add_feed(tx, visit, AddFeed(kind=FeedKind.ALL.value))
    known = load_known(tx)
    if said:
        duties = understand(request.words, known).duties
        if len(duties) > 1:
            raise refusing.which_duty(duties)
        if duties:
            return add_feed(tx, visit, AddFeed(kind=FeedKind.DUTY.value, duty=duties[0].id))
    feeds = [(feed, what(tx, feed)) for feed in tx.feeds.of_member(visit.me.id)]
    card = words.overview(
        feeds,
        tx.task_force,
        visit.reader,
        has_duties=bool(known.duties),
        is_chair=visit.me.role is Role.CHAIR,
    )
    return Reply(card=card, replaces=request.inside)


def choose_duty(tx: Transaction, visit: Visit, request: ChooseDuty) -> Reply:
    duties = tx.roster.duties()
    check_has_duties(duties)
    return Reply(form=words.duty_form(duties))


def add_feed(tx: Transaction, visit: Visit, request: AddFeed) -> Reply:
    """Its address, this one time. One that is there already stays, unless it is asked for again."""
    check_has_address(visit)
    kind, duty = _read(tx, request)
    # two presses at once: one of them makes it; and nobody who has just left
    me = replace(visit, member=tx.people.lock(visit.me.id)).me
    place = (me.id, kind, duty.id if duty else 0)
    there = next((feed for feed in tx.feeds.of_member(me.id) if feed.place == place), None)
    if there is not None and not request.again:
        return Reply(card=words.there_already(there, what(tx, there), visit.reader))
    token = new_token()
    feed_id = tx.feeds.put(me.id, kind, duty.id if duty else None, digest_of(token), visit.now)
    before = {"feed": there.id} if there else {}
    after = {"kind": kind.value, "duty": duty.id if duty else None}
    tx.record.add(visit.now, me.id, "feeds.add", f"feed:{feed_id}", before, after)
    feed = tx.feeds.find(feed_id)
    assert feed is not None
    card = words.address(
        visit.bot.public_url(), token, feed, what(tx, feed), tx.task_force, again=there is not None
    )
    return Reply(card=card)


def end_feed(tx: Transaction, visit: Visit, request: EndFeed) -> Reply:
    """Its address is then like any that never was. If the chair does it, its owner is told."""
    feed = tx.feeds.find(request.feed)
    if feed is None:
        raise refusing.ended_already()
    me = visit.me
    if feed.member_id != me.id and me.role is not Role.CHAIR:
        raise refusing.not_yours()
    said = what(tx, feed)
    if not tx.feeds.end(feed.id):
        raise refusing.ended_already()
    before = {"member": feed.member_id, "kind": feed.kind.value, "duty": feed.duty_id}
    change = tx.record.add(visit.now, me.id, "feeds.end", f"feed:{feed.id}", before, {})
    owner = tx.people.find(feed.member_id)
    if owner is not None and owner.id != me.id:
        reader = reader_for(owner, tx.task_force)
        tell(tx, owner.id, change, words.told_ended(said, feed, me.name, reader), visit.now)
    if request.listed:
        return list_feeds(tx, visit, ListFeeds(inside=True))
    return Reply(card=words.ended(said), replaces=True)


def check_has_address(visit: Visit) -> None:
    """Raises Refusal."""
    if not visit.bot.public_url():
        raise refusing.no_address()


def what(tx: Transaction, feed: Feed) -> str:
    """`your turns`, a duty's name, `the whole roster`."""
    duty = tx.roster.find_duty(feed.duty_id) if feed.duty_id else None
    return words.what(feed.kind, duty.name if duty else "")


def _read(tx: Transaction, request: AddFeed) -> tuple[FeedKind, Duty | None]:
    """Raises Refusal."""
    try:
        kind = FeedKind(request.kind)
    except ValueError:
        raise refusing.ended_already() from None
    if kind is not FeedKind.DUTY:
        return kind, None
    return kind, understand("", load_known(tx), request.duty).duties[0]
