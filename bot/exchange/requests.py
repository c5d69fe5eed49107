"""What the chair can ask about import and export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class OpenImport(Request):
    """Show the form that takes CSV."""

    ACTION: ClassVar[str] = "exchange.open.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class TryImport(Request):
    """Say what an import would do; change nothing. The four parts are one text."""

    ACTION: ClassVar[str] = "exchange.try.1"
    text: str = ""
    text2: str = ""
    text3: str = ""
    text4: str = ""


@dataclass(frozen=True, slots=True)
class ApplyImport(Request):
    """Carry out what was tried: `draft` is its line in the record."""

    ACTION: ClassVar[str] = "exchange.apply.1"
    draft: int = 0
    skip: bool = False  # leave out the rows that were refused


@dataclass(frozen=True, slots=True)
class Export(Request):
    """Hand over members, accounts or duties as CSV."""

    ACTION: ClassVar[str] = "exchange.export.1"
    kind: str = "members"
