"""What the clock does about hours: ask everybody once a week, and again who did not answer.

Hundreds of members are looked at in one transaction: what can be asked for all of them at once is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.hours.rules import asked_week, deadline, may_nudge, may_prompt, usual_answer
from bot.hours.usecases.asking import NUDGE, PROMPT, awake, holidays_of, owe_nudge
from bot.hours.words import offering as words
from bot.jobs import DueMember, find_due
from bot.model import Away, Member, Pledge, Recipient
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.presence import around, by_member, could_answer, expected
from bot.reader import reader_for
from bot.weeks import Span, to_local, week_of, week_span

AHEAD = timedelta(days=3)  # so long before its first day a week may be asked about
LATE = timedelta(days=2)  # late answers count, but asking later than this is noise


def send_prompts(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """The question, to every member whose own Monday morning it is."""
    for week, due in _by_week(tx, occasion, now).items():
        wanting = [one for one in due if may_prompt(one.member, one.day)]
        ids = [one.member.id for one in wanting]
        silent = set(ids) - _answered(tx, week, ids)
        last = tx.hours.last_pledges(silent, week)
        done = _to_log(tx, [one.member for one in wanting if one.member.id in silent], week)
        until, aways = deadline(week, tx.task_force), _aways(tx, week, silent)
        for one in wanting:
            member = one.member
            if member.id not in silent:
                continue
            at = awake(tx, member, now, aways[member.id])
            if not aways[member.id] or _is_back(member, aways[member.id], week, at, until):
                _owe_prompt(tx, one, week, last.get(member.id), done, now, at)


def _is_back(
    member: Member, aways: Sequence[Away], week: date, at: datetime, until: datetime
) -> bool:
    """Whether they can be asked in time, and are there at all in the week."""
    return at < until and could_answer(aways, week_span(week, member.zone), member.zone)


def _by_week(
    tx: Transaction, occasion: Occasion, now: datetime
) -> Mapping[date, Sequence[DueMember]]:
    """Who is due, by the week they are asked about."""
    weeks: defaultdict[date, list[DueMember]] = defaultdict(list)
    for one in find_due(tx, occasion, now):
        weeks[asked_week(one.day, tx.task_force.first_weekday)].append(one)
    return weeks


def _answered(tx: Transaction, week: date, ids: Collection[int]) -> set[int]:
    return {pledge.member_id for pledge in tx.hours.pledges(week, ids)}


def _away(tx: Transaction, now: datetime, ids: Collection[int]) -> set[int]:
    span = Span(now, now + timedelta(minutes=1))
    return {away.member_id for away in tx.aways.overlapping(span, ids)}


def _aways(tx: Transaction, week: date, ids: Collection[int]) -> Mapping[int, Sequence[Away]]:
    """Absences that touch the days in which the week is asked about, or the week, by member."""
    span = around(week, tx.task_force.zone)
    return by_member(tx.aways.overlapping(Span(span.start - AHEAD, span.end), ids))


def _to_log(
    tx: Transaction, members: Sequence[Member], week: date
) -> Mapping[int, tuple[date, int]]:
    """As `to_log` in bot.hours.usecases.asking, by member."""
    before, ids = week - timedelta(weeks=1), [member.id for member in members]
    logged = {entry.member_id for entry in tx.hours.logged_in(before, ids)}
    pledges = {pledge.member_id: pledge for pledge in tx.hours.pledges(before, ids)}
    aways = by_member(tx.aways.overlapping(around(before, tx.task_force.zone), ids))
    return {
        member.id: (before, minutes)
        for member in members
        if member.id in pledges and member.id not in logged
        if (minutes := expected(member, pledges[member.id], aways[member.id], before))
    }


def _owe_prompt(
    tx: Transaction,
    due: DueMember,
    week: date,
    last: Pledge | None,
    to_log: Mapping[int, tuple[date, int]],
    now: datetime,
    at: datetime,
) -> None:
    member, force = due.member, tx.task_force
    until = deadline(week, force)
    coming = week > week_of(due.day, force.first_weekday)
    done = None if coming else to_log.get(member.id)
    usual = usual_answer(member, last)
    card = words.prompt(week, usual, done, until, reader_for(member, force), coming=coming)
    tx.outbox.owe(
        PROMPT,
        week.isoformat(),
        Recipient(member_id=member.id),
        card,
        due_at=at,
        now=now,
        until=until + LATE,
    )


def send_nudges(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """Once a day to those who were asked and did not answer, until the deadline."""
    for week, due in _by_week(tx, occasion, now).items():
        until = deadline(week, tx.task_force)
        if now >= until:
            continue
        for one in _wanting_nudge(tx, due, week):
            at = awake(tx, one.member, now)
            if at >= until or to_local(at, one.member.zone).date() != one.day:
                continue
            if not _away(tx, at, [one.member.id]):
                owe_nudge(tx, one.member, week, now)


def _wanting_nudge(tx: Transaction, due: Sequence[DueMember], week: date) -> Sequence[DueMember]:
    """Asked before today, not answered, and not nudged too often."""
    ids = [one.member.id for one in due]
    asked = set(tx.outbox.recipients(PROMPT, week.isoformat(), ids))
    silent = asked - _answered(tx, week, ids)
    nudged = {day: _nudged(tx, day, silent) for day in {one.day for one in due}}
    return [
        one
        for one in due
        if one.member.id in silent
        and _asked_before(tx, one, week)
        and may_nudge(
            one.member,
            one.day,
            holidays_of(tx, one.member, one.day),
            nudged[one.day][one.member.id],
        )
    ]


def _asked_before(tx: Transaction, due: DueMember, week: date) -> bool:
    asked = tx.outbox.find(PROMPT, week.isoformat(), Recipient(member_id=due.member.id))
    return asked is not None and to_local(asked.due_at, due.member.zone).date() < due.day


def _nudged(tx: Transaction, day: date, ids: Collection[int]) -> Counter[int]:
    """How often, in the week before that day."""
    days = (day - timedelta(days=n) for n in range(1, 8))
    return Counter(m for d in days for m in tx.outbox.recipients(NUDGE, d.isoformat(), ids))
