"""A week's picture in a chat: a table that both platforms draw, and buttons to turn its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cards import (
    Button,
    Card,
    Control,
    Controls,
    Element,
    LinkButton,
    Small,
    Style,
    Table,
    Text,
)
from bot.picture.requests import ShowWeek
from bot.picture.rules import Cells, Picture, Piece
from bot.picture.words.cells import (
    COVER,
    LONGER,
    OPEN,
    day_name,
    long_day_name,
    of_duty,
    of_person,
    used_days,
)
from bot.reader import say_need
from bot.roster.requests import AskOpen
from bot.weeks import beginning, say_minutes, say_week

PAGE = 10  # rows of a page: with nine columns about what Teams takes as one table of 32 KB
IN_CELL = 4  # pieces of one cell; the rest is counted
WEEK = timedelta(weeks=1)
UNLINKED = (
    "There is no page to print: the operator sets MUSTER_PUBLIC_URL and MUSTER_SECRET_KEY for it."
)
Rows = Sequence[tuple[str, Cells]]


def week_card(
    shown: Picture, request: ShowWeek, reader_id: int, link: str, *, operated: bool = False
) -> Card:
    """`reader_id`: whose row comes first. `link`: to the page; `operated`: its lack is said."""
    rows = _duties(shown) if request.duties else _people(shown, reader_id)
    skip = request.skip if 0 <= request.skip < len(rows) else 0
    page = rows[skip : skip + PAGE]
    body: list[Element] = [Text((summary(shown),))]
    if page:
        body.append(_table(shown, page, duties=request.duties))
    body += [
        *_foot(shown, rows, page, skip),
        Controls(_turning(replace(request, skip=skip), shown, len(rows))),
        Controls(_elsewhere(shown, link)),
    ]
    if operated and not link:
        body.append(Small((UNLINKED,)))
    return Card(beginning(say_week(shown.week)), tuple(body))


def summary(shown: Picture) -> str:
    """What is covered, and how much is open, in one line."""
    if not shown.needed:
        return "No duty has a turn that week."
    percent = 100 * shown.covered // shown.needed
    share = f"{say_minutes(shown.covered)} of {say_minutes(shown.needed)} are covered ({percent} %)"
    turns, cover = len(shown.wanted), len(shown.cover_wanted)
    is_open = (
        "nothing is open"
        if not turns
        else f"{turns} {'turn is' if turns == 1 else 'turns are'} open"
    )
    sought = f"; {COVER} for {cover} {'turn' if cover == 1 else 'turns'}" if cover else ""
    return f"{share}; {is_open}{sought}."


def _people(shown: Picture, reader_id: int) -> Rows:
    """What is open first, then the reader, then the others by name."""
    own = [row for row in shown.people if row.member.id == reader_id]
    others = [row for row in shown.people if row.member.id != reader_id]
    first = [(OPEN, shown.open)] if shown.wanted else []
    return [*first, *((row.name, row.cells) for row in (*own, *others))]


def _duties(shown: Picture) -> Rows:
    return [(row.duty.name, row.cells) for row in shown.duties]


def _table(shown: Picture, page: Rows, *, duties: bool) -> Table:
    """Without the columns in which nothing stands on this page."""
    cells = tuple(row for _name, row in page)
    days = used_days(shown.days, cells)
    longer = any(row.longer for row in cells)
    columns = ("Duty" if duties else "Person", *((LONGER,) if longer else ()))
    rows = tuple(
        (
            name,
            *((_cell(row.longer, shown.zone, duties=duties),) if longer else ()),
            *(_day(row, n, shown.zone, duties=duties) for n in days),
        )
        for name, row in page
    )
    caption = f"Times are those of {shown.zone}"
    return Table(caption, (*columns, *(day_name(shown.days[n]) for n in days)), rows)


def _day(row: Cells, number: int, zone: str, *, duties: bool) -> str:
    said = _cell(row.days[number], zone, duties=duties)
    return "; ".join(part for part in (said, row.away[number].value) if part)


def _cell(pieces: Sequence[Piece], zone: str, *, duties: bool) -> str:
    if len(pieces) > 1 and not duties and pieces[0].holder is None:
        return f"{len(pieces)} turns, {_in_all(pieces)}"
    say = of_duty if duties else of_person
    said = [say(piece, zone) for piece in pieces[:IN_CELL]]
    if len(pieces) > IN_CELL:
        said.append(f"{len(pieces) - IN_CELL} more")
    return "; ".join(said)


def _in_all(wanted: Sequence[Piece]) -> str:
    """Hours, or where those are covered, people."""
    minutes = sum(piece.minutes for piece in wanted)
    return say_need(minutes, 0 if minutes else sum(piece.people for piece in wanted))


def _foot(shown: Picture, rows: Rows, page: Rows, skip: int) -> tuple[Element, ...]:
    """Which rows these are, and on which days nothing is."""
    said = []
    if len(rows) > len(page):
        said.append(f"Rows {skip + 1} to {skip + len(page)} of {len(rows)}.")
    used = used_days(shown.days, tuple(row for _name, row in page))
    idle = [long_day_name(day) for n, day in enumerate(shown.days) if n not in used]
    if page and idle:
        here = " in these rows" if len(rows) > len(page) else ""
        said.append(f"Nothing{here} begins on {', '.join(idle)}.")
    return (Small((" ".join(said),)),) if said else ()


def _turning(request: ShowWeek, shown: Picture, rows: int) -> tuple[Control, ...]:
    """To the other rows, the other way to look at it, and the weeks beside it."""
    here = ShowWeek(shown.week, request.duties, turned=True)
    left = rows - request.skip - PAGE
    buttons = []
    if left > 0:
        more = replace(here, skip=request.skip + PAGE)
        buttons.append(Button(f"Show {min(left, PAGE)} more", more, Style.PRIMARY))
    if request.skip:
        back = replace(here, skip=max(0, request.skip - PAGE))
        buttons.append(Button("Show those before", back))
    other = "By person" if request.duties else "By duty"
    return (
        *buttons,
        Button(other, replace(here, duties=not request.duties)),
        Button("Week before", replace(here, week=shown.week - WEEK)),
        Button("Week after", replace(here, week=shown.week + WEEK)),
    )


def _elsewhere(shown: Picture, link: str) -> tuple[Control, ...]:
    see_open = Button("See what is open", AskOpen(words=f"week of {shown.week.isoformat()}"))
    return (see_open, LinkButton("Page to print", link)) if link else (see_open,)
