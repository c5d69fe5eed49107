"""Said on every side of a member's when a user is linked to them, and where they are no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model import Member, Recipient, Role, Workspace
from bot.notify import CHANGE, chairs, tell
from bot.people.words import linking
from bot.places import place_names
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class NewLink:
    """A member, as before, has one more identity."""

    member: Member
    where: Workspace
    name: str  # of the user who is linked
    change: int  # of the record
    how: str  # BY_ADDRESS or BY_CODE of bot.people.words.linking


def announce(tx: Transaction, new: NewLink, now: datetime, *, answered: bool = False) -> None:
    """To the member on every side, each with an Undo; to the other chairs if it is a chair.

    `answered`: in the new place they are told by an answer already.
    """
    member, here = new.member, new.where.id
    place = place_names(tx.workspaces.all())[here]
    card = linking.announced(new.name, place, new.how, here, new.change)
    to = Recipient(member_id=member.id)
    sides = {identity.workspace_id for identity in member.identities}
    for side in sorted(sides if answered else sides | {here}):
        tx.outbox.owe_there(side, CHANGE, f"{new.change}:{side}", to, card, now)
    if member.role is Role.CHAIR:
        warning = linking.chair_linked(member, new.name, place, new.how, here)
        for chair in chairs(tx):
            if chair.id != member.id:
                tell(tx, chair.id, new.change, warning, now)


def forget_place(tx: Transaction, member: Member, workspace_id: int) -> None:
    """They are not spoken to there any more; what waits for them goes where they are."""
    fields = {
        name: None
        for name in ("chosen_workspace_id", "last_workspace_id")
        if getattr(member, name) == workspace_id
    }
    if fields:
        tx.people.change(member.id, **fields)
    tx.outbox.follow(member.id)
