"""Slack's mrkdwn as HTML. The one place where message text becomes HTML, beside rich.py.

Order matters: what stands in angle brackets and in backticks is taken out first, the rest is
escaped, and only then are bold, italic and struck words marked in the escaped text. No character
that a person typed reaches the page unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from markupsafe import Markup, escape
from rich.emoji import Emoji

from handlers.playground.page.reader import Reader, is_safe, link

FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
QUOTED = re.compile(r"^(?:&gt;|>) ?")
# `code`, or a token in angle brackets such as <@U1>, <#C1|room>, <!here>, <https://…|label>
ATOM = re.compile(r"`([^`\n]+)`|<([^<>\n]+)>")
# *bold*, _italic_, ~struck~: closed at a word's end, opened at its beginning
EMPHASIS = re.compile(r"(?<![\w*_~])([*_~])(?=\S)((?:(?!\1).)+(?<=\S))\1(?!\w)")
EMOJI = re.compile(r":[a-z0-9_+-]+:")
TAGS = {"*": "strong", "_": "em", "~": "s"}
KEPT = re.compile("\ue000(\\d+)\ue001")  # where an atom was taken out; never in people's text


def to_html(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """Mrkdwn text as HTML: only tags made here, everything else escaped.

    `verbatim` is Slack's: bare addresses are not made links.
    """
    done = Markup()
    parts = FENCE.split(text.replace("\ue000", "").replace("\ue001", ""))
    for number, part in enumerate(parts):
        if number % 2:
            done += Markup("<pre><code>{}</code></pre>").format(unescape(part))
        else:
            trimmed = part.removeprefix("\n") if number else part
            trimmed = trimmed if number == len(parts) - 1 else trimmed.removesuffix("\n")
            if not trimmed and number:
                continue
            done += _paragraphs(trimmed, lambda line: _line(line, reader, verbatim=verbatim))
    return done


def plain_to_html(text: str, *, emoji: bool = True) -> Markup:
    """A plain_text object as HTML: escaped, line breaks kept, emoji drawn."""
    said = with_emoji(text) if emoji else text
    return Markup("<br>").join(escape(line) for line in said.split("\n"))


def with_emoji(text: str) -> str:
    """The text with :names: of known emoji replaced by the emoji."""
    return EMOJI.sub(lambda found: Emoji.replace(found[0]), text)


def _paragraphs(text: str, inline: Callable[[str], Markup]) -> Markup:
    """Lines, with those that begin with ">" drawn together as a quotation."""
    done, lines, quote = Markup(), list[Markup](), list[Markup]()

    def close() -> None:
        nonlocal done
        if quote:
            done += Markup("<blockquote>{}</blockquote>").format(Markup("<br>").join(quote))
            quote.clear()
        if lines:
            done += Markup("<br>").join(lines)
            lines.clear()

    for line in text.split("\n"):
        is_quote = bool(QUOTED.match(line))
        if is_quote == bool(lines) and (lines or quote):
            close()
        (quote if is_quote else lines).append(inline(QUOTED.sub("", line) if is_quote else line))
    close()
    return done


def _line(text: str, reader: Reader, *, verbatim: bool) -> Markup:
    kept: list[Markup] = []

    def take_out(found: re.Match[str]) -> str:
        code, token = found.groups()
        kept.append(
            Markup("<code>{}</code>").format(unescape(code)) if code else _token(token, reader)
        )
        return f"\ue000{len(kept) - 1}\ue001"

    rest = ATOM.sub(take_out, text)
    if not verbatim:
        rest = re.sub(r"https?://[^\s<>\ue000]+[^\s<>\ue000.,;:!?)'\"]", _bare(kept), rest)
    marked = _emphasised(str(escape(with_emoji(unescape(rest)))))
    return Markup(KEPT.sub(lambda found: str(kept[int(found[1])]), marked))  # noqa: S704, escaped above


def _bare(kept: list[Markup]) -> Callable[[re.Match[str]], str]:
    def take_out(found: re.Match[str]) -> str:
        kept.append(link(unescape(found[0]), unescape(found[0])))
        return f"\ue000{len(kept) - 1}\ue001"

    return take_out


def _emphasised(escaped: str) -> str:
    def mark(found: re.Match[str]) -> str:
        tag = TAGS[found[1]]
        return f"<{tag}>{_emphasised(found[2])}</{tag}>"

    return EMPHASIS.sub(mark, escaped)


def _token(token: str, reader: Reader) -> Markup:
    """What stood between < and >."""
    body, _, label = (unescape(part) for part in token.partition("|"))
    if body.startswith("@"):
        return person(body[1:], reader, label)
    if body.startswith("#"):
        return mention(f"#{reader.room_name(body[1:]) or label or 'unknown room'}")
    if body.startswith("!date^"):
        ts, pattern, *url = [*body.split("^")[1:], "", ""][:3]
        return reader.moment(ts, pattern, label, "".join(url))
    if body.startswith("!subteam^"):
        return mention(label or "@group")
    if body.startswith("!"):
        return mention(f"@{body[1:]}", "all")
    if not is_safe(body):
        return escape(f"<{unescape(token)}>")
    return link(body, label or body.removeprefix("mailto:"))


def person(user: str, reader: Reader, label: str = "") -> Markup:
    """A mention of a person; the reader's own name stands out."""
    name = reader.person_name(user) or label or "unknown person"
    return mention(f"@{name}", "me" if user == reader.user else "")


def mention(text: str, kind: str = "") -> Markup:
    """A mention: of a person, a room, a group, or (kind "all") of everyone."""
    return Markup('<span class="mention {}">{}</span>').format(kind, text)
