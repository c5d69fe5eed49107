"""One member, as the chair sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.away.requests import OpenAwayForm
from bot.cards import Button, Card, Controls, Fields, Style
from bot.model import Member
from bot.people.requests import EditMember, ListPeople
from bot.people.words.leaving import remove_button
from bot.people.words.linking import unlink_button
from bot.weeks import say_minutes


def member_card(
    member: Member,
    departments: Mapping[int, str],
    custodian_of: Sequence[str],
    holding: str,
    places: Mapping[int, str],
) -> Card:
    """One member with everything that the chair may know and change. No reasons of absence."""
    ceiling = (
        say_minutes(member.ceiling_minutes) if member.ceiling_minutes is not None else "not set"
    )
    pairs = [
        ("Role", str(member.role)),
        ("Department", departments.get(member.department_id, "")),
        ("Address", member.email or "none"),
        (
            "Met",
            _met(member, places),
        ),
        ("Zone", member.zone),
        ("Country", member.country or "as the task force"),
        ("Usual hours", f"{say_minutes(member.usual_minutes)} a week"),
        ("Most hours a week", ceiling),
        ("Weeks in a row", str(member.weeks_in_a_row or "as the task force")),
        ("Cleared for", ", ".join(member.clearances) or "nothing that needs it"),
        ("Holds", holding),
    ]
    if member.company:
        pairs.insert(1, ("Company", member.company))
    if custodian_of:
        pairs.append(("Custodian of", ", ".join(custodian_of)))
    several = member.identities if len(member.identities) > 1 else ()
    buttons = (
        Button("Edit", EditMember(member.id), Style.PRIMARY, about=f"Edit {member.name}"),
        *(
            unlink_button(member.name, places[i.workspace_id], i.workspace_id, member.id)
            for i in several
        ),
        Button("Enter absence", OpenAwayForm(member.id), about=f"{member.name} is away"),
        remove_button(member),
        Button("All people", ListPeople(inside=True)),
    )
    return Card(member.name, (Fields(tuple(pairs)), Controls(buttons)))


def _met(member: Member, places: Mapping[int, str]) -> str:
    if not member.identities:
        return "not yet: matched by address when they first write"
    if len(places) == 1:
        return "yes"
    return " and ".join(places[i.workspace_id] for i in member.identities)
