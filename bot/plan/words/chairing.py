"""What the chair reads around a draft: that it is worked on, what can be changed, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.app import offer
from bot.cards import Button, Card, Confirm, Controls, Menu, Option, Small, Style, Text
from bot.errors import Refusal
from bot.plan.explaining import Assignment
from bot.plan.requests import (
    ChooseLine,
    DropPlan,
    GiveTo,
    PlanAgain,
    PlanWeek,
    SharePlan,
    ShowLine,
    StopPlan,
    TakeOut,
)
from bot.ports.plans import Plan
from bot.reader import Reader
from bot.roster.requests import AskOpen
from bot.weeks import say_day, say_minutes, say_week

MENU = 50  # lines to choose from at a time
LABEL = 70  # letters of an option: Slack cuts at 75


def working(plan: Plan) -> Card:
    """Also while it is edited with what is being done."""
    doing = plan.progress or "It comes as a message as soon as it is there, and changes nothing."
    return Card(
        f"I am working on a proposal for the {say_week(plan.week)}.",
        (
            Text((doing,)),
            Controls(
                (
                    Button("Stop", StopPlan(plan=plan.id), about="Stop: the best so far will do"),
                    Button("Drop it", DropPlan(plan=plan.id)),
                )
            ),
        ),
    )


def stopping(plan: Plan) -> Card:
    return Card(
        f"I am stopping the search for the {say_week(plan.week)}.",
        (Text(("The best proposal so far comes in a moment.",)),),
    )


def off(plan: Plan) -> Card:
    """In the place of a proposal that is no longer open."""
    again = Button("Plan it anew", PlanWeek(words=plan.week.isoformat()))
    return Card(
        f"The proposal for the {say_week(plan.week)} is off.",
        (Text((plan.progress or "Nothing of it is asked any more.",)), Controls((again,))),
    )


def to_decide(card: Card, plan: Plan, *, empty: bool) -> Card:
    """The draft, and what can be done with it."""
    again = Button("Plan again", PlanAgain(plan=plan.id))
    drop = Button("Drop it", DropPlan(plan=plan.id), Style.DANGER)
    if empty:
        return replace(card, body=(*card.body, Controls((again, drop))))
    ask = Confirm(
        "Share the proposal?",
        "Everybody in it is asked in one message. Nobody holds anything before they accept.",
        "Share it",
        "Not yet",
    )
    share = Button("Share it", SharePlan(plan=plan.id), Style.PRIMARY, ask)
    change = Button("Change a line", ChooseLine(plan=plan.id))
    return replace(card, body=(*card.body, Controls((share, change, again, drop))))


def choose_line(plan: Plan, lines: Sequence[tuple[int, Assignment]], skip: int, more: int) -> Card:
    """`lines`: with their ids; `more`: how many come after them."""
    options = tuple(
        Option(_label(f"{one.held.duty.name}: {one.member.name}"), ShowLine(line=line))
        for line, one in lines
    )
    later = Button(f"The next of {more} more", ChooseLine(plan=plan.id, skip=skip + len(lines)))
    return Card(
        f"Which line of the {say_week(plan.week)}?",
        (Controls((Menu("Choose a line", options), *((later,) if more else ()))),),
    )


def one_line(line: int, one: Assignment, others: Sequence[tuple[int, str]], reader: Reader) -> Card:
    """`others`: who could have it instead, the best first, by their ids."""
    options = tuple(
        Option(_label(name), GiveTo(line=line, member=member)) for member, name in others
    )
    give = (Menu("Give it to …", options),) if options else ()
    nobody = () if options else (Small(("Nobody else who fits has hours left.",)),)
    return Card(
        f"{one.held.duty.name}: {one.member.name}",
        (
            Text((f"{reader.span(one.held.turn.span)}, {say_minutes(one.minutes)}. {one.why}",)),
            *nobody,
            Controls((*give, Button("Take out", TakeOut(line=line), Style.DANGER))),
        ),
    )


def changed(what: str, plan: Plan) -> Card:
    more = Button("Change another line", ChooseLine(plan=plan.id))
    return Card(what, (Text(("The proposal says so now.",)), Controls((more,))))


def taken_out(one: Assignment) -> str:
    return f"{one.member.name} is out of {one.held.duty.name}."


def given_to(name: str, one: Assignment, minutes: int) -> str:
    return f"{one.held.duty.name} is proposed to {name}, {say_minutes(minutes)}."


def _label(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"


# ---- refusals -----------------------------------------------------------------------------------


def no_longer(plan: Plan | None = None) -> Refusal:
    """An old button."""
    why = "It was dropped, or another one took its place."
    offers = (offer("Show what stands", PlanWeek(words=plan.week.isoformat())),) if plan else ()
    return Refusal(
        "old_plan", "This proposal is no longer open.", why, "Type `/muster plan`.", offers=offers
    )


def shared_already(plan: Plan) -> Refusal:
    return Refusal(
        "shared_already",
        f"The proposal for the {say_week(plan.week)} was shared already.",
        "People are deciding about it.",
        "Plan again, if you want another one.",
        offers=(offer("Plan again", PlanAgain(plan=plan.id)),),
    )


def not_ready(plan: Plan) -> Refusal:
    return Refusal(
        "not_ready",
        f"The proposal for the {say_week(plan.week)} is not ready yet.",
        "I am still working on it.",
        "It comes as a message.",
    )


def ready_already() -> Refusal:
    return Refusal(
        "ready_already", "There is nothing to stop.", "The proposal is there.", "Look at it."
    )


def answered_by_some() -> Refusal:
    return Refusal(
        "answered",
        "Somebody has answered already.",
        "What was accepted is held by those who accepted it.",
        "Stop asking instead: whoever has not answered is asked no more.",
    )


def nothing_to_share() -> Refusal:
    return Refusal(
        "nothing_to_share",
        "There is nobody to ask.",
        "No line of this proposal can still be.",
        "See what is open, or plan again later.",
        offers=(offer("See what is open", AskOpen()),),
    )


def no_fit(name: str) -> Refusal:
    return Refusal(
        "no_fit",
        f"{name} cannot take this turn.",
        "They are away, have no hours left, hold it already, or need a rest then.",
        "Choose somebody else.",
    )


def line_gone() -> Refusal:
    return Refusal(
        "line_gone",
        "This line is no longer there.",
        "It was changed meanwhile, or its turn is no longer planned.",
        "Look at the proposal as it is now: `/muster plan`.",
    )


def bad_week(said: str) -> Refusal:
    return Refusal(
        "bad_week",
        f"I do not know which week “{said[:40]}” is.",
        instead="Write it like `plan`, `plan next week` or `plan 2026-W49`.",
    )


def not_open(week: date, last: date) -> Refusal:
    return Refusal(
        "too_far",
        f"There are no turns to plan in the {say_week(week)}.",
        f"Weeks can be planned from this one to the one that ends on {say_day(last)}.",
        "Choose one of those.",
    )
