"""Being met, asking to join, and being let in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import (
    Button,
    Card,
    ChoiceInput,
    Controls,
    Fields,
    Form,
    Inline,
    Person,
    Style,
    Text,
    TextInput,
)
from bot.errors import Refusal
from bot.hours.requests import OpenHoursForm
from bot.model import Department, Member, Role
from bot.people.requests import Decline, Join, LetIn, ShowMember
from bot.people.words.leaving import remove_button
from bot.roster.requests import AskOpen
from bot.undo.requests import Undo
from bot.weeks import say_minutes


def person(member: Member, workspace_id: int) -> Person:
    """By name; the platform's user is added where there is one, so that it can be opened."""
    user = next((i.user for i in member.identities if i.workspace_id == workspace_id), None)
    return Person(member.name, user)


def join_form(departments: Sequence[Department], *, is_open: bool, chosen: int, usual: int) -> Form:
    after = (
        "You are in as soon as you send this."
        if is_open
        else ("The chair or the department's lead says yes in one tap; you get a message.")
    )
    options = tuple((str(d.id), d.name) for d in departments)
    return Form(
        "Join the task force",
        "Join" if is_open else "Ask to join",
        Join(),
        (
            ChoiceInput(
                name="department",
                label="Your department",
                options=options,
                initial=(str(chosen),) if chosen else (),
            ),
            TextInput(
                name="hours",
                label="Hours a week you could usually give",
                hint="Like 2, 1.5 or 1h30. You say it anew each week; this is only the usual.",
                initial=say_minutes(usual) if usual else "2",
                most=20,
            ),
        ),
        (Text((after,)),),
    )


def no_departments() -> Refusal:
    return Refusal(
        "no_departments",
        "There is nothing to join yet.",
        "The task force has no departments and no chair so far.",
        "Whoever sets it up types `/muster setup`.",
    )


def unknown_department() -> Refusal:
    return Refusal(
        "unknown_department",
        "This department is not there.",
        instead="Please choose one of the list.",
        field="department",
    )


def already_in() -> Refusal:
    return Refusal(
        "already_in",
        "You are in the task force already.",
        instead="Type `/muster` to see everything you can do.",
    )


def already_asked(deciders: Sequence[Member]) -> Refusal:
    return Refusal(
        "already_asked",
        "You have asked already, and your request is waiting.",
        f"{_any_of(deciders)} says yes in one tap." if deciders else _NO_DECIDER,
        "You get a message as soon as that has happened.",
    )


_NO_DECIDER = "There is no chair at the moment; whoever becomes chair is shown your request."


def _any_of(deciders: Sequence[Member]) -> str:
    return " or ".join(m.name for m in deciders[:3])


def address_in_use(email: str) -> Refusal:
    """Two users with one address: the first one linked keeps it."""
    return Refusal(
        "address_in_use",
        "You cannot join with this user.",
        f"Your address, {email}, belongs to a member who is here with another user.",
        "If that is you too, use that user; else ask your admin to mend the address. The chair"
        " has been told.",
    )


def asked(deciders: Sequence[Member]) -> Card:
    who = f"{_any_of(deciders)} says yes in one tap." if deciders else _NO_DECIDER
    return Card("Your request is on its way.", (Text((who, " You will get a message.")),))


def welcome(department: str, by: str) -> Card:
    """To somebody who is in now; `by` says who let them in, or nothing where joining is open."""
    return Card(
        "Welcome to the task force.",
        (
            Text((f"{by} You are in the department {department}.".strip(),)),
            Controls(
                (
                    Button("See what is open", AskOpen(), Style.PRIMARY),
                    Button("Offer hours", OpenHoursForm()),
                )
            ),
        ),
    )


def request_to_join(asking: Member, department: str, workspace_id: int, was: Member | None) -> Card:
    """To those who may say yes. `was`: the member as they were on the list before they asked."""
    lines: list[Text | Fields | Controls] = [
        Text((person(asking, workspace_id), " would like to give a hand.")),
        Fields(
            (
                ("Department", department),
                ("Hours a week", say_minutes(asking.usual_minutes)),
                ("Address", asking.email or "not known"),
            )
        ),
    ]
    if asking.role is Role.PARTNER:
        lines.append(Text(("A guest of the workspace: will be a partner.",)))
    if was is not None:
        lines.append(Text((f"Was on the list before as {was.role}, {was.state}.",)))
    yes = Button("Let in", LetIn(asking.id), Style.PRIMARY, about=f"Let in {asking.name}")
    no = Button("Decline", Decline(asking.id), about=f"Decline {asking.name}")
    return Card(f"{asking.name} asks to join.", (*lines, Controls((yes, no))))


def let_in(member: Member, department: str, workspace_id: int, change: int) -> Card:
    role = "as partner" if member.role is Role.PARTNER else "as member"
    line: tuple[Inline, ...] = (person(member, workspace_id), f" is in, {role} of {department}.")
    return Card(
        f"You let in {member.name}.",
        (Text((*line, " They have been told.")), Controls((Button("Undo", Undo(change)),))),
    )


def declined(member: Member, change: int) -> Card:
    return Card(
        f"You declined {member.name}.",
        (Text(("They have been told.",)), Controls((Button("Undo", Undo(change)),))),
    )


def you_were_declined(by: str) -> Card:
    return Card(
        "Your request to join was declined.",
        (Text((f"{by} said no this time. Ask them why; you may ask to join again.",)),),
    )


def waiting_again(by: str) -> Card:
    return Card(
        "Your request to join is waiting again.",
        (Text((f"{by} took back what was decided before. You will get a message.",)),),
    )


def decided_already(member: Member, by: str, how: str) -> Refusal:
    """The second of two who press: told what was decided, by whom."""
    return Refusal(
        "decided_already",
        f"{member.name} was {how} already.",
        f"{by} was quicker.",
        "There is nothing left to do.",
    )


def not_waiting(name: str) -> Refusal:
    return Refusal(
        "not_waiting",
        f"{name} is not waiting to be let in.",
        "They have left since, or asked anew.",
        "Type `/muster setup` to see everybody.",
    )


def not_yours_to_decide(asking: Member, deciders: Sequence[Member]) -> Refusal:
    return Refusal(
        "not_yours_to_decide",
        f"You cannot decide about {asking.name}.",
        "Colleagues are let in by the chair or their department's lead, guests by the chair only.",
        f"Ask {_any_of(deciders)}." if deciders else "Ask the chair.",
    )


def has_turns(member: Member) -> Refusal:
    return Refusal(
        "has_turns",
        f"{member.name} holds turns by now, so this cannot be undone.",
        "Undoing it would open them again without a word.",
        "Remove them instead; then they are told.",
    )


def same_address(name: str, member: Member) -> Card:
    """To the chairs, once: two users of the platform have one address."""
    text = (
        f"{name} has the address {member.email}, which belongs to {member.name}, who is here with"
        " another user. The first one keeps it, and the second was not taken up. Ask your admin"
        " to mend the address."
    )
    return Card(
        "Two users have one e-mail address.",
        (
            Text((text,)),
            Controls((Button("Open", ShowMember(member.id), about=f"Open {member.name}"),)),
        ),
    )


def address_changed(member: Member, address: str, owner: Member) -> Card:
    """To the chairs, once: a member's new address is somebody else's here."""
    text = (
        f"The platform now says {address}, which belongs to {owner.name} here. {member.name} keeps"
        f" {member.email or 'no address'} until one of the two is changed."
    )
    return Card(
        f"{member.name} has a new address that is taken.",
        (
            Text((text,)),
            Controls(
                (
                    Button(f"Open {member.name}"[:75], ShowMember(member.id)),
                    Button(f"Open {owner.name}"[:75], ShowMember(owner.id)),
                )
            ),
        ),
    )


def became_guest(member: Member, was: Role) -> Card:
    """To the chairs: a full user was made a guest."""
    text = (
        f"They were {was}, and have become a guest of the workspace, who can only be a partner."
        " Their turns stay theirs."
    )
    return Card(
        f"{member.name} is a partner now.",
        (
            Text((text,)),
            Controls(
                (
                    Button("Open", ShowMember(member.id), about=f"Open {member.name}"),
                    remove_button(member),
                )
            ),
        ),
    )
