"""Names and verbs, however they are written; and what is not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import Match, NoVerb, Verb, find_verb, match
from bot.names import fold

DUTIES = dict(
    enumerate(
        [
            "Moderate the Facebook page",
            "Moderate the LinkedIn group",
            "Answer on the support handle",
            "Speak on the brand handle",
            "Write technical posts",
            "Listen and report",
            "Social media strategy",
            "Action plan",
            "Channel strategy",
            "Copywriting",
            "Night watch on the support handle",
            "Decide what to do next",
            "Friday summary",
            "Réponses à la clientèle",
            "Grüße & Glückwünsche",
        ]
    )
)
VERBS = {
    "claim": "claim", "take": "claim", "release": "release", "who": "who", "mine": "mine",
    "hours": "hours", "help": "help", "sign up": "join",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Moderate the Facebook page", 0), ("FACEBOOK", 0), ("facebook page", 0), ("face", 0),
        ("page facebook", 0), ("facebok pagge", 0), ("face-book page", 0), ("mtfp", 0),
        ("MFP", 0), ("moderate facebook page", 0), ("the facebook page", 0), ("answer", 2),
        ("support answer", 2), ("night watch", 10), ("nigth watch", 10), ("copy writing", 9),
        ("copywritng", 9), ("listenreport", 5), ("action", 7), ("plan", 7), ("reponses", 13),
        ("REPONSES A LA CLIENTELE", 13), ("grusse", 14), ("Glueckwunsche", 14), ("dwtdn", 11),
        ("next", 11), ("friday sum", 12), ("write", 4),
    ],
)  # fmt: skip
def test_names_match_forgivingly(typed, name):
    assert match(typed, DUTIES) == Match(best=name)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("moderate", (0, 1)), ("support handle", (2, 10)), ("handle", (2, 3, 10)),
        ("strategy", (6, 8)), ("strategi", (6, 8)), ("stratgy", (6, 8)), ("modreate", (0, 1)),
    ],
)  # fmt: skip
def test_several_names_are_asked_about_and_never_guessed(typed, names):
    assert match(typed, DUTIES) == Match(several=names)


def test_what_is_no_name_is_at_most_suggested():
    assert match("big facebook page", DUTIES) == Match(suggestion=0)
    assert match("frobnicate", DUTIES) == Match()
    assert match("", DUTIES) == match("   ", DUTIES) == match("\u0301", DUTIES) == Match()
    assert match("facebook", {}) == Match()
    assert match("facebook " * 500, DUTIES).best is None


def test_the_whole_name_beats_a_part_of_another():
    plans = {"a": "Plan", "b": "Plan the year", "c": "Planning"}
    assert match("plan", plans).best == "a"
    assert match("plan year", plans).best == "b"
    assert match("plann", plans).best == "c"


def test_names_of_signs_alone_are_known_by_themselves():
    assert match("🎉", {1: "🎉", 2: "🎈"}).best == 1


@given(st.sampled_from(sorted(DUTIES)), st.sampled_from([str.upper, str.lower, str.title, fold]))
def test_every_name_is_known_in_any_case_and_without_accents(key, change):
    assert match(change(DUTIES[key]), DUTIES) == Match(best=key)


@given(st.dictionaries(st.integers(), st.text(min_size=1, max_size=30), min_size=1, max_size=8))
def test_any_name_is_known_by_itself(candidates):
    for key, name in candidates.items():
        same = tuple(k for k, other in candidates.items() if fold(other) == fold(name))
        found = match(name, candidates)
        if fold(name):
            assert found == (Match(best=key) if len(same) == 1 else Match(several=same))
        for changed in (name.upper(), f"  {name.lower()} "):
            if fold(changed) == fold(name):
                assert match(changed, candidates) == found


@given(st.text(max_size=60), st.dictionaries(st.integers(), st.text(max_size=20), max_size=6))
def test_any_text_gets_the_same_answer_twice(text, candidates):
    found = match(text, candidates)
    assert found == match(text, candidates)
    assert len(found.several) != 1
    answers = [found.best is not None, bool(found.several), found.suggestion is not None]
    assert sum(answers) <= 1


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("claim facebook fri", "claim", "facebook fri"), ("Claim: facebook", "claim", "facebook"),
        ("take x", "claim", "x"), ("/muster claim x", "claim", "x"), ("please who", "who", ""),
        ("  WHO  ", "who", ""), ("“mine”", "mine", ""), ("sign up now", "join", "now"),
        ("Sign Up", "join", ""), ("hours 2,5.", "hours", "2,5"), ("cláim x", "claim", "x"),
    ],
)  # fmt: skip
def test_verbs_are_found_with_the_words_behind_them(text, verb, rest):
    assert find_verb(text, VERBS) == Verb(verb, rest)


@pytest.mark.parametrize(
    ("text", "word", "nearest"),
    [
        ("clam facebook", "clam", "claim"), ("hlep", "hlep", "help"), ("rel x", "rel", "release"),
        ("hors 3", "hors", "hours"), ("xyzzy foo", "xyzzy", None), ("??", "??", None),
        ("", "", None), ("muster", "", None),
    ],
)  # fmt: skip
def test_a_wrong_word_gets_the_nearest_right_one(text, word, nearest):
    found = find_verb(text, VERBS)
    assert isinstance(found, NoVerb)
    assert (found.word, found.nearest) == (word, nearest)
    assert found.verb == (VERBS[nearest] if nearest else None)


def test_a_table_may_use_a_polite_word_as_its_verb():
    assert find_verb("hi there", {"hi": 1}) == Verb(1, "there")
    assert find_verb("hi", {}) == NoVerb("", "")


@given(st.text(max_size=100))
def test_any_text_has_a_verb_or_none(text):
    found = find_verb(text, VERBS)
    assert isinstance(found, Verb | NoVerb)
