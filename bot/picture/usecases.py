"""Loading a week's picture; showing it in a chat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from bot.app import Visit
from bot.cards import Reply
from bot.errors import Refusal
from bot.holding import load_holding
from bot.model import MemberState, Role
from bot.picture.requests import ShowWeek
from bot.picture.rules import Picture, picture
from bot.picture.words.page import Sheet, sheet
from bot.picture.words.table import week_card
from bot.ports.store import Transaction
from bot.roster.requests import AskWho
from bot.understanding import load_known, understand, when_of
from bot.weeks import Span, to_local, week_of, week_span

FAR = 366  # days: further off there is nothing to see
Who: TypeAlias = Callable[[Transaction, Visit, AskWho], Reply]


def load_picture(tx: Transaction, week: date, zone: str, now: datetime) -> Picture:
    """The week's turns as they are, in the days of this zone."""
    span = week_span(week, tx.task_force.zone)
    turns = [held for held in load_holding(tx, span) if held.turn.week == week]
    return picture(week, turns, tx.aways.overlapping(span), _sought(tx), zone, now)


def _sought(tx: Transaction) -> Mapping[tuple[int, int], Sequence[Span]]:
    """For which times cover is wanted, by turn and member."""
    found: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for cover in tx.covers.open():
        found[cover.turn_id, cover.member_id].append(cover.span)
    return found


def show_week(tx: Transaction, visit: Visit, request: ShowWeek) -> Reply:
    week = week_of(request.week or visit.week, visit.task_force.first_weekday)
    if abs((week - visit.week).days) > FAR:
        raise Refusal(
            "too_far",
            "There is nothing to see that far away.",
            "I show the weeks of a year back and ahead.",
            "Type `/muster who week` for this one.",
        )
    shown = load_picture(tx, week, visit.zone, visit.now)
    pages = visit.bot.pages
    link = pages.week(visit.task_force.id, visit.me.id, week, visit.now) if pages else ""
    card = week_card(shown, request, visit.me.id, link, operated=visit.me.role is Role.CHAIR)
    return Reply(card=card, replaces=request.turned)


def open_page(
    tx: Transaction, member_id: int, week: date, now: datetime, *, duties: bool, own_clock: bool
) -> Sheet | None:
    """The page that was signed for this member; None once they are no member any more."""
    member = tx.people.find(member_id)
    if member is None or member.state is not MemberState.ACTIVE:
        return None
    home = tx.task_force.zone
    shown = load_picture(tx, week, member.zone if own_clock else home, now)
    return sheet(shown, tx.task_force.name, now, duties=duties, own=member.zone, home=home)


def _after_week(words: str) -> str:
    """`week next week` means next week; `week 49` is one already."""
    first, _, rest = words.strip().partition(" ")
    return rest if first.casefold() == "week" and rest and not rest[0].isdigit() else words


def make_who(who: Who) -> Who:
    """`who week`, `who next week`: a week of every duty reads better as a table than as a list.

    It is an argument of `who`, and no verb of its own: it answers the same question.
    """

    def who_or_week(tx: Transaction, visit: Visit, request: AskWho) -> Reply:
        if not request.words:
            return who(tx, visit, request)
        if request.words.strip(" .!?").casefold() == "week":
            return show_week(tx, visit, ShowWeek())
        words = _after_week(request.words)
        meant = understand(words, load_known(tx), request.duty, also_retired=True)
        if meant.duties or meant.parts.when is None:
            return who(tx, visit, request)
        when = when_of(meant.parts, visit)
        if when.kind != "week":
            return who(tx, visit, request)
        week = to_local(when.span.start, visit.task_force.zone).date()
        return show_week(tx, visit, ShowWeek(week))

    return who_or_week
