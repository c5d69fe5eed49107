"""What is said when a note was written: to its author, to whoever has the duty now; refusals."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.cards import Button, Card, Controls, Element, Small, Text
from bot.errors import Refusal
from bot.handover.requests import OpenHandover
from bot.handover.words.asking import Ending, noted
from bot.model import Duty, Turn
from bot.note_words import note_lines
from bot.notes import Signed
from bot.reader import Reader
from bot.roster.requests import AskMine, AskWho
from bot.undo.requests import Undo

_MINE = offer("My turns", AskMine())


def saved(one: Ending, change: int, told: Sequence[str], *, again: bool) -> Card:
    """`told`: who has it now and gets it at once."""
    assert one.note is not None
    title = "Changed" if again else "Noted"
    body: list[Element] = [*noted(one.note), Text((_reaches(one, told),))]
    buttons = (
        Button("Undo", Undo(change=change)),
        Button("Change", OpenHandover(claim=one.claim.id)),
    )
    return Card(f"{title}: {one.duty.name}.", (*body, Controls(buttons)))


def _reaches(one: Ending, told: Sequence[str]) -> str:
    if told:
        return f"{', '.join(told)} gets it now."
    if one.note is not None and one.note.is_nothing:
        return "Whoever comes next sees that you looked."
    if one.nexts:
        return f"{', '.join(one.nexts)} sees it with the reminder."
    return "Whoever takes it sees it."


def nothing(endings: Sequence[Ending], change: int) -> Card:
    names = ", ".join(dict.fromkeys(one.duty.name for one in endings))
    return Card(
        "Noted: nothing notable.",
        (Text((f"{names}. Thank you.",)), Controls((Button("Undo", Undo(change=change)),))),
    )


def nothing_new() -> Card:
    """The button was pressed twice, or everything has a note."""
    return Card("That is noted already.", (Small(("Nothing was changed.",)),))


def unchanged(one: Ending) -> Card:
    assert one.note is not None
    return Card("Your note is as it was.", tuple(noted(one.note)))


def undone(endings: Sequence[Ending]) -> Card:
    """As it was before."""
    names = ", ".join(dict.fromkeys(one.duty.name for one in endings))
    if all(one.note is None for one in endings):
        return Card("Undone: your note is taken back.", (Text((f"{names}.",)),))
    shown = [element for one in endings if one.note for element in noted(one.note)]
    return Card("Undone: your note is as before.", (Text((f"{names}.",)), *shown))


# ---- for whoever has it now ---------------------------------------------------------------------


def told(duty: Duty, turn: Turn, note: Signed, reader: Reader) -> Card:
    lines = note_lines([note])
    about = Small((f"About {duty.name}, {reader.span(turn.span)}.",))
    who = Button("Who holds it", AskWho(duty=duty.id), about=f"Who holds {duty.name}")
    return Card(f"Handover: {duty.name}", (*lines, about, Controls((who,))))


def taken_back() -> Card:
    return Card("A handover note was taken back by who wrote it.")


# ---- refusals -----------------------------------------------------------------------------------


def gone() -> Refusal:
    return Refusal(
        "gone",
        "This turn is not there any more.",
        "The message is an old one.",
        "Look at your turns and write the note there.",
        offers=(_MINE,),
    )


def not_yours() -> Refusal:
    return Refusal(
        "not_yours",
        "This is somebody else's turn.",
        "Only who holds or held it writes its note.",
        "Your own turns have a button for theirs.",
        offers=(_MINE,),
    )


def passed_on(duty: Duty, holders: Sequence[str], claim_id: int) -> Refusal:
    """The asker gave it back, or somebody else took it over, before it ended."""
    now = f"{', '.join(holders)} holds it now." if holders else "It is open again."
    return Refusal(
        "passed_on",
        f"{duty.name} is not yours any more. {now}",
        "What is notable at its end is for whoever has it then to say.",
        "If there is something they should know, leave them a note.",
        offers=(offer("Leave a note", OpenHandover(claim=claim_id)),),
    )


def too_late(duty: Duty, span: str) -> Refusal:
    return Refusal(
        "too_late",
        f"It is too late for a note: {duty.name}, {span}.",
        "A week after a turn, whoever came next knows more.",
        "Tell them yourself if it still matters.",
        offers=(offer("Who holds it", AskWho(duty=duty.id)),),
    )


def nothing_held() -> Refusal:
    return Refusal(
        "nothing_held",
        "You hold nothing now that could be handed over.",
        "A note is written while a turn runs, or within a week of its end.",
        "Look at your turns to see what is coming.",
        offers=(_MINE,),
    )


def changed_since() -> Refusal:
    return Refusal("cannot_undo", "This can no longer be undone.", "The note was changed since.")
