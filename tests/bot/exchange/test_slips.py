"""What is taken for a slip, and what for another name."""

from __future__ import annotations

import pytest

from bot.exchange.cells import is_slip


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Custmer Service", "Customer Service"),
        ("costumer  service", "Customer Service"),
        ("Enginering", "Engineering"),
        ("HumanResources", "Human Resources"),
        ("Public-Relations", "Public Relations"),
        ("Marketting", "Marketing"),
    ],
)
def test_a_letter_off_in_a_long_word_is_a_slip(written, name):
    assert is_slip(written, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Team 1", "Team 10"),
        ("Dept 2", "Dept 3"),
        ("Acme Facebook page (DE)", "Acme Facebook page (EN)"),
        ("HR", "PR"),
        ("Support L2", "Support L3"),
        ("Sales EMEA", "Sales APAC"),
        ("Marketing", "Marketing II"),
        ("", "Marketing"),
        ("☃", "♥"),
    ],
)
def test_names_that_differ_in_a_number_or_a_short_word_are_two(one, other):
    assert not is_slip(one, other)
    assert not is_slip(other, one)
