"""What the words of a request mean to this task force: which duty, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.app import Visit, offer
from bot.errors import Refusal
from bot.grammar import Parts, Prefer, Resolved, match, resolve, split
from bot.model import Duty
from bot.picture.requests import ShowWeek
from bot.ports.store import Transaction
from bot.roster.requests import AskOpen
from bot.weeks import Span, say_day, say_span, to_local, week_of, week_span


@dataclass(frozen=True, slots=True)
class Known:
    """The names that words can hold. `accounts`: the name of a duty's account by the duty's id."""

    duties: Sequence[Duty]
    retired: Sequence[Duty] = ()
    accounts: Mapping[int, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        every = [duty.name for duty in (*self.duties, *self.retired)]
        return list(dict.fromkeys([*every, *self.accounts.values()]))


@dataclass(frozen=True, slots=True)
class Understood:
    """`duties` is empty when no name was given, and has several when the words fit several."""

    duties: tuple[Duty, ...]
    parts: Parts
    rest: str  # the words without the name, to be said again with a chosen duty


def load_known(tx: Transaction) -> Known:
    duties = tx.roster.duties(retired=True)
    accounts = {account.id: account.name for account in tx.roster.accounts()}
    active = [duty for duty in duties if duty.retired_at is None]
    return Known(
        active,
        [duty for duty in duties if duty.retired_at is not None],
        {d.id: accounts[d.account_id] for d in active if d.account_id is not None},
    )


def understand(
    words: str, known: Known, chosen: int = 0, *, also_retired: bool = False
) -> Understood:
    """Which duty and when; a duty is also known by its account's name, if no duty's name fits.

    Raises Refusal if a name was given that nothing has, a duty was retired (unless `also_retired`),
    or words could mean two things.
    """
    if chosen:
        found = _chosen(known, chosen, also_retired=also_retired)
        return Understood((found,), split(words, ()).check(), words)
    parts = split(words, known.names).check()
    if not parts.name:
        return Understood((), parts, words)
    duties = _named(parts.name, known, also_retired=also_retired)
    return Understood(duties, parts, _without_name(parts))


def _chosen(known: Known, chosen: int, *, also_retired: bool) -> Duty:
    found = next((duty for duty in known.duties if duty.id == chosen), None)
    retired = next((duty for duty in known.retired if duty.id == chosen), None)
    if found is None and retired is None:
        raise _unknown("that duty", "")
    if found is None and retired is not None and not also_retired:
        raise is_retired(retired)
    return found or retired  # type: ignore[return-value]  # one of them is there


def _named(name: str, known: Known, *, also_retired: bool) -> tuple[Duty, ...]:
    by_id = {duty.id: duty for duty in (*known.duties, *known.retired)}
    result = match(name, {duty.id: duty.name for duty in known.duties})
    suggestion = result.suggestion
    ids = _ids(result.best, result.several)
    ids = ids or _ids_of(name, known.accounts)
    if not ids:
        ids = _ids_of(name, {duty.id: duty.name for duty in known.retired})
        if ids and not also_retired:
            raise is_retired(by_id[ids[0]])
    if not ids:
        raise _unknown(name, by_id[suggestion].name if suggestion is not None else "")
    return tuple(by_id[key] for key in ids)


def _ids_of(name: str, names: Mapping[int, str]) -> tuple[int, ...]:
    result = match(name, names)
    return _ids(result.best, result.several)


def _ids(best: int | None, several: tuple[int, ...]) -> tuple[int, ...]:
    return several if best is None else (best,)


def check_has_duties(duties: Sequence[Duty]) -> None:
    """Raises Refusal where there is nothing to hold yet."""
    if not duties:
        raise Refusal(
            "no_duties",
            "There are no duties yet.",
            "So there is nothing that could be taken.",
            "The chair adds them in `/muster setup`.",
        )


def _without_name(parts: Parts) -> str:
    minutes = f"{parts.minutes}m" if parts.minutes else ""
    return " ".join(p for p in (parts.when.to_text() if parts.when else "", minutes) if p)


def _unknown(name: str, suggestion: str) -> Refusal:
    hint = f" Did you mean “{suggestion}”?" if suggestion else ""
    return Refusal(
        "unknown_duty",
        f"There is no duty called “{name[:80]}”.{hint}",
        "I looked for it in the names of all duties and of their accounts.",
        "Use a part of the name, as in `/muster who facebook`, or choose from the list.",
        offers=(offer("All duties", ShowWeek(duties=True)),),
    )


def is_retired(duty: Duty) -> Refusal:
    """Nobody takes it up any more; who held it can still be asked."""
    since = f" on {say_day(duty.retired_at.date())}" if duty.retired_at else ""
    return Refusal(
        "retired",
        f"{duty.name} is no longer a duty.",
        f"It was retired{since}.",
        "Something else may be open.",
        offers=(offer("See what is open", AskOpen()),),
        field="duty",
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
