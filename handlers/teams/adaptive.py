"""Card → Adaptive Card, as plain dicts within Teams' limits, and the same as plain text.

The parts are built as microsoft-teams-cards' typed models, so that mypy finds a misspelt field
(with `init_forbid_extra`; the models themselves would let it out), and are plain from there on.
The models cost 0.2 s and 17 MB at start, and some 40 µs a row: plain dicts would save that, and
leave every field's name and value to the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microsoft_teams import cards as ac

from bot.buttons import encode
from bot.cards import Bold, Card, Controls, Element, Menu, Row, Small, Text
from bot.plain import plain_text
from handlers.characters import clean
from handlers.cutting import Piece
from handlers.teams import limits
from handlers.teams.controls import REFRESH, REQUEST
from handlers.teams.elements import element_pieces, heading_pieces
from handlers.teams.fit import fit, fit_text, weight
from handlers.teams.pieces import Drawing, Surface, text_pieces
from handlers.teams.text import Json, as_json, worded, worded_element

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
NATIVE = ("Table", "Chart.")  # what an older client may not show
NOTHING = "Nothing to show."
AROUND = 6_000  # bytes kept for what stands around a card: its frame, ids, who it is for


def message(card: Card, *, plain: bool = False, users: Sequence[str] = ()) -> Json:
    """An activity that shows the card; its `summary` is the whole card as text.

    `plain` leaves out native tables and charts; their content is text then. `users`: for whom the
    card refreshes itself when they look at it.
    """
    content = card_content(card, plain=plain, users=users)
    return {
        "type": "message",
        "summary": content["fallbackText"],
        "attachments": [attachment(content)],
    }


def attachment(content: Json) -> Json:
    """An Adaptive Card as an activity and a dialog carry it."""
    return {"contentType": CONTENT_TYPE, "content": content}


def card_content(card: Card, *, plain: bool = False, users: Sequence[str] = ()) -> Json:
    """The Adaptive Card. A message with it stays below limits.MESSAGE_BYTES."""
    drawing = Drawing(Surface.MESSAGE, plain=plain, inputs=count_menus(card.body))
    return content_of(card, drawing, users=users)


def content_of(card: Card, drawing: Drawing, *, taken: int = 0, users: Sequence[str] = ()) -> Json:
    """The Adaptive Card on its surface, beside which `taken` bytes stand."""
    card = worded(card)
    room = limits.MESSAGE_BYTES - AROUND - taken
    refresh = _refresh(card, users) if drawing.surface is Surface.MESSAGE else None
    pieces = _pieces(card, drawing)
    room -= weight([as_json(mention) for mention in drawing.mentions.values()])
    body = fit(pieces, room - limits.TEXT_BYTES)
    text = fit_text(clean(plain_text(card)).strip() or NOTHING, (room - weight(body)) // 3)
    frame = ac.AdaptiveCard(
        version=limits.CARD_VERSION,
        fallback_text=text,
        speak=text,
        refresh=refresh,
        msteams=ac.TeamsCardProperties(
            width="full", entities=list(drawing.mentions.values()) or None
        ),
    )
    return as_json(frame) | {"body": body}


def _refresh(card: Card, users: Sequence[str]) -> ac.RefreshDefinition | None:
    if card.refresh is None:
        return None
    action = ac.ExecuteAction(title="Refresh", verb=REFRESH, data={REQUEST: encode(card.refresh)})
    asked = list(users[: limits.REFRESH_USERS])
    return ac.RefreshDefinition(action=action, user_ids=asked or None)


def intro(elements: Sequence[Element], drawing: Drawing, room: int) -> list[Json]:
    """What stands above a form's inputs, in at most `room` bytes."""
    pieces = [p for e in elements for p in element_pieces(worded_element(e), drawing)]
    return fit(pieces, room)


def has_native(rendered: Json) -> bool:
    """Whether a client might refuse this for its kind of parts alone."""
    return any(str(kind).startswith(NATIVE) for kind in _kinds(rendered))


def _kinds(value: Any) -> set[Any]:
    if isinstance(value, list):
        return set().union(*map(_kinds, value))
    if not isinstance(value, dict):
        return set()
    return {value.get("type")}.union(*map(_kinds, value.values()))


def count_menus(elements: Sequence[Element]) -> int:
    """How many lists to choose from there are."""
    controls = [c for e in elements if isinstance(e, Controls) for c in e.items]
    controls += [e.control for e in elements if isinstance(e, Row) and e.control]
    return sum(isinstance(control, Menu) for control in controls)


def _pieces(card: Card, drawing: Drawing) -> list[Piece]:
    body = [piece for element in card.body for piece in element_pieces(element, drawing)]
    # a short answer reads like a message, anything longer like a page
    short = all(isinstance(element, Text | Small | Controls) for element in card.body)
    if short:
        title = text_pieces((Bold(card.title),), drawing)
    else:
        title = heading_pieces(card.title, drawing, title=True)
    return [*title, *body] or list(text_pieces((NOTHING,), drawing))
