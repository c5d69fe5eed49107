"""When somebody is asked what is open, whom it is for, and what a link is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from bot.errors import Refusal
from bot.model import Claim, Member, Turn
from bot.weeks import Span, first_reaching, is_quiet, is_working_day, to_local

LEAD = timedelta(hours=1)  # after the beginning and before the end; of a short turn, half of it
LATE = timedelta(days=1)  # after the end, as after downtime, it is still asked for so long
WRITABLE = timedelta(weeks=1)  # after the end, a note can still be written or corrected
NUDGE_WITHIN = 2  # working days after the asking: later, whoever has it now knows more
LOOK_BACK = 6  # days that may lie between asking and nudging: a long weekend
LINKS_MOST = 5
URL_MOST = 400  # characters: five of them stand in one line of small print
LABEL_MOST = 80  # characters of what a link is called
_INSTANT = timedelta(microseconds=1)


def ask_at(span: Span, member: Member, holidays: Collection[date], minute: int) -> datetime:
    """When the holder of the span is asked; where they are quiet then, at their next waking hour.

    At the minute of its last working day or an hour before the end, whichever comes first; earlier
    where they would be quiet, and at the weekend only if it has no other day. Never in its first
    hour, in which nobody has anything to hand over yet.
    """
    lead = min(LEAD, (span.end - span.start) / 2)
    earliest, latest = span.start + lead, span.end - lead
    days = _local_days(Span(span.start, latest + _INSTANT), member.zone)
    for works in (True, False):
        for day in days:
            at = max(earliest, min(first_reaching(day, minute, member.zone), latest))
            same_day = to_local(at, member.zone).date() == day
            if same_day and is_working_day(day, holidays) is works and not _is_quiet(at, member):
                return at
    return max(earliest, min(first_reaching(days[0], minute, member.zone), latest))


def ask_day(span: Span, member: Member, holidays: Collection[date], minute: int) -> date:
    """The local day whose one card the turn is on."""
    return to_local(ask_at(span, member, holidays, minute), member.zone).date()


def _local_days(span: Span, zone: str) -> tuple[date, ...]:
    """The last one first."""
    first, last = to_local(span.start, zone).date(), to_local(span.end - _INSTANT, zone).date()
    return tuple(last - timedelta(days=back) for back in range((last - first).days + 1))


def _is_quiet(at: datetime, member: Member) -> bool:
    return is_quiet(at, member.zone, member.quiet_from, member.quiet_to)


def may_still_nudge(asked: date, today: date, holidays: Collection[date]) -> bool:
    """Whether somebody asked on that day may be nudged today: within two working days."""
    days = (asked + timedelta(days=n) for n in range(1, (today - asked).days + 1))
    return 1 <= sum(is_working_day(day, holidays) for day in days) <= NUDGE_WITHIN


# ---- who comes next -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Following:
    """What comes after a claim: the rest of its turn or the duty's next one, from `at` on."""

    at: datetime
    claims: tuple[Claim, ...]  # who holds it then; where nobody does, who begins first in it


def following(claim: Claim, turn: Turn, turns: Iterable[Turn]) -> Following | None:
    """`turns`: of the same duty, the claim's own among them. None: nothing is known of later."""
    end = claim.span.end
    after = [t for t in turns if t.duty_id == turn.duty_id and t.span.end > end]
    upcoming = min(after, key=lambda t: (max(t.span.start, end), t.id), default=None)
    if upcoming is None:
        return None
    at = max(end, upcoming.span.start)
    claims = [c for c in upcoming.claims if c.span.end > at and c.id != claim.id]
    then = [c for c in claims if c.span.contains(at)]
    first = min((c.span.start for c in claims), default=at)
    return Following(at, tuple(then or [c for c in claims if c.span.start == first]))


def goes_on(claim: Claim, then: Following | None) -> bool:
    """Whether whoever holds it holds what comes next, too: there is nothing to hand over."""
    return then is not None and any(c.member_id == claim.member_id for c in then.claims)


# ---- links --------------------------------------------------------------------------------------


def read_links(text: str) -> tuple[tuple[str, str], ...]:
    """(address, label) of each line. Raises Refusal for a line without one good address."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    # several addresses alone in a line are several links
    parts = [part for line in lines for part in _apart(line)]
    if len(parts) > LINKS_MOST:
        raise _bad(
            "too_many_links",
            f"These are {len(parts)} links.",
            f"There is room for {LINKS_MOST}.",
            "Keep those that the next one needs first.",
        )
    return tuple(_read_link(part) for part in parts)


def _apart(line: str) -> list[str]:
    words = line.split()
    return words if len(words) > 1 and all(_looks_like_one(word) for word in words) else [line]


def _looks_like_one(word: str) -> bool:
    return "://" in word


def _read_link(line: str) -> tuple[str, str]:
    urls = [word for word in line.split() if _looks_like_one(word)]
    if len(urls) != 1:
        raise _bad(
            "bad_link",
            f"“{line[:60]}” is no link." if not urls else "These are several links in one line.",
            "" if not urls else "One a line can have words beside it.",
            "Copy it from the browser; it begins with `https://`. One a line, words beside it"
            " are its name.",
        )
    [found] = urls
    whole = found.startswith("<") and found.endswith(">")  # as some programs copy them
    url = (found[1:-1] if whole else found).rstrip(",;.")
    _check_url(url)
    label = " ".join(word for word in line.split() if word != found).strip(" :-–—|")
    return url, (label or _short(url))[:LABEL_MOST]


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise _bad(
            "bad_link",
            f"“{url[:60]}” is no address that can be shown as a link.",
            "Only web addresses are taken.",
            "Copy it from the browser; it begins with `https://`.",
        )
    if len(url) > URL_MOST:
        raise _bad(
            "long_link",
            f"This link is too long: it has {len(url):,} characters.",
            f"There is room for {URL_MOST}.",
            "Most pages can be shared by a shorter one.",
        )


def _short(url: str) -> str:
    """What an address without a name is called: where it leads, without what follows `?`."""
    parts = urlsplit(url)
    name = f"{parts.hostname}{parts.path.rstrip('/')}"
    return name if len(name) <= LABEL_MOST else f"{name[: LABEL_MOST - 1]}…"


def _bad(code: str, what: str, why: str, instead: str) -> Refusal:
    return Refusal(code, what, why, instead, field="links")
