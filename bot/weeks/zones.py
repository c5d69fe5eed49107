"""Wall clock to instant and back, for every zone the tz database knows.

A *minute* is a minute of the local day, 0 (00:00) to 1440 (24:00, the next day's 00:00).
Unknown zone names raise `zoneinfo.ZoneInfoNotFoundError`; `zone_names.find_zone` is the
forgiving reader in front of these.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 1440


def to_utc(day: date, minute: int, zone: str) -> datetime:
    """The instant at which something planned for this wall clock time happens, in UTC.

    In the spring gap the offset from before the gap counts, so 02:30 happens at what clocks
    call 03:30; in the autumn overlap the first of the two happens, never the second.
    """
    return _aware(day, minute, zone).astimezone(UTC)


def first_reaching(day: date, minute: int, zone: str) -> datetime:
    """The first instant at which the local clock shows this time or a later one, in UTC.

    Differs from `to_utc` only inside a gap, where it is the moment of the change. Edges of
    spans need this one: it never runs backwards, so neighbours stay neighbours.
    """
    local = _aware(day, minute, zone)
    if not _in_gap(local):
        return local.astimezone(UTC)
    return _change_within(local)


def to_local(instant: datetime, zone: str) -> datetime:
    """The same instant as clocks in the zone show it. Raises ValueError if it is naive."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone; this one has none")
    return instant.astimezone(ZoneInfo(zone))


def minute_of_day(local: datetime) -> int:
    """Minutes since local midnight, as clocks show them: 0 to 1439."""
    return local.hour * 60 + local.minute


def second_time(day: date, minute: int, zone: str) -> datetime | None:
    """The later of two instants sharing this wall clock time, in UTC; None if there is one."""
    local = _aware(day, minute, zone)
    later = local.replace(fold=1)
    return later.astimezone(UTC) if _offset(later) < _offset(local) else None


def _aware(day: date, minute: int, zone: str) -> datetime:
    if not 0 <= minute <= DAY_MINUTES:
        raise ValueError(f"a minute of the day is 0 to {DAY_MINUTES}, not {minute}")
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    return local.replace(tzinfo=ZoneInfo(zone), fold=0)


def _in_gap(local: datetime) -> bool:
    return _offset(local) < _offset(local.replace(fold=1))


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()


def _change_within(local: datetime) -> datetime:
    """The instant of the clock change that skips this local time, to the second."""
    zone = local.tzinfo
    new_offset = _offset(local.replace(fold=1))
    # fold=1 reads the time by the offset after the gap, fold=0 by the one before it: the
    # change lies between the two instants.
    low, high = local.replace(fold=1).astimezone(UTC), local.astimezone(UTC)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(middle.astimezone(zone)) == new_offset:
            high = middle
        else:
            low = middle
    return high
