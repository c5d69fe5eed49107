"""Who is there when, and how much of a week. Pure.

Hours are given in working time, and so they are missed in it: an absence lowers what is expected of
somebody by its share of the week's working time, in their own zone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from bot.held import without
from bot.model import Away, Member, Pledge
from bot.weeks import WEEKEND, Span, first_reaching, to_local, week_span

WORK_FROM, WORK_TO = 9 * 60, 17 * 60  # minutes of a local working day: the usual eight hours


def around(week: date, zone: str) -> Span:
    """The week with a day on either side: as it is in every zone of the task force's people."""
    span, day = week_span(week, zone), timedelta(days=1)
    return Span(span.start - day, span.end + day)


def is_away(aways: Iterable[Away], at: datetime) -> bool:
    return any(away.span.contains(at) for away in aways)


def next_present(aways: Iterable[Away], at: datetime) -> datetime:
    """The first instant from `at` on that is in none of these absences."""
    for away in sorted(aways, key=lambda one: one.span.start):
        if away.span.contains(at):
            at = away.span.end
    return at


def next_awake(
    aways: Collection[Away], at: datetime, wakes: Callable[[datetime], datetime]
) -> datetime:
    """The first instant from `at` on at which somebody is there and may be disturbed.

    `wakes`: when that is at the earliest, for one who is never away.
    """
    for _ in range(len(aways) + 1):
        at = wakes(next_present(aways, at))
        if not is_away(aways, at):
            break
    return at


def absent_parts(aways: Iterable[Away], span: Span) -> tuple[Span, ...]:
    """Where the absences lie within the span: in order, none overlapping or touching another."""
    found: list[Span] = []
    inside = (part for away in aways if (part := away.span.overlap(span)))
    for part in sorted(inside):
        if found and part.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, part.end))
        else:
            found.append(part)
    return tuple(found)


def is_absent_all(aways: Iterable[Away], span: Span) -> bool:
    """Whether not an instant of the span is left."""
    return not without((span,), [away.span for away in aways])


def share_present(aways: Iterable[Away], span: Span, zone: str) -> Fraction:
    """Of the working time within the span, how much is in none of the absences; 1 if it has none.

    Working time is Monday to Friday, WORK_FROM to WORK_TO, in the zone.
    """
    parts, total = absent_parts(aways, span), _work(span, zone)
    if not total:
        return Fraction(int(parts != (span,)))
    return 1 - Fraction(sum(_minutes(part, zone) for part in parts), total)


def by_member(aways: Iterable[Away]) -> Mapping[int, Sequence[Away]]:
    """Of everybody, also of those who are never away: nothing then."""
    found: defaultdict[int, list[Away]] = defaultdict(list)
    for away in aways:
        found[away.member_id].append(away)
    return found


def could_answer(aways: Iterable[Away], span: Span, zone: str) -> bool:
    """Whether somebody was there for any of the working time within the span."""
    return share_present(aways, span, zone) > 0


def expected(member: Member, pledge: Pledge | None, aways: Collection[Away], week: date) -> int:
    """Minutes that can be reckoned with in a week: what was offered, else what they usually give.

    An absence lowers both in proportion; but who offers hours knowing of it means those hours.
    """
    if pledge is None:
        return _lowered(member.usual_minutes, aways, week, member.zone)
    later = [away for away in aways if not _was_known(away, pledge)]
    return _lowered(pledge.minutes, later, week, member.zone)


def _was_known(away: Away, pledge: Pledge) -> bool:
    return away.said_at is not None and away.said_at <= pledge.answered_at


def _lowered(minutes: int, aways: Collection[Away], week: date, zone: str) -> int:
    if not aways or not minutes:
        return minutes
    return int(minutes * share_present(aways, week_span(week, zone), zone))


@lru_cache(maxsize=1024)  # a few weeks, and windows of weeks, in a few zones
def _work(span: Span, zone: str) -> int:
    return _minutes(span, zone)


def _minutes(span: Span, zone: str) -> int:
    """Of working time within the span."""
    day, last, total = to_local(span.start, zone).date(), to_local(span.end, zone).date(), 0
    while day <= last:
        if day.weekday() not in WEEKEND:
            hours = Span(first_reaching(day, WORK_FROM, zone), first_reaching(day, WORK_TO, zone))
            part = hours.overlap(span)
            total += part.minutes if part else 0
        day += timedelta(days=1)
    return total
