"""Buttons and menus. What they ask for travels in their data, encoded by bot.buttons.

A button is an Action.Execute, whose answer takes the card's place; where a client does not know
it, an Action.Submit with the same data. What opens a dialog has to say so beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, assert_never

from microsoft_teams import cards as ac

from bot.buttons import encode
from bot.cards import Button, Confirm, Control, LinkButton, Menu, Style
from handlers.cutting import Kind, Piece
from handlers.teams import limits
from handlers.teams.opened import Opened, opened_from_data, opened_to_data
from handlers.teams.pieces import Drawing, Surface, text_blocks, text_pieces
from handlers.teams.text import Json, as_json, one_line, rich, safe_url, words

PRESS = "press"  # verb of what a person pressed
REFRESH = "refresh"  # verb of a card that asks for itself anew
REQUEST, CHOICE, WORDS, OPENED = "m", "c", "w", "o"  # names in a button's data
CHOOSE = "Choose"

_STYLES: dict[Style, Literal["positive", "destructive"]] = {
    Style.PRIMARY: "positive",
    Style.DANGER: "destructive",
}


@dataclass(slots=True)
class Drawn:
    """A control: what stands in a row of buttons, and what stands below that row."""

    actions: list[ac.Action] = field(default_factory=list)
    below: list[ac.CardElement] = field(default_factory=list)


def draw(control: Control, drawing: Drawing) -> Drawn:
    """The control; nothing if Teams has no room for it, which `drawing` remembers."""
    match control:
        case Button():
            return _button(control, drawing)
        case LinkButton():
            return _link_button(control, drawing)
        case Menu():
            return _menu(control, drawing)
        case _:
            assert_never(control)


def control_pieces(controls: Sequence[Control], drawing: Drawing) -> Iterator[Piece]:
    """Rows of as many buttons as Teams shows, what belongs below them, then what had no room."""
    row = Drawn()
    for control in controls:
        drawn = draw(control, drawing)
        full = len(row.actions) + len(drawn.actions) > limits.ACTIONS
        if full or not drawn.actions or not row.actions:  # a list stands by itself
            yield from _row_pieces(row)
            row = Drawn()
        row.actions += drawn.actions
        row.below += drawn.below
    yield from _row_pieces(row)
    yield from missing_pieces(drawing)


def _row_pieces(row: Drawn) -> Iterator[Piece]:
    if row.actions or row.below:
        block = container(action_sets(row.actions) + row.below)
        yield Piece(Kind.CONTROLS, as_json(block), 0, max(1, len(row.actions)))


def action_sets(actions: list[ac.Action]) -> list[ac.CardElement]:
    """The row of buttons, if there are any."""
    return [ac.ActionSet(actions=actions)] if actions else []


def container(items: list[ac.CardElement]) -> ac.CardElement:
    """The items as one element."""
    return items[0] if len(items) == 1 else ac.Container(items=items)


def missing_pieces(drawing: Drawing) -> Iterator[Piece]:
    """What is said in place of the controls that Teams cannot show."""
    for sentence in drawing.missing:
        yield from text_pieces((sentence,), drawing)
    drawing.missing.clear()


# ---- each kind ----------------------------------------------------------------------------------


def _button(button: Button, drawing: Drawing) -> Drawn:
    style = _STYLES.get(button.style)
    title = one_line(button.label, limits.BUTTON, button.about)
    about = one_line(button.about, limits.ABOUT) if button.about.strip() else None
    data: Json = {REQUEST: encode(button.request)}
    opens = button.request.FORM
    if button.confirm is None:
        return Drawn([pressing(title, data, drawing, opens=opens, style=style, about=about)])
    return _asking_first(button.confirm, Named(title, style, about), data, drawing, opens=opens)


@dataclass(frozen=True, slots=True)
class Named:
    """How a button looks."""

    title: str
    style: Literal["positive", "destructive"] | None
    about: str | None


def _asking_first(
    confirm: Confirm, look: Named, data: Json, drawing: Drawing, *, opens: bool
) -> Drawn:
    """A button that shows the question, and the question with its two answers."""
    asked = drawing.new_id("ask")
    target = ac.TargetElement(element_id=asked)

    def toggle(title: str, look: Named | None = None) -> ac.Action:
        style, about = (look.style, look.about) if look else (None, None)
        return ac.ToggleVisibilityAction(
            title=title, style=style, tooltip=about, target_elements=[target]
        )

    yes = pressing(
        one_line(confirm.yes, limits.BUTTON, "Yes"), data, drawing, opens=opens, style=look.style
    )
    no = toggle(one_line(confirm.no, limits.BUTTON, "No"))
    question = ac.Container(
        id=asked,
        is_visible=False,
        style="emphasis",
        items=[
            rich(words(one_line(confirm.title, limits.LABEL, "Sure?"), weight="Bolder")),
            *text_blocks((confirm.text,), drawing),
            ac.ActionSet(actions=[yes, no]),
        ],
    )
    return Drawn([toggle(look.title, look)], [question])


def pressing(
    title: str,
    data: Json,
    drawing: Drawing,
    *,
    opens: bool,
    style: Literal["positive", "destructive"] | None = None,
    about: str | None = None,
    chooses: bool = False,
) -> ac.Action:
    """What sends the data. `opens`: a dialog. `chooses`: with what was chosen in the card."""
    # else a list from which nothing was chosen would hold back every button beside it
    inputs: Literal["none"] | None = "none" if drawing.inputs and not chooses else None
    if drawing.surface is Surface.DIALOG:
        if drawing.opened:
            data = data | {OPENED: opened_to_data(drawing.opened)}
        return ac.SubmitAction(
            title=title, data=data, style=style, tooltip=about, associated_inputs=inputs
        )
    if opens:
        return ac.SubmitAction(
            title=title,
            data=data | {"msteams": {"type": "task/fetch"}},
            style=style,
            tooltip=about,
            associated_inputs=inputs,
        )
    return ac.ExecuteAction(
        title=title,
        verb=PRESS,
        data=data,
        style=style,
        tooltip=about,
        associated_inputs=inputs,
        fallback=ac.SubmitAction(title=title, data=data, associated_inputs=inputs),
    )


def _link_button(button: LinkButton, drawing: Drawing) -> Drawn:
    address = safe_url(button.url)
    if address is None:
        drawing.missing.append(f"{button.label}: {button.url}")
        return Drawn()
    title = one_line(button.label, limits.BUTTON, "Open")
    return Drawn([ac.OpenUrlAction(title=title, url=address)])


def _menu(menu: Menu, drawing: Drawing) -> Drawn:
    """A list, and a button that sends what was chosen from it."""
    if not menu.options:
        return Drawn()
    beyond = len(menu.options) - limits.CHOICES
    if beyond > 0:
        drawing.missing.append(f"{menu.label}: {beyond} more choices do not fit here.")
    options = menu.options[: limits.CHOICES]
    name = drawing.new_id("menu")
    label = one_line(menu.label, limits.LABEL, CHOOSE)
    choices = ac.ChoiceSetInput(
        id=name,
        label=label,
        style="compact",
        choices=[
            ac.Choice(title=one_line(option.label, limits.LABEL), value=encode(option.request))
            for option in options
        ],
        # else it would be demanded by the button of another list, or of a form
        is_required=drawing.inputs == 1 or None,
        error_message="Please choose first." if drawing.inputs == 1 else None,
    )
    opens = any(option.request.FORM for option in options)
    action = pressing(
        CHOOSE, {CHOICE: name}, drawing, opens=opens, about=f"{CHOOSE}: {label}", chooses=True
    )
    return Drawn([], [choices, ac.ActionSet(actions=[action])])


def opening(label: str, *, pressed: str = "", said: str = "") -> ac.Action:
    """A button that asks for the same again, and this time can open a dialog."""
    data: Json = {REQUEST: pressed} if pressed else {WORDS: said}
    return ac.SubmitAction(
        title=label, data=data | {"msteams": {"type": "task/fetch"}}, style="positive"
    )


# ---- what comes back ----------------------------------------------------------------------------


def read_pressed(data: Any) -> str | None:
    """The encoded request of the button that sent this, or of what was chosen with it; or None."""
    if not isinstance(data, dict):
        return None
    request = data.get(REQUEST)
    if request is None and isinstance(chosen := data.get(CHOICE), str):
        request = data.get(chosen)
    return request if isinstance(request, str) and request else None


def read_words(data: Any) -> str | None:
    """The words of a button that says them again; or None."""
    said = data.get(WORDS) if isinstance(data, dict) else None
    return said if isinstance(said, str) and said else None


def read_opened(data: Any) -> Opened:
    """Where the dialog was opened in which a button was pressed. Raises ValueError."""
    return opened_from_data(data.get(OPENED) if isinstance(data, dict) else None)
