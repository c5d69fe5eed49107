"""The list of people, one member's card, and the form that changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import (
    AnyInput,
    Button,
    Card,
    ChoiceInput,
    Controls,
    Element,
    Form,
    Inline,
    Row,
    Small,
    Style,
    Text,
    TextInput,
)
from bot.errors import Refusal
from bot.model import Department, Member, MemberState, Role
from bot.names import fold
from bot.people.requests import (
    EditMember,
    FindPeople,
    LetIn,
    ListPeople,
    SaveMember,
    ShowMember,
)
from bot.people.rules import COMPANY_MOST, EMAIL_MOST, NAME_MOST
from bot.people.words.arriving import person
from bot.setup.requests import OpenSetup
from bot.undo.requests import Undo
from bot.weeks import say_minutes

PAGE = 12  # rows of the list before "more": what fits a screen


def people(
    found: Sequence[Member],
    request: ListPeople,
    departments: Mapping[int, str],
    workspace_id: int,
) -> Card:
    """A page; `found` is the whole list, those who wait first."""
    page = found[request.skip : request.skip + PAGE]
    active = sum(m.state is MemberState.ACTIVE for m in found)
    waiting = sum(m.state is MemberState.ASKED for m in found)
    body: list[Element] = [_row(m, departments, workspace_id) for m in page]
    if not found:
        like = f" whose name or address has “{request.find}” in it" if request.find else ""
        body.append(Text((f"There is nobody{like}.",)))
    controls = [
        Button("Add somebody", EditMember()),
        Button("Find", FindPeople()),
        Button("Set-up", OpenSetup(inside=True)),
    ]
    left = len(found) - request.skip - len(page)
    if left > 0:
        more = ListPeople(request.skip + PAGE, request.find, inside=True)
        controls.insert(0, Button(f"Show {min(left, PAGE)} more", more))
    if request.skip or request.find:
        controls.append(Button("Show all", ListPeople(inside=True)))
    shown = f"{request.skip + 1} to {request.skip + len(page)} of {len(found)}. " if page else ""
    waits = f", {waiting} waiting to be let in" if waiting else ""
    body += [Small((f"{shown}{active} active{waits}.",)), Controls(tuple(controls))]
    return Card("People", tuple(body))


def _row(member: Member, departments: Mapping[int, str], workspace_id: int) -> Row:
    line: tuple[Inline, ...] = (
        person(member, workspace_id),
        f", {departments.get(member.department_id, '')}{_extra(member)}",
    )
    if member.state is MemberState.ASKED:
        button = Button("Let in", LetIn(member.id), Style.PRIMARY, about=f"Let in {member.name}")
        return Row((*line, ": waits to be let in"), button)
    return Row(
        line, Button("Open", ShowMember(member.id, inside=True), about=f"Open {member.name}")
    )


def _extra(member: Member) -> str:
    role = "" if member.role is Role.MEMBER else f" · {member.role}"
    met = "" if member.identities else " · not met yet"
    return role + met


def find_form() -> Form:
    return Form(
        "Find people",
        "Find",
        ListPeople(),
        (
            TextInput(
                name="find",
                label="A part of a name or an e-mail address",
                most=100,
                optional=True,
                hint="Empty: everybody.",
            ),
        ),
    )


def member_form(
    member: Member | None,
    departments: Sequence[Department],
    zone: str,
    clearances: Sequence[str],
) -> Form:
    """`zone`: of somebody new. `clearances`: all that there are."""
    inputs = (
        *_name_inputs(member),
        *_place_inputs(member, departments),
        *_hours_inputs(member),
        *_clearance_input(member, clearances),
        TextInput(name="zone", label="Time zone", initial=member.zone if member else zone, most=80),
        TextInput(
            name="country",
            label="Country",
            hint="Two letters such as DE, for public holidays. Empty: as the task force.",
            initial=member.country if member else "",
            most=2,
            optional=True,
        ),
    )
    title = "Edit a member" if member else "Add somebody"
    return Form(title, "Save", SaveMember(member.id if member else 0), inputs)


def _name_inputs(member: Member | None) -> tuple[AnyInput, ...]:
    return (
        TextInput(name="name", label="Name", initial=member.name if member else "", most=NAME_MOST),
        TextInput(
            name="email",
            label="E-mail address",
            hint="By it they are recognised when they first write to Muster.",
            initial=(member.email or "") if member else "",
            most=EMAIL_MOST,
            optional=member is not None,
        ),
    )


def _place_inputs(member: Member | None, departments: Sequence[Department]) -> tuple[AnyInput, ...]:
    return (
        ChoiceInput(
            name="role",
            label="Role",
            options=tuple((str(role), said) for role, said in _ROLES.items()),
            initial=(str(member.role if member else Role.MEMBER),),
        ),
        ChoiceInput(
            name="department",
            label="Department",
            options=tuple((str(d.id), d.name) for d in departments),
            initial=(str(member.department_id),) if member else (),
        ),
        TextInput(
            name="company",
            label="Company, for a partner",
            initial=member.company if member else "",
            most=COMPANY_MOST,
            optional=True,
        ),
    )


_ROLES = {
    Role.CHAIR: "Chair: sets everything up",
    Role.LEAD: "Lead: speaks for the department",
    Role.MEMBER: "Member",
    Role.PARTNER: "Partner: someone at an agency",
}


def _clearance_input(member: Member | None, known: Sequence[str]) -> tuple[AnyInput, ...]:
    """What there is to be cleared for is named by the duties that ask for it."""
    if not known:
        return ()
    has = {fold(name) for name in member.clearances} if member else set()
    return (
        ChoiceInput(
            name="clearances",
            label="Cleared for",
            hint="What duties ask for before somebody may hold them.",
            options=tuple((name, name) for name in known),
            initial=tuple(name for name in known if fold(name) in has),
            many=True,
            optional=True,
        ),
    )


def _hours_inputs(member: Member | None) -> tuple[TextInput, ...]:
    ceiling = member.ceiling_minutes if member else None
    weeks = member.weeks_in_a_row if member else None
    return (
        TextInput(
            name="usual",
            label="Usual hours a week",
            hint="Like 2, 1.5 or 1h30.",
            initial=say_minutes(member.usual_minutes) if member else "2 h",
            most=20,
            optional=True,
        ),
        TextInput(
            name="ceiling",
            label="Most hours a week",
            hint="Beyond it nothing can be claimed. Empty: Muster's usual limit.",
            initial=say_minutes(ceiling) if ceiling is not None else "",
            most=20,
            optional=True,
        ),
        TextInput(
            name="weeks",
            label="Most weeks in a row",
            hint="With something to hold. Empty: as the task force has it.",
            initial=str(weeks or ""),
            most=2,
            optional=True,
        ),
    )


def saved(
    name: str, differences: Sequence[tuple[str, str, str]], change: int, member_id: int
) -> Card:
    """`differences`: (field, before, after)."""
    lines = tuple(Text((f"{field}: {before} → {after}",)) for field, before, after in differences)
    buttons = (
        Button("Undo", Undo(change)),
        Button("Open", ShowMember(member_id), about=f"Open {name}"),
        Button("All people", ListPeople(inside=True)),
    )
    return Card(f"{name} is changed.", (*lines, Controls(buttons)))


def nothing_changed(name: str) -> Card:
    return Card(
        f"Nothing was changed about {name}.",
        (Controls((Button("All people", ListPeople(inside=True)),)),),
    )


def added(member: Member, department: str, change: int) -> Card:
    text = (
        f"{member.role} of {department}. As soon as somebody with the address {member.email}"
        " writes to Muster, they are recognised."
    )
    buttons = (
        Button("Undo", Undo(change)),
        Button("Add somebody else", EditMember()),
        Button("All people", ListPeople(inside=True)),
    )
    return Card(f"{member.name} is on the list.", (Text((text,)), Controls(buttons)))


def your_entry_changed(by: str, differences: Sequence[tuple[str, str, str]]) -> Card:
    """To the member whose role, department or hours were changed by somebody else."""
    lines = tuple(Text((f"{field}: {before} → {after}",)) for field, before, after in differences)
    return Card(f"{by} changed your entry in the task force.", lines)


def unknown_member() -> Refusal:
    return Refusal(
        "unknown_member",
        "This person is not in the task force.",
        "They have left, or the message is from an older time.",
        "Type `/muster setup` to see everybody.",
    )


def address_taken(owner: Member) -> Refusal:
    state = "" if owner.state is MemberState.ACTIVE else f" ({owner.state})"
    return Refusal(
        "email_taken",
        f"{owner.name}{state} has this address already.",
        "Members are told apart by their addresses.",
        "Use another address, or change the one of that member first.",
        field="email",
    )


def undone(name: str) -> Card:
    return Card(
        f"Undone: {name} is as before.",
        (Controls((Button("All people", ListPeople(inside=True)),)),),
    )
