"""Slack's message text → the words as the person typed them."""

from __future__ import annotations

import html
import re

from handlers.characters import clean

_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def plain_words(text: str) -> str:
    """As the person typed it; mentions stay `<@U…>` and `<#C…>`, links become their address."""
    return clean(html.unescape(_MARKUP.sub(_unmarked, text))).strip()


def _unmarked(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2)
    if target.startswith(("@", "#")):
        return f"<{target}>"
    if target.startswith("!"):  # <!here>, <!subteam^S1|@team>: never repeated as a ping
        return label or "@" + target[1:].partition("^")[0]
    scheme, _, rest = target.partition(":")
    return rest if scheme in ("mailto", "tel") else target


def after_mention(text: str, bot_user: str) -> str:
    """The words after the first mention of us; those before it if none follow."""
    match = re.search(rf"<@{re.escape(bot_user)}(\|[^>]*)?>[,:]?", text) if bot_user else None
    if match is None:
        return text
    return text[match.end() :].strip() or text[: match.start()].strip()
