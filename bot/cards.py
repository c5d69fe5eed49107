"""Neutral cards: what Muster says, before any platform's dialect.

`words.py` files build these; `handlers/*/blocks.py` render them. Plain strings are people's text:
never markup, escaped once by the renderer. Tuples, not lists: a card is a value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, TypeAlias


class Request:
    """Base of everything that can be asked, by words, button or form.

    Subclasses are frozen dataclasses of int, str, bool, date, tuple[str, ...] or None, each field
    with a default, so that a button, a form and old messages can carry them (bot.buttons).
    """

    __slots__ = ()
    ACTION: ClassVar[str]  # stable and versioned, e.g. "claim.1"; never taken from the class name
    FORM: ClassVar[bool] = False  # answered by a form: Teams must know it when it draws the button


# ---- inside a line ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words to copy, such as an example command."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member by name. With `user` (the platform's id) and `ping`, rendered as a mention."""

    name: str
    user: str | None = None
    ping: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A room of the platform by its id, which the platform shows by its name; else `fallback`."""

    channel: str
    fallback: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown in the reader's own zone where the platform can; else `fallback`."""

    at: datetime
    fallback: str


Inline: TypeAlias = str | Bold | Code | Link | Person | Channel | Moment
Line: TypeAlias = tuple[Inline, ...]


# ---- what can be pressed ------------------------------------------------------------------------


class Style(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Confirm:
    title: str
    text: str
    yes: str
    no: str = "Keep it"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    request: Request
    style: Style = Style.PLAIN
    confirm: Confirm | None = None
    about: str = ""  # for screen readers, when the label alone is not enough: "Claim Copywriting"


@dataclass(frozen=True, slots=True)
class LinkButton:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    request: Request


@dataclass(frozen=True, slots=True)
class Menu:
    """Choose one of several requests from a list (more than five choices: a menu, not buttons)."""

    label: str
    options: tuple[Option, ...]


Control: TypeAlias = Button | LinkButton | Menu


# ---- lines of a card ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    line: Line


@dataclass(frozen=True, slots=True)
class Small:
    """Said in small print: what was understood, where a figure comes from."""

    line: Line


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text with one control at its side, as on the roster panel."""

    line: Line
    control: Control | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()  # indexes of the columns that align right


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float, ...]  # one value per category


class ChartKind(StrEnum):
    BAR = "bar"
    LINE = "line"
    AREA = "area"
    PIE = "pie"  # one series; zero segments are left out


@dataclass(frozen=True, slots=True)
class Chart:
    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    x_label: str = ""
    y_label: str = ""


@dataclass(frozen=True, slots=True)
class Controls:
    items: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


Element: TypeAlias = Heading | Text | Small | Row | Fields | Table | Chart | Controls | Divider


@dataclass(frozen=True, slots=True)
class Card:
    """One message, panel or home view. `title` is also the notification's first line.

    `refresh` gives this card anew to whoever looks at it, on a platform whose messages ask (Teams).
    """

    title: str
    body: tuple[Element, ...] = ()
    refresh: Request | None = None


# ---- forms --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What every input has: `name` is the request's field that the answer fills."""

    name: str
    label: str
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput(Input):
    initial: str = ""
    multiline: bool = False
    most: int = 3000  # characters
    placeholder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInput(Input):
    initial: str = ""  # ISO date


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeInput(Input):
    initial: str = ""  # HH:MM


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInput(Input):
    """One user of the platform; the request's field receives the platform's user id."""

    initial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomInput(Input):
    """One channel of the platform; the request's field receives the platform's channel id."""

    initial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceInput(Input):
    """One (or, with `many`, several) of `options`: (value, label). Several arrive as a tuple."""

    options: tuple[tuple[str, str], ...]
    initial: tuple[str, ...] = ()
    many: bool = False


AnyInput: TypeAlias = TextInput | DateInput | TimeInput | PersonInput | RoomInput | ChoiceInput


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog. On submission `request` is made again with the inputs' answers filled in."""

    title: str
    submit: str
    request: Request
    inputs: tuple[AnyInput, ...]
    intro: tuple[Element, ...] = ()


# ---- what a use-case answers --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person gets back. At most one of `card`, `form`, `errors` is set.

    `errors` maps a form's input names to a sentence each and keeps the form open. `replaces`: the
    card takes the place of the message whose button was pressed. `home`: App Home is another now.
    """

    card: Card | None = None
    form: Form | None = None
    errors: dict[str, str] = field(default_factory=dict)
    private: bool = True
    replaces: bool = False
    home: bool = False
    file: tuple[str, str] | None = None  # (name, text) of a document to hand over
