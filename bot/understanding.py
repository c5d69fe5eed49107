"""What the words of a request mean to this task force: which duty, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import Visit, offer
from bot.errors import Refusal
from bot.grammar import Parts, Prefer, Resolved, match, resolve, split
from bot.model import Duty
from bot.roster.requests import AskOpen
from bot.weeks import Span, say_span, to_local, week_of, week_span


@dataclass(frozen=True, slots=True)
class Understood:
    """`duties` is empty when no name was given, and has several when the words fit several."""

    duties: tuple[Duty, ...]
    parts: Parts
    rest: str  # the words without the name, to be said again with a chosen duty


def understand(words: str, duties: Sequence[Duty], chosen: int = 0) -> Understood:
    """Raises Refusal if a name was given that no duty has, or words could mean two things."""
    if chosen:
        found = tuple(d for d in duties if d.id == chosen)
        if not found:
            raise _unknown("that duty", "")
        return Understood(found, split(words, ()).check(), words)
    parts = split(words, [duty.name for duty in duties]).check()
    if not parts.name:
        return Understood((), parts, words)
    result = match(parts.name, {duty.id: duty.name for duty in duties})
    ids = (result.best,) if result.best is not None else result.several
    if not ids:
        near = next((d.name for d in duties if d.id == result.suggestion), "")
        raise _unknown(parts.name, near)
    by_id = {duty.id: duty for duty in duties}
    return Understood(tuple(by_id[i] for i in ids), parts, _without_name(parts))


def _without_name(parts: Parts) -> str:
    minutes = f"{parts.minutes}m" if parts.minutes else ""
    return " ".join(p for p in (parts.when.to_text() if parts.when else "", minutes) if p)


def _unknown(name: str, suggestion: str) -> Refusal:
    hint = f" Did you mean “{suggestion}”?" if suggestion else ""
    return Refusal(
        "unknown_duty",
        f"There is no duty called “{name[:80]}”.{hint}",
        "I looked for it in the names of all duties.",
        "Use a part of the name, as in `/muster who facebook`, or choose from the list.",
        offers=(offer("All duties", AskOpen()),),
    )


def when_of(parts: Parts, visit: Visit, prefer: Prefer = "future") -> Resolved:
    """The time that was named, in the asker's zone; this week if none was."""
    if parts.when is None:
        span = week_span(visit.week, visit.task_force.zone)
        return Resolved(span, "week", say_span(span, visit.task_force.zone))
    first_weekday, zone = visit.task_force.first_weekday, visit.task_force.zone
    when = resolve(parts.when, visit.now, visit.zone, first_weekday, prefer)
    if when.kind != "week":
        return when
    # a day is the asker's own, a week is the task force's
    week = week_of(to_local(when.span.start, visit.zone).date(), first_weekday)
    return Resolved(week_span(week, zone), "week", say_span(week_span(week, zone), zone))


def from_now(span: Span, visit: Visit) -> Span | None:
    """What of the span is still to come."""
    return None if span.end <= visit.now else Span(max(span.start, visit.now), span.end)
