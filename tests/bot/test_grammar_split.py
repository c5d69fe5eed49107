"""The words after a verb, taken apart in whatever order they come."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.grammar import Mention, Parts, hours, parse_when, read_mention, split, split_tail, tidy
from bot.grammar.matching import words_of
from tests.bot.whens import whens

NAMES = [
    "Moderate the Facebook page",
    "Moderate the LinkedIn group",
    "Answer on the support handle",
    "Night watch on the support handle",
    "Social media strategy",
    "Action plan",
    "Channel strategy",
    "Decide what to do next",
    "Friday summary",
    "May campaign",
    "3D blog",
    "Listen and report",
]
WHENS = [
    "next tue", "fri", "tomorrow", "this week", "W49", "2026-12-01", "1 dec", "fri..mon",
    "tue 9-11", "1 dec 09:00-13:00", "9-13", "next week", "week of 1 dec", "fri at 9",
]  # fmt: skip
HOURS = ["2h", "2.5", "2,5", "1h30", "90 min", "3", "½ h", "an hour"]


def taken_apart(words, names=NAMES):
    parts = split(words, names)
    when = parts.when.to_text() if parts.when else None
    return parts.name, when, parts.minutes, parts.note


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("facebook page next tue 9-11 2h", ("facebook page", "next tue 09:00-11:00", 120, None)),
        ("next tue 2h facebook page 9-11", ("facebook page", "next tue 09:00-11:00", 120, None)),
        ("the facebook page on friday please", ("facebook page", "fri", None, None)),
        ("linkedin, tue, 2h", ("linkedin", "tue", 120, None)),
        ("Facebok pagge for 2.5 hours at 9", ("Facebok pagge", "at 09:00", 150, None)),
        ("3 W49", ("", "W49", 180, None)),
        ("fri..mon", ("", "fri to mon", None, None)),
        ("for me on friday", ("", "fri", None, None)),
        ("numbers 1:30", ("numbers", None, 90, None)),
        ("", ("", None, None, None)),
        ("friday summary", ("friday summary", None, None, None)),
        ("Friday summary fri", ("Friday summary", "fri", None, None)),
        ("fri friday summary 2h", ("friday summary", "fri", 120, None)),
        ("friday sum", ("friday sum", None, None, None)),
        ("friday", ("", "fri", None, None)),
        ("may campaign 1 may", ("may campaign", "1 may", None, None)),
        ("night watch on the support handle sat",
         ("night watch on the support handle", "sat", None, None)),
        ("decide what to do next next week", ("decide what to do next", "next week", None, None)),
        ("decide what next week", ("decide what", "next week", None, None)),
        ("action plan tomorrow 3", ("action plan", "tomorrow", 180, None)),
        ("3d blog 2h", ("3d blog", None, 120, None)),
        ("answer on the support handle tue 9-13",
         ("answer on the support handle", "tue 09:00-13:00", None, None)),
        ("“Friday summary” fri", ("Friday summary", "fri", None, None)),
        ("'action plan' 2", ("action plan", None, 120, None)),
        ('"Saturday night 3" 2h', ("Saturday night 3", None, 120, None)),
        ("Social media strategy 24/7", ("Social media strategy", None, None, "24/7")),
        ("a new thing fri", ("new thing", "fri", None, None)),
    ],
)  # fmt: skip
def test_words_come_in_any_order(words, expected):
    assert taken_apart(words) == expected


@pytest.mark.parametrize(
    ("words", "name", "when", "note"),
    [
        ("facebook page: see the thread of fri", "facebook page", None, "see the thread of fri"),
        ("facebook fri because kid is sick until mon", "facebook", "fri",
         "kid is sick until mon"),
        ("facebook page I am at the dentist on friday", "facebook page", None,
         "I am at the dentist on friday"),
        ("facebook I will not make it this friday", "facebook", None,
         "I will not make it this friday"),
        ("action plan fri dentist", "action plan", "fri", "dentist"),
        ("facebook fri dentist", "facebook", "fri", "dentist"),
        ("action plan fri — gone fishing with dad", "action plan", "fri",
         "gone fishing with dad"),
        ('action plan W49 "handover in the doc"', "action plan", "W49", "handover in the doc"),
        ("action plan note: ask Channel strategy", "action plan", None, "ask Channel strategy"),
    ],
)  # fmt: skip
def test_what_is_said_behind_the_name_is_a_note(words, name, when, note):
    found = taken_apart(words)
    assert (found[0], found[1], found[3]) == (name, when, note)


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("facebook with <@U123|ana> fri", ("<@U123>",)),
        ("facebook with <@U123> and <@W9> fri", ("<@U123>", "<@W9>")),
        ("<mailto:ana@example.com|ana@example.com> facebook fri", ("ana@example.com",)),
        ("facebook fri Ana.B@Example.com.", ("ana.b@example.com",)),
        ("facebook @ana fri @ana", ("@ana",)),
        ("facebook <#C42|general> fri", ("<#C42>",)),
    ],
)
def test_people_are_recognised_as_platforms_write_them(words, people):
    parts = split(words, NAMES)
    assert (parts.name, parts.people) == ("facebook", people)
    assert parts.when == parse_when("fri")


def test_a_token_names_a_user_a_room_an_address_or_a_name():
    assert read_mention("<@U1|ana>") == Mention("user", "U1")
    guid = "d4ef184c-9d2c-58c3-8b51-16b14f0a80bf"
    assert read_mention(f"<@{guid}|Ada Brandt>") == Mention("user", guid)
    assert read_mention("<@29:1c_x-y>") == Mention("user", "29:1c_x-y")
    assert read_mention("<#C1>") == Mention("room", "C1")
    assert read_mention("<mailto:a@b.io|a@b.io>") == Mention("email", "a@b.io")
    assert read_mention("@ana.b") == Mention("name", "ana.b")
    assert read_mention("ana") is None


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("facebook 1/12", ("1 dec", "12 jan")),
        ("facebook 1.12", ("1.12.", "1.12 h")),
        ("facebook 9-5", ("09:00-17:00", "09:00-05:00")),
        ("facebook fri mon", ("fri", "mon")),
        ("facebook 2h 3h", ("2 h", "3 h")),
        ("facebook fri..mon 9-11", ("fri 09:00-11:00", "mon 09:00-11:00")),
        ("facebook W54", ()),
        ("action plan channel strategy fri", ("action plan", "channel strategy")),
    ],
)
def test_words_with_two_meanings_are_in_doubt(words, readings):
    parts = split(words, NAMES)
    assert parts.doubt is not None
    assert parts.doubt.readings == readings
    with pytest.raises(Refusal) as caught:
        parts.check()
    assert caught.value.code == "unclear"
    assert caught.value.what.endswith(".")
    for reading in readings:
        assert f"`{reading}`" in caught.value.instead


def test_parts_without_doubt_pass_the_check():
    parts = split("facebook fri", NAMES)
    assert parts.check() is parts
    assert split("fri 2h 2h fri").check() == Parts(when=parse_when("fri"), minutes=120)


@given(
    st.sampled_from(NAMES), st.sampled_from(WHENS), st.sampled_from(HOURS), st.permutations("nwh")
)
def test_a_known_name_a_time_and_hours_are_found_in_any_order(name, when, length, order):
    words = " ".join({"n": name.lower(), "w": when, "h": length}[part] for part in order)
    parts = split(words, NAMES)
    assert parts.name == name.lower()
    assert parts.note is None
    assert parts.when == parse_when(when)
    assert parts.minutes == hours(length)


@given(st.text(alphabet="bcdfgjklpqrvxz", min_size=4, max_size=12), st.sampled_from(WHENS))
def test_an_unknown_name_is_kept_whole(word, when):
    assert split_tail(f"{word} {when}").name == word
    assert split_tail(f"{when} {word}").name == word
    assert split_tail(f"{word} {when}").when == parse_when(when)


LINES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(NAMES + WHENS + HOURS),
        st.sampled_from(["<@U1>", "a@b.io", '"', "'", ":", "because", "1/12", "9-5", "…", "until"]),
    ),
    max_size=10,
).map(" ".join)


@given(LINES, st.lists(st.one_of(st.text(max_size=15), st.sampled_from(NAMES)), max_size=5))
def test_no_text_breaks_it_and_no_word_is_lost(line, names):
    parts = split(line, names)
    kept = words_of(f"{parts.name} {parts.note or ''}")
    if parts.when is None and parts.minutes is None and not parts.people and not parts.doubt:
        fillers = set(words_of(tidy(line))) - set(kept)
        assert all(split_tail(word).name == "" or word in {"note", "because"} for word in fillers)


@given(st.text(max_size=300))
def test_any_text_can_be_split(text):
    assert isinstance(split(text, NAMES), Parts)
    assert isinstance(split_tail(text), Parts)


def test_ten_thousand_random_lines_are_split():
    dice = random.Random(7)
    vocabulary = [
        *NAMES,
        *WHENS,
        *HOURS,
        "<@U1>",
        "x" * 50,
        "1.",
        "31.12",
        "??",
        "the",
        "\u200b",
        "é",
    ]
    for _ in range(10_000):
        line = " ".join(dice.choices(vocabulary, k=dice.randrange(8)))
        assert isinstance(split(line, NAMES), Parts)


@pytest.mark.parametrize(
    "piece", ["1 ", "a ", "fri ", "week of ", "'", "@", "<@", "9-", "..", "1.1."]
)
def test_long_lines_of_one_piece_are_split_too(piece):
    assert isinstance(split(piece * 2000, NAMES * 20), Parts)


@given(whens())
def test_a_time_is_found_wherever_it_stands(when):
    text = when.to_text()
    assert split_tail(f"xylophone {text}").when == when
    assert split_tail(f"{text} xylophone").when == when
    assert split_tail(f"xylophone {text}, qed").name == "xylophone qed"
