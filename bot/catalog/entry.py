"""What one row of the catalog is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.app import Bot, Visit
from bot.cards import Reply, Request
from bot.model import Workspace
from bot.ports.outside import Caller, WhoIsThis
from bot.ports.store import Transaction


class Who(StrEnum):
    ANYONE = "anyone"  # also people who are not in the task force
    MEMBERS = "members"
    LEADS = "leads"  # department leads and chairs; the use-case checks whose department
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Verb:
    """A word after /muster. Its request has a field `words` that receives the rest."""

    name: str
    usage: str
    example: str
    summary: str
    aliases: tuple[str, ...] = ()
    form: type[Request] | None = None  # what the verb alone opens, if that is a form


@dataclass(frozen=True, slots=True)
class Entry:
    request: type[Request]
    run: Callable[[Transaction, Visit, Any], Reply]
    who: Who = Who.MEMBERS
    reads: bool = False  # changes nothing: answered in a read transaction
    verb: Verb | None = None
    shown_to: Who | None = None  # in help, where that is not `who`
    # Asked first, before there is a transaction, and where there may be no task force yet (None).
    # What it answers is the answer; None goes on as usual. It may raise Refusal.
    before: Callable[[Bot, Caller, Workspace | None, Any], Reply | WhoIsThis | None] | None = None
