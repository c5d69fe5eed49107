"""What the process that reads a document and whoever started it say to each other: JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from bot.calendars.finding import Found


@dataclass(frozen=True, slots=True)
class Asked:
    """The document follows, behind this line."""

    zone: str
    since: datetime
    until: datetime


_ASKED = TypeAdapter(Asked)
_FOUND = TypeAdapter(Found)


def asked_to(asked: Asked) -> bytes:
    return _ASKED.dump_json(asked) + b"\n"


def asked_from(line: bytes) -> Asked:
    return _ASKED.validate_json(line)


def found_to(found: Found) -> str:
    return _FOUND.dump_json(found).decode()


def found_from(text: bytes) -> Found:
    """Raises pydantic.ValidationError for what is none."""
    return _FOUND.validate_json(text)
