"""What the composer offers while someone types: /muster and its verbs, people after an @."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

COMMAND = "/muster"
Verb = tuple[str, str, str]  # (name, usage, one line of help)
# The last word begun with @ at the end of the text; names have up to three words
AT = re.compile(r"(?:^|\s)@([\w.'’-]*(?: [\w.'’-]+){0,2})$")
MOST = 8  # offers at once


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list: `text` is what the composer holds if it is taken."""

    text: str
    label: str
    note: str = ""


def offers(
    typed: str, verbs: Sequence[Verb], people: Iterable[tuple[str, str]], *, commands: bool = True
) -> list[Offer]:
    """What could be meant by `typed`. `people`: (name, title). No commands in threads."""
    if typed.startswith("/") and commands:
        return _commands(typed, verbs) or _mentions(typed, people)
    return _mentions(typed, people)


def _commands(typed: str, verbs: Sequence[Verb]) -> list[Offer]:
    head, space, rest = typed.partition(" ")
    if not space:
        fits = COMMAND.startswith(head.lower())
        return [Offer(f"{COMMAND} ", COMMAND, "Ask Muster")] if fits else []
    word = rest.lower()
    if head.lower() != COMMAND or " " in word:
        return []
    return [
        Offer(f"{COMMAND} {name} ", usage or name, summary)
        for name, usage, summary in verbs
        if name.startswith(word) and name != word
    ]


def _mentions(typed: str, people: Iterable[tuple[str, str]]) -> list[Offer]:
    found = AT.search(typed)
    if not found:
        return []
    begun = found[1].lower()
    kept = typed[: found.start(1)]
    fitting = [(n, t) for n, t in people if matches(n, begun) and n.lower() != begun]
    return [Offer(f"{kept}{name} ", name, title) for name, title in fitting[:MOST]]


def matches(name: str, begun: str) -> bool:
    """Whether each word typed begins a word of the name, in any order; nothing typed fits all."""
    words = name.lower().replace("@", " ").replace(".", " ").split()
    return all(any(word.startswith(part) for word in words) for part in begun.lower().split())
