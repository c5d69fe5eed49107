"""Every word about what follows the roster."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import (
    Button,
    Card,
    Channel,
    ChoiceInput,
    Controls,
    Element,
    Form,
    Inline,
    RoomInput,
    Row,
    Small,
    Text,
    TextInput,
)
from bot.errors import Refusal
from bot.following.requests import EditFollowing, SaveFollowing, ShowAgain
from bot.following.rules import GROUP, TOPIC
from bot.model import Duty
from bot.ports.signs import Sign, SignKind
from bot.setup.requests import ShowDuty
from bot.undo.requests import Undo

_GROUP_HINT = (
    "Its handle, such as @support-now, or its id. Its members become who is on duty, and nobody "
    "else: make a group for this alone. While nobody is on duty, it is switched off."
)
_TOPIC_HINT = (
    "I have to be in it. Of its topic I write only the part between [Muster: and ], the rest stays "
    "as people wrote it. Each change is a line in the channel."
)


def form(duty: Duty, group: Sign | None, topic: Sign | None) -> Form:
    ticked = tuple(name for name, sign in ((GROUP, group), (TOPIC, topic)) if sign)
    return Form(
        "Follow the roster",
        "Save",
        SaveFollowing(duty.id),
        (
            ChoiceInput(
                name="follows",
                label="What follows the roster",
                options=((GROUP, "A user group"), (TOPIC, "A channel's topic")),
                initial=ticked,
                many=True,
                optional=True,
            ),
            TextInput(
                name="group",
                label="User group",
                hint=_GROUP_HINT,
                initial=(group.name or group.target) if group else "",
                most=100,
                optional=True,
            ),
            RoomInput(
                name="channel",
                label="Channel",
                hint=_TOPIC_HINT,
                initial=topic.target if topic else "",
                optional=True,
            ),
        ),
        (Text((f"Who holds {duty.name} is shown there, at each change and each turn's edge.",)),),
    )


def saved(duty: Duty, signs: Sequence[Sign], left_out: Sequence[str], change: int) -> Card:
    """`left_out`: who is on duty and not known in the group's workspace."""
    body: list[Element] = [Text((*_place(sign), _does(sign))) for sign in signs]
    if not signs:
        body.append(Text(("My part of a topic is taken away; a group stays as it is.",)))
    if left_out:
        body.append(Text((missing(left_out),)))
    buttons = (Button("Undo", Undo(change)), Button("The duty", ShowDuty(duty.id, inside=True)))
    body.append(Controls(buttons))
    if signs:
        body.append(Small(("If it cannot be done, you are told why, once.",)))
    title = f"What follows {duty.name}" if signs else f"Nothing follows {duty.name} any more."
    return Card(title, tuple(body))


def _does(sign: Sign) -> str:
    if sign.kind is SignKind.GROUP:
        return ": its members are who is on duty."
    return ": its topic names who is on duty."


def _place(sign: Sign) -> tuple[Inline, ...]:
    if sign.kind is SignKind.GROUP:
        return (sign.name or sign.target,)
    return (Channel(sign.target, "The channel"),)


def missing(names: Sequence[str]) -> str:
    are = "is" if len(names) == 1 else "are"
    return (
        f"{', '.join(names)} {are} on duty, but not known in the group's workspace, and so not in "
        "the group."
    )


def problem(sign: Sign, duties: Sequence[Duty], reason: str) -> Card:
    """To the chair, once for each thing that is wrong."""
    what = "The user group" if sign.kind is SignKind.GROUP else "The topic"
    body: tuple[Element, ...] = (
        Text((*_place(sign), f", for {_names(duties)}: {reason}")),
        Row(
            ("I try again at the next change, and each night.",),
            Button("Try again", ShowAgain(sign.id)),
        ),
    )
    if duties:
        form_button = Button("Change it", EditFollowing(duties[0].id))
        body = (*body, Controls((form_button,)))
    return Card(f"{what} cannot follow the roster.", body)


def _names(duties: Sequence[Duty]) -> str:
    return ", ".join(duty.name for duty in duties) or "no duty any more"


def tried_again() -> Card:
    return Card("I try it now.", (Text(("If it still cannot be done, Status says why.",)),))


def nothing_changed(duty: Duty) -> Card:
    again = Button("Change it", EditFollowing(duty.id))
    return Card("Nothing was changed.", (Controls((again,)),))


def undone(duty: Duty) -> Card:
    return Card(f"What follows {duty.name} is as it was before.")


def not_here(elsewhere: Sequence[str]) -> Refusal:
    """`elsewhere`: places of the task force in which it can be set up."""
    instead = "Who is on duty is on the roster panel, and `/muster who` says it."
    if elsewhere:
        there = " and ".join(elsewhere)
        instead = f"Set it up from {there}: it then follows what is done here, too."
    return Refusal(
        "not_here",
        "User groups and topics cannot follow the roster here.",
        "It takes rights over everybody's groups and channels, which I do not ask for.",
        instead,
    )


def choose_channel() -> Refusal:
    return Refusal(
        "no_channel",
        "No channel is chosen.",
        "To follow the roster, a topic needs a channel.",
        "Choose one, or take away the tick of the topic.",
        field="channel",
    )


def no_such_duty() -> Refusal:
    return Refusal(
        "unknown_duty",
        "This duty is not there, or retired.",
        "Only a duty that has turns can be followed.",
        "Type `/muster setup` and choose again.",
    )


def gone_sign() -> Refusal:
    return Refusal(
        "gone",
        "This is set up no more.",
        "Somebody changed it in the meantime.",
        "Type `/muster setup` and look at the duty.",
    )
