"""Card → Block Kit, as plain dicts within Slack's limits, and the same as plain text."""

from __future__ import annotations

from bot.cards import Bold, Card, Controls, Element, Small, Text
from bot.plain import plain_text as plain_card
from handlers.characters import clean
from handlers.cutting import Piece
from handlers.slack import limits
from handlers.slack.elements import element_pieces, heading_pieces, text_pieces
from handlers.slack.fit import fit
from handlers.slack.pieces import Drawing, Surface, rich_piece
from handlers.slack.text import Json, cut_at_line, escape, plain_text, rich_words

NATIVE = frozenset({"table", "data_visualization"})  # what an older workspace may refuse
NOTHING = "Nothing to show."


def message(card: Card, *, plain: bool = False, most_text: int = limits.TEXT_POST) -> Json:
    """{"text": the whole card as text, "blocks": …} for a message.

    `plain` leaves out native tables and charts; their content is text then. `most_text` is
    limits.TEXT_UPDATE for a message that may be edited.
    """
    drawing = Drawing(Surface.MESSAGE, plain=plain)
    return {
        "text": whole_text(card, most_text),
        "blocks": fit(_pieces(card, drawing), drawing.surface),
    }


def home(card: Card) -> Json:
    """The view of App Home."""
    drawing = Drawing(Surface.HOME)
    return {"type": "home", "blocks": fit(_pieces(card, drawing), drawing.surface)}


def dialog(card: Card, private_metadata: str = "") -> Json:
    """A modal that only shows the card."""
    drawing = Drawing(Surface.MODAL)
    return {
        "type": "modal",
        "callback_id": "card",
        "title": plain_text("Muster", limits.VIEW_TITLE),
        "close": plain_text("Close", limits.VIEW_TITLE),
        "private_metadata": private_metadata,
        "blocks": fit(_pieces(card, drawing), drawing.surface),
    }


def intro(elements: tuple[Element, ...], taken: int) -> list[Json]:
    """What stands above a form's inputs, which take `taken` blocks."""
    drawing = Drawing(Surface.MODAL)
    pieces = [piece for element in elements for piece in element_pieces(element, drawing)]
    return fit(pieces, drawing.surface, taken)


def has_native(rendered: Json) -> bool:
    """Whether Slack might refuse this for its kind of blocks alone."""
    return any(block["type"] in NATIVE for block in rendered["blocks"])


def whole_text(card: Card, most: int) -> str:
    """The card as text for notifications and screen readers; "…" where it is cut."""
    return cut_at_line(escape(clean(plain_card(card))), most).strip() or NOTHING


def _pieces(card: Card, drawing: Drawing) -> list[Piece]:
    body = [piece for element in card.body for piece in element_pieces(element, drawing)]
    # a short answer reads like a message, anything longer like a page
    short = drawing.surface is Surface.MESSAGE and all(
        isinstance(element, Text | Small | Controls) for element in card.body
    )
    title = text_pieces((Bold(card.title),)) if short else heading_pieces(card.title)
    return [*title, *body] or [rich_piece(list(rich_words(NOTHING)))]
