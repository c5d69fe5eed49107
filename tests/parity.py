"""Whether a card or a form is the same on both platforms: every action, input and sentence.

The stage of the tests of bot/ (tests/bot/cast.py) holds everything that anybody is shown against
this, so that whatever a words.py can say is seen here with its real figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.buttons import encode
from bot.cards import (
    Bold,
    Button,
    Card,
    Channel,
    Chart,
    ChoiceInput,
    Code,
    Control,
    Controls,
    Divider,
    Element,
    Fields,
    Form,
    Heading,
    Inline,
    Link,
    LinkButton,
    Menu,
    Moment,
    Person,
    Row,
    Small,
    Table,
    Text,
)
from handlers.charted import figure
from handlers.playground.rules_payload import check_message, check_view
from handlers.slack import blocks as slack
from handlers.slack import forms as slack_forms
from handlers.teams import adaptive as teams
from handlers.teams import forms as teams_forms
from handlers.teams.opened import Opened
from handlers.teams.text import as_typed_here
from tests.handlers.slack import reading as slack_reading
from tests.handlers.slack.reading import letters
from tests.handlers.teams import reading as teams_reading
from tests.handlers.teams import strict
from tests.strategies.cards import every_request

ROOMS = (("19:a@thread.tacv2", "Task force"),)
CUT = "…"  # both platforms say so where they leave something out
_CHECKED: set[int] = set()
LABEL = 20  # letters of a title, which Slack cuts at 24


def check(shown: Card | Form) -> None:
    """Once for each that differs from those before in more than its numbers."""
    key = hash(but_numbers(shown))
    if key not in _CHECKED:
        _CHECKED.add(key)
        found = form_differences(shown) if isinstance(shown, Form) else differences(shown, (False,))
        assert found == [], shown.title


def but_numbers(shown: Card | Form) -> str:
    """The same of two that differ in nothing else."""
    return re.sub(r"\d+", "", str(shown))


def differences(card: Card, ways: Sequence[bool] = (False, True)) -> list[str]:
    """What one of the platforms would not take, or would not show; [] if nothing is lost.

    `ways`: with native parts, and `plain`.
    """
    found = []
    for plain in ways:
        blocks = slack.message(card, plain=plain)["blocks"]
        message = teams.message(card, plain=plain)
        parts = teams_reading.content(message)["body"]
        found += [f"Slack: {problem}" for problem in check_message(blocks)]
        found += [f"Teams: {p}" for p in strict.problems(teams_reading.content(message))]
        found += ["Teams: too large"] if strict.too_large(message) else []
        drawn = " ".join(_numbers(blocks))  # a chart's figures, which Slack writes beside it
        # a button at the side of a long line stands between its first and its second part
        lines = [{k: v for k, v in block.items() if k != "accessory"} for block in blocks]
        beside = [block["accessory"] for block in blocks if "accessory" in block]
        on_slack = "\n".join([slack_reading.visible(lines), slack_reading.visible(beside), drawn])
        on_teams = teams_reading.visible(parts)
        pressable = slack_reading.pressable(blocks), teams_reading.pressable(parts)
        wanted = {encode(request) for request in every_request(card)}
        for name, seen, pressed in zip(
            ("Slack", "Teams"), (on_slack, on_teams), pressable, strict=True
        ):
            if CUT in seen:
                continue
            there = letters(seen)
            found += [f"{name}: no button for {request}" for request in wanted - pressed]
            found += [f"{name}: “{s}”" for s in _said(card, name) if letters(s) not in there]
    return found


def form_differences(form: Form) -> list[str]:
    """The same of a form."""
    view = slack_forms.form_view(form, slack_forms.Opened())
    dialog = teams_forms.form_dialog(form, Opened(), ROOMS)
    card = dialog["card"]["content"]
    found = [f"Slack: {problem}" for problem in check_view(view, "modal")]
    found += [f"Teams: {problem}" for problem in strict.problems(card)]
    found += ["Teams: too large"] if strict.too_large(dialog) else []
    names = {one.name for one in form.inputs if not _is_empty(one)}
    asked = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    kinds = set(card["actions"][0]["data"]["k"]) if card.get("actions") else set()
    found += [f"Slack: no input {name}" for name in names ^ asked]
    found += [f"Teams: no input {name}" for name in names ^ kinds]
    shown = {
        "Slack": slack_reading.visible([view]),
        "Teams": "\n".join([dialog["title"], teams_reading.visible(card)]),
    }
    for name, seen in shown.items():
        there = letters(seen)
        found += [f"{name}: “{s}”" for s in _asked(form, name) if letters(s) not in there]
    return found


def _numbers(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield figure(value)


def _is_empty(one: Any) -> bool:
    return isinstance(one, ChoiceInput) and not one.options


def _asked(form: Form, platform: str) -> Iterator[str]:
    yield letters(form.title)[:LABEL]
    yield form.submit
    for one in form.inputs:
        yield one.label
        yield one.hint
        if isinstance(one, ChoiceInput):
            yield from (label for _value, label in one.options)
    for element in form.intro:
        yield from _of(element, platform)


def _said(card: Card, platform: str) -> Iterator[str]:
    yield card.title if platform == "Slack" else as_typed_here(card.title)
    for element in card.body:
        yield from _of(element, platform)


def _of(element: Element, platform: str) -> Iterator[str]:
    """Every piece of text of an element, as this platform is to show it."""
    match element:
        case Heading(text):
            yield text
        case Text(line) | Small(line):
            yield from (_inline(part, platform) for part in line)
        case Row(line, control):
            yield from (_inline(part, platform) for part in line)
            yield from _labels(control) if control else ()
        case Fields(pairs):
            yield from (text for pair in pairs for text in pair)
        case Table():
            yield element.caption
            yield from (cell for row in element.rows for cell in row)
        case Chart():
            series = element.series[1:] if element.categories else ()  # else there is nothing of it
            yield from (element.title, *element.categories, *(s.name for s in series))
            yield from (figure(value) for s in element.series for value in s.values if value)
        case Controls(items):
            yield from (label for item in items for label in _labels(item))
        case Divider():
            pass


def _inline(part: Inline, platform: str) -> str:
    match part:
        case str():
            return part
        case Bold(text):
            return text
        case Code(text):
            return text if platform == "Slack" else as_typed_here(text)
        case Link():
            return part.label
        case Person():
            return "" if part.ping else part.name
        case Channel():
            return "" if platform == "Slack" else part.fallback
        case Moment():
            return ""  # each platform computes it


def _labels(control: Control) -> Iterator[str]:
    if isinstance(control, Menu) and not control.options:
        return  # nothing to choose, nothing to show
    yield control.label
    match control:
        case Button():
            if asked := control.confirm:
                yield from (asked.title, asked.text, asked.yes, asked.no)
        case Menu():
            yield from (option.label for option in control.options)
        case LinkButton():
            pass
