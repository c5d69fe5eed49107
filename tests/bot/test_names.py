from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.names import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Müller", "ZOE  MULLER"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("İstanbul", "istanbul"),
        ("O’Neill", "o'neill"),
        ("X – support", "x - Support"),
        ("e\u0301cole", "école"),
        ("\u200bPR\u00a0", "pr"),
        ("Tab\there", "tab here"),
        ("ﬁnance", "finance"),
    ],
)
def test_names_that_people_take_for_the_same_are_the_same(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("PR", "HR"), ("日本", "日"), ("X 1", "X 2")])
def test_names_that_differ_stay_different(one: str, other: str):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_is_done_at_once(name: str):
    folded = fold(name)
    assert fold(folded) == folded
    assert folded == folded.strip()
    assert "  " not in folded


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_case_does_not_count(name: str):
    assert fold(name.upper().lower()) == fold(name.lower())
