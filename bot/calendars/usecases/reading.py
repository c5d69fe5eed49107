"""One reading: what is to be read, and what came of it. Between the two lies the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.calendars.finding import Found, find_in_status
from bot.calendars.rules import (
    FINAL,
    MOST_FAILURES,
    SAYS_STATUS,
    WHOLE_EVERY,
    gives_up,
    next_reading,
)
from bot.calendars.usecases.taking_over import CALENDAR, take_over
from bot.calendars.words import reading as words
from bot.cards import Card
from bot.model import Member, MemberState, Recipient, Workspace
from bot.ports.calendars import Source, SourceKind
from bot.ports.outside import Profile, Status
from bot.ports.store import Transaction
from bot.reader import reader_for

FORGOTTEN = timedelta(days=400)  # events that ended before: a yearly one is still known again


@dataclass(frozen=True, slots=True)
class Job:
    """What to read. `users`: the member's, where a status can be read."""

    source: Source
    zone: str
    users: tuple[tuple[Workspace, str], ...] = ()
    whole: bool = True  # also what is unchanged: other days have come into view


@dataclass(frozen=True, slots=True)
class Read:
    """`found` None: it is what it was."""

    found: Found | None
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class ReadStatus:
    status: Status


@dataclass(frozen=True, slots=True)
class Failed:
    """`code`: one of bot.calendars.rules.PROBLEMS. `wait`: what the server asked for."""

    code: str
    wait: timedelta | None = None


Outcome = Read | ReadStatus | Failed


def begin_reading(tx: Transaction, source_id: int, owner: str, now: datetime) -> Job | None:
    """None: somebody else reads it, or there is nothing to read any more."""
    if not tx.calendars.take(source_id, owner, now):
        return None
    source = tx.calendars.find(source_id)
    member = tx.people.find(source.member_id) if source else None
    if source is None or member is None or member.state is not MemberState.ACTIVE:
        tx.calendars.remove(source_id)
        return None
    users = _saying(tx, member) if source.kind is SourceKind.STATUS else ()
    whole = source.whole_at is None or now - source.whole_at >= WHOLE_EVERY
    return Job(source, member.zone, users, whole)


def _saying(tx: Transaction, member: Member) -> tuple[tuple[Workspace, str], ...]:
    """The places in which the member says a status that can be read, and their user there."""
    places = {w.id: w for w in tx.workspaces.all() if w.platform in SAYS_STATUS and not w.lost_at}
    return tuple(
        (places[i.workspace_id], i.user) for i in member.identities if i.workspace_id in places
    )


def end_reading(
    tx: Transaction, source_id: int, owner: str, outcome: Outcome, now: datetime, chance: float
) -> None:
    """Nothing, if it is somebody else's by now. `chance`: 0 to 1, spreads the readings."""
    found = tx.calendars.find(source_id)
    member = tx.people.lock(found.member_id) if found else None
    source = tx.calendars.find(source_id) if member else None  # as the member has set it by now
    if source is None or member is None:
        return
    if isinstance(outcome, Failed):
        _failed(tx, source, member, owner, outcome, now, chance)
        return
    fields = _fields(outcome, now) | {"due_at": next_reading(now, 0, chance)}
    if not tx.calendars.finish(source.id, owner, **fields):
        return
    tx.calendars.forget(source.id, now - FORGOTTEN)
    if isinstance(outcome, ReadStatus):
        _status(tx, source, member, outcome.status, now)
    elif outcome.found is not None:
        spoke = take_over(tx, source, member, outcome.found, now)
        if source.read_at is None and not spoke:
            card = words.nothing_new(source, known=bool(outcome.found.events))
            _tell(tx, member, f"{source.id}:first:{source.made_at.isoformat()}", card, now)


def _fields(outcome: Read | ReadStatus, now: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "read_at": now,
        "failures": 0,
        "failing_since": None,
        "problem": "",
    }
    if isinstance(outcome, Read) and outcome.found is not None:
        fields |= {"whole_at": now, "etag": outcome.etag, "modified": outcome.modified}
    return fields


def _failed(
    tx: Transaction,
    source: Source,
    member: Member,
    owner: str,
    failed: Failed,
    now: datetime,
    chance: float,
) -> None:
    """After several in a row, or if it never worked and never will, the member is told once."""
    failures, since = source.failures + 1, source.failing_since or now
    hopeless = source.read_at is None and failed.code in FINAL
    off = hopeless or gives_up(failures, since, now)
    due_at = None if off else next_reading(now, failures, chance, failed.wait)
    fields = {
        "due_at": due_at,
        "failures": min(failures, 10 * MOST_FAILURES),
        "failing_since": since,
        "problem": failed.code,
    }
    if not tx.calendars.finish(source.id, owner, **fields) or not off:
        return
    occasion = f"{source.id}:off:{now.isoformat()}"
    if hopeless:
        card = words.cannot_be_read(source, failed.code)
    else:
        card = words.switched_off(source, failed.code, reader_for(member, tx.task_force), since)
    _tell(tx, member, occasion, card, now)


def _tell(tx: Transaction, member: Member, occasion: str, card: Card, now: datetime) -> None:
    to = Recipient(member_id=member.id)
    tx.outbox.owe(CALENDAR, occasion, to, card, due_at=now, now=now)


# ---- what is heard between the readings --------------------------------------------------------


def status_heard(tx: Transaction, workspace: Workspace, profile: Profile, now: datetime) -> None:
    """A user's profile has changed; of members who want it, their status is looked at."""
    if profile.status is None:
        return
    member = tx.people.find_by_identity(workspace.id, profile.user)
    if member is None or member.state is not MemberState.ACTIVE:
        return
    if not any(_is_on(source) for source in tx.calendars.of_member(member.id)):
        return
    locked = tx.people.lock(member.id)
    source = next((s for s in tx.calendars.of_member(member.id) if _is_on(s)), None)
    if locked is None or source is None:
        return
    if len(_saying(tx, locked)) > 1:  # it may say otherwise elsewhere: all places are looked at
        tx.calendars.change(source.id, due_at=now)
    else:
        _status(tx, source, locked, profile.status, now)


def _is_on(source: Source) -> bool:
    return source.kind is SourceKind.STATUS and source.due_at is not None


def _status(tx: Transaction, source: Source, member: Member, status: Status, now: datetime) -> None:
    known = {event.key: event for event in tx.calendars.events(source.id)}
    take_over(tx, source, member, find_in_status(status, known, member.zone, now), now)
