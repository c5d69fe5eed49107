"""Hypothesis strategies for bot.cards: any card, with nasty text and sizes. For every platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from hypothesis import strategies as st

from bot import cards
from bot.cards import (
    Bold,
    Button,
    Card,
    Channel,
    Chart,
    ChartKind,
    ChoiceInput,
    Code,
    Confirm,
    Controls,
    DateInput,
    Divider,
    Fields,
    Form,
    Heading,
    Link,
    LinkButton,
    Menu,
    Moment,
    Option,
    Person,
    PersonInput,
    Request,
    RoomInput,
    Row,
    Series,
    Small,
    Style,
    Table,
    Text,
    TextInput,
    TimeInput,
)


@dataclass(frozen=True, slots=True)
class Ask(Request):
    """A request of the tests' own."""

    ACTION: ClassVar[str] = "test.1"
    number: int = 0
    words: str = ""
    day: date | None = None
    names: tuple[str, ...] = ()


# what has broken renderers: markup, pings, entities, zero width, right to left, astral, control
SNIPPETS = [
    "",
    " ",
    "\n",
    "\r\n",
    "a\nb",
    "*bold* _under_ ~gone~ `code` ```block```",
    "snake_case_name",
    "<!channel> <@U0PING> <#C0ROOM|x>",
    "& &amp; < > &lt;b&gt;",
    "> quoted",
    "<https://example.com|click>",
    "@everyone @here #general",
    ":tada: (╯°□°)╯",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",  # noqa: RUF001  # letters beyond the first 65,536
    "שלום עולם \u202eabc",
    "e\u0301\u0301\u0301",
    "\u200b\u2060\ufeff",
    "\x00\x07\x1b[31m",
    "\ud800",
    "Zoë Müller-Ōkubo",
    "https://example.com/a?b=c&d=e#f",
    "x" * 80,
    "long words " * 40,
    "🦜" * 300,
    "&" * 700,
    "=cmd|' /C calc'!A0",
]

GUID = "0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d"  # a person in Teams

words = st.one_of(
    st.sampled_from(SNIPPETS),
    st.text(max_size=30),
    st.lists(st.sampled_from(SNIPPETS), max_size=4).map(" ".join),
    st.integers(0, 4000).map(lambda size: "lorem ipsum "[: size % 12] + "y" * size),
)
labels = st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=100))
instants = st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
urls = st.one_of(
    st.sampled_from(
        [
            "https://example.com/",
            "http://example.com/a|b>c",
            "https://exämple.com/ü?q=a b",
            "mailto:ana@example.com",
            "javascript:alert(1)",
            "ftp://example.com",
            "https://",
            "http://[",
            "",
            "https://example.com/" + "p" * 2000,
        ]
    ),
    st.text(max_size=20),
)

# what a door lets in: half a character is mended there
sayable = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
requests = st.builds(
    Ask,
    number=st.integers(-(10**9), 10**9),
    words=st.one_of(st.just(""), sayable, st.integers(0, 2500).map(lambda n: "w" * n)),
    day=st.none() | st.dates(),
    names=st.lists(sayable, max_size=3).map(tuple),
)
short_requests = st.builds(Ask, number=st.integers(0, 999))

inlines = st.one_of(
    words,
    st.builds(Bold, words),
    st.builds(Code, words),
    st.builds(Link, urls, labels),
    st.builds(
        Person,
        labels,
        st.none() | st.sampled_from(["U0ANA", "W0BEN", "", "<!here>", "29:1Ana", GUID]),
        st.booleans(),
    ),
    st.builds(Channel, st.sampled_from(["C0OPS", "<!here>", ""]), labels),
    st.builds(Moment, instants, labels),
)
lines: st.SearchStrategy[Any] = st.lists(inlines, max_size=6).map(tuple)

confirms = st.builds(Confirm, labels, words, labels, labels)
buttons = st.builds(
    Button,
    labels,
    requests | short_requests,
    st.sampled_from(Style),
    st.none() | confirms,
    labels,
)
link_buttons = st.builds(LinkButton, labels, urls)
menus = st.builds(
    Menu,
    labels,
    st.one_of(
        st.lists(st.builds(Option, labels, requests | short_requests), max_size=8).map(tuple),
        st.integers(0, 260).map(
            lambda n: tuple(Option(f"Choice {i}", Ask(number=i)) for i in range(n))
        ),
    ),
)
controls = st.one_of(buttons, link_buttons, menus)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Regular tables, some of them larger than any platform takes."""
    columns = draw(st.lists(labels, min_size=1, max_size=draw(st.sampled_from([3, 24]))))
    row = st.lists(labels, min_size=len(columns), max_size=len(columns)).map(tuple)
    some = draw(st.lists(row, max_size=4))
    rows = some * draw(st.sampled_from([1, 1, 2, 60]))
    numeric = draw(st.frozensets(st.integers(0, len(columns) - 1), max_size=3))
    return Table(draw(labels), tuple(columns), tuple(rows), numeric)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Charts of every kind, with double names, zeros, and more than fits."""
    count = draw(st.integers(0, 25))
    categories = draw(st.lists(labels, min_size=count, max_size=count))
    value = st.one_of(st.integers(-5, 500), st.floats(allow_nan=True, allow_infinity=True))
    values = st.lists(value, min_size=count, max_size=count).map(tuple)
    series = draw(st.lists(st.builds(Series, labels, values), max_size=8))
    kind = draw(st.sampled_from(ChartKind))
    if kind is ChartKind.PIE:
        series = series[:1]
    return Chart(kind, draw(labels), tuple(categories), tuple(series), draw(labels), draw(labels))


rows = st.builds(Row, lines, st.none() | controls)
elements = st.one_of(
    st.builds(Heading, words),
    st.builds(Text, lines),
    st.builds(Small, lines),
    rows,
    st.builds(Fields, st.lists(st.tuples(labels, words), max_size=12).map(tuple)),
    tables(),
    charts(),
    st.builds(Controls, st.lists(controls, max_size=30).map(tuple)),
    st.builds(Divider),
)


@st.composite
def _bodies(draw: st.DrawFn) -> tuple[Any, ...]:
    body = draw(st.lists(elements, max_size=8))
    if draw(st.integers(0, 3)) == 0:  # a list longer than a message: the roster of a large company
        row = draw(rows)
        body += [row] * draw(st.sampled_from([10, 48, 49, 50, 51, 120]))
        body += draw(st.lists(elements, max_size=2))
    return tuple(body)


any_card = st.builds(Card, words, _bodies(), st.none() | short_requests)


names = st.sampled_from(["duty", "week", "hours", "note", "person", "room", "at", "kind"])
_common: dict[str, Any] = {"label": labels, "hint": labels, "optional": st.booleans()}
_choices = st.lists(st.tuples(labels, labels), max_size=12, unique_by=lambda pair: pair[0])
_many_choices = st.integers(0, 250).map(lambda n: [(str(i), f"Choice {i}") for i in range(n)])


@st.composite
def _choice_inputs(draw: st.DrawFn, name: str) -> ChoiceInput:
    options = tuple(draw(st.one_of(_choices, _many_choices)))
    values = [value for value, _ in options]
    initial = draw(st.lists(st.sampled_from(values), max_size=3, unique=True)) if values else []
    many = draw(st.booleans())
    return ChoiceInput(
        name=name,
        label=draw(labels),
        hint=draw(labels),
        optional=draw(st.booleans()),
        options=options,
        initial=tuple(initial if many else initial[:1]),
        many=many,
    )


def inputs(name: str) -> st.SearchStrategy[Any]:
    """Any input of this name."""
    named = {"name": st.just(name), **_common}
    texts = {"initial": words, "multiline": st.booleans(), "most": st.integers(1, 5000)}
    return st.one_of(
        st.builds(TextInput, **named, **texts, placeholder=labels),
        st.builds(DateInput, **named, initial=st.just("") | st.dates().map(str)),
        st.builds(TimeInput, **named, initial=st.sampled_from(["", "09:30", "23:59"])),
        st.builds(PersonInput, **named, initial=st.sampled_from(["", "U0ANA"])),
        st.builds(RoomInput, **named, initial=st.sampled_from(["", "C0ROOM"])),
        _choice_inputs(name),
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form, its inputs named apart."""
    chosen = draw(st.lists(names, max_size=6, unique=True))
    drawn = tuple(draw(inputs(name)) for name in chosen)
    intro = tuple(draw(st.lists(elements, max_size=3)))
    return Form(draw(labels), draw(labels), draw(requests), drawn, intro)


def every_request(card: Card) -> list[Request]:
    """All that can be pressed on a card."""
    found: list[Request] = []
    for element in card.body:
        if isinstance(element, Row) and element.control:
            found += _requests_of(element.control)
        elif isinstance(element, Controls):
            found += [request for item in element.items for request in _requests_of(item)]
    return found


def _requests_of(control: cards.Control) -> list[Request]:
    if isinstance(control, Button):
        return [control.request]
    if isinstance(control, Menu):
        return [option.request for option in control.options]
    return []
