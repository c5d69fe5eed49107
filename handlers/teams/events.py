"""Events: Muster is added to a conversation or removed from it, people come."""

from __future__ import annotations

from handlers.teams.payloads import (
    Arrived,
    Chat,
    ConversationLost,
    Json,
    Nothing,
    Payload,
    PeopleCame,
    Place,
    required,
)

ADDED = {"add": True, "add-upgrade": False}  # and whether that is news to the people there
# Not "remove-upgrade": the newer version has come, or is just coming.
REMOVED = "remove"


def read_installation(activity: Json, place: Place, once: str) -> Payload:
    """An installationUpdate. Raises Malformed."""
    action = activity.get("action")
    if not isinstance(action, str):
        return Nothing()
    if action in ADDED:
        return Arrived(place, once, is_news=ADDED[action], name=_name(activity))
    return _lost(place, once) if action == REMOVED else Nothing()


def read_members(activity: Json, place: Place, once: str) -> Payload:
    """A conversationUpdate: we or others came or went. Raises Malformed."""
    came, went = _ids(activity, "membersAdded"), _ids(activity, "membersRemoved")
    if place.bot in came:
        return Arrived(place, once, name=_name(activity))
    if place.bot in went:
        return _lost(place, once)
    people = tuple(user for user in came if not user.startswith("28:"))
    if people and not place.direct:
        return PeopleCame(place, people, once)
    return Nothing()


def _lost(place: Place, once: str) -> Payload:
    reference = place.reference
    whose = reference.person if reference.kind is Chat.PERSONAL else reference.conversation
    return ConversationLost(reference.tenant, whose, once) if whose else Nothing()


def _ids(activity: Json, name: str) -> list[str]:
    listed = activity.get(name)
    people = listed if isinstance(listed, list) else []
    return [required(one, "id") for one in people if isinstance(one, dict)]


def _name(activity: Json) -> str:
    """What people call the room, if Teams says."""
    data, conversation = activity.get("channelData"), activity.get("conversation")
    for owner, field in ((data, "channel"), (data, "team"), ({"it": conversation}, "it")):
        found = owner.get(field) if isinstance(owner, dict) else None
        name = found.get("name") if isinstance(found, dict) else None
        if isinstance(name, str) and name:
            return name
    return ""
