"""A proposed roster, as the chair sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards import Card, Chart, ChartKind, Element, Heading, Series, Small, Table, Text
from bot.plan.explaining import Assignment, Hole, Proposal
from bot.plan.problem import Level
from bot.reader import Reader, say_need
from bot.weeks import say_minutes, say_week, to_local, week_span

ROWS = 60  # of the table: more turns than a chair looks through in a chat; the rest is counted
HOLES = 8


def draft(
    week: date,
    proposal: Proposal,
    levels: Sequence[Level],
    departments: Mapping[int, str],
    reader: Reader,
) -> Card:
    """The proposal as the chair sees it: who holds what, what stays open, how sure that is."""
    return Card(
        f"A proposal for the {say_week(week)}",
        (
            Text((_summary(proposal),)),
            *_table(proposal.assignments, reader, week),
            *_chart(proposal, reader),
            *_holes(proposal.holes, departments, reader),
            Small((_sure(proposal, levels),)),
        ),
    )


def progress(level: str, value: int, bound: int) -> str:
    """One line while it is being solved. `value` and `bound` as in bot.plan.problem.Level."""
    said = {
        "covered": f"Covering hours: {100 * value // max(1, bound)} % of what can be reached",
        "fairness": "Sharing the hours fairly",
        "again": "Keeping duties in the same hands",
        "likes": "Giving people what suits them",
    }
    return f"{said[level]} …"


def _summary(proposal: Proposal) -> str:
    if not proposal.needed:
        return "Everything is covered already: there is nothing to propose."
    share = f"{say_minutes(proposal.covered)} of {say_minutes(proposal.needed)} that are still open"
    people = len({assignment.member.id for assignment in proposal.assignments})
    if not people:
        return f"Nobody has hours left for the {say_minutes(proposal.needed)} that are still open."
    return f"{'One person' if people == 1 else f'{people} people'} would cover {share}."


def _table(assignments: Sequence[Assignment], reader: Reader, week: date) -> tuple[Element, ...]:
    turns: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in assignments:
        turns[assignment.held.turn.id].append(assignment)
    whole = week_span(week, reader.home)
    rows = tuple(
        (
            mine[0].held.duty.name,
            reader.within(whole, mine[0].held.turn.span),
            ", ".join(f"{one.member.name} ({say_minutes(one.minutes)})" for one in mine),
        )
        for mine in turns.values()
    )
    if not rows:
        return ()
    table = Table("Who would hold what", ("Duty", "When", "Who"), rows[:ROWS])
    if len(rows) <= ROWS:
        return (table,)
    return (table, Small((f"{len(rows) - ROWS} more turns.",)))


def _chart(proposal: Proposal, reader: Reader) -> tuple[Element, ...]:
    """Needed beside covered, by the day on which a turn begins."""
    needed: dict[date, int] = defaultdict(int)
    covered: dict[date, int] = defaultdict(int)
    for one in proposal.assignments:
        day = to_local(one.held.turn.span.start, reader.home).date()
        needed[day] += one.minutes
        covered[day] += one.minutes
    for hole in proposal.holes:
        needed[to_local(hole.held.turn.span.start, reader.home).date()] += hole.minutes
    if not needed:
        return ()
    days = sorted(needed)
    chart = Chart(
        ChartKind.BAR,
        "Hours by the day on which turns begin",
        tuple(f"{day:%a} {day.day}" for day in days),
        (
            Series("Needed", tuple(round(needed[day] / 60, 1) for day in days)),
            Series("Covered", tuple(round(covered[day] / 60, 1) for day in days)),
        ),
        "Day",
        "Hours",
    )
    return (chart,)


def _holes(
    holes: Sequence[Hole], departments: Mapping[int, str], reader: Reader
) -> tuple[Element, ...]:
    if not holes:
        return ()
    lines = tuple(Text((_would_cover(hole, departments, reader),)) for hole in holes[:HOLES])
    more = len(holes) - HOLES
    rest = (Text((_in_all(holes, departments, more),)),) if more > 0 else ()
    return (Heading("What nobody can cover"), *lines, *rest)


def _in_all(holes: Sequence[Hole], departments: Mapping[int, str], more: int) -> str:
    """Such as: 12 more turns stay open; in all it takes 20 h from Sales, 6 h from anybody."""
    needs: dict[str, int] = defaultdict(int)
    for hole in holes:
        needs[departments.get(hole.department or 0, "anybody")] += hole.minutes
    said = ", ".join(f"{say_minutes(minutes)} from {name}" for name, minutes in needs.items())
    stay = "1 more turn stays" if more == 1 else f"{more} more turns stay"
    return f"{stay} open; in all it takes {said}."


def _would_cover(hole: Hole, departments: Mapping[int, str], reader: Reader) -> str:
    """Such as: Moderate the page, Tue 24 Nov …: two hours from Customer Service would do."""
    whose = departments.get(hole.department or 0, "")
    source = f" from {whose}" if whose else ""
    need = say_need(hole.minutes, hole.people)
    return f"{hole.held.duty.name}, {reader.span(hole.held.turn.span)}: {need}{source} would do."


def _sure(proposal: Proposal, levels: Sequence[Level]) -> str:
    first = levels[0] if levels else None
    if first is None and proposal.assignments:
        sure = "It was stopped early: another roster may cover more."
    elif first is None:
        sure = "Nothing had to be weighed up."
    elif first.gap <= 0:
        sure = "No other roster covers more."
    else:
        sure = f"No other roster covers more than {max(0.1, 100 * first.gap):.1f} % beyond this."
    if not proposal.unanswered:
        return sure
    who = "one person has" if proposal.unanswered == 1 else f"{proposal.unanswered} people have"
    return f"{sure} {who[0].upper()}{who[1:]} not answered yet: they count with their usual hours."
