"""When the clock's things are due: pure. A row of the timetable, a zone and `now` in, instants out.

Every row has one occasion a week (rows with a weekday) or a day (rows without). An occasion is
named by its `key`, the first day of that week or that day itself: whatever happens to rule, zone
or clock, a delivery made out to kind, key and recipient exists once. `grace` says how late an
occasion may still be made up for; after it, it is missed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.model import Member, TimetableKind, TimetableRow
from bot.weeks import (
    Daily,
    Rule,
    Weekly,
    latest_at_or_before,
    next_after,
    to_local,
    to_utc,
    week_of,
)

# Due at each member's own local time; all others at the task force's.
PER_MEMBER = frozenset({TimetableKind.PROMPT, TimetableKind.NUDGE, TimetableKind.REMINDER})

_LATEST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time at which something was to be done, however late that happens.

    For kinds in PER_MEMBER `due_at` is when the first member's was due; each member's own comes
    from `zone_instants` (or bot.jobs.find_due).
    """

    kind: TimetableKind
    due_at: datetime  # the original instant, UTC
    key: date
    rule: Rule
    grace: timedelta | None  # None: never too late
    # of a kind in PER_MEMBER: whom to look at now, as many as one transaction may hold; None: all
    people: tuple[Member, ...] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ZoneInstant:
    """An occasion as it falls in one zone."""

    zone: str
    due_at: datetime  # UTC
    day: date  # the local date
    key: date


@dataclass(frozen=True, slots=True)
class Missed:
    """Occasions of one kind that nobody made up for in time."""

    first: date  # the local date of the oldest
    last: date
    count: int


def default_rows() -> tuple[TimetableRow, ...]:
    """What a new task force begins with. Not yet planned: see bot.jobs.reschedule."""

    def row(
        kind: TimetableKind, hour: int, minute: int, weekday: int | None, grace_hours: int | None
    ) -> TimetableRow:
        grace = None if grace_hours is None else grace_hours * 60
        return TimetableRow(0, kind, weekday, hour * 60 + minute, True, grace, None)

    monday = 0
    return (
        row(TimetableKind.TURNS, 3, 0, None, None),
        # from then on it follows the turns themselves: see bot.catalog
        row(TimetableKind.PANEL, 0, 0, None, None),
        row(TimetableKind.PROMPT, 9, 0, monday, 24),
        row(TimetableKind.NUDGE, 10, 0, None, 10),  # later in the day it would reach into the night
        # for the next local day, whose last turn begins 32 h later; the job drops what has begun
        row(TimetableKind.REMINDER, 16, 0, None, 32),
        # also an hour before turns end; before the reminders, which show the notes
        row(TimetableKind.HANDOVER, 14, 0, None, None),
        row(TimetableKind.DIGEST, 10, 0, monday, 12),
        row(TimetableKind.STATUS, 9, 30, monday, 24),
        row(TimetableKind.COVER, 0, 0, None, None),  # and whenever a request is to be looked at
    )


def rule_of(row: TimetableRow) -> Rule:
    """24:00 counts as 23:59, else it would fall on the next day."""
    minute = min(row.minute, _LATEST_MINUTE)
    return Daily(minute) if row.weekday is None else Weekly(row.weekday, minute)


def grace_of(row: TimetableRow) -> timedelta | None:
    """How late it may be; None: without limit."""
    return None if row.grace_minutes is None else timedelta(minutes=row.grace_minutes)


def key_of(rule: Rule, day: date, first_weekday: int) -> date:
    """The name of the occasion that falls on this local date."""
    return week_of(day, first_weekday) if isinstance(rule, Weekly) else day


def in_time(due_at: datetime, grace: timedelta | None, now: datetime) -> bool:
    """Whether it may still be done; at the very end of its grace it may."""
    return grace is None or now - due_at <= grace


# ---- kinds with one instant for the whole task force --------------------------------------------


def find_due(
    row: TimetableRow, zone: str, first_weekday: int, now: datetime
) -> tuple[Occasion | None, Missed | None]:
    """What is to be done at `now`: the newest occasion if it is in time; all others are missed.

    `row.next_run_at` is the oldest one not done yet. Without a limit of grace nothing is missed:
    such work looks at how things stand and makes up for all of them at once.
    """
    rule, grace, oldest = rule_of(row), grace_of(row), _oldest(row)
    newest = max(oldest, latest_at_or_before(rule, zone, now))
    occasion = None
    if in_time(newest, grace, now):
        key = _key_at(rule, newest, zone, first_weekday)
        occasion = Occasion(row.kind, newest, key, rule, grace)
    if grace is None:
        return occasion, None
    days = {day_of(rule, instant, zone) for instant in _instants(rule, zone, oldest, newest)}
    return occasion, _missed(days - ({day_of(rule, newest, zone)} if occasion else set()))


def next_instant(row: TimetableRow, zone: str, first_weekday: int, now: datetime) -> datetime:
    """The first later instant, of a later occasion than the one that is due at `now` (if any)."""
    rule = rule_of(row)
    instant = next_after(rule, zone, now)
    if row.next_run_at is not None and row.next_run_at <= now:
        due = max(row.next_run_at, latest_at_or_before(rule, zone, now))
        done = _key_at(rule, due, zone, first_weekday)
        while _key_at(rule, instant, zone, first_weekday) <= done:
            instant = next_after(rule, zone, instant)
    return instant


def replanned(
    row: TimetableRow, zone: str, zone_before: str, first_weekday: int, now: datetime
) -> datetime:
    """When a row is due after its rule, its zone or the tz database has changed.

    The occasion that was next stays the next one: what is done already is not done again in the
    same week or day, and what was still to come comes, at once if its new time has just passed.
    """
    if row.next_run_at is None:
        return next_instant(row, zone, first_weekday, now)
    if row.next_run_at <= now:
        return row.next_run_at
    rule = rule_of(row)
    undone = _key_at(rule, row.next_run_at, zone_before, first_weekday)
    days = (rule.weekday - undone.weekday()) % 7 if isinstance(rule, Weekly) else 0
    instant = to_utc(undone + timedelta(days=days), rule.minute, zone)
    if instant > now or in_time(instant, grace_of(row), now):
        return instant
    return next_instant(row, zone, first_weekday, now)


# ---- kinds with an instant for each zone --------------------------------------------------------


def zone_instants(
    rule: Rule,
    zones: Collection[str],
    now: datetime,
    grace: timedelta | None,
    first_weekday: int = 0,
) -> tuple[ZoneInstant, ...]:
    """Occasions of these zones that are due and in time, the oldest first.

    Without a limit of grace, the newest of each zone. A daily rule whose grace is longer than a
    day has two a zone.
    """
    found = []
    for zone in set(zones):
        newest = latest_at_or_before(rule, zone, now)
        instants = [newest] if grace is None else _rule_instants(rule, zone, now - grace, now)
        found += [_zone_instant(rule, zone, instant, first_weekday) for instant in instants]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.zone)))


def first_of_zones(row: TimetableRow, zone: str, first_weekday: int) -> Occasion:
    """What a job of a kind in PER_MEMBER is given; `zone` is the task force's."""
    rule, oldest = rule_of(row), _oldest(row)
    key = _key_at(rule, oldest, zone, first_weekday)
    return Occasion(row.kind, oldest, key, rule, grace_of(row))


def next_of_zones(rule: Rule, zones: Collection[str], now: datetime) -> datetime:
    """The first later instant in any of these zones, of which there is at least one."""
    return min(next_after(rule, zone, now) for zone in set(zones))


def missed_of_zones(row: TimetableRow, zones: Collection[str], now: datetime) -> Missed | None:
    """Occasions since `row.next_run_at` whose grace is over somewhere."""
    rule, grace = rule_of(row), grace_of(row)
    if grace is None:
        return None
    last = now - grace - timedelta(microseconds=1)  # exactly at the end of its grace it is in time
    days = {
        day_of(rule, instant, zone)
        for zone in set(zones)
        for instant in _rule_instants(rule, zone, _oldest(row), last)
    }
    return _missed(days)


def _zone_instant(rule: Rule, zone: str, instant: datetime, first_weekday: int) -> ZoneInstant:
    day = day_of(rule, instant, zone)
    return ZoneInstant(zone, instant, day, key_of(rule, day, first_weekday))


def day_of(rule: Rule, instant: datetime, zone: str) -> date:
    """The local date the rule meant; a clock change at night can push its instant into the next."""
    shown = to_local(instant, zone).date()
    for day in (shown, shown - timedelta(days=1)):
        if rule.falls_on(day) and to_utc(day, rule.minute, zone) == instant:
            return day
    return shown


def _key_at(rule: Rule, instant: datetime, zone: str, first_weekday: int) -> date:
    return key_of(rule, day_of(rule, instant, zone), first_weekday)


def _instants(rule: Rule, zone: str, first: datetime, last: datetime) -> list[datetime]:
    """`first` itself, whatever the rule says, and the rule's instants after it up to `last`."""
    instants = [first]
    while (instant := next_after(rule, zone, instants[-1])) <= last:
        instants.append(instant)
    return instants


def _rule_instants(rule: Rule, zone: str, first: datetime, last: datetime) -> list[datetime]:
    """The rule's instants from `first` to `last`, both included."""
    instants = _instants(rule, zone, first - timedelta(microseconds=1), last)
    return instants[1:]


def _missed(days: Collection[date]) -> Missed | None:
    return Missed(min(days), max(days), len(days)) if days else None


def _oldest(row: TimetableRow) -> datetime:
    """When the oldest occasion not done yet is due."""
    if row.next_run_at is None:
        raise ValueError(f"the row for {row.kind} is not planned")
    return row.next_run_at
