"""Every word of help. The verbs themselves come from the catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import offer
from bot.cards import (
    Bold,
    Button,
    Card,
    Code,
    Controls,
    Element,
    Inline,
    Request,
    Row,
    Small,
    Text,
)
from bot.errors import Refusal
from bot.help.requests import AskHelp
from bot.model import Role

COMMAND = "/muster"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One verb as help shows it; made by the catalog from its row. `who`: bot.catalog.Who."""

    name: str
    usage: str
    example: str
    summary: str
    aliases: tuple[str, ...]
    who: str
    request: Request  # what the verb alone asks


_ROLES = {
    "chair": "chair only",
    "leads": "leads and chair",
    "members": "members",
    "anyone": "everybody",
}


def everything(lines: Sequence[HelpLine], role: Role | None) -> Card:
    """All verbs, one line each with an example to copy. `role` None: not in the task force."""
    body: list[Element] = [_row(line, role) for line in lines]
    body.append(
        Small(
            (
                "In a direct message to Muster the word alone is enough, such as ",
                Code("mine"),
                ". Names may be a part of a name; ",
                Code(f"{COMMAND} help claim"),
                " says more about one word.",
            )
        )
    )
    mine = f"Your role: {role}." if role else "You are not in the task force yet."
    body.append(Small((mine,)))
    return Card("What you can say", tuple(body))


def _row(line: HelpLine, role: Role | None) -> Row:
    parts: list[Inline] = [Bold(line.name), f": {line.summary}. "]
    if line.who in ("chair", "leads"):
        parts[1] = f": {line.summary} ({_ROLES[line.who]}). "
    parts.append(Code(f"{COMMAND} {line.example}"))
    button = Button(line.name.capitalize(), line.request, about=line.summary)
    return Row(tuple(parts), button if may(line, role) else None)


def may(line: HelpLine, role: Role | None) -> bool:
    """Whether a button makes sense; rights are checked again when it is pressed."""
    if line.who == "anyone":
        return True
    if line.who == "chair":
        return role is Role.CHAIR
    if line.who == "leads":
        return role in (Role.CHAIR, Role.LEAD)
    return role is not None


def one(line: HelpLine, role: Role | None) -> Card:
    """One verb with its usage."""
    body: list[Element] = [
        Text((f"{line.summary}.",)),
        Text(("You write: ", Code(f"{COMMAND} {line.usage}"))),
        Text(("For example: ", Code(f"{COMMAND} {line.example}"))),
    ]
    if "<" in line.usage or "[" in line.usage:
        body.append(Small(("<…> is needed, […] may be left out: then it means the obvious.",)))
    if line.aliases:
        body.append(Small((f"Also understood: {', '.join(line.aliases)}.",)))
    body.append(Small((f"For: {_ROLES[line.who]}.",)))
    buttons = [Button("All words", AskHelp())]
    if may(line, role):
        buttons.insert(0, Button(line.name.capitalize(), line.request, about=line.summary))
    body.append(Controls(tuple(buttons)))
    return Card(f"{COMMAND} {line.name}", tuple(body))


def unknown(said: str, nearest: HelpLine | None) -> Refusal:
    """The nearest right word and an example to copy."""
    hint = f"The nearest is “{nearest.name}”: `{COMMAND} {nearest.example}`." if nearest else ""
    offers = [offer("All words", AskHelp())]
    if nearest and nearest.request != AskHelp():  # else the button says it already
        offers.insert(0, offer(f"Help with {nearest.name}", AskHelp(words=nearest.name)))
    return Refusal(
        "unknown_verb",
        f"I do not know the word “{said[:40]}”.",
        hint,
        f"Type `{COMMAND} help` to see all words.",
        offers=tuple(offers),
    )
