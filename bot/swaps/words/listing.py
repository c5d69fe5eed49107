"""Exchanges that wait, in a list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Button, Card, Controls, Element, Heading, Row, Small
from bot.naming import shown_name
from bot.reader import Reader
from bot.swaps.requests import ShowSwap
from bot.swaps.words.asking import Proposal

ROWS = 6


def with_waiting(card: Card, waiting: Sequence[Proposal], me: int, reader: Reader) -> Card:
    """The same card with them above its last buttons."""
    rows: list[Element] = [Heading("Swaps waiting")]
    for one in waiting[:ROWS]:
        mine = one.asker.id == me
        other = shown_name(one.other if mine else one.asker)
        who = f"{other} has not answered" if mine else f"{other} waits for you"
        wants = f" for {one.wants.duty.name}" if one.wants else ""
        line = f"{who}: {one.gives.duty.name}, {reader.span(one.gives.part)}{wants}"
        show = Button("Look" if mine else "Answer", ShowSwap(swap=one.swap.id), about=line[:75])
        rows.append(Row((line,), show))
    if len(waiting) > ROWS:
        rows.append(Small((f"{len(waiting) - ROWS} more.",)))
    body = list(card.body)
    at = len(body) - 1 if body and isinstance(body[-1], Controls) else len(body)
    return Card(card.title, (*body[:at], *rows, *body[at:]), card.refresh)
