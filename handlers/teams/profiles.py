"""A member of a conversation, as Teams describes one → Profile.

https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/get-teams-context
"""

from __future__ import annotations

from bot.ports.outside import Profile
from handlers.teams.payloads import Json, is_whole, required

GUESTS = frozenset({"guest", "anonymous"})


def profile_of(member: Json, workspace: str, zone: str = "") -> Profile:
    """Raises ValueError if this is no member. `zone` comes with what people say, not from here."""
    user = user_of(member)
    name = _first(member, "name", "givenName", "userPrincipalName") or user
    role = _first(member, "userRole", "role").lower()
    tenant = _first(member, "tenantId")
    stranger = bool(tenant) and tenant.lower() != workspace.lower()
    return Profile(
        user=user,
        name=name,
        # who administers another company may write any address into its directory
        email=None if stranger or role == "anonymous" else _address(member),
        zone=zone,
        is_bot=_first(member, "id").startswith("28:"),
        is_guest=role in GUESTS,
        is_stranger=stranger,
    )


def user_of(member: Json) -> str:
    """The person's id: of the directory, or Teams' own where there is none. Raises ValueError."""
    for name in ("aadObjectId", "objectId", "id"):
        if member.get(name):
            return required(member, name)
    raise ValueError("a member without an id")


def _address(member: Json) -> str | None:
    """The mailbox; else the log-in name, which a company gives like an address."""
    for name in ("email", "userPrincipalName"):
        found = _first(member, name)
        if "@" in found and "#EXT#" not in found.upper():
            return found
    return None


def _first(member: Json, *names: str) -> str:
    """The first of these fields that has text."""
    for name in names:
        value = member.get(name)
        if isinstance(value, str) and value.strip() and is_whole(value):
            return value.strip()
    return ""
