"""The forms by which turns are swapped, traded and given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.cards import AnyInput, ChoiceInput, Form, Text, TextInput
from bot.held import Held as TurnHeld
from bot.model import Duty, Member
from bot.naming import shown_name
from bot.reader import Reader
from bot.swaps.requests import (
    AnotherByForm,
    GiveByForm,
    OpenGiveForm,
    SwapByForm,
    SwapLine,
    TradeByForm,
)
from bot.weeks import Span

PEOPLE = 100  # to choose from in a list: what a platform shows; of more, one is named
TURNS = 100
LABEL = 75


class Held(Protocol):
    """bot.swaps.usecases.choosing.Holding."""

    @property
    def duty(self) -> Duty: ...
    @property
    def part(self) -> Span: ...
    @property
    def id(self) -> int: ...


def who_input(people: Sequence[Member], label: str = "With whom") -> AnyInput:
    """A list, or words where there are too many for one."""
    if 0 < len(people) <= PEOPLE:
        options = tuple((str(m.id), shown_name(m)[:LABEL]) for m in people)
        return ChoiceInput(name="who", label=label, options=options)
    hint = "A name or an e-mail address."
    return TextInput(name="who", label=label, hint=hint, most=200)


def turn_input(
    held: Sequence[Held], label: str, reader: Reader, chosen: int = 0, hint: str = ""
) -> ChoiceInput:
    options = tuple((str(one.id), _label(one, reader)) for one in held[:TURNS])
    initial = (str(chosen),) if chosen else ()
    return ChoiceInput(name="mine", label=label, options=options, initial=initial, hint=hint)


def _label(one: Held, reader: Reader) -> str:
    """The time is what tells turns apart: a long name is cut before it."""
    when = reader.span(one.part)
    room = LABEL - len(when) - 2
    name = one.duty.name if len(one.duty.name) <= room else f"{one.duty.name[: max(3, room - 1)]}…"
    return f"{name}, {when}"[:LABEL]


def swap_form(
    held: Sequence[Held],
    people: Sequence[Member],
    chosen: int,
    whose: tuple[int, str],
    reader: Reader,
) -> Form:
    """`chosen`: the claim's id, where it is known already. `whose`: the giver, if not the reader.

    By their id, 0 for the reader, and as it is said: `your`, `Ana's`.
    """
    part = TextInput(
        name="part",
        label="Which part of it",
        hint="Empty: all that is to come of it. Or like tue 9-12.",
        optional=True,
        most=100,
    )
    mine = turn_input(held, f"Which of {whose[1]} turns", reader, chosen)
    return Form(
        "Swap a turn",
        "Ask",
        SwapByForm(giver=whose[0]),
        (mine, part, who_input(people), _theirs_input()),
        (Text(("They are asked first; until they agree nothing moves.",)),),
    )


def _theirs_input() -> TextInput:
    return TextInput(
        name="theirs",
        label="For which of theirs",
        hint="Like blog thu. Empty: they choose, or take it just so.",
        optional=True,
        most=200,
    )


def line_form(line: int, held: TurnHeld, people: Sequence[Member], reader: Reader) -> Form:
    """Of something that is only proposed to them."""
    what = f"{held.duty.name}, {reader.span(held.turn.span)}."
    first = "You accept it with this, and hold it until they agree."
    return Form(
        "Swap a turn",
        "Accept and ask",
        SwapLine(line=line),
        (who_input(people), _theirs_input()),
        (Text((f"{what} {first}",)),),
    )


def trade_form(
    request: TradeByForm, wanted: str, holder: Member, mine: Sequence[Held], reader: Reader
) -> Form:
    name = shown_name(holder)
    return Form(
        "Swap a turn",
        "Offer",
        request,
        (turn_input(mine, "You would give", reader),),
        (
            Text((f"You would take {wanted} from {name}.",)),
            Text((f"{name} is asked first; until they agree nothing moves.",)),
        ),
    )


def another_form(swap: int, asker: Member, mine: Sequence[Held], reader: Reader) -> Form:
    name = shown_name(asker)
    return Form(
        "Another turn",
        "Offer",
        AnotherByForm(swap=swap),
        (turn_input(mine, "You would give", reader),),
        (Text((f"{name} then says yes or no; until then nothing moves.",)),),
    )


def give_form(
    request: OpenGiveForm,
    held: TurnHeld,
    holder: Member | None,
    people: Sequence[Member],
    reader: Reader,
) -> Form:
    """Who is to hold a turn; or (`holder`) what somebody holds of it now."""
    hours = TextInput(
        name="hours",
        label="Hours",
        hint="Empty: what is wanted of one person.",
        optional=True,
        placeholder="2, 1.5, 1h30",
        most=20,
    )
    now = f" {shown_name(holder)} holds it now, and is told." if holder else ""
    return Form(
        "Claim for somebody",
        "Claim",
        GiveByForm(turn=request.turn, claim=request.claim),
        (who_input(people, "Who"), *(() if holder else (hours,))),
        (
            Text((f"{held.duty.name}, {reader.span(held.turn.span)}.{now}",)),
            Text(("They are told that it was you, and can say that they cannot.",)),
        ),
    )
