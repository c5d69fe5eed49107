"""Who may come in, who may decide about it, and what a member may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from bot.errors import Refusal
from bot.model import Member, MemberState, Role

NAME_MOST = 200  # characters, as is remembered (storage.tables)
EMAIL_MOST = 254  # characters, RFC 5321
COMPANY_MOST = 120

# One address, as people have them: no spaces, one @, a domain with a dot.
_EMAIL = re.compile(r"[^@\s<>,;|]+@[^@\s<>,;|.]+(?:\.[^@\s<>,;|.]+)+")


class Standing(StrEnum):
    """What a user of the platform is to the company."""

    COLLEAGUE = "colleague"  # a full user of the workspace
    GUEST = "guest"  # invited from outside: may be let in by the chair, as a partner
    STRANGER = "stranger"  # of another company, through a shared channel: never linked
    BOT = "bot"  # never a member
    DEACTIVATED = "deactivated"  # can no longer sign in


def standing(*, is_bot: bool, is_stranger: bool, is_guest: bool, deactivated: bool) -> Standing:
    """The strictest of what applies."""
    if is_bot:
        return Standing.BOT
    if is_stranger:
        return Standing.STRANGER
    if deactivated:
        return Standing.DEACTIVATED
    return Standing.GUEST if is_guest else Standing.COLLEAGUE


def is_matched_by_address(who: Standing) -> bool:
    """Only colleagues are taken for the member who has their address without being asked."""
    return who is Standing.COLLEAGUE


def check_may_ask(who: Standing) -> None:
    """Raises Refusal for those who can never join."""
    if who is Standing.STRANGER:
        raise Refusal(
            "stranger",
            "You cannot join this task force from here.",
            "You are in this channel as a guest of another company's workspace.",
            "Ask your contact to have you invited to this workspace; the chair can then let you"
            " in as a partner.",
        )
    if who is Standing.BOT:
        raise Refusal("bot", "Only people can join the task force.", "This user is an app.")
    if who is Standing.DEACTIVATED:
        raise Refusal(
            "deactivated",
            "You cannot join the task force.",
            "Your user is deactivated in this workspace.",
            "Ask your admin.",
        )


def may_decide(decider: Member, asking: Member) -> bool:
    """The chair about everybody; a lead about colleagues who ask to join their department."""
    if decider.state is not MemberState.ACTIVE:
        return False
    if decider.role is Role.CHAIR:
        return True
    own = decider.role is Role.LEAD and decider.department_id == asking.department_id
    return own and asking.role is not Role.PARTNER


def may_take_chair(
    candidate: Member | None, members: Collection[Member], *, had_chair: bool
) -> bool:
    """Whether somebody may take the chair while nobody is chair.

    In a task force that never had one: any colleague. After the last chair left: a lead; without
    leads any member; without members any colleague. `members` are the active ones, `candidate`
    None is somebody from outside the task force. A partner never.
    """
    inside = candidate is not None and candidate.state is MemberState.ACTIVE
    if candidate is not None and candidate.role is Role.PARTNER:
        return False
    if not had_chair:
        return True
    full = [m for m in members if m.role is not Role.PARTNER]
    if any(m.role is Role.LEAD for m in full):
        return inside and candidate is not None and candidate.role is Role.LEAD
    return inside or not full


def check_role(
    role: Role, member: Member | None, chairs: Collection[Member], *, guest: bool
) -> None:
    """Raises Refusal for a role that the member cannot have. `guest`: a guest of the workspace."""
    if guest and role is not Role.PARTNER:
        raise Refusal(
            "guest",
            "A guest of the workspace can only be a partner.",
            "Leads, chairs and members are full users of the workspace.",
            "Have your admin make them a full user first.",
            field="role",
        )
    if member and member.role is Role.PARTNER and role is Role.CHAIR:
        raise Refusal(
            "partner_chair",
            "A partner can never be chair.",
            "The chair speaks for the company, a partner for an agency.",
            "If they have joined the company, make them a member first.",
            field="role",
        )
    if member and role is not Role.CHAIR:
        check_not_last_chair(member, chairs)


def may_be_merged(member: Member, *, bare: bool) -> bool:
    """Whether a member's user may become another member's, who has shown them a code.

    Only if nothing is lost by it, and nobody with a right of their own gives it up unawares.
    `bare`: never held a turn, offered hours or was away.
    """
    if member.state is MemberState.LEFT:
        return True
    return bare and member.role in (Role.MEMBER, Role.PARTNER)


def check_not_last_chair(member: Member, chairs: Collection[Member]) -> None:
    """Raises Refusal if the task force would be left without a chair."""
    if [chair.id for chair in chairs] == [member.id]:
        raise Refusal(
            "last_chair",
            f"{member.name} is the only chair.",
            "Without a chair nobody could let people in or change the set-up.",
            "Make somebody else chair first.",
            field="role",
        )


def check_chair(member: Member) -> None:
    """For inverses: whoever undoes what a chair did must be chair still. Raises Refusal."""
    if member.role is not Role.CHAIR:
        raise Refusal(
            "chair_only",
            "Only the chair can do this.",
            f"Your role is {member.role} now.",
            "Ask the chair.",
        )


def clean_email(text: str) -> str | None:
    """The address in lower case, or None if it is none."""
    address = text.strip().strip("<>").removeprefix("mailto:").lower()
    if len(address) > EMAIL_MOST or not _EMAIL.fullmatch(address):
        return None
    return address


def check_email(text: str) -> str:
    """The address in lower case. Raises Refusal."""
    address = clean_email(text)
    if address is None:
        raise Refusal(
            "bad_email",
            "This is not an e-mail address.",
            instead="Write it like `ada.brandt@example.com`.",
            field="email",
        )
    return address
