"""What to do with words that could mean two things: say so, with both readings to copy."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refusal


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that are understood in two ways or in none; nothing may be guessed from them.

    `what` is a whole sentence. `readings` are words to write instead, each with one meaning.
    """

    words: str
    what: str
    readings: tuple[str, ...] = ()

    def refusal(self) -> Refusal:
        """The same as an error for the person who wrote it."""
        instead = " or ".join(f"`{reading}`" for reading in self.readings)
        way_out = f"Please write {instead}." if instead else "Please check it and write it again."
        return Refusal("unclear", self.what, instead=way_out)
