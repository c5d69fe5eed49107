"""A member says where their absence is to be read, and where no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.app import Visit
from bot.calendars.requests import (
    OpenCalendarForm,
    ReadNow,
    SaveCalendar,
    ShowCalendars,
    StopReading,
)
from bot.calendars.rules import SAYS_STATUS, WrongAddressError, first_card, read_address
from bot.calendars.words import asking
from bot.calendars.words import opting as words
from bot.cards import Reply
from bot.model import Member
from bot.places import place_names
from bot.ports.calendars import Source, SourceKind
from bot.ports.store import Transaction

A_MINUTE = timedelta(minutes=1)  # between two readings, however often somebody presses


def open_calendar_form(tx: Transaction, visit: Visit, request: OpenCalendarForm) -> Reply:
    says, silent = _places(tx, visit.me)
    return Reply(form=words.form(tx.calendars.of_member(visit.me.id), says, silent))


def show_calendars(tx: Transaction, visit: Visit, request: ShowCalendars) -> Reply:
    return Reply(card=words.overview(tx.calendars.of_member(visit.me.id), visit.reader))


def save_calendar(tx: Transaction, visit: Visit, request: SaveCalendar) -> Reply:
    """Raises Refusal that names the input at fault."""
    visit = replace(visit, member=tx.people.lock(visit.me.id))  # they may have left by now
    if request.mode not in (words.ASK, words.ALWAYS, ""):
        raise words.unknown_choice("mode")
    known = {source.kind: source for source in tx.calendars.of_member(visit.me.id)}
    always = request.mode == words.ALWAYS
    if request.address.strip():
        _add_address(tx, visit, request.address, known.get(SourceKind.ADDRESS), always=always)
    _set_status(tx, visit, request.status, known.get(SourceKind.STATUS), always=always)
    sources = tx.calendars.of_member(visit.me.id)
    if not sources and not known:
        raise words.nothing_given()
    for source in sources:
        if source.always != always:
            tx.calendars.change(source.id, always=always)
    _record(tx, visit, "calendars.set", {"kinds": [s.kind for s in sources], "always": always})
    sources = tx.calendars.of_member(visit.me.id)
    return Reply(card=words.overview(sources, visit.reader, saved=True), home=True)


def _add_address(
    tx: Transaction, visit: Visit, written: str, known: Source | None, *, always: bool
) -> None:
    """In the place of the one that is known, which may just be read: not at once again."""
    try:
        address = read_address(written)
    except WrongAddressError as error:
        raise words.bad_address(error.code) from None
    sealer = visit.bot.sealer
    if sealer is None:
        raise words.no_secret()
    sealed, kind = sealer.seal(address.url), SourceKind.ADDRESS
    due_at = max(visit.now, known.made_at + A_MINUTE) if known else visit.now
    new = Source(0, visit.me.id, kind, address.host, sealed, always, visit.now, due_at)
    tx.calendars.add(replace(new, cards=first_card(visit.now)))


def _set_status(
    tx: Transaction, visit: Visit, chosen: str, known: Source | None, *, always: bool
) -> None:
    if chosen not in (words.FOLLOW, words.LEAVE, ""):
        raise words.unknown_choice("status")
    if chosen == words.LEAVE and known is not None:
        tx.calendars.remove(known.id)
    if chosen != words.FOLLOW:
        return
    if not _places(tx, visit.me)[0]:
        raise words.unknown_choice("status")
    if known is None:
        now, kind = visit.now, SourceKind.STATUS
        new = Source(0, visit.me.id, kind, "", "", always, now, now)
        tx.calendars.add(replace(new, cards=first_card(now)))
    elif known.due_at is None:
        tx.calendars.change(known.id, due_at=visit.now, problem="", failures=0, failing_since=None)


def stop_reading(tx: Transaction, visit: Visit, request: StopReading) -> Reply:
    source = _mine(tx, visit, request.source)
    tx.calendars.remove(source.id)
    _record(tx, visit, "calendars.stop", {"kind": source.kind})
    left = tx.calendars.of_member(visit.me.id)
    return Reply(card=words.stopped(source, left, visit.reader), replaces=True, home=True)


def read_now(tx: Transaction, visit: Visit, request: ReadNow) -> Reply:
    """Also one that is switched off; whole, though it may be unchanged."""
    source = _mine(tx, visit, request.source)
    fresh = {"failures": 0, "failing_since": None, "problem": "", "whole_at": None}
    due_at = max(visit.now, source.read_at + A_MINUTE) if source.read_at else visit.now
    tx.calendars.change(source.id, due_at=due_at, **fresh)
    return Reply(card=words.reading(source), replaces=True, home=True)


def _mine(tx: Transaction, visit: Visit, source_id: int) -> Source:
    tx.people.lock(visit.me.id)
    source = tx.calendars.find(source_id)
    if source is None:
        raise words.no_source()
    if source.member_id != visit.me.id:
        raise asking.not_yours()
    return source


def _record(tx: Transaction, visit: Visit, action: str, after: dict[str, object]) -> None:
    """That it is read, and never where: chairs can look into the record."""
    tx.record.add(visit.now, visit.me.id, action, f"member:{visit.me.id}", {}, after)


def _places(tx: Transaction, member: Member) -> tuple[list[str], list[str]]:
    """Names of the places where the member is linked: those whose status can be read, and not."""
    workspaces = {workspace.id: workspace for workspace in tx.workspaces.all()}
    names = place_names(list(workspaces.values()))
    says: list[str] = []
    silent: list[str] = []
    for identity in member.identities:
        workspace = workspaces.get(identity.workspace_id)
        if workspace is not None:
            where = says if workspace.platform in SAYS_STATUS else silent
            where.append(names[workspace.id])
    return says, silent
