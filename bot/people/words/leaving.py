"""Leaving, being removed, and what is open afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Button, Card, Confirm, Controls, Element, Style, Text
from bot.errors import Refusal
from bot.model import Member, MemberState
from bot.people.requests import AskToJoin, ListPeople, RemoveMember
from bot.roster.requests import AskOpen
from bot.undo.requests import Undo

MOST_LINES = 10  # turns named one by one; a leaver may hold dozens


def remove_button(member: Member) -> Button:
    text = (
        f"{member.name} is told. What they hold from now on is open again; what they did stays"
        " on record."
    )
    return Button(
        "Remove",
        RemoveMember(member.id),
        Style.DANGER,
        Confirm(f"Remove {member.name[:80]}?", text[:300], "Remove"),
        about=f"Remove {member.name}",
    )


def gone(name: str, why: str, turns: Sequence[str], custodian_of: Sequence[str]) -> Card:
    """To the chair and the lead: who has left, what is open again, which access is to be ended."""
    body: list[Element] = [Text((why,)), *opened(turns)]
    if custodian_of:
        accounts = ", ".join(custodian_of)
        body.append(
            Text(
                (f"They still have admin access to: {accounts}. End it there, then in the set-up.",)
            )
        )
    body.append(Controls((Button("See what is open", AskOpen()), Button("People", ListPeople()))))
    return Card(f"{name} has left the task force.", tuple(body))


def opened(turns: Sequence[str]) -> tuple[Text, ...]:
    if not turns:
        return (Text(("They held nothing that is still to come.",)),)
    more = len(turns) - MOST_LINES
    lines = [*turns[:MOST_LINES], *([f"and {more} more"] if more > 0 else [])]
    return (Text((f"Open again: {'; '.join(lines)}.",)),)


def why_deactivated(platform: str) -> str:
    return f"Their user was deactivated in {platform.capitalize()}."


def why_removed(by: str) -> str:
    return f"They were removed by {by}."


WHY_LEFT = "They left of their own accord."


def removed(member: Member, turns: Sequence[str], custodian_of: Sequence[str], change: int) -> Card:
    """To the chair who removed somebody."""
    body: list[Element] = [Text(("They have been told.",)), *opened(turns)]
    if custodian_of:
        accounts = ", ".join(custodian_of)
        body.append(Text((f"They still have admin access to: {accounts}. End it there.",)))
    body.append(Controls((Button("Undo", Undo(change)), Button("All people", ListPeople()))))
    return Card(f"{member.name} is no longer in the task force.", tuple(body))


def you_were_removed(by: str, turns: Sequence[str]) -> Card:
    held = f"Your turns are open again: {'; '.join(turns[:MOST_LINES])}." if turns else ""
    return Card(
        "You are no longer in the task force.",
        (
            Text((f"{by} took you off the list. {held}".strip(),)),
            Text(("If that is a mistake, speak with them, or ask to join again.",)),
            Controls((Button("Ask to join", AskToJoin()),)),
        ),
    )


def you_left(turns: Sequence[str]) -> Card:
    held = f"Open again: {'; '.join(turns[:MOST_LINES])}." if turns else "You held nothing to come."
    return Card(
        "You have left the task force.",
        (
            Text((held,)),
            Text(("Thank you for your time.",)),
            Controls((Button("Ask to join again", AskToJoin()),)),
        ),
    )


def you_are_back(by: str) -> Card:
    return Card(
        "You are in the task force again.",
        (
            Text((f"{by} took your removal back. Your turns stayed open: claim them again.",)),
            Controls((Button("See what is open", AskOpen(), Style.PRIMARY),)),
        ),
    )


def back(member: Member) -> Card:
    text = "They have been told. Their turns stayed open: they may claim them again."
    return Card(
        f"Undone: {member.name} is in the task force again.",
        (Text((text,)), Controls((Button("All people", ListPeople()),))),
    )


def not_in(member: Member) -> Refusal:
    how = "has left already" if member.state is MemberState.LEFT else "is not in yet"
    return Refusal(
        "not_in",
        f"{member.name} {how}.",
        "There is nothing to remove.",
        "Type `/muster setup` to see everybody.",
    )
