"""What the composer offers while someone types."""

from __future__ import annotations

import pytest

from handlers.playground.page.completion import matches, offers

VERBS = [
    ("who", "who [duty]", "Who holds a duty"),
    ("claim", "claim <duty>", "Take a turn"),
    ("help", "help", ""),
]
PEOPLE = [("Ada Brandt", "Marketing"), ("Anke Okafor", "Sales"), ("Farah Okafor", "")]


def texts(typed, **more):
    return [offer.text for offer in offers(typed, VERBS, PEOPLE, **more)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", []),
        ("hello", []),
        ("/", ["/muster "]),
        ("/MU", ["/muster "]),
        ("/giphy", []),
        ("/muster ", ["/muster who ", "/muster claim ", "/muster help "]),
        ("/muster c", ["/muster claim "]),
        ("/muster claim", []),
        ("/muster claim facebook", []),
        ("@", ["@Ada Brandt ", "@Anke Okafor ", "@Farah Okafor "]),
        ("hello @ok", ["hello @Anke Okafor ", "hello @Farah Okafor "]),
        ("hello @Ada Br", ["hello @Ada Brandt "]),
        ("hello @Ada Brandt", []),
        ("mail a@b", []),
    ],
)
def test_what_is_offered(typed, offered):
    assert texts(typed) == offered


def test_people_can_be_named_in_commands():
    assert "/muster swap fb with @Ada Brandt " in texts("/muster swap fb with @ad")


def test_a_thread_knows_no_commands():
    assert texts("/mu", commands=False) == []


def test_words_of_a_name_match_in_any_order():
    assert matches("Ada Brandt", "br ada")
    assert not matches("Ada Brandt", "randt")
