"""Words in Teams: our own mention goes, once, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.teams.spoken import named, with_people, words_of

US = "28:muster"


def at(name: str, user: str = US, text: str = "") -> dict:
    mentioned = {"id": user, "name": name}
    return {"type": "mention", "mentioned": mentioned, "text": text or f"<at>{name}</at>"}


def said(text: str, *entities: dict) -> tuple[str, bool]:
    return words_of({"text": text, "entities": list(entities)}, US)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<at>Muster</at> who", "who"),
        ("<at>Muster</at>&nbsp;who", "who"),
        ("<at>Muster</at>, who is there?\r\n", "who is there?"),
        ("Hey <at>Muster</at> claim facebook", "claim facebook"),
        ("who <at>Muster</at>", "who"),
        ("<at>Muster</at>", ""),
        ("<at>Muster</at> tell <at>Muster</at>", "tell <at>Muster</at>"),
        ('<at id="0">Muster</at> who', "who"),
        ("<at>Muster</at> a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<at>Muster</at> /muster who", "who"),
    ],
)
def test_our_mention_goes(text: str, words: str):
    assert said(text, at("Muster")) == (words, True)


def test_a_name_like_ours_stays():
    """botbuilder strips every occurrence of the name: ` show  revenue`."""
    assert said("<at>KPI</at> show KPI revenue", at("KPI")) == ("show KPI revenue", True)


def test_somebody_elses_mention_is_kept_by_id():
    words, to_us = said(
        "<at>Muster</at> handover to <at>Ada Brandt</at>",
        at("Muster"),
        at("Ada Brandt", "29:ada"),
    )
    assert to_us
    assert words == "handover to <@29:ada|Ada Brandt>"
    assert named(words) == [("29:ada", "Ada Brandt")]
    assert with_people(words, {"29:ada": "aad-1"}) == "handover to <@aad-1|Ada Brandt>"
    assert with_people(words, {}) == "handover to @Ada Brandt"


def test_one_who_is_called_like_us_is_not_us():
    words, to_us = said("<at>Muster</at> who", at("Muster", "29:max-muster"))
    assert (words, to_us) == ("<@29:max-muster|Muster> who", False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("who", "who"),
        ("/muster who", "who"),
        ("@Muster who", "who"),
        ("/who facebook", "who facebook"),
        ("/MUSTER", ""),
        ("mustering", "mustering"),
        ("/ muster", "/ muster"),
    ],
)
def test_however_people_begin(text: str, words: str):
    assert said(text) == (words, False)


@given(
    st.one_of(st.none(), st.text(), st.integers()),
    st.one_of(
        st.none(),
        st.lists(
            st.one_of(
                st.none(),
                st.text(),
                st.fixed_dictionaries(
                    {
                        "type": st.just("mention"),
                        "text": st.one_of(st.none(), st.text(max_size=5)),
                        "mentioned": st.one_of(
                            st.none(),
                            st.fixed_dictionaries(
                                {
                                    "id": st.sampled_from([US, "29:a", None, 3]),
                                    "name": st.one_of(st.none(), st.text(max_size=5)),
                                }
                            ),
                        ),
                    }
                ),
            )
        ),
    ),
)
def test_whatever_comes_is_read(text, entities):
    words, _ = words_of({"text": text, "entities": entities}, US)
    assert words == words.strip()
    with_people(words, dict.fromkeys((user for user, _ in named(words)), "aad"))
