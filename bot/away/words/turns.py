"""Turns that an absence touches: for which cover is sought, which are kept, which are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Button, Element, Row, Small, Text
from bot.cover.requests import ShowCover, WithdrawCover
from bot.model import Away
from bot.reader import Reader
from bot.weeks import Span, say_day

MOST_ROWS = 15  # of a list: what is read before somebody goes


@dataclass(frozen=True, slots=True)
class ShownPart:
    name: str  # of the duty
    span: Span
    cover: int  # the request; 0: there is none any more


@dataclass(frozen=True, slots=True)
class ShownLost:
    name: str
    span: Span
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`first`: for which cover is sought now, or no more; `before`: for which it was already.

    `later`: so little of it that it can be done on another day.
    """

    first: tuple[ShownPart, ...] = ()
    before: tuple[ShownPart, ...] = ()
    later: tuple[ShownPart, ...] = ()
    lost: tuple[ShownLost, ...] = ()


def when_text(away: Away, reader: Reader) -> str:
    """`on Fri 27 Nov 2026`, `from … to …`; hours with their times and zone."""
    if not away.whole_days:
        return reader.span(away.span)
    first, last = away.first_day, away.last_day
    return f"on {say_day(first)}" if first == last else f"from {say_day(first)} to {say_day(last)}"


def covering(shown: Shown, reader: Reader, whose: str) -> tuple[Element, ...]:
    """What is sought now, and was before. `whose`: `yours`, `theirs`."""
    rows: list[Element] = []
    own = whose == "yours"
    if shown.first:
        until = f"until somebody takes it, it stays {whose}"
        if len(shown.first) > 1:
            until = f"what nobody takes stays {whose}"
        rows.append(Text((f"I ask for cover at once; {until}:",)))
        rows += _rows(shown.first, reader, own=own)
    if shown.before:
        rows.append(Text(("Cover is asked for already:",)))
        rows += _rows(shown.before, reader, own=False)
    if shown.later:
        names = ", ".join(dict.fromkeys(part.name for part in shown.later))
        so_little = "Nobody is asked, as so little falls into these days that it can be done later"
        rows.append(Small((f"{so_little}: {names}.",)))
    return tuple(rows)


def _rows(parts: Sequence[ShownPart], reader: Reader, *, own: bool) -> list[Element]:
    return [*(_row(part, reader, own=own) for part in parts[:MOST_ROWS]), *_more(parts)]


def _row(part: ShownPart, reader: Reader, *, own: bool) -> Row:
    line = f"{part.name}: {reader.span(part.span)}"
    if own:
        about = f"Keep {line}, and ask nobody"
        return Row((line,), Button("Keep it", WithdrawCover(cover=part.cover), about=about))
    about = f"See who is asked: {line}"
    return Row((line,), Button("How it stands", ShowCover(cover=part.cover), about=about))


def kept(shown: Shown, reader: Reader, who: str) -> tuple[Element, ...]:
    """What nobody took goes on as before; the rest is somebody else's. `who`: `You`, or a name."""
    rows: list[Element] = []
    if shown.first:
        holds = "hold" if who == "You" else "holds"
        rows.append(Text((f"Nobody is asked for cover any more. {who} {holds} as before:",)))
        rows += [Text((f"{p.name}: {reader.span(p.span)}",)) for p in shown.first[:MOST_ROWS]]
        rows += _more(shown.first)
    if shown.lost:
        rows.append(Text(("Somebody took meanwhile, and it stays theirs:",)))
        rows += [
            Text((f"{one.name}: {reader.span(one.span)}, {' and '.join(one.holders)}",))
            for one in shown.lost[:MOST_ROWS]
        ]
        rows += _more(shown.lost)
    return tuple(rows)


def _more(parts: Sequence[object]) -> list[Element]:
    left = len(parts) - MOST_ROWS
    return [Small((f"{left} more.",))] if left > 0 else []
