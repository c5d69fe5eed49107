"""What an invoke is answered with: Teams wants another body for each kind.

https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards
"""

from __future__ import annotations

from bot.cards import Reply
from handlers.characters import clean, cut
from handlers.teams.payloads import Json, Kind

CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"
LONGEST = 200  # characters of what is shown for a moment
WORKING = "Muster is working on it; the answer comes in a moment."
DONE = "Done."
CHOOSE = "Please choose something first."

DIALOGS = frozenset({Kind.FETCH, Kind.FORM})
WAITING = DIALOGS | {Kind.PRESS, Kind.REFRESH}  # kinds that wait for a body


def card_answer(content: Json) -> Json:
    """The card in place of the pressed one, for whoever pressed it."""
    return {"statusCode": 200, "type": CARD, "value": content}


def sentence_answer(text: str) -> Json:
    """The card stays as it is; whoever pressed reads the sentence for a moment."""
    return {"statusCode": 200, "type": SENTENCE, "value": _short(text)}


def dialog_answer(value: Json) -> Json:
    """Opens the dialog, or goes on with another one."""
    return {"task": {"type": "continue", "value": value}}


def closing_answer(text: str) -> Json:
    """The dialog ends with this sentence."""
    return {"task": {"type": "message", "value": _short(text)}}


def say(kind: Kind, text: str) -> Json | None:
    """A sentence in answer to an invoke of this kind; None if it waits for no body."""
    if kind in DIALOGS:
        return closing_answer(text)
    return sentence_answer(text) if kind in WAITING else None


def headline(reply: Reply) -> str:
    """What a reply says, in one sentence."""
    if reply.card:
        return reply.card.title
    if reply.form:
        return reply.form.title
    return next(iter(reply.errors.values()), DONE)


def _short(text: str) -> str:
    return cut(" ".join(clean(text).split()), LONGEST) or DONE
