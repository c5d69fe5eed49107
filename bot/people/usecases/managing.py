"""The chair's list of people: look, edit, add."""

from __future__ import annotations

from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.ending import ahead
from bot.errors import Refusal
from bot.fields import read_country, read_hours, read_text, read_weeks, read_zone
from bot.jobs import reschedule
from bot.model import Change, Member, MemberState, Role
from bot.names import fold
from bot.notify import chairs, refresh_panels, tell
from bot.people.requests import EditMember, FindPeople, ListPeople, SaveMember, ShowMember
from bot.people.rules import (
    COMPANY_MOST,
    NAME_MOST,
    check_chair,
    check_email,
    check_not_last_chair,
    check_role,
)
from bot.people.usecases.leaving import custodian_of, leave
from bot.people.words import leaving, listing, showing
from bot.places import place_names
from bot.ports.store import Transaction
from bot.seen import is_guest
from bot.standing import known_clearances
from bot.weeks import say_minutes

# What the chair may set, with the names that people read.
_LABELS = {
    "name": "Name",
    "email": "Address",
    "role": "Role",
    "department_id": "Department",
    "company": "Company",
    "usual_minutes": "Usual hours",
    "ceiling_minutes": "Most hours",
    "zone": "Zone",
    "country": "Country",
    "weeks_in_a_row": "Most weeks in a row",
    "clearances": "Cleared for",
}
_TOLD = (
    "role",
    "department_id",
    "company",
    "usual_minutes",
    "ceiling_minutes",
    "zone",
    "weeks_in_a_row",
    "clearances",
)


def list_people(tx: Transaction, visit: Visit, request: ListPeople) -> Reply:
    everybody = tx.people.all((MemberState.ASKED, MemberState.ACTIVE))
    wanted = fold(request.find)
    found = [m for m in everybody if wanted in fold(m.name) or wanted in (m.email or "")]
    found.sort(key=lambda m: m.state is not MemberState.ASKED)  # stable: by name within
    card = listing.people(found, request, _departments(tx), visit.workspace.id)
    return Reply(card=card, replaces=request.inside)


def find_people(tx: Transaction, visit: Visit, request: FindPeople) -> Reply:
    return Reply(form=listing.find_form())


def show_member(tx: Transaction, visit: Visit, request: ShowMember) -> Reply:
    member = _known(tx, request.member)
    coming = tx.claims.of_member(member.id, ahead(visit.now))
    minutes = say_minutes(sum(claim.minutes for _turn, claim in coming))
    holding = f"{len(coming)} turns from now on, {minutes}" if coming else "nothing from now on"
    access, places = custodian_of(tx, member.id), place_names(tx.workspaces.all())
    card = showing.member_card(member, _departments(tx), access, holding, places)
    return Reply(card=card, replaces=request.inside)


def edit_member(tx: Transaction, visit: Visit, request: EditMember) -> Reply:
    member = _known(tx, request.member) if request.member else None
    departments = tx.people.departments()
    if not departments:
        raise Refusal(
            "no_departments",
            "There are no departments yet.",
            "Everybody belongs to one.",
            "Add one in `/muster setup` first.",
        )
    known = known_clearances(tx)
    return Reply(form=listing.member_form(member, departments, tx.task_force.zone, known))


def save_member(tx: Transaction, visit: Visit, request: SaveMember) -> Reply:
    tx.lock()
    member = _known(tx, request.member) if request.member else None
    new = _read(tx, request, member)
    if member is None:
        return _add(tx, visit, new)
    before = {name: getattr(member, name) for name in new}
    changed = {name: value for name, value in new.items() if value != before[name]}
    if not changed:
        return Reply(card=listing.nothing_changed(member.name))
    was = {name: before[name] for name in changed}
    change = _change(tx, visit, member, was, changed, "people.edit")
    card = listing.saved(member.name, _say(tx, was, changed), change, member.id)
    return Reply(card=card, replaces=True)


def _read(tx: Transaction, request: SaveMember, member: Member | None) -> dict[str, Any]:
    """The form's answers as a member's fields. Raises Refusal that names the input at fault."""
    name = read_text(request.name, "name", NAME_MOST, needed=True)
    email = _email(tx, request.email, member)
    role = _role(tx, request.role, member)
    if request.department not in _departments(tx):
        raise Refusal("unknown_department", "Please choose a department.", field="department")
    country = read_country(request.country, "country")
    return {
        "name": name,
        "email": email,
        "role": role,
        "department_id": request.department,
        "company": read_text(request.company, "company", COMPANY_MOST),
        "usual_minutes": read_hours(request.usual, "usual") or 0,
        "ceiling_minutes": read_hours(request.ceiling, "ceiling"),
        "zone": read_zone(request.zone, "zone", country),
        "country": country,
        "weeks_in_a_row": read_weeks(request.weeks, "weeks"),
        "clearances": _clearances(tx, request.clearances),
    }


def _clearances(tx: Transaction, chosen: tuple[str, ...]) -> tuple[str, ...]:
    known = known_clearances(tx)
    if not {fold(name) for name in chosen} <= {fold(name) for name in known}:
        raise Refusal("unknown", "Please choose among these.", field="clearances")
    return tuple(name for name in known if fold(name) in {fold(one) for one in chosen})


def _email(tx: Transaction, text: str, member: Member | None) -> str | None:
    if not text.strip() and member is not None:
        return None
    address = check_email(text)
    owner = tx.people.find_by_email(address)
    if owner is not None and (member is None or owner.id != member.id):
        raise listing.address_taken(owner)
    return address


def _role(tx: Transaction, text: str, member: Member | None) -> Role:
    try:
        role = Role(text)
    except ValueError:
        raise Refusal("unknown_role", "Please choose a role.", field="role") from None
    guest = member is not None and is_guest(tx, member)
    check_role(role, member, chairs(tx), guest=guest)
    return role


def _add(tx: Transaction, visit: Visit, new: dict[str, Any]) -> Reply:
    """Somebody who was not met yet: recognised by their address when they first write."""
    member = Member(id=0, **new)
    member_id = tx.people.add(member, visit.now)
    subject = f"member:{member_id}"
    change = tx.record.add(visit.now, visit.me.id, "people.add", subject, {}, new)
    reschedule(tx, visit.now)
    department = _departments(tx)[member.department_id]
    return Reply(card=listing.added(member, department, change), replaces=True)


def _change(
    tx: Transaction,
    visit: Visit,
    member: Member,
    was: dict[str, Any],
    new: dict[str, Any],
    action: str,
) -> int:
    """Saved, recorded, and said to the member whose future it changes."""
    tx.people.change(member.id, **new)
    subject = f"member:{member.id}"
    change = tx.record.add(visit.now, visit.me.id, action, subject, was, new)
    told = {name: value for name, value in new.items() if name in _TOLD}
    if told and member.id != visit.me.id and member.state is MemberState.ACTIVE:
        before = {name: was[name] for name in told}
        card = listing.your_entry_changed(visit.me.name, _say(tx, before, told))
        tell(tx, member.id, change, card, visit.now)
    refresh_panels(tx, visit.now)
    reschedule(tx, visit.now)
    return change


def _say(
    tx: Transaction, was: dict[str, Any], new: dict[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    names = _departments(tx)
    return tuple(
        (_LABELS[name], _value(name, was[name], names), _value(name, new[name], names))
        for name in new
    )


def _value(name: str, value: Any, departments: dict[int, str]) -> str:
    if name == "department_id":
        return departments.get(value, "none")
    if name.endswith("_minutes") and value is not None:
        return say_minutes(value)
    if name == "clearances":
        return ", ".join(value) or "nothing"
    return str(value) if value else "none"


def _known(tx: Transaction, member_id: int) -> Member:
    """A member who is in, or waits. Raises Refusal for one who has left."""
    member = tx.people.find(member_id)
    if member is None or member.state is MemberState.LEFT:
        raise listing.unknown_member()
    return member


def _departments(tx: Transaction) -> dict[int, str]:
    return {d.id: d.name for d in tx.people.departments()}


def undo_edit(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """As it was before, where that is still allowed: the last chair, an address taken since."""
    check_chair(visit.me)
    tx.lock()
    member = _known(tx, int(change.subject.partition(":")[2]))
    before = dict(change.before)
    if "role" in before:
        before["role"] = _role(tx, before["role"], member)
    if before.get("email"):
        before["email"] = _email(tx, before["email"], member)
    if "clearances" in before:
        before["clearances"] = tuple(before["clearances"])
    was = {name: getattr(member, name) for name in before}
    _change(tx, visit, member, was, before, "undo")
    return Reply(card=listing.undone(member.name), replaces=True)


def undo_add(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """Off the list again; kept for the record like everybody who leaves."""
    check_chair(visit.me)
    tx.lock()
    member = _known(tx, int(change.subject.partition(":")[2]))
    check_not_last_chair(member, chairs(tx))
    leave(tx, member, visit.me.id, visit.now, "undo", leaving.why_removed(visit.me.name))
    return Reply(card=listing.undone(member.name), replaces=True)
