"""What those read who are asked, and what the chair reads of their answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.app import offer
from bot.cards import (
    Bold,
    Button,
    Card,
    Confirm,
    Controls,
    Divider,
    Element,
    Heading,
    Row,
    Style,
    Table,
    Text,
)
from bot.errors import Refusal
from bot.held import Held
from bot.model import Member
from bot.plan.requests import AcceptAll, AcceptLine, DeclineLine, DropPlan, PlanAgain
from bot.ports.plans import LineState, Plan, PlanLine
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen
from bot.swaps.requests import OpenLineSwap, OpenSwapForm
from bot.undo.requests import Undo
from bot.weeks import say_minutes, say_week, week_span

ROWS = 60
NAMES = 20  # of those who have not answered; the others are counted


@dataclass(frozen=True, slots=True)
class Asked:
    """A line with what it is about. `holds`: they hold (a part of) the turn now.

    `wanted`: somebody is, still.
    """

    line: PlanLine
    held: Held
    member: Member
    holds: bool = False
    wanted: bool = True

    @property
    def state(self) -> LineState:
        """As it is by now: nobody is asked for what others hold, or they themselves, or is over."""
        if self.line.state is not LineState.ASKED or self.wanted:
            return self.line.state
        return LineState.ACCEPTED if self.holds else LineState.DROPPED


# ---- for those who are asked --------------------------------------------------------------------


def ask(plan: Plan, mine: Sequence[Asked], reader: Reader) -> Card:
    """One card for all turns of one person."""
    open_ones = [one for one in mine if one.state is LineState.ASKED]
    body: list[Element] = []
    if open_ones:
        total = say_minutes(sum(one.line.minutes for one in open_ones))
        body.append(Text((f"{total} in all. You hold nothing of it before you accept.",)))
    if len(open_ones) > 1:
        everything = Button("Accept all", AcceptAll(plan=plan.id), Style.PRIMARY)
        body.append(Controls((everything,)))
    whole = week_span(plan.week, reader.home)
    for one in mine:
        body += (Divider(), *_asked(one, reader.within(whole, one.held.turn.span)))
    title = "Would you take this" if open_ones else "Your part of the proposal"
    return Card(f"{title}, {say_week(plan.week)}{'?' if open_ones else ''}", tuple(body))


def _asked(one: Asked, when: str) -> tuple[Element, ...]:
    line, name = one.line, one.held.duty.name
    text = Text((Bold(name), f", {when}, {say_minutes(line.minutes)}. {_said(one)}"))
    if one.state is LineState.ACCEPTED and (claim := _claim_of(one)):
        swap = Button("Swap", OpenSwapForm(claim=claim), about=f"Swap {name}")
        return (text, Controls((swap,)))
    if one.state is not LineState.ASKED:
        return (text,)
    swap = Button("Swap", OpenLineSwap(line=line.id), about=f"Accept {name}, and swap it")
    return (text, Controls((*_yes_and_no(one), swap)))


def _yes_and_no(one: Asked) -> tuple[Button, Button]:
    key, name = one.line.id, one.held.duty.name
    return (
        Button("Accept", AcceptLine(line=key), about=f"Accept {name}"),
        Button("Not me", DeclineLine(line=key), about=f"I do not take {name}"),
    )


def _claim_of(one: Asked) -> int:
    """What they hold of the turn; 0 if nothing (any more)."""
    mine = (claim.id for claim in one.held.turn.claims if claim.member_id == one.member.id)
    return next(mine, 0)


def _said(one: Asked) -> str:
    match one.state:
        case LineState.ACCEPTED:
            return "You hold it." if one.holds else "You accepted, and gave it back."
        case LineState.DECLINED:
            return "You cannot: somebody else is asked."
        case LineState.DROPPED if one.line.state is LineState.ASKED:
            return "No longer asked. Nobody is wanted any more."
        case LineState.DROPPED:
            return f"No longer asked. {one.line.why}".strip()
        case _:
            return f"Why you? {one.line.why}"


def taken_back(plan: Plan) -> Card:
    """In the place of what was asked, where the chair took it back."""
    return Card(
        f"Nothing is asked of you in the {say_week(plan.week)} for now.",
        (Text(("The chair took the proposal back and is still at it.",)),),
    )


def accepted_all(taken: Sequence[tuple[Asked, Undo | None]], failed: Sequence[Asked]) -> Card:
    """Each with its own way back."""
    rows = [
        Row(
            (Bold(one.held.duty.name), f", {say_minutes(one.line.minutes)}"),
            Button("Undo", undo, about=f"Undo {one.held.duty.name}") if undo else None,
        )
        for one, undo in taken
    ]
    count = "one turn" if len(taken) == 1 else f"{len(taken)} turns"
    body: list[Element] = list(rows)
    if failed:
        body.append(Heading("Not possible any more"))
        body += [Text((f"{one.held.duty.name}: {one.line.why}",)) for one in failed]
    title = f"You hold {count} more. Thank you!" if taken else "Nothing of it could be taken."
    return Card(title, tuple(body))


def declined(one: Asked, change: int, *, others: bool) -> Card:
    then = "I am asking somebody else." if others else "Nobody else who fits has hours left."
    undo = Controls((Button("Undo", Undo(change=change)),))
    return Card(f"You are not asked for {one.held.duty.name} any more.", (Text((then,)), undo))


def asked_again(one: Asked) -> Card:
    text = Text(("Whoever I asked in your place, and has not said yes, is not asked any more.",))
    title = f"You are asked for {one.held.duty.name} again."
    return Card(title, (text, Controls(_yes_and_no(one))))


def could_not(one: Asked, refusal: Refusal) -> Card:
    """The rules of claiming say no: the line goes."""
    said = " ".join(s for s in (refusal.what, refusal.why) if s)
    return Card(
        f"You could not take {one.held.duty.name}.",
        (
            Text((said,)),
            Text(("It is off your list; somebody else is asked if somebody is wanted.",)),
            Controls((Button("My turns", AskMine()), Button("See what is open", AskOpen()))),
        ),
    )


def not_yours() -> Refusal:
    return Refusal(
        "not_yours",
        "This was asked of somebody else.",
        "Everybody answers for themselves.",
        "What is open to all is on the roster.",
        offers=(offer("See what is open", AskOpen()),),
    )


def answered(line: PlanLine) -> Refusal:
    was = {
        LineState.ACCEPTED: "You accepted it already.",
        LineState.DECLINED: "You said already that you cannot.",
    }.get(line.state, line.why or "The proposal was changed.")
    return Refusal(
        "answered",
        "This is no longer asked.",
        was,
        "Your turns are in your list.",
        offers=(offer("My turns", AskMine()), offer("See what is open", AskOpen())),
    )


def no_longer_asked() -> Refusal:
    return Refusal(
        "old_plan",
        "This proposal is no longer open.",
        "The chair dropped it, or made another one.",
        "What is still open can be taken as always.",
        offers=(offer("See what is open", AskOpen()), offer("My turns", AskMine())),
    )


# ---- for the chair ------------------------------------------------------------------------------


def shared(plan: Plan, lines: Sequence[Asked], reader: Reader, undo: int = 0) -> Card:
    """How far the asking is: counts, whom it waits for, and who said what.

    `undo`: the change that shared it, while nobody has answered.
    """
    by_state: dict[LineState, list[Asked]] = defaultdict(list)
    for one in lines:
        by_state[one.state].append(one)
    yes, no = by_state[LineState.ACCEPTED], by_state[LineState.DECLINED]
    waiting, dropped = by_state[LineState.ASKED], by_state[LineState.DROPPED]
    counts = f"{len(yes)} accepted, {len(no)} declined, {len(waiting)} waiting"
    counts += f", {len(dropped)} no longer possible." if dropped else "."
    back = (Button("Undo", Undo(change=undo), about="Undo: nobody is asked"),) if undo else ()
    again = Button("Plan again", PlanAgain(plan=plan.id), confirm=_ending("Plan again"))
    drop = Button("Stop asking", DropPlan(plan=plan.id), Style.DANGER, _ending("Stop asking"))
    return Card(
        f"The proposal for the {say_week(plan.week)} is shared",
        (
            Text((counts,)),
            *_names("Waiting for", waiting),
            *_names("Declined", no),
            *_table(lines, reader, plan.week),
            Controls((*back, again, drop)),
        ),
    )


def _ending(yes: str) -> Confirm:
    text = "Those who have not answered are asked no more. What was accepted stays held."
    return Confirm("End this proposal?", text, yes)


def _names(what: str, lines: Sequence[Asked]) -> tuple[Element, ...]:
    names = list(dict.fromkeys(one.member.name for one in lines))
    if not names:
        return ()
    more = len(names) - NAMES
    said = ", ".join(names[:NAMES]) + (f" and {more} more" if more > 0 else "")
    return (Text((Bold(f"{what}: "), f"{said}.")),)


def _table(lines: Sequence[Asked], reader: Reader, week: date) -> tuple[Element, ...]:
    whole = week_span(week, reader.home)
    ordered = sorted(lines, key=lambda one: (one.held.turn.span.start, one.held.duty.name))
    rows = tuple(
        (
            one.held.duty.name,
            reader.within(whole, one.held.turn.span),
            f"{one.member.name} ({say_minutes(one.line.minutes)})",
            _answer(one),
        )
        for one in ordered
    )
    if not rows:
        return ()
    table = Table("Who said what", ("Duty", "When", "Who", "Answer"), rows[:ROWS])
    more = len(rows) - ROWS
    return (table, Text((f"{more} more lines.",))) if more > 0 else (table,)


def _answer(one: Asked) -> str:
    if one.state is LineState.ACCEPTED:
        return "accepted" if one.holds else "accepted, given back"
    return {
        LineState.DECLINED: "declined",
        LineState.DROPPED: "not possible",
    }.get(one.state, "waiting")
