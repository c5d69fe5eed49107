"""Departments, and accounts with their custodians."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import (
    Button,
    Card,
    ChoiceInput,
    Controls,
    Element,
    Form,
    Row,
    Small,
    Style,
    Text,
    TextInput,
)
from bot.errors import Refusal
from bot.model import Account, Department, Member, MemberState
from bot.setup.requests import (
    EditAccount,
    EditDepartment,
    ListAccounts,
    ListDepartments,
    SaveAccount,
    SaveDepartment,
)
from bot.setup.rules import DEPARTMENT_MOST, KIND_MOST, NAME_MOST, URL_MOST
from bot.setup.words.overview import back_button
from bot.undo.requests import Undo

PAGE = 15  # rows of a list before "more": what fits a screen


def departments(found: Sequence[Department], people: Mapping[int, int], skip: int) -> Card:
    """`people`: active members of each."""
    page = found[skip : skip + PAGE]
    body: list[Element] = [
        Row(
            (f"{d.name}: {people.get(d.id, 0)} active",),
            Button("Rename", EditDepartment(d.id), about=f"Rename {d.name}"),
        )
        for d in page
    ]
    if not found:
        body.append(Text(("There are no departments yet.",)))
    controls = [Button("Add a department", EditDepartment(), Style.PRIMARY)]
    left = len(found) - skip - len(page)
    if left > 0:
        more = ListDepartments(skip + PAGE, inside=True)
        controls.append(Button(f"Show {min(left, PAGE)} more", more))
    body.append(Controls((*controls, back_button())))
    return Card("Departments", tuple(body))


def department_form(department: Department | None) -> Form:
    title = "Rename a department" if department else "Add a department"
    text = TextInput(
        name="name",
        label="Name",
        initial=department.name if department else "",
        most=DEPARTMENT_MOST,
    )
    return Form(title, "Save", SaveDepartment(department.id if department else 0), (text,))


def department_added(name: str) -> Card:
    buttons = (Button("Add another", EditDepartment()), Button("Departments", ListDepartments()))
    return Card(f"{name} is added.", (Controls(buttons),))


def unknown_department() -> Refusal:
    return Refusal(
        "unknown_department",
        "This department is not there.",
        "The message is from an older time.",
        "Type `/muster setup` and choose again.",
    )


def accounts(found: Sequence[Account], names: Mapping[int, str], skip: int) -> Card:
    page = found[skip : skip + PAGE]
    body: list[Element] = [
        Row(
            (f"{a.name}{_kind(a)}: {_custodians(a, names)}",),
            Button("Edit", EditAccount(a.id), about=f"Edit {a.name}"),
        )
        for a in page
    ]
    if not found:
        body.append(Text(("There are no accounts yet.",)))
    body.append(Small(("Custodians hold the admin access; two are safer than one.",)))
    controls = [Button("Add an account", EditAccount(), Style.PRIMARY)]
    left = len(found) - skip - len(page)
    if left > 0:
        more = ListAccounts(skip + PAGE, inside=True)
        controls.append(Button(f"Show {min(left, PAGE)} more", more))
    body.append(Controls((*controls, back_button())))
    return Card("Accounts", tuple(body))


def _kind(account: Account) -> str:
    return f" ({account.kind})" if account.kind else ""


def _custodians(account: Account, names: Mapping[int, str]) -> str:
    who = [names.get(m, "somebody who has left") for m in account.custodian_ids]
    return f"custodians {', '.join(who)}" if who else "no custodian"


def account_form(account: Account | None, members: Sequence[Member]) -> Form:
    """`members`: who can be custodian; those who are and have left stand among them, marked."""
    chosen = tuple(str(m) for m in account.custodian_ids) if account else ()
    return Form(
        "Edit an account" if account else "Add an account",
        "Save",
        SaveAccount(account.id if account else 0),
        (
            TextInput(
                name="name", label="Name", initial=account.name if account else "", most=NAME_MOST
            ),
            TextInput(
                name="kind",
                label="Kind",
                hint="Such as facebook_page, linkedin_group, x_account, blog.",
                initial=account.kind if account else "",
                most=KIND_MOST,
                optional=True,
            ),
            TextInput(
                name="url",
                label="Link",
                initial=account.url if account else "",
                most=URL_MOST,
                optional=True,
            ),
            ChoiceInput(
                name="custodians",
                label="Custodians",
                hint="Who hold the admin access.",
                options=tuple((str(m.id), _named(m)) for m in members),
                initial=chosen,
                many=True,
                optional=True,
            ),
        ),
    )


def _named(member: Member) -> str:
    return member.name if member.state is MemberState.ACTIVE else f"{member.name} (has left)"


def account_added(name: str) -> Card:
    buttons = (Button("Add another", EditAccount()), Button("Accounts", ListAccounts()))
    return Card(f"{name} is added.", (Controls(buttons),))


def custodian(account: str, by: str, *, now: bool) -> Card:
    """To a member who became custodian, or is none any more."""
    if now:
        return Card(
            f"You are custodian of {account}.",
            (Text((f"{by} put you down as one who holds its admin access.",)),),
        )
    return Card(
        f"You are no longer custodian of {account}.",
        (Text((f"{by} took you off; your admin access there should end.",)),),
    )


def unknown_account() -> Refusal:
    return Refusal(
        "unknown_account",
        "This account is not there.",
        "The message is from an older time.",
        "Type `/muster setup` and choose again.",
    )


def unknown_custodian() -> Refusal:
    return Refusal(
        "unknown_custodian",
        "Somebody chosen here is not in the task force.",
        "They have left in the meantime.",
        "Please choose again.",
        field="custodians",
    )


def renamed(before: str, after: str, change: int) -> Card:
    buttons = (Button("Undo", Undo(change)), Button("Departments", ListDepartments(inside=True)))
    return Card(f"{before} is called {after} now.", (Controls(buttons),))
