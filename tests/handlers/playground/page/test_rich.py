"""rich_text blocks: all their parts, and no more than text from what people wrote."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.playground.page.rich import rich_to_html
from tests.handlers.playground.page.conftest import Parsed


def block(*elements):
    return {"type": "rich_text", "elements": list(elements)}


def section(*parts):
    return {"type": "rich_text_section", "elements": list(parts)}


def text(words, **style):
    return {"type": "text", "text": words, "style": style}


@pytest.mark.parametrize(
    ("part", "html"),
    [
        (text("a", bold=True, italic=True), "<em><strong>a</strong></em>"),
        (text("a", strike=True, code=True), "<code><s>a</s></code>"),
        (text("a", highlight=True), "<mark>a</mark>"),
        (text("a <b>\nc"), "a &lt;b&gt;<br>c"),
        ({"type": "emoji", "name": "x", "unicode": "1f44b-1f3fd"}, "👋🏽"),
        ({"type": "emoji", "name": "wave"}, "👋"),
        ({"type": "emoji", "name": "wave", "unicode": "nonsense"}, "👋"),
        ({"type": "broadcast", "range": "here"}, '<span class="mention all">@here</span>'),
        ({"type": "link", "url": "javascript:alert(1)", "text": "x"}, "x"),
        ({"type": "color", "value": "red;}"}, "red;}"),
    ],
)
def test_inline_elements(ada, part, html):
    assert rich_to_html(block(section(part)), ada) == f"<div>{html}</div>"


def test_a_colour_is_shown_beside_its_code(ada):
    html = rich_to_html(block(section({"type": "color", "value": "#0f6b57"})), ada)
    assert 'style="background:#0f6b57"' in html


def test_lists_count_on_from_their_offset_and_go_deeper(ada):
    listed = {
        "type": "rich_text_list",
        "style": "ordered",
        "indent": 1,
        "offset": 2,
        "elements": [section(text("third"))],
    }
    html = rich_to_html(block(listed), ada)
    assert html == ('<ol class="depth-1" type="a" start="3"><li><div>third</div></li></ol>')


def test_preformatted_text_keeps_its_signs(ada):
    shown = {"type": "rich_text_preformatted", "elements": [text("if a < b:\n  *c*")]}
    assert rich_to_html(block(shown), ada) == "<pre><code>if a &lt; b:\n  *c*</code></pre>"


def test_a_quotation(ada):
    shown = {"type": "rich_text_quote", "elements": [text("so")]}
    assert rich_to_html(block(shown), ada) == "<blockquote>so</blockquote>"


NASTY = st.sampled_from(['"><script>x</script>', "javascript:x", "' onload='x", "<!--", "&lt;"])
WORDS = NASTY | st.text(max_size=8)
STYLE = st.fixed_dictionaries({}, optional={"bold": st.booleans(), "code": st.booleans()})
PART = st.one_of(
    st.builds(lambda w, s: {"type": "text", "text": w, "style": s}, WORDS, STYLE),
    st.builds(lambda u, w: {"type": "link", "url": u, "text": w}, WORDS, WORDS),
    st.builds(lambda u: {"type": "link", "url": f"https://{u}"}, WORDS),
    st.builds(lambda w: {"type": "user", "user_id": w}, WORDS),
    st.builds(lambda w: {"type": "channel", "channel_id": w}, WORDS),
    st.builds(lambda w: {"type": "broadcast", "range": w}, WORDS),
    st.builds(lambda w: {"type": "emoji", "name": w, "unicode": w}, WORDS),
    st.builds(lambda w: {"type": "color", "value": f"#{w}"}, WORDS),
    st.builds(
        lambda t, f: {"type": "date", "timestamp": t, "format": f, "fallback": f},
        st.integers() | WORDS,
        WORDS,
    ),
)
KINDS = ["rich_text_section", "rich_text_quote", "rich_text_preformatted"]
ELEMENT = st.builds(
    lambda kind, parts: {"type": kind, "elements": parts},
    st.sampled_from(KINDS),
    st.lists(PART, max_size=4),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ELEMENT, max_size=4))
def test_whatever_an_app_sends_stays_text(ada, elements):
    Parsed(rich_to_html(block(*elements), ada)).check_harmless()
