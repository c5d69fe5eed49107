"""What the postman needs to know before he speaks: to whom, and which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.buttons import Codec, UnreadableError
from bot.cards import Card
from bot.model import Delivery, DeliveryState, Workspace
from bot.ports.lanes import Taken
from bot.ports.outside import Shown, Target
from bot.signs import SIGN

Compose: TypeAlias = Callable[[Delivery], Card | Shown | None]


@dataclass(frozen=True, slots=True)
class LookUp:
    """A member who was not met in this workspace yet: the platform knows them by their address."""

    email: str


@dataclass(frozen=True, slots=True)
class NotSaid:
    """It cannot be said, or need not be any more; a state of bot.model.DeliveryState says which."""

    state: DeliveryState
    reason: str


Whom: TypeAlias = Target | LookUp | NotSaid

NOT_FOUND = NotSaid(
    DeliveryState.UNREACHABLE,
    "Nobody in this workspace who could be a member has their e-mail address.",
)
_NO_ADDRESS = NotSaid(
    DeliveryState.UNREACHABLE,
    "They have not used Muster in this workspace yet, and no e-mail address of theirs is known.",
)
_NOBODY = NotSaid(DeliveryState.DROPPED, "The room was removed.")
_NOTHING = NotSaid(DeliveryState.DROPPED, "There is nothing to say any more.")
_UNREADABLE = NotSaid(
    DeliveryState.GIVEN_UP, "It was written by another version of Muster and cannot be read."
)


def find_whom(workspace: Workspace, taken: Taken) -> Whom:
    """Whom a delivery of this workspace goes to."""
    to = taken.to
    if taken.delivery.kind == SIGN:
        return Target(workspace, channel=to.channel)
    if to.channel:
        # a panel that ends says so in its place, in a room that was removed too
        last_words = taken.delivery.content is not None
        return Target(workspace, channel=to.channel) if last_words or not to.removed else _NOBODY
    if to.user:
        return Target(workspace, user=to.user)
    return LookUp(to.email) if to.email else _NO_ADDRESS


def find_words(codec: Codec, compose: Compose, delivery: Delivery) -> Card | Shown | NotSaid:
    """The card as it was owed, or as it is to be now; or what a sign is to show."""
    if delivery.content is None:
        return compose(delivery) or _NOTHING
    try:
        return codec.card_from_data(delivery.content)
    except (UnreadableError, LookupError, TypeError):
        return _UNREADABLE
