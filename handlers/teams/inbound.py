"""Activity → who asked what, and where the answer goes. Understands no feature."""

from __future__ import annotations

import hashlib
import json

from bot.ports.outside import Caller, Heard
from handlers.teams.controls import read_opened, read_pressed, read_words
from handlers.teams.events import read_installation, read_members
from handlers.teams.forms import read_answers, read_metadata
from handlers.teams.opened import Opened
from handlers.teams.payloads import (
    CHANNEL,
    HOME,
    LONGEST_ID,
    PLATFORM,
    Asked,
    Chat,
    Json,
    Kind,
    Malformed,
    Nothing,
    Payload,
    Place,
    Reference,
    is_whole,
    optional,
    optional_id,
    required,
    section,
)
from handlers.teams.profiles import user_of
from handlers.teams.spoken import words_of

EXECUTE = "adaptiveCard/action"
FETCH = "task/fetch"
SUBMIT = "task/submit"
AUTOMATIC = "automatic"  # trigger of a card that asks for itself; botbuilder drops it
THREAD = ";messageid="
LONGEST_ONCE = 160  # characters of a request's key that the database keeps
_INVOKES = {EXECUTE: Kind.PRESS, FETCH: Kind.FETCH, SUBMIT: Kind.FORM}


def read(activity: Json) -> Payload:
    """What this activity says. Raises Malformed."""
    try:
        return _read(activity)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed(str(error)[:100]) from error


def _read(activity: Json) -> Payload:
    kind = required(activity, "type")
    if activity.get("channelId") != CHANNEL:
        raise Malformed("not from Teams")
    match kind:
        case "message":
            return _message(activity)
        case "invoke":
            return _invoke(activity)
        case "installationUpdate":
            return read_installation(activity, place_of(activity), once_of(activity))
        case "conversationUpdate":
            return read_members(activity, place_of(activity), once_of(activity))
        case _:
            return Nothing()


def _message(activity: Json) -> Payload:
    """Words, or an Action.Submit: a message with a value and no words."""
    place = place_of(activity)
    if _is_a_bot(activity):
        return Nothing()
    value = activity.get("value")
    if isinstance(value, dict) and not optional(activity, "text").strip():
        return _pressed(Kind.SUBMIT, activity, place, value)
    words, to_us = words_of(activity, place.bot)
    if place.direct:
        return Asked(Kind.DIRECT, caller_of(activity, place), Heard(words=words), place)
    if not to_us and not place.targeted:
        return Nothing()  # where Muster may read along, it is still not spoken to
    return Asked(Kind.MENTION, caller_of(activity, place), Heard(words=words), place)


def _invoke(activity: Json) -> Payload:
    kind = _INVOKES.get(optional(activity, "name"))
    if kind is None or _is_a_bot(activity):
        return Nothing()
    value, place = section(activity, "value"), place_of(activity)
    if kind is not Kind.PRESS:
        return _pressed(kind, activity, place, section(value, "data"))
    kind = Kind.REFRESH if value.get("trigger") == AUTOMATIC else Kind.PRESS
    return _pressed(kind, activity, place, section(section(value, "action"), "data"))


def _pressed(kind: Kind, activity: Json, place: Place, data: Json) -> Payload:
    """A button anywhere, or a form that was sent."""
    caller = caller_of(activity, place)
    opened = read_opened(data) if kind is Kind.FORM else Opened()
    place = _at(place, opened, home=data.get(HOME) is True)
    if (heard := _form(data) if kind is Kind.FORM else None) is not None:
        return Asked(kind, caller, heard, place)
    if (pressed := read_pressed(data)) is not None:
        return Asked(kind, caller, Heard(pressed=pressed), place)
    if (words := read_words(data)) is not None:
        return Asked(kind, caller, Heard(words=words), place)
    return Nothing(kind)


def _form(data: Json) -> Heard | None:
    """What was filled in; None if it was no form."""
    try:
        request, _ = read_metadata(data)
    except ValueError:
        return None
    return Heard(submitted=request, answers=read_answers(data))


def _at(place: Place, opened: Opened, *, home: bool) -> Place:
    message = place.message or opened.message
    return Place(
        reference=place.reference,
        thread=place.thread,
        activity=place.activity,
        message=message,
        bot=place.bot,
        targeted=place.targeted,
        home=home or opened.home,
        zone=place.zone,
        opened=opened,
    )


# ---- who and where ------------------------------------------------------------------------------


def place_of(activity: Json) -> Place:
    """Raises Malformed without a conversation, a tenant or an address to answer to."""
    conversation, sender = section(activity, "conversation"), section(activity, "from")
    whole = required(conversation, "id")
    recipient = section(activity, "recipient")
    name, is_person = optional_id(sender, "id"), not _is_a_bot(activity)
    reference = Reference(
        service_url=required(activity, "serviceUrl"),
        tenant=_tenant(activity, conversation),
        conversation=whole.partition(THREAD)[0],
        kind=_chat(conversation),
        user=name if is_person else "",
        aad=optional_id(sender, "aadObjectId"),
    )
    return Place(
        reference=reference,
        thread=whole,
        activity=optional_id(activity, "id"),
        message=optional_id(activity, "replyToId"),
        bot=optional_id(recipient, "id"),
        targeted=recipient.get("isTargeted") is True,
        zone=_zone(activity),
    )


def caller_of(activity: Json, place: Place) -> Caller:
    """Who speaks. Raises Malformed if Teams does not say."""
    user = user_of(section(activity, "from"))
    reference = place.reference
    return Caller(
        PLATFORM,
        reference.tenant,
        user,
        reference.conversation,
        place.direct,
        once=once_of(activity),
        channel_name="" if place.direct else _name_of_room(activity),
    )


def _name_of_room(activity: Json) -> str:
    """As Teams says it, if it does: of the channel, or of a chat that was given one."""
    data = activity.get("channelData")
    channel = data.get("channel") if isinstance(data, dict) else None
    told = optional(channel, "name") if isinstance(channel, dict) else ""
    return told or optional(section(activity, "conversation"), "name")


def once_of(activity: Json) -> str:
    """The same for an activity that comes again; not for another one, in whatever conversation."""
    conversation = section(activity, "conversation")
    name = optional(activity, "id")
    if not name or not is_whole(name) or len(name) > LONGEST_ID:
        name = digest(activity)
    tenant, where = _tenant(activity, conversation), required(conversation, "id")
    whole = f"{PLATFORM}:{tenant}:{where}:{name}"
    if len(whole) <= LONGEST_ONCE:
        return whole
    return f"{PLATFORM}:{hashlib.sha256(whole.encode()).hexdigest()}"


def digest(activity: Json) -> str:
    """A key for an activity without one of its own."""
    return hashlib.sha256(json.dumps(activity, sort_keys=True).encode()).hexdigest()


def _tenant(activity: Json, conversation: Json) -> str:
    data = activity.get("channelData")
    told = section(data, "tenant").get("id") if isinstance(data, dict) else None
    found = conversation.get("tenantId") or told
    return required({"tenant": found}, "tenant")


def _chat(conversation: Json) -> Chat:
    """Some activities name no type; then the id tells it."""
    try:
        return Chat(optional(conversation, "conversationType"))
    except ValueError:
        name = required(conversation, "id")
        if name.startswith("a:"):
            return Chat.PERSONAL
        return Chat.CHANNEL if "@thread.tacv2" in name else Chat.GROUP


def _zone(activity: Json) -> str:
    """IANA, as the person's device says."""
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, dict) and entity.get("type") == "clientInfo":
            zone = entity.get("timezone")
            if isinstance(zone, str) and zone:
                return zone
    zone = activity.get("localTimezone")
    return zone if isinstance(zone, str) else ""


def _is_a_bot(activity: Json) -> bool:
    """Another one's, or our own."""
    sender = section(activity, "from")
    return optional(sender, "role") == "bot" or optional(sender, "id").startswith("28:")
