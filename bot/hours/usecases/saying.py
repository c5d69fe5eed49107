"""`hours …`: what the words mean, and to whom they go: hours offered, or hours done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.app import Visit
from bot.cards import Reply
from bot.errors import Refusal
from bot.grammar import hours, tidy
from bot.hours.requests import OpenLogForm, SayDone, SayHours
from bot.hours.usecases.doing import log, open_log_form
from bot.hours.usecases.offering import ask, offer_hours, read_week
from bot.hours.words import refusing
from bot.model import Duty
from bot.ports.store import Transaction
from bot.understanding import Understood, load_known, understand, when_of
from bot.weeks import to_local, week_of

# words that mean hours done, also in a running week; and that no hours are meant
DONE = frozenset({"done", "did", "log", "logged", "worked"})
NONE = frozenset({"no", "none", "not", "nothing"})


@dataclass(frozen=True, slots=True)
class Said:
    """`minutes` None: only a week was named. `duties`: those that the words fit, if any."""

    minutes: int | None
    week: date
    duties: tuple[Duty, ...]
    done: bool


def say_hours(tx: Transaction, visit: Visit, request: SayHours) -> Reply:
    if request.minutes >= 0:
        return offer_hours(tx, visit, read_week(request.week, visit), request.minutes)
    words = tidy(request.words)
    if not words:
        return ask(tx, visit, visit.week)
    said = _read(tx, visit, words)
    if said.minutes is None:
        return ask(tx, visit, max(said.week, visit.week))
    if said.done or said.week < visit.week:
        if len(said.duties) > 1:
            raise refusing.which_duty(said.duties, said.week, said.minutes)
        return log(tx, visit, said.week, said.minutes, said.duties[0] if said.duties else None, "")
    if said.duties:
        raise refusing.for_a_duty(said.duties[0], said.week, said.minutes)
    return offer_hours(tx, visit, said.week, said.minutes)


def say_done(tx: Transaction, visit: Visit, request: SayDone) -> Reply:
    if not tidy(request.words):
        return open_log_form(tx, visit, OpenLogForm())
    return say_hours(tx, visit, SayHours(words=f"done {request.words}"))


def _read(tx: Transaction, visit: Visit, words: str) -> Said:
    """Raises Refusal for words that hold neither hours nor a week."""
    head, _, rest = words.partition(" ")
    done = head.casefold() in DONE
    text = (rest if done else words).strip("\"' ")
    if hours(text) is not None:
        return Said(hours(text), visit.week, (), done)
    is_none = head.casefold() in NONE  # “not next week”, “no hours”
    text = rest.removeprefix("hours").strip() if is_none else text
    meant = _understand(tx, text, words, done=done)
    minutes = 0 if is_none else meant.parts.minutes
    if minutes is None and (done or meant.parts.when is None or meant.duties):
        raise refusing.bad_hours(words)
    return Said(minutes, _week(meant, visit), meant.duties, done)


def _understand(tx: Transaction, text: str, words: str, *, done: bool) -> Understood:
    """Who writes `hours lots` is asked for a number, not for a duty called “lots”."""
    try:
        return understand(text, load_known(tx), also_retired=True)
    except Refusal as refusal:
        if refusal.code != "unknown_duty" or (done and any(sign.isdecimal() for sign in text)):
            raise
        raise refusing.bad_hours(words) from None


def _week(meant: Understood, visit: Visit) -> date:
    """A day is the asker's own, a week is the task force's."""
    when = when_of(meant.parts, visit)
    zone = visit.task_force.zone if when.kind == "week" else visit.zone
    return week_of(to_local(when.span.start, zone).date(), visit.task_force.first_weekday)
