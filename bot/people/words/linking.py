"""One person on several platforms: codes, being linked and taken off."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import (
    Button,
    Card,
    Code,
    Confirm,
    Controls,
    Form,
    Style,
    Text,
    TextInput,
)
from bot.errors import Refusal
from bot.home.requests import OpenHome, OpenSettings
from bot.model import Member
from bot.onetime import LENGTH, LINK_FOR
from bot.people.requests import LinkMe, ShowMember, Unlink

_MINUTES = int(LINK_FOR.total_seconds() // 60)


def code_card(code: str, elsewhere: str) -> Card:
    """The one time that the code is seen. `elsewhere`: where it is to be typed."""
    return Card(
        f"Your code: {code}",
        (
            Text((f"In your private chat with Muster in {elsewhere}, type:",)),
            Text((Code(f"link {code}"),)),
            Text(
                (
                    f"It works once, within {_MINUTES} minutes, and for you alone.",
                    " Give it to nobody: whoever types it there can act as you here.",
                )
            ),
        ),
    )


def code_form() -> Form:
    return Form(
        "Link me to a member",
        "Link",
        LinkMe(),
        (
            TextInput(
                name="code",
                label="The code",
                hint="Type `link` where you are known already: the code is shown to you there.",
                most=40,
                placeholder="ABCD-EFGH-JKMN"[: LENGTH + 2],
            ),
        ),
    )


def linked(member: Member, here: str, before: Sequence[str], workspace: int, change: int) -> Card:
    """To whoever typed the code."""
    others = " and ".join(before)
    text = f"In {here} and in {others} you are the same member now, with the same turns and hours."
    buttons = (
        Button("My page", OpenHome(), Style.PRIMARY),
        Button("Undo", Unlink(workspace=workspace, change=change)),
    )
    return Card(f"You are {member.name} here too.", (Text((text,)), Controls(buttons)))


def announced(name: str, where: str, how: str, workspace: int, change: int) -> Card:
    """To the member, on every side: another user is them as well. `name`: that user's."""
    undo = Button(
        "Undo",
        Unlink(workspace=workspace, change=change),
        Style.DANGER,
        about=f"Undo: unlink {where}",
    )
    return Card(
        f"You are linked in {where} now.",
        (
            Text((f"The user {name} in {where} is you from now on: {how}.",)),
            Text(("You are written to in one place: where you were last, or where you choose.",)),
            Text(("If that was not you, undo it, and tell your chair.",)),
            Controls((undo, Button("Choose where", OpenSettings()))),
        ),
    )


BY_ADDRESS = "it has your e-mail address"
BY_CODE = "the code that you were shown was typed there"


def chair_linked(chair: Member, name: str, where: str, how: str, workspace: int) -> Card:
    """To the other chairs: whoever is linked to a chair can do what the chair can."""
    buttons = (
        Button("Open", ShowMember(chair.id), about=f"Open {chair.name}"),
        unlink_button(chair.name, where, workspace, chair.id),
    )
    because = "it has their e-mail address" if how == BY_ADDRESS else "by a code"
    text = f"The user {name} in {where} is {chair.name} from now on: {because}. They were told."
    return Card(
        f"{chair.name}, a chair, is linked in {where} now.", (Text((text,)), Controls(buttons))
    )


def unlink_button(name: str, where: str, workspace: int, member: int = 0) -> Button:
    """For a member's own settings, or with `member` for the chair."""
    whose = f"{name[:40]}'s user" if member else "Your user"
    return Button(
        f"Unlink {where}"[:75],
        Unlink(workspace=workspace, member=member),
        Style.DANGER,
        Confirm(
            f"Unlink {where}"[:75],
            f"{whose} there is then nobody in the task force. What was held stays.",
            "Unlink",
        ),
        about=f"Unlink {name} in {where}" if member else "",
    )


def unlinked(where: str, *, was_here: bool) -> Card:
    """To whoever took an identity off."""
    text = (
        "This user is nobody in the task force now. To be linked again, type `link` on the other"
        " platform, and the code here."
        if was_here
        else "To be linked there again, ask for a code with `link`."
    )
    parts = tuple(Code(p) if i % 2 else p for i, p in enumerate(text.split("`")))
    return Card(f"Unlinked: {where}.", (Text(parts),))


def you_were_unlinked(where: str, by: str) -> Card:
    """To the member, where they still are."""
    return Card(
        f"You are no longer linked in {where}.",
        (
            Text((f"{by} took it off. Your turns and hours are as they were.",)),
            Controls((Button("Link it again", LinkMe()),)),
        ),
    )


def merged(name: str) -> str:
    """Why a member without a past has left."""
    return f"They are linked to {name} now."


# ---- refusals -----------------------------------------------------------------------------------


def only_in_private() -> Refusal:
    return Refusal(
        "code_in_room",
        "Codes are for our private chat alone.",
        "In a room others could read along; a code that was typed here is void now.",
        "Write `link` to me in our private chat.",
    )


def nowhere_else(here: str) -> Refusal:
    return Refusal(
        "one_place",
        f"The task force lives in {here} only.",
        "There is no second platform to be linked on.",
        "The chair connects one with `/muster setup`.",
    )


def linked_everywhere(names: str) -> Refusal:
    return Refusal(
        "linked_everywhere",
        f"You are linked in {names} already.",
        "That is everywhere the task force lives.",
        "Where you are written to is chosen in your settings.",
    )


def your_own_code() -> Refusal:
    return Refusal(
        "own_code",
        "This code is to be typed on the other platform.",
        "Here you are linked already.",
        "Open your private chat with Muster there, and type it.",
        field="code",
    )


def linked_here_already(name: str) -> Refusal:
    return Refusal(
        "other_user",
        f"{name} is linked here already, with another user.",
        "Each member has one user on each platform.",
        f"If {name} is you, unlink that user first, in its settings.",
        field="code",
    )


def owner_is_gone() -> Refusal:
    return Refusal(
        "owner_gone",
        "Whoever was shown this code is no longer in the task force.",
        instead="Ask to join with `/muster`.",
        field="code",
    )


def guest_cannot() -> Refusal:
    return Refusal(
        "guest",
        "A guest cannot be linked to this member.",
        "Guests are partners, and this member is none.",
        "Have your admin make you a full user here, or ask the chair.",
        field="code",
    )


def already_somebody(me: Member, chair: str) -> Refusal:
    """Both sides are members of their own: nothing is thrown together without a word."""
    return Refusal(
        "already_somebody",
        f"You are in the task force already, as {me.name}.",
        "Two members with turns, hours or a role of their own are not made one.",
        f"Ask {chair}: one of the two can be removed, and then be linked.",
        field="code",
    )


def taken_meanwhile() -> Refusal:
    return Refusal(
        "linked_meanwhile",
        "Somebody else was faster.",
        "This user or that member was linked at this very moment.",
        "Type `/muster` to see who you are here.",
        field="code",
    )


def not_linked(where: str) -> Refusal:
    return Refusal(
        "not_linked",
        f"This is not linked in {where} any more.",
        "Somebody took it off, or linked another user since.",
        "There is nothing left to undo.",
    )


def the_only_one() -> Refusal:
    return Refusal(
        "only_identity",
        "This is the only place where they are linked.",
        "Without it nobody could be reached.",
        "To leave the task force, use the button on your page; the chair removes people.",
    )


def older_one(where: str) -> Refusal:
    """Whoever comes later cannot put out whoever was there first."""
    return Refusal(
        "older_identity",
        f"{where} was linked before this one.",
        "A later link never takes off an earlier one.",
        f"Do it in {where} itself, or ask the chair.",
    )


def void_now() -> Card:
    no = only_in_private()
    return Card(no.what, (Text((no.why,)), Text(("Ask for a new one in our private chat.",))))
