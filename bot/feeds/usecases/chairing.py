"""Everybody's feeds, and what they show: for the chair."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.feeds.requests import ListFeeds, ShowNames
from bot.feeds.words import cards as words
from bot.model import Change, MemberState
from bot.people.rules import check_chair
from bot.ports.store import Transaction


def list_feeds(tx: Transaction, visit: Visit, request: ListFeeds) -> Reply:
    names = {member.id: member.name for member in tx.people.all(tuple(MemberState))}
    duties = {duty.id: duty.name for duty in tx.roster.duties(retired=True)}
    found = [
        (feed, names[feed.member_id], words.what(feed.kind, duties.get(feed.duty_id or 0, "")))
        for feed in tx.feeds.all()
    ]
    card = words.everybodys(found, tx.task_force, visit.reader, max(0, request.skip))
    return Reply(card=card, replaces=request.inside)


def show_names(tx: Transaction, visit: Visit, request: ShowNames) -> Reply:
    tx.lock()
    if tx.task_force.feed_names == request.on:
        return Reply(card=words.names_unchanged(on=request.on), replaces=True)
    change = _set(tx, visit, "feeds.names", on=request.on)
    return Reply(card=words.names_changed(change, on=request.on), replaces=True)


def undo_show_names(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    on = bool(change.before.get("feed_names"))
    _set(tx, visit, "undo", on=on)
    return Reply(card=words.names_changed(None, on=on), replaces=True)


def _set(tx: Transaction, visit: Visit, action: str, *, on: bool) -> int:
    before = {"feed_names": tx.task_force.feed_names}
    tx.change_task_force(feed_names=on)
    return tx.record.add(visit.now, visit.me.id, action, "feeds", before, {"feed_names": on})
