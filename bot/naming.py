"""Whom words name: mentions, addresses and names → members, never by guessing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.app import Visit, offer
from bot.cards import Request
from bot.errors import Refusal
from bot.grammar import Mention, match
from bot.model import Member, MemberState, Role
from bot.ports.store import Transaction

MOST = 5  # buttons; beyond, more of the name says it
Again = Callable[[Member], Request]


def find_member(
    tx: Transaction, visit: Visit, mention: Mention, again: Again | None = None
) -> Member:
    """The one member who is meant, active now. `again`: the request with a chosen one.

    Raises Refusal for a stranger, somebody who has left, and where several could be meant.
    """
    by_name = mention.kind == "name"
    found = _by_name(tx, mention.value, again) if by_name else _by_id(tx, visit, mention)
    if found is None:
        raise _stranger(mention)
    return check_active(found)


def check_active(member: Member) -> Member:
    """The member, if they are in the task force. Raises Refusal."""
    if member.state is MemberState.LEFT:
        raise Refusal(
            "has_left",
            f"{member.name} has left the task force.",
            "Only members can hold turns.",
            "Choose somebody else.",
            field="who",
        )
    if member.state is MemberState.ASKED:
        raise Refusal(
            "not_in_yet",
            f"{member.name} is not in the task force yet.",
            "Their request to join is waiting.",
            "The chair or their department's lead lets them in.",
            field="who",
        )
    return member


def shown_name(member: Member) -> str:
    """A partner is always shown as partner."""
    return member.name + (" (partner)" if member.role is Role.PARTNER else "")


def _by_id(tx: Transaction, visit: Visit, mention: Mention) -> Member | None:
    match mention.kind:
        case "user":
            return tx.people.find_by_identity(visit.workspace.id, mention.value)
        case "email":
            return tx.people.find_by_email(mention.value)
        case "room":
            raise Refusal(
                "not_a_person",
                "That is a room, and not a person.",
                "One member is asked at a time.",
                "Name them with @, by their name, or by their e-mail address.",
                field="who",
            )
    return None


def _by_name(tx: Transaction, name: str, again: Again | None) -> Member | None:
    members = {member.id: member for member in tx.people.all()}
    found = match(name.replace(".", " "), {key: member.name for key, member in members.items()})
    if found.best is not None:
        return members[found.best]
    if found.several:
        raise _which(name, [members[key] for key in found.several], again)
    gone = {m.id: m for m in tx.people.all((MemberState.LEFT, MemberState.ASKED))}
    late = match(name, {key: member.name for key, member in gone.items()})
    if late.best is not None:
        return gone[late.best]
    if found.suggestion is not None:
        near = members[found.suggestion]
        offers = (offer(f"{near.name}"[:75], again(near)),) if again else ()
        raise Refusal(
            "unknown_person",
            f"I do not know who “{name[:60]}” is.",
            f"Did you mean {near.name}?",
            "Name them with @, by more of their name, or by their e-mail address.",
            offers=offers,
            field="who",
        )
    return None


def _which(name: str, several: Sequence[Member], again: Again | None) -> Refusal:
    offers = tuple(offer(m.name[:75], again(m)) for m in several[:MOST]) if again else ()
    more = len(several) - len(offers)
    return Refusal(
        "which_person",
        f"Whom do you mean by “{name[:60]}”?",
        f"{len(several)} people have such a name"
        + ("." if len(several) > MOST else f": {', '.join(m.name for m in several)}."),
        "Say more of the name, or give their e-mail address." if more or not again else "",
        offers=offers,
        field="who",
    )


def _stranger(mention: Mention) -> Refusal:
    who = "This person" if mention.kind == "user" else f"“{mention.value[:60]}”"
    return Refusal(
        "unknown_person",
        f"{who} is not in the task force.",
        "Only members can hold turns.",
        "Name a member with @, by their name, or by their e-mail address.",
        field="who",
    )
