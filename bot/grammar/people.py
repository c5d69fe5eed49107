"""People and rooms as platforms and people write them: mentions, addresses, @names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# `<@U1|ana>`, `<#C1|room>`, `<mailto:a@b|a@b>` are Slack's escapes; the label behind | may lack.
# Somebody in Teams has an id of the company's directory there, or one that begins with `29:`.
_TOKEN = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|29:[\w-]+)"
    r"(?:\|[^<>]*)?>"
    r"|<#(?P<room>[CGD][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<mailto:(?P<mail>[^<>|\s]+@[^<>|\s]+)(?:\|[^<>]*)?>"
    r"|(?<![\w.+@-])(?P<plain>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w.+@<-])@(?P<name>[^\W\d][\w.-]*)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named: a platform's user or room by id, an e-mail address, or a bare @name."""

    kind: Literal["user", "room", "email", "name"]
    value: str


def read_mention(token: str) -> Mention | None:
    """What one token of `Parts.people` names; None for anything else."""
    found = _TOKEN.fullmatch(token)
    return _mention(found) if found else None


def find_people(text: str) -> list[tuple[str, int, int]]:
    """Every token that names somebody, without its label: token, where it starts and ends."""
    return [(_token(_mention(found)), *found.span()) for found in _TOKEN.finditer(text)]


def _mention(found: re.Match[str]) -> Mention:
    if found["user"]:
        return Mention("user", found["user"])
    if found["room"]:
        return Mention("room", found["room"])
    if found["mail"] or found["plain"]:
        return Mention("email", (found["mail"] or found["plain"]).rstrip(".-").lower())
    return Mention("name", found["name"].rstrip(".-"))


def _token(mention: Mention) -> str:
    match mention.kind:
        case "user":
            return f"<@{mention.value}>"
        case "room":
            return f"<#{mention.value}>"
        case "email":
            return mention.value
        case "name":
            return f"@{mention.value}"
