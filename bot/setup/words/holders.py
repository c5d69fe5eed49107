"""What a change of a duty means to those who hold turns of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Button, Card, Code, Element, Row, Small, Table, Text
from bot.claims.requests import Release
from bot.model import Claim, Duty
from bot.reader import Reader
from bot.weeks import say_minutes

MOST_LINES = 10  # turns named one by one


def what_changed(lines: Sequence[tuple[str, str, str]]) -> Table:
    return Table("What changed", ("", "Before", "Now"), tuple(lines))


def changed_for_you(
    by: str,
    duty: Duty,
    lines: Sequence[tuple[str, str, str]],
    yours: Sequence[Claim],
    off: Sequence[Claim],
    reader: Reader,
) -> Card:
    """To a holder: before and now; `yours` stay as they are, `off` are no longer in the plan."""
    body: list[Element] = [
        Text((f"{by} changed it, and you hold turns of it.",)),
        what_changed(lines),
    ]
    if yours:
        spans = [reader.span(c.span) for c in yours]
        body.append(Text((f"Still yours: {'; '.join(_at_most(spans))}.",)))
    if off:
        body.append(Text(("No longer in the plan, and yours until you give it back:",)))
    for claim in off[:MOST_LINES]:
        when = reader.span(claim.span)
        button = Button("Give back", Release(claim=claim.id), about=f"Give back {when}")
        body.append(Row((f"{when}, {say_minutes(claim.minutes)}",), button))
    if len(off) > MOST_LINES:
        more = f"and {len(off) - MOST_LINES} more; type "
        body.append(Small((more, Code("/muster mine"), " to see all.")))
    return Card(f"{duty.name} was changed.", tuple(body))


def _at_most(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"and {more} more"] if more > 0 else [])]


def retired_for_you(by: str, duty: Duty, off: Sequence[Claim], reader: Reader) -> Card:
    spans = [reader.span(c.span) for c in off]
    text = f"{by} retired it. Off are your turns: {'; '.join(_at_most(spans))}."
    return Card(f"{duty.name} is no longer done.", (Text((text,)),))
