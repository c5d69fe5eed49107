"""Departments, and accounts with their custodians."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.fields import read_text
from bot.model import Account, Change, Department, Member, MemberState
from bot.notify import tell
from bot.people.rules import check_chair
from bot.ports.store import Transaction
from bot.setup.requests import (
    EditAccount,
    EditDepartment,
    ListAccounts,
    ListDepartments,
    SaveAccount,
    SaveDepartment,
)
from bot.setup.rules import (
    ACCOUNTS_MOST,
    DEPARTMENT_MOST,
    DEPARTMENTS_MOST,
    KIND_MOST,
    NAME_MOST,
    check_room_for_more,
    check_url,
)
from bot.setup.words import lists, overview


def list_departments(tx: Transaction, visit: Visit, request: ListDepartments) -> Reply:
    people = Counter(member.department_id for member in tx.people.all())
    card = lists.departments(tx.people.departments(), people, request.skip)
    return Reply(card=card, replaces=request.inside)


def edit_department(tx: Transaction, visit: Visit, request: EditDepartment) -> Reply:
    department = _department(tx, request.department) if request.department else None
    return Reply(form=lists.department_form(department))


def save_department(tx: Transaction, visit: Visit, request: SaveDepartment) -> Reply:
    tx.lock()
    name = read_text(request.name, "name", DEPARTMENT_MOST, needed=True)
    if not request.department:
        there = len(tx.people.departments())
        check_room_for_more(there, DEPARTMENTS_MOST, "departments")
        added = tx.people.add_department(name)
        _record(tx, visit, "setup.department.add", f"department:{added}", {}, {"name": name})
        return Reply(card=lists.department_added(name), replaces=True)
    before = _department(tx, request.department)
    if name == before.name:
        return Reply(card=overview.nothing_changed(), replaces=True)
    change = _rename(tx, visit, before, name, "setup.department")
    return Reply(card=lists.renamed(before.name, name, change), replaces=True)


def _rename(tx: Transaction, visit: Visit, before: Department, name: str, action: str) -> int:
    tx.people.rename_department(before.id, name)
    subject = f"department:{before.id}"
    return _record(tx, visit, action, subject, {"name": before.name}, {"name": name})


def _department(tx: Transaction, department_id: int) -> Department:
    found = next((d for d in tx.people.departments() if d.id == department_id), None)
    if found is None:
        raise lists.unknown_department()
    return found


def undo_department(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    department = _department(tx, int(change.subject.partition(":")[2]))
    _rename(tx, visit, department, change.before["name"], "undo")
    return Reply(card=overview.undone("the department is"), replaces=True)


def _record(
    tx: Transaction,
    visit: Visit,
    action: str,
    subject: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> int:
    return tx.record.add(visit.now, visit.me.id, action, subject, before, after)


# ---- accounts -----------------------------------------------------------------------------------


def list_accounts(tx: Transaction, visit: Visit, request: ListAccounts) -> Reply:
    names = {member.id: member.name for member in tx.people.all()}
    card = lists.accounts(tx.roster.accounts(), names, request.skip)
    return Reply(card=card, replaces=request.inside)


def edit_account(tx: Transaction, visit: Visit, request: EditAccount) -> Reply:
    account = _account(tx, request.account) if request.account else None
    return Reply(form=lists.account_form(account, _possible(tx, account)))


def _possible(tx: Transaction, account: Account | None) -> list[Member]:
    """Active members; and who is custodian still, though they have left."""
    kept = account.custodian_ids if account else ()
    everybody = tx.people.all(tuple(MemberState))
    return [m for m in everybody if m.state is MemberState.ACTIVE or m.id in kept]


def save_account(tx: Transaction, visit: Visit, request: SaveAccount) -> Reply:
    tx.lock()
    before = _account(tx, request.account) if request.account else None
    new = _read(tx, request, before)
    if before is None:
        check_room_for_more(len(tx.roster.accounts()), ACCOUNTS_MOST, "accounts")
        added = replace(new, id=tx.roster.add_account(new))
        subject = f"account:{added.id}"
        change = _record(tx, visit, "setup.account.add", subject, {}, _data(added))
        _tell_custodians(tx, visit, Account(0, "", "", ""), added, change)
        return Reply(card=lists.account_added(added.name), replaces=True)
    if _data(new) == _data(before):
        return Reply(card=overview.nothing_changed(), replaces=True)
    change = _change_account(tx, visit, before, new, "setup.account")
    lines = _lines(tx, before, new)
    return Reply(card=overview.saved(new.name, lines, change), replaces=True)


def _read(tx: Transaction, request: SaveAccount, before: Account | None) -> Account:
    """The form's answers. Raises Refusal that names the input at fault."""
    possible = {member.id for member in _possible(tx, before)}
    custodians = tuple(dict.fromkeys(request.custodians))
    if not possible.issuperset(custodians):
        raise lists.unknown_custodian()
    return Account(
        before.id if before else 0,
        read_text(request.name, "name", NAME_MOST, needed=True),
        read_text(request.kind, "kind", KIND_MOST),
        check_url(request.url, "url"),
        custodians,
    )


def _data(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "kind": account.kind,
        "url": account.url,
        "custodian_ids": sorted(account.custodian_ids),
    }


def _account(tx: Transaction, account_id: int) -> Account:
    found = next((a for a in tx.roster.accounts() if a.id == account_id), None)
    if found is None:
        raise lists.unknown_account()
    return found


def _change_account(
    tx: Transaction, visit: Visit, before: Account, after: Account, action: str
) -> int:
    tx.roster.change_account(before.id, name=after.name, kind=after.kind, url=after.url)
    tx.roster.set_custodians(before.id, after.custodian_ids)
    subject = f"account:{before.id}"
    change = _record(tx, visit, action, subject, _data(before), _data(after))
    _tell_custodians(tx, visit, before, after, change)
    return change


def _tell_custodians(
    tx: Transaction, visit: Visit, before: Account, after: Account, change: int
) -> None:
    """Who holds the admin access now, or does no more."""
    active = {member.id for member in tx.people.all()} - {visit.me.id}
    was, now = set(before.custodian_ids), set(after.custodian_ids)
    for member_id in (was ^ now) & active:
        card = lists.custodian(after.name, visit.me.name, now=member_id in now)
        tell(tx, member_id, change, card, visit.now)


def _lines(tx: Transaction, before: Account, after: Account) -> tuple[tuple[str, str, str], ...]:
    names = {member.id: member.name for member in tx.people.all(tuple(MemberState))}

    def said(account: Account) -> tuple[tuple[str, str], ...]:
        custodians = ", ".join(names[m] for m in account.custodian_ids)
        return (
            ("Name", account.name),
            ("Kind", account.kind),
            ("Link", account.url),
            ("Custodians", custodians),
        )

    pairs = zip(said(before), said(after), strict=True)
    return tuple(
        (name, was or "none", now or "none") for (name, was), (_n, now) in pairs if was != now
    )


def undo_account(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """As it was; custodians who have left since stay off."""
    check_chair(visit.me)
    tx.lock()
    now = _account(tx, int(change.subject.partition(":")[2]))
    active = {member.id for member in tx.people.all()}
    kept = tuple(m for m in change.before["custodian_ids"] if m in active)
    before = Account(now.id, **{**change.before, "custodian_ids": kept})
    _change_account(tx, visit, now, before, "undo")
    return Reply(card=overview.undone(f"{before.name} is"), replaces=True)
