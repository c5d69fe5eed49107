"""Words that are made to be hard to read cost no more than others: one thread reads everybody's."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.grammar import read_named
from tests.bot.cast import text
from tests.bot.company import Company

MOST = 10  # seconds of this process' own time; what is read well takes some milliseconds


@contextmanager
def within_reason() -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        pytest.fail("these words keep everybody waiting")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_a_stranger_with_a_very_long_name(company: Company):
    with within_reason():
        said = company.say("ada", f"claim facebook next week for {'A' * 1900}!")
    assert text(said)


def test_names_are_looked_for_in_the_first_places_of_a_line_alone():
    found = read_named("claim " + "for Ana " * 300, ["Ana Silva"], ("for",))
    assert 0 < len(found.parties) <= 20
