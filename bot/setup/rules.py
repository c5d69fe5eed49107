"""Bounds of what the chair may set, and what a change of a duty means for its turns. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.errors import Refusal
from bot.model import Claim, Duty, TimetableKind, Turn
from bot.weeks import Span, Window, WindowsError, format_windows, parse_windows

NAME_MOST = 200  # characters; this and the next as remembered (storage.tables)
DEPARTMENT_MOST = 120
KIND_MOST = 60
URL_MOST = 2000
DESCRIPTION_MOST = 2000
WINDOWS_MOST = 500  # characters of the shortest way to write them
CHANNEL_MOST = 512
PEOPLE_MOST = 100  # at once on one duty
ROOMS_MOST = 20
DEPARTMENTS_MOST = 100
ACCOUNTS_MOST = 500
DUTIES_MOST = 500

# what is set on one weekday; the others are looked at every day
WEEKLY = frozenset({TimetableKind.PROMPT, TimetableKind.DIGEST, TimetableKind.STATUS})
# what the chair may set; making turns is Muster's own business
SETTABLE = (
    TimetableKind.PROMPT,
    TimetableKind.NUDGE,
    TimetableKind.REMINDER,
    TimetableKind.HANDOVER,
    TimetableKind.DIGEST,
    TimetableKind.STATUS,
)

# what changes the days of those who hold a turn of the duty
CHANGES_TURNS = frozenset({"name", "minutes_a_week", "people_least", "people_most", "windows"})


def read_windows(text: str, field: str) -> tuple[Window, ...]:
    """Windows as people write them; nothing: all week. Raises Refusal in the reader's words."""
    try:
        windows = parse_windows(text)
    except WindowsError as error:
        raise Refusal("bad_windows", str(error), field=field) from error
    if len(format_windows(windows)) > WINDOWS_MOST:
        raise Refusal(
            "too_many_windows",
            "These are too many windows for one duty.",
            instead="Make two duties of it, or leave it empty for all week.",
            field=field,
        )
    return windows


def check_people(least: int, most: int) -> None:
    """Raises Refusal if fewer may hold a turn than have to."""
    if most < least:
        raise Refusal(
            "most_below_least",
            f"At most {most} is fewer than the {least} who are needed at least.",
            instead="Raise this number, or lower the one above.",
            field="most",
        )


def check_url(url: str, field: str) -> str:
    """A web address, or nothing. Raises Refusal."""
    clean = url.strip()
    if not clean:
        return ""
    try:
        parts = urlsplit(clean)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits or any(c.isspace() for c in clean) or len(clean) > URL_MOST:
        raise Refusal(
            "bad_url",
            "This is not a web address.",
            instead="Copy it from the browser; it begins with `https://`.",
            field=field,
        )
    return clean


def check_room_for_more(there: int, most: int, noun: str) -> None:
    """Raises Refusal if there are as many as can be looked after."""
    if there >= most:
        raise Refusal(
            "too_many",
            f"There are {there} {noun} already.",
            f"More than {most} cannot be kept in view.",
            "Change one that is there, or retire it.",
        )


def check_week_is_unused(held_turns: int, pledges: int) -> None:
    """The week start names every week: once weeks are in use it stays. Raises Refusal."""
    if held_turns or pledges:
        raise Refusal(
            "week_in_use",
            "The first day of the week can no longer be changed.",
            f"Weeks as they are cut now are in use: {_counted(held_turns, 'turn')} held and"
            f" {_counted(pledges, 'offer')} of hours, from this week on.",
            "It can be changed while nobody holds a turn or has offered hours.",
            field="first_weekday",
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True)
class Move:
    """A claim that goes on from a turn of the old zone to its twin in the new one."""

    claim: Claim
    to: Turn
    span: Span


def moves(old: Collection[Turn], new: Collection[Turn]) -> tuple[list[Move], list[Claim]]:
    """Where the claims on one duty's turns of one week go when all turns are shifted.

    Turns are twins by their order, counted from the end of the week: its beginning may have
    passed by one clock and not by the other. Returns the moves, and the claims without a twin:
    of a window that a clock change leaves out, or that has begun by the new clock.
    """
    following = sorted(new, key=lambda turn: turn.span, reverse=True)
    moved: list[Move] = []
    left: list[Claim] = []
    for index, turn in enumerate(sorted(old, key=lambda turn: turn.span, reverse=True)):
        twin = following[index] if index < len(following) else None
        for claim in turn.claims:
            span = shifted(claim.span, turn.span, twin.span) if twin else None
            if twin is None or span is None:
                left.append(claim)
            else:
                moved.append(Move(claim, twin, span))
    return moved, left


def shifted(part: Span, old: Span, new: Span) -> Span | None:
    """The part of a turn, as long after its beginning as before; None if nothing of it is left."""
    if part == old:
        return new
    ahead = new.start - old.start
    start, end = max(new.start, part.start + ahead), min(new.end, part.end + ahead)
    return Span(start, end) if start < end else None


def differences(before: Duty, after: Duty) -> frozenset[str]:
    """The fields in which two versions of a duty differ."""
    names = (
        "name",
        "kind",
        "minutes_a_week",
        "people_least",
        "people_most",
        "windows",
        "account_id",
        "department_id",
        "description",
        "clearances",
    )
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))
