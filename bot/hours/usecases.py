"""Offering and logging hours."""

from __future__ import annotations

from datetime import date, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.errors import Refusal
from bot.fields import read_day
from bot.grammar import hours, tidy
from bot.hours import words
from bot.hours.asking import to_log
from bot.hours.requests import HoursByForm, LogByForm, OpenHoursForm, OpenLogForm, PauseMe, SayHours
from bot.hours.rules import AHEAD_WEEKS, MOST, deadline
from bot.model import Change, Duty, Logged, Pledge
from bot.ports.store import Transaction
from bot.understanding import load_known, understand, when_of
from bot.weeks import say_day, say_minutes, to_local, week_of

BACK_WEEKS = 52  # how far back hours can be logged or corrected
NONE = frozenset({"no", "none", "not", "nothing"})
DONE = ("done ", "did ", "log ", "logged ")  # words that mean hours done, also in a running week


def say_hours(tx: Transaction, visit: Visit, request: SayHours) -> Reply:
    if request.minutes >= 0:
        return _pledge(tx, visit, _week(request.week, visit), request.minutes)
    said = tidy(request.words)
    if not said:
        return _ask(tx, visit)
    done = next((said[len(word) :] for word in DONE if said.casefold().startswith(word)), None)
    minutes, week, duty = _read(tx, visit, done or said)
    if done is not None or week < visit.week:
        return _log(tx, visit, week, minutes, duty, "")
    return _pledge(tx, visit, week, minutes)


def _read(tx: Transaction, visit: Visit, said: str) -> tuple[int, date, Duty | None]:
    head, _, rest = said.partition(" ")
    minutes = hours(head)
    if head.casefold() in NONE:  # “not next week”, “no hours”
        minutes, rest = 0, rest.removeprefix("hours").strip()
    elif minutes is None and not any(sign.isdecimal() for sign in said):
        _check_is_number(tx, said)
    meant = understand(rest if minutes is not None else said, load_known(tx))
    if minutes is None:
        minutes = meant.parts.minutes
    if minutes is None:
        raise words.bad_hours(said)
    start = to_local(when_of(meant.parts, visit).span.start, visit.task_force.zone).date()
    week = week_of(start, visit.task_force.first_weekday)
    return minutes, week, meant.duties[0] if len(meant.duties) == 1 else None


def _check_is_number(tx: Transaction, said: str) -> None:
    """Raises Refusal: who writes `hours lots` is asked for a number, not for a duty called “lots”."""
    try:
        meant = understand(said, load_known(tx))
    except Refusal:
        raise words.bad_hours(said) from None
    if meant.parts.minutes is None:
        raise words.bad_hours(said)


def _ask(tx: Transaction, visit: Visit) -> Reply:
    week = visit.week
    card = words.ask(
        week,
        tx.hours.pledge(visit.me.id, week),
        last_answer(tx, visit.me.id, week),
        deadline(week, visit.task_force),
        visit.zone,
    )
    return Reply(card=card)


def last_answer(tx: Transaction, member_id: int, week: date) -> int | None:
    """What the member offered for the most recent week before; None if they never did."""
    last = tx.hours.last_pledge(member_id, week)
    return last.minutes if last else None


def _week(text: str, visit: Visit) -> date:
    day = read_day(text, "week") or visit.week
    week = week_of(day, visit.task_force.first_weekday)
    if (
        not visit.week - timedelta(weeks=BACK_WEEKS)
        <= week
        <= visit.week + timedelta(weeks=AHEAD_WEEKS)
    ):
        raise words.too_far(week)
    return week


def _pledge(tx: Transaction, visit: Visit, week: date, minutes: int) -> Reply:
    if minutes > MOST:
        raise words.too_many(minutes)
    week = _week(week.isoformat(), visit)
    if week < visit.week:
        raise Refusal(
            "past",
            "That week is over, so hours can no longer be offered for it.",
            "What was offered stays as it was.",
            "To log what you did, type `/muster hours done 3 last week`.",
        )
    before = tx.hours.pledge(visit.me.id, week)
    pledge = Pledge(
        visit.me.id, week, minutes, visit.now, visit.now > deadline(week, visit.task_force)
    )
    tx.hours.put_pledge(pledge)
    subject = f"pledge:{visit.me.id}:{week.isoformat()}"
    change = tx.record.add(
        visit.now, visit.me.id, "hours.pledge", subject, _data(before), _data(pledge)
    )
    done = to_log(tx, visit.me.id, week) if week == visit.week else None
    return Reply(card=words.pledged(pledge, change, done), replaces=True, home=True)


def _data(pledge: Pledge | None) -> dict[str, object]:
    if pledge is None:
        return {}
    return {"minutes": pledge.minutes, "late": pledge.late, "week": pledge.week.isoformat()}


def open_hours_form(tx: Transaction, visit: Visit, request: OpenHoursForm) -> Reply:
    week = _week(request.week, visit)
    pledge = tx.hours.pledge(visit.me.id, week)
    return Reply(form=words.form(week, pledge.minutes if pledge else visit.me.usual_minutes))


def hours_by_form(tx: Transaction, visit: Visit, request: HoursByForm) -> Reply:
    minutes = hours(request.hours)
    if minutes is None:
        raise words.bad_hours(request.hours)
    return _pledge(tx, visit, _week(request.week, visit), minutes)


def open_log_form(tx: Transaction, visit: Visit, request: OpenLogForm) -> Reply:
    week = min(_week(request.week, visit), visit.week)
    weeks = [visit.week - timedelta(weeks=n) for n in range(8)]
    pledge = tx.hours.pledge(visit.me.id, week)
    shown = weeks if week in weeks else [week, *weeks]
    return Reply(
        form=words.log_form(shown, week, tx.roster.duties(), pledge.minutes if pledge else 0)
    )


def log_by_form(tx: Transaction, visit: Visit, request: LogByForm) -> Reply:
    minutes = hours(request.hours)
    if minutes is None:
        raise words.bad_hours(request.hours)
    chosen = request.duty
    known = chosen.isdecimal() and len(chosen) < 19  # digits of the largest id
    duty = tx.roster.find_duty(int(chosen)) if known else None
    if chosen and duty is None:
        raise Refusal(
            "unknown_duty", "This duty is no longer there.", "", "Choose another.", field="duty"
        )
    return _log(tx, visit, _week(request.week, visit), minutes, duty, request.note)


def _log(
    tx: Transaction, visit: Visit, week: date, minutes: int, duty: Duty | None, note: str
) -> Reply:
    if minutes > MOST:
        raise words.too_many(minutes)
    week = _week(week.isoformat(), visit)
    if week > visit.week:
        raise words.not_yet(week)
    me, duty_id = visit.me.id, duty.id if duty else None
    before = next((e for e in tx.hours.logged(me, week) if e.duty_id == duty_id), None)
    entry = Logged(0, me, week, minutes, duty_id, note.strip()[:500])
    logged_id = tx.hours.put_logged(entry, visit.now)
    after = {
        "logged": logged_id,
        "minutes": minutes,
        "duty": duty_id,
        "week": week.isoformat(),
        "note": entry.note,
    }
    was = {"minutes": before.minutes, "note": before.note} if before else {}
    change = tx.record.add(
        visit.now, me, "hours.log", f"logged:{me}:{week.isoformat()}:{duty_id or 0}", was, after
    )
    names = {d.id: d.name for d in tx.roster.duties(retired=True)}
    entries = [
        (e, names[e.duty_id] if e.duty_id else "All together") for e in tx.hours.logged(me, week)
    ]
    return Reply(card=words.logged(entries, week, change), home=True)


def pause(tx: Transaction, visit: Visit, request: PauseMe) -> Reply:
    today = to_local(visit.now, visit.zone).date()
    until = today + timedelta(weeks=min(request.weeks, 52)) if request.weeks > 0 else None
    was = visit.me.paused_until
    tx.people.change(visit.me.id, paused_until=until)
    before = {"paused_until": was.isoformat() if was else None}
    after = {"paused_until": until.isoformat() if until else None}
    change = tx.record.add(
        visit.now, visit.me.id, "hours.pause", f"pause:{visit.me.id}", before, after
    )
    card = words.paused(until, change) if until else words.resumed(change)
    return Reply(card=card, replaces=True, home=True)


def undo_pledge(tx: Transaction, visit: Visit, change: Change) -> Reply:
    week = date.fromisoformat(change.after["week"])
    member_id = int(change.subject.split(":")[1])
    if week < visit.week:
        raise Refusal(
            "past",
            "That week is over.",
            "What was offered for it stays.",
            "Log what you did with `/muster hours done 3 last week`.",
        )
    if change.before:
        minutes = int(change.before["minutes"])
        tx.hours.put_pledge(
            Pledge(member_id, week, minutes, visit.now, bool(change.before["late"]))
        )
        what = f"You offer {say_minutes(minutes)} again."
    else:
        tx.hours.drop_pledge(member_id, week)
        what = "You have not said for that week."
    return _undone(tx, visit, change, what)


def undo_log(tx: Transaction, visit: Visit, change: Change) -> Reply:
    member_id = int(change.subject.split(":")[1])
    if change.before:
        after = change.after
        entry = Logged(
            0,
            member_id,
            date.fromisoformat(after["week"]),
            int(change.before["minutes"]),
            after["duty"],
            change.before["note"],
        )
        tx.hours.put_logged(entry, visit.now)
    else:
        tx.hours.drop_logged(int(change.after["logged"]))
    return _undone(tx, visit, change, "Your logged hours are as they were.")


def undo_pause(tx: Transaction, visit: Visit, change: Change) -> Reply:
    was = change.before["paused_until"]
    until = date.fromisoformat(was) if was else None
    tx.people.change(int(change.subject.split(":")[1]), paused_until=until)
    return _undone(
        tx,
        visit,
        change,
        f"Paused until {say_day(until)}." if until else "You hear from me again.",
    )


def _undone(tx: Transaction, visit: Visit, change: Change, what: str) -> Reply:
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    return Reply(card=words.undone(what), replaces=True, home=True)
