"""With whom, from whom, for whom: people in a line of words, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import Exchange, Mention, read_exchange, read_named, split, tidy
from tests.bot.whens import whens

PEOPLE = ("Ada Brandt", "Bea Lang", "Boris Klein", "May Jun", "José Álvarez", "Anna-Lena O'Neil")
DUTIES = ("Moderate the Facebook page", "Write the blog", "Answer on the support handle")
ROLES = ("from", "for", "of", "to")
SAID = st.text(max_size=80)


def name(value: str) -> Mention:
    return Mention("name", value)


def exchanged(words: str) -> tuple[str, str | None, list[str], list[str]]:
    found = read_exchange(words, PEOPLE, DUTIES)
    return (
        found.mine,
        found.theirs,
        [mention.value for mention in found.others],
        [mention.value for mention in found.whose],
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("facebook with @bea", ("facebook", None, ["bea"], [])),
        ("facebook tue with Bea for blog thu", ("facebook tue", "blog thu", ["Bea"], [])),
        ("facebook with bea lang for thu", ("facebook", "thu", ["bea lang"], [])),
        ("with bea facebook tue", ("facebook tue", None, ["bea"], [])),
        ("facebook with Bea's blog", ("facebook", "blog", ["Bea"], [])),
        ("facebook with Boris' blog", ("facebook", "blog", ["Boris"], [])),
        ("facebook with Bea’s blog", ("facebook", "blog", ["Bea"], [])),
        ("blog for facebook with bea", ("blog", "facebook", ["bea"], [])),
        ("facebook for tuesday with Bea", ("facebook for tuesday", None, ["Bea"], [])),
        ("facebook with <@U12|x> for blog", ("facebook", "blog", ["U12"], [])),
        ("facebook with b@x.example", ("facebook", None, ["b@x.example"], [])),
        ("facebook <@U1> in return for blog", ("facebook", "blog", ["U1"], [])),
        ("facebook from @ada with bea", ("facebook", None, ["bea"], ["ada"])),
        ("facebook next week to Bea", ("facebook next week", None, ["Bea"], [])),
        ("facebook with jose for the blog", ("facebook", "the blog", ["jose"], [])),
        ("facebook with bea langg", ("facebook", None, ["bea langg"], [])),
        ("facebook with zed", ("facebook", None, ["zed"], [])),
        ("facebook with may for blog", ("facebook", "blog", ["may"], [])),
        ("facebook from fri to sat with bea", ("facebook from fri to sat", None, ["bea"], [])),
        ("facebook", ("facebook", None, [], [])),
        ("", ("", None, [], [])),
    ],
)
def test_the_two_sides_of_an_exchange(words, expected):
    assert exchanged(words) == expected


@pytest.mark.parametrize(
    ("words", "parties", "rest"),
    [
        ("facebook from @ana", [("from", "ana")], "facebook"),
        ("facebook tue from Bea", [("from", "Bea")], "facebook tue"),
        ("from bea facebook tue", [("from", "bea")], "facebook tue"),
        ("facebook from 9 to 12", [], "facebook from 9 to 12"),
        ("facebook from mon to wed", [], "facebook from mon to wed"),
        ("facebook from fri to sat", [], "facebook from fri to sat"),
        ("facebook for bea 2h", [("for", "bea")], "facebook 2h"),
        ("facebook for 2h", [], "facebook for 2h"),
        ("facebook for next week", [], "facebook for next week"),
        ("facebook for tuesday", [], "facebook for tuesday"),
        ("facebook for May Jun", [("for", "May Jun")], "facebook"),
        ("facebook for me", [], "facebook for me"),
        ("facebook for c@x.example", [("for", "c@x.example")], "facebook"),
        ("facebook from bea for boris", [("from", "bea"), ("for", "boris")], "facebook"),
        ("facebook @bea", [("", "bea")], "facebook"),
        ("facebook for anna-lena", [("for", "anna-lena")], "facebook"),
        ("write the blog for jose álvarez", [("for", "jose álvarez")], "write the blog"),
    ],
)
def test_from_whom_and_for_whom(words, parties, rest):
    found = read_named(words, PEOPLE, ROLES, DUTIES)
    assert [(party.role, party.mention.value) for party in found.parties] == parties
    assert found.rest == rest


@given(SAID)
def test_nothing_that_is_typed_breaks_it(words):
    found = read_exchange(words, PEOPLE, DUTIES)
    assert isinstance(found, Exchange)
    named = read_named(words, PEOPLE, ROLES, DUTIES)
    assert "\0" not in f"{found.mine}{found.theirs}{named.rest}"
    line = tidy(words)
    for party in named.parties:
        assert 0 <= party.start < party.end <= len(line)


@given(
    st.sampled_from(["facebook", "write the blog", "support handle"]),
    st.sampled_from(PEOPLE[:3]),
    st.sampled_from(["", "blog", "the support handle"]),
    whens(),
    st.booleans(),
)
def test_what_is_said_comes_back_in_any_order(duty, person, theirs, when, first):
    time = when.to_text()
    mine = f"{duty} {time}"
    behind = f" for {theirs}" if theirs else ""
    words = (
        f"with {person} {mine}{behind}"
        if first and not theirs
        else (f"{mine} with {person}{behind}")
    )
    found = read_exchange(words, PEOPLE, DUTIES)
    assert found.others == (name(person),)
    assert found.theirs == (theirs or None)
    parts, wanted = split(found.mine, DUTIES), split(mine, DUTIES)
    assert (parts.name, parts.when) == (wanted.name, wanted.when)


@given(st.sampled_from(PEOPLE[:3]), whens(), st.sampled_from(["from", "for"]))
def test_a_time_is_never_taken_for_a_person(person, when, role):
    found = read_named(f"facebook {when.to_text()} {role} {person}", PEOPLE, ROLES, DUTIES)
    assert [party.mention for party in found.parties] == [name(person)]
    assert read_named(f"facebook {when.to_text()}", PEOPLE, ROLES, DUTIES).parties == ()
