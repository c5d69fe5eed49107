"""Making the digest: load, count, say."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta

from bot.app import Visit, offer
from bot.cards import Card, Reply
from bot.digest.requests import PostDigest, PreviewDigest
from bot.digest.rules import COUNTED, count_changes
from bot.digest.words import Digest, digest, posted, preview_controls
from bot.errors import Refusal
from bot.fields import read_day
from bot.model import Recipient, TimetableKind
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.presence import around
from bot.reader import Reader
from bot.setup.requests import OpenSetup
from bot.turns import this_week
from bot.weekly import load_coverage, load_departments, load_helpers
from bot.weeks import week_of, week_span

DIGEST = TimetableKind.DIGEST.value
WEEK = timedelta(weeks=1)
OF_USE = timedelta(days=3)  # later the week is half over, and the next digest says what matters


def compose_digest(tx: Transaction, week: date, now: datetime) -> Card:
    """The digest of the week that begins on `week`, as it stands at `now`."""
    force = tx.task_force
    reader = Reader(force.zone, force.zone, force.first_weekday)
    return digest(load_digest(tx, week, now), now, reader)


def load_digest(tx: Transaction, week: date, now: datetime) -> Digest:
    before, running = week - WEEK, this_week(tx.task_force, now)
    # what is listed and what may have begun is looked at turn by turn
    last, this, following = load_coverage(tx, (before, week, week + WEEK), now, max(week, running))
    aways = tx.aways.overlapping(around(before, tx.task_force.zone))
    span = week_span(before, tx.task_force.zone)
    changes = tx.record.since(span.start, span.end, [*COUNTED, "undo"])
    departments = load_departments(tx, tx.people.departments(), before, aways)
    return Digest(
        week,
        this,
        last,
        following,
        load_helpers(tx, before, aways),
        sum(row.logged for row in departments),
        departments,
        count_changes(changes),
    )


def send_digest(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """Once a week, to every room that wants it."""
    rooms = [room for room in tx.rooms.all() if room.digest]
    if not rooms:
        return
    week = this_week(tx.task_force, occasion.due_at)
    card = compose_digest(tx, week, now)
    for room in rooms:
        room_key, until = Recipient(room_id=room.id), now + OF_USE
        tx.outbox.owe(DIGEST, week.isoformat(), room_key, card, due_at=now, now=now, until=until)


def preview_digest(tx: Transaction, visit: Visit, request: PreviewDigest) -> Reply:
    day = read_day(request.week, "week") or visit.week
    week = week_of(day, tx.task_force.first_weekday)
    card = compose_digest(tx, week, visit.now)
    if week == visit.week:
        card = dataclasses.replace(card, body=(*card.body, preview_controls()))
    return Reply(card=card)


def post_digest(tx: Transaction, visit: Visit, request: PostDigest) -> Reply:
    """Now, by the chair's hand: the week's one message, posted or brought up to date."""
    rooms = [room for room in tx.rooms.all() if room.digest]
    if not rooms:
        raise Refusal(
            "no_room",
            "The digest has no room to go to.",
            "No room is set up for it.",
            "Add one in the setup.",
            offers=(offer("Set-up", OpenSetup()),),
        )
    card = compose_digest(tx, visit.week, visit.now)
    key = visit.week.isoformat()
    for room in rooms:
        tx.outbox.owe_anew(
            DIGEST, key, Recipient(room_id=room.id), card, due_at=visit.now, now=visit.now
        )
    tx.record.add(visit.now, visit.me.id, "digest.post", f"digest:{key}")
    return Reply(card=posted(len(rooms)))
