"""How a handover note is shown, wherever somebody reads one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.cards import Inline, Link, Small
from bot.notes import Signed
from bot.ports.handovers import Note

MOST_NOTES = 5  # of one turn; who holds a turn with so many others reads the latest


def note_lines(notes: Sequence[Signed]) -> tuple[Small, ...]:
    """Each note as small print: who, what is open, what to watch, and the links."""
    return tuple(line for one in notes[-MOST_NOTES:] for line in _lines(one))


def _lines(one: Signed) -> Iterator[Small]:
    note = one.note
    if note.is_nothing:
        yield Small((f"{one.name} noted: nothing notable.",))
        return
    yield Small((f"{one.name} left a note{_colon(note)}{said(note)}",))
    if note.links:
        yield Small(("Links: ", *links(note)))


def _colon(note: Note) -> str:
    return ": " if note.left_open else ". " if note.watch else "."


def said(note: Note) -> str:
    """What is open, and what to watch, in one line."""
    watch = f"To watch: {_flat(note.watch)}" if note.watch else ""
    return " · ".join(part for part in (_flat(note.left_open), watch) if part)


def links(note: Note) -> tuple[Inline, ...]:
    """One beside the other."""
    shown: list[Inline] = []
    for url, label in note.links:
        shown += [" · "] if shown else []
        shown.append(Link(url, label))
    return tuple(shown)


def _flat(text: str) -> str:
    return " / ".join(line for line in text.splitlines() if line)
