"""What can be asked about calendar feeds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from bot.app import Visit
from bot.cards import Button, Card, Controls, Element, Request


@dataclass(frozen=True, slots=True)
class OpenFeeds(Request):
    """One's own feeds, and what there could be one of. Words name a duty, `mine` or `all`."""

    ACTION: ClassVar[str] = "feeds.1"
    words: str = ""
    inside: bool = False  # pressed on such a card, whose place the answer takes


@dataclass(frozen=True, slots=True)
class AddFeed(Request):
    """A new address: of one's turns, a duty's, or all. `again`: the one before it ends."""

    ACTION: ClassVar[str] = "feeds.add.1"
    kind: str = "mine"  # bot.ports.feeds.FeedKind
    duty: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class ChooseDuty(Request):
    """Show the form that asks for which duty."""

    ACTION: ClassVar[str] = "feeds.duty.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class EndFeed(Request):
    """One's own; as chair, anybody's. `listed`: pressed in the chair's list."""

    ACTION: ClassVar[str] = "feeds.end.1"
    feed: int = 0
    listed: bool = False


@dataclass(frozen=True, slots=True)
class ListFeeds(Request):
    """Everybody's. `skip`: how many were seen already."""

    ACTION: ClassVar[str] = "feeds.list.1"
    inside: bool = False
    skip: int = 0


@dataclass(frozen=True, slots=True)
class ShowNames(Request):
    """Whether feeds show who holds what, or only that somebody does."""

    ACTION: ClassVar[str] = "feeds.names.1"
    on: bool = False


def with_feed(card: Card, visit: Visit, request: AddFeed) -> Card:
    """The card with a button for what is on it; as it is where calendars cannot reach Muster."""
    if not visit.bot.public_url():
        return card
    button = Button("Add to my calendar", request)
    last: Element | None = card.body[-1] if card.body else None
    if isinstance(last, Controls):
        return replace(card, body=(*card.body[:-1], Controls((*last.items, button))))
    return replace(card, body=(*card.body, Controls((button,))))
