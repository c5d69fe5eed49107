"""Help: the catalog's verbs in one line each, or one of them in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.app import Visit
from bot.cards import Reply
from bot.grammar import NoVerb, find_verb
from bot.help import words
from bot.help.requests import AskHelp
from bot.help.words import HelpLine
from bot.model import MemberState
from bot.ports.store import Transaction


def make_help(lines: Sequence[HelpLine]) -> Callable[[Transaction, Visit, AskHelp], Reply]:
    """The use-case for these verbs, in this order."""
    by_name = {line.name: line for line in lines}
    spellings = {alias: line for line in lines for alias in line.aliases} | by_name

    def ask_help(tx: Transaction, visit: Visit, request: AskHelp) -> Reply:
        member = visit.member
        role = member.role if member and member.state is MemberState.ACTIVE else None
        if not request.words.strip():
            return Reply(card=words.everything(lines, role))
        found = find_verb(request.words, spellings)
        if isinstance(found, NoVerb):
            raise words.unknown(request.words.strip(), found.verb)
        return Reply(card=words.one(found.verb, role))

    return ask_help
