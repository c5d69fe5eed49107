"""Small problems of who holds what: people, turns, and who fits which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.plan.problem import Fit, Person, Problem, Wanted
from bot.weeks import Span

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(quarter: int) -> datetime:
    return MONDAY + timedelta(minutes=15 * quarter)


@st.composite
def spans(draw, longest: int) -> Span:
    begin = draw(st.integers(0, 300))
    return Span(at(begin), at(begin + draw(st.integers(1, longest))))


@st.composite
def people(draw, key: int) -> Person:
    offered = draw(st.integers(1, 24))
    return Person(
        key,
        draw(st.integers(1, offered)),
        offered,
        draw(st.integers(0, 300)),
        tuple(draw(st.lists(spans(16), max_size=1))),
    )


@st.composite
def turns(draw, key: int) -> Wanted:
    short = draw(st.booleans())
    least = draw(st.integers(0, 2))
    return Wanted(
        key,
        draw(spans(16 if short else 672)),
        draw(st.integers(1, 24)),
        least,
        least + draw(st.integers(0, 2)),
        short,
    )


@st.composite
def problems(draw) -> Problem:
    who = [draw(people(key)) for key in range(draw(st.integers(0, 5)))]
    what = [draw(turns(100 + key)) for key in range(draw(st.integers(0, 5)))]
    every = [(p.id, t.id) for p in who for t in what]
    chosen = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    fits = tuple(Fit(p, t, draw(st.booleans()), draw(st.integers(0, 3))) for p, t in chosen)
    return Problem(tuple(who), tuple(what), fits, draw(st.sampled_from((0, 60, 660))))
