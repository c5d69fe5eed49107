"""What cannot follow the roster, and the button that tries again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Button, Channel, Element, Heading, Inline, Row
from bot.following.requests import ShowAgain
from bot.ports.signs import Sign, SignKind
from bot.ports.store import Transaction

MOST = 8  # rows before the rest is counted, as of every list of the status


@dataclass(frozen=True, slots=True)
class Stuck:
    """A sign that could not be shown when it was last tried, and the duties that it follows."""

    sign: Sign
    duties: tuple[str, ...]


def load_stuck(tx: Transaction) -> tuple[Stuck, ...]:
    wrong = [sign for sign in tx.signs.all() if sign.problem and sign.duty_ids]
    if not wrong:
        return ()
    names = {duty.id: duty.name for duty in tx.roster.duties(retired=True)}
    return tuple(Stuck(sign, tuple(names[key] for key in sign.duty_ids)) for sign in wrong)


def stuck_rows(found: Sequence[Stuck]) -> tuple[Element, ...]:
    if not found:
        return ()
    rows = [_row(one) for one in found[:MOST]]
    if len(found) > MOST:
        rows.append(Row((f"{len(found) - MOST} more.",)))
    return (Heading(f"Do not follow the roster: {len(found)}"), *rows)


def _row(one: Stuck) -> Row:
    sign = one.sign
    place: Inline = Channel(sign.target, "The topic")
    if sign.kind is SignKind.GROUP:
        place = sign.name or sign.target
    line = (place, f", for {', '.join(one.duties)}: {sign.problem}")
    about = f"Try again to show {', '.join(one.duties)}"
    return Row(line, Button("Try again", ShowAgain(sign.id), about=about[:75]))
