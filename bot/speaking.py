"""What the postman needs to know before he speaks: to whom, and which words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.buttons import Codec, UnreadableError
from bot.cards import Card
from bot.model import Delivery, DeliveryState, Workspace
from bot.ports.outside import Target
from bot.ports.store import Store, Transaction

Compose: TypeAlias = Callable[[Delivery], Card | None]


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
_NOBODY = NotSaid(DeliveryState.DROPPED, "The recipient was removed.")
_NOTHING = NotSaid(DeliveryState.DROPPED, "There is nothing to say any more.")
_UNREADABLE = NotSaid(
    DeliveryState.GIVEN_UP, "It was written by another version of Muster and cannot be read."
)


def find_recipients(
    store: Store, workspace: Workspace, deliveries: Sequence[Delivery]
) -> tuple[Whom, ...]:
    """Whom each of these deliveries of one workspace goes to, in the same order."""
    with store.read(workspace.task_force_id) as tx:
        return tuple(_whom(tx, workspace, delivery) for delivery in deliveries)


def _whom(tx: Transaction, workspace: Workspace, delivery: Delivery) -> Whom:
    if delivery.recipient.room_id is not None:
        # a panel that ends says so in its place, in a room that was removed too
        last_words = delivery.content is not None
        room = tx.rooms.find(delivery.recipient.room_id, removed=last_words)
        return Target(workspace, channel=room.channel) if room else _NOBODY
    member = tx.people.find(delivery.recipient.member_id or 0)
    if member is None:
        return _NOBODY
    for identity in member.identities:
        if identity.workspace_id == workspace.id:
            return Target(workspace, user=identity.user)
    return LookUp(member.email) if member.email else _NO_ADDRESS


def find_words(codec: Codec, compose: Compose, delivery: Delivery) -> Card | NotSaid:
    """The card as it was owed, or as it is to be now."""
    if delivery.content is None:
        return compose(delivery) or _NOTHING
    try:
        return codec.card_from_data(delivery.content)
    except (UnreadableError, LookupError, TypeError):
        return _UNREADABLE
