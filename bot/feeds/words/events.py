"""What stands in people's calendars: never more than who holds what, and not even that unasked.

No e-mail address, no note, no reason of anybody's is ever in a feed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.rules import Entry, Standing, days_of
from bot.held import Held, Holder
from bot.model import Claim, Duty, Turn
from bot.reader import Reader
from bot.weeks import Span, beginning, say_minutes

NAMED = 6  # holders in a title


@dataclass(frozen=True, slots=True)
class Saying:
    """How a feed speaks. `names`: whether the chair lets it say who holds what."""

    reader: Reader
    names: bool
    urls: dict[int, str]  # of accounts, by id

    def url(self, duty: Duty) -> str:
        return self.urls.get(duty.account_id or 0, "")

    def times(self, span: Span) -> str:
        """The exact time, where the event shows it in days."""
        shown = days_of(span, self.reader.home)
        return f"{beginning(self.reader.span(span))}." if shown else ""


def feed_title(task_force: str, what: str) -> str:
    return f"{task_force}: {what}"


MY_TURNS = "my turns"
ROSTER = "roster"
ABOUT = "Muster's roster, as it is now. Change it in chat, not here."


# ---- one's own ----------------------------------------------------------------------------------


def my_turn(held: Held, mine: Holder, cover: Collection[Span], saying: Saying) -> Entry:
    """A claim, as its holder sees it. `cover`: of the turn, what they asked others to take."""
    claim = mine.claim
    wanted = any(span.overlaps(claim.span) for span in cover)
    others = [h.name for h in held.holders if h.member.id != mine.member.id]
    lines = [
        f"{say_minutes(claim.minutes)}.",
        saying.times(claim.span),
        "Cover is wanted; it is yours until somebody takes it." if wanted else "",
        f"With {_listed(others)}." if others and saying.names else "",
        saying.url(held.duty),
    ]
    days = days_of(claim.span, saying.reader.home)
    return Entry(
        claim.id,
        claim.span,
        days,
        held.duty.name + (" (cover wanted)" if wanted else ""),
        _lines(lines),
        saying.url(held.duty),
        busy=days is None,
    )


def given_back(duty: Duty, claim: Claim, saying: Saying) -> Entry:
    days = days_of(claim.span, saying.reader.home)
    text = "You do not hold it any more."
    return Entry(claim.id, claim.span, days, _off(duty), text, standing=Standing.OFF)


# ---- a duty's, and all --------------------------------------------------------------------------


def turn(held: Held, covers: int, now: datetime, saying: Saying) -> Entry:
    """A turn, as everybody sees it. `covers`: for so many of its parts cover is wanted."""
    is_open = held.is_open(now)
    mark = _mark(held, is_open=is_open, over=held.turn.span.end <= now)
    title = held.duty.name
    if held.holders and saying.names:
        title += f": {_listed(_names(held.holders), NAMED)}"
    title += mark + (" (cover wanted)" if covers else "")
    lines = [
        f"{say_minutes(held.covered)} of {say_minutes(held.turn.minutes)} covered.",
        *_holders(held, saying),
        saying.url(held.duty),
    ]
    return Entry(
        held.turn.id,
        held.turn.span,
        days_of(held.turn.span, saying.reader.home),
        title,
        _lines(lines),
        saying.url(held.duty),
        Standing.OPEN if is_open else Standing.HELD,
    )


def called_off(duty: Duty, gone: Turn, saying: Saying) -> Entry:
    days = days_of(gone.span, saying.reader.home)
    text = "It is no longer in the plan."
    return Entry(gone.id, gone.span, days, _off(duty), text, standing=Standing.OFF)


def _mark(held: Held, *, is_open: bool, over: bool) -> str:
    if not held.holders:
        return " (open)" if is_open else " (nobody)"
    return " (partly open)" if is_open and not over else ""


def _off(duty: Duty) -> str:
    """Said in the title as well: not every calendar shows that an event is cancelled."""
    return f"Cancelled: {duty.name}"


def _names(holders: Sequence[Holder]) -> list[str]:
    return list(dict.fromkeys(h.name for h in holders))


def _holders(held: Held, saying: Saying) -> list[str]:
    """Each with their hours, and the part of the turn if it is one; without names, how many."""
    if not saying.names:
        people = len({h.member.id for h in held.holders})
        return [f"{people} people." if people > 1 else "1 person."] if people else []
    found = []
    for holder in held.holders:
        claim = holder.claim
        part = "" if claim.span == held.turn.span else f", {saying.reader.span(claim.span)}"
        found.append(f"{holder.name}: {say_minutes(claim.minutes)}{part}")
    return found


def _listed(names: Sequence[str], most: int = NAMED) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
