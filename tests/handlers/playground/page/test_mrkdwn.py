"""Slack's mrkdwn becomes the HTML it means, and nothing a person types becomes more than text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.playground.page.mrkdwn import to_html
from tests.handlers.playground.page.conftest import Parsed

PIECES = [
    "<", ">", "&", "&lt;", "&amp;", "*", "_", "~", "`", "```", "\n", "> ", "|", "!", "@", "#", " ",
    "<@U1>", "<#C1|room>", "<!here>", "<!date^1795421100^{date} {time}|then>", "<https://a.example|b>",
    "<javascript:alert(1)|x>", "<script>alert(1)</script>", '<img src=x onerror="alert(1)">',
    '" onmouseover="alert(1)', "'", "https://a.example/?a=1&b=2", ":wave:", "word", "é", "\ue000",
    "\ue0000\ue001", "\x00", "<!--", "]]>", "<!date^9999999999999999^{date}|far>", "^",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).map("".join)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* and _italic_", "<strong>bold</strong> and <em>italic</em>"),
        ("~gone~", "<s>gone</s>"),
        ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
        ("_*both*_", "<em><strong>both</strong></em>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not * bold", "* not * bold"),
        ("(*so*).", "(<strong>so</strong>)."),
        ("`*as is*`", "<code>*as is*</code>"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("one\ntwo", "one<br>two"),
        ("> said\n> so\nrest", "<blockquote>said<br>so</blockquote>rest"),
        ("&gt; said", "<blockquote>said</blockquote>"),
        ("```\nif a &lt; b:\n```", "<pre><code>if a &lt; b:</code></pre>"),
        ("see:\n```x```\nrest", "see:<pre><code>x</code></pre>rest"),
        (":wave: :no_such_emoji:", "👋 :no_such_emoji:"),
        ("<!here>", '<span class="mention all">@here</span>'),
        ("<#C0|task-force>", '<span class="mention ">#task-force</span>'),
        ("<@U0|ghost>", '<span class="mention ">@ghost</span>'),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
    ],
)
def test_text_looks_as_it_does_in_slack(ada, text, html):
    assert to_html(text, ada) == html


def test_a_mention_of_the_reader_stands_out(ada, ravi):
    text = f"<@{ada.user}>"
    assert to_html(text, ada) == '<span class="mention me">@Ada Brandt</span>'
    assert to_html(text, ravi) == '<span class="mention ">@Ada Brandt</span>'


def test_an_address_with_underscores_and_stars_stays_whole(ada):
    html = to_html("<https://example.com/a_b_c*d*?x=1&amp;y=2|the *page*>", ada)
    assert 'href="https://example.com/a_b_c*d*?x=1&amp;y=2"' in html
    assert "<strong>" not in html


def test_a_bare_address_is_a_link_unless_verbatim(ada):
    assert '<a href="https://example.com/x"' in to_html("See https://example.com/x.", ada)
    assert "<a" not in to_html("See https://example.com/x.", ada, verbatim=True)


def test_a_date_is_shown_in_the_readers_own_zone(ada, ravi):
    text = "<!date^1795424400^{date_long} at {time}|on Monday>"
    assert Parsed(to_html(text, ada)).text == "Monday, November 23rd, 2026 at 10:00"
    assert Parsed(to_html(text, ravi)).text == "Monday, November 23rd, 2026 at 14:30"


def test_a_date_that_is_none_shows_its_fallback(ada):
    assert to_html("<!date^soon^{date}|some day>", ada) == "some day"


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.booleans())
def test_whatever_is_typed_stays_text(ada, text, verbatim):
    Parsed(to_html(text, ada, verbatim=verbatim)).check_harmless()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="*_~`<>&\n:\ue000\ue001\r"), max_size=40
    )
)
def test_plain_words_are_shown_as_they_were_typed(ada, text):
    shown = Parsed(to_html(text, ada)).text
    assert shown.replace("\n", "") == text.replace("\n", "")
