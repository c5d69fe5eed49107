"""What can be asked about the digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class PreviewDigest(Request):
    """Show me, and only me, what the digest would say now."""

    ACTION: ClassVar[str] = "digest.preview.1"
    week: str = ""  # ISO date of its first day; empty: this week


@dataclass(frozen=True, slots=True)
class PostDigest(Request):
    """Post this week's digest now, or bring the posted one up to date."""

    ACTION: ClassVar[str] = "digest.post.1"
