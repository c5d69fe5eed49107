"""One cell → one value, said what was corrected or why it is refused. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from bot.exchange.sheets import Kind
from bot.grammar import hours
from bot.model import Role
from bot.names import NAME_MOST, NAMES_MOST, fold, split_names
from bot.weeks import Window, WindowsError, find_zone, parse_windows

NEAR, NEAR_WORD = 85, 75  # of 100: with less, two names are two names, two words two words
MOST_WEEK = 40 * 60  # minutes: see storage.tables.MOST_A_WEEK
# Whether a mailbox exists nobody can know; this only tells an address from something else.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\]]+")
_WORD = re.compile(r"\w+")
_PING = re.compile(r"<[!@#][^<>]*>")
_QUOTES = "\"'“”„‘’«»"


def is_slip(written: str, name: str) -> bool:
    """Whether a name was probably meant: longer words a letter off, or a space too many or few.

    Numbers and short words are told apart: “Page (DE)” is not “Page (EN)”, nor “Team 1” “Team 10”.
    """
    ours, theirs = _words(written), _words(name)
    if ours and "".join(ours) == "".join(theirs):
        return True
    if len(ours) != len(theirs) or fuzz.ratio(fold(written), fold(name)) < NEAR:
        return False
    others = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return bool(others) and all(
        min(len(a), len(b)) >= 4 and (a + b).isalpha() and fuzz.ratio(a, b) >= NEAR_WORD
        for a, b in others
    )


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name))


class Level(StrEnum):
    CORRECTED = "corrected"  # taken, but not as it was written
    REFUSED = "refused"  # the row cannot be taken
    NOTE = "note"  # nothing to do; good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """What was noticed about one cell, or with column "" about one row."""

    kind: Kind
    row: int
    column: str
    level: Level
    text: str


@dataclass(slots=True)
class Reading:
    """The cells of one row, and what was found while reading them."""

    kind: Kind
    row: int
    cells: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.level is Level.REFUSED for finding in self.findings)

    def say(self, column: str, level: Level, text: str) -> None:
        self.findings.append(Finding(self.kind, self.row, column, level, text))

    def refuse(self, column: str, text: str) -> None:
        self.say(column, Level.REFUSED, text)

    def correct(self, column: str, was: str, now: str) -> None:
        if was != now:
            self.say(column, Level.CORRECTED, f"“{was[:60]}” was read as “{now[:60]}”.")

    # ---- text ----------------------------------------------------------------------------------

    def text(self, column: str, most: int = 200) -> str:
        """Without line breaks and surrounding quotes; refused if longer than `most` characters."""
        was = self.cells.get(column, "")
        now = _without_quotes(" ".join(was.split()))
        self.correct(column, was, now)
        if len(now) > most:
            self.refuse(column, f"This is longer than {most} characters.")
        return now[:most]

    def name(self, known: Collection[str] = (), column: str = "name") -> str:
        """Without what would ping somebody, were it not escaped everywhere anyway.

        A name that is `known` is what it is: an export comes back as it went.
        """
        if self.cells.get(column, "") in known:
            return self.cells[column]
        was = self.text(column)
        now = " ".join(_PING.sub(" ", was).split())
        self.correct(column, was, now)
        if not fold(now):
            self.refuse(column, "There is no name; write one.")
        return now

    def long_text(self, column: str, most: int) -> str:
        was = self.cells.get(column, "").strip()
        if len(was) > most:
            self.refuse(column, f"This is longer than {most} characters.")
        return was[:most]

    def email(self, column: str = "email") -> str | None:
        was = self.cells.get(column, "").strip()
        if not was:
            return None
        now = was.removeprefix("mailto:").strip("<> ").lower()
        if not _ADDRESS.fullmatch(now) or len(now) > 254:
            self.refuse(column, f"“{was[:60]}” is not an e-mail address.")
            return None
        if now != was.lower():
            self.correct(column, was, now)
        return now

    # ---- names of other things -----------------------------------------------------------------

    def one_of(self, column: str, known: Collection[str], *, new: bool = False) -> str:
        """The known name that is meant; an unknown one is taken as it is if `new` may be made."""
        was = self.text(column, 120)
        if not was:
            return ""
        folded = {fold(name): name for name in known}
        if fold(was) in folded:
            self.correct(column, was, folded[fold(was)])
            return folded[fold(was)]
        slips = [name for name in known if is_slip(was, name)]
        if slips:
            near = max(slips, key=lambda name: fuzz.ratio(fold(was), fold(name)))
            self.correct(column, was, near)
            return near
        if not new:
            hint = f" Known are: {', '.join(sorted(known))[:200]}." if known else ""
            self.refuse(column, f"“{was[:60]}” is not known.{hint}")
        return was

    def names(self, column: str) -> tuple[str, ...]:
        found = split_names(self.cells.get(column, ""))
        if len(found) > NAMES_MOST or any(len(name) > NAME_MOST for name in found):
            text = f"There is room for {NAMES_MOST} names of {NAME_MOST} characters."
            self.refuse(column, text)
            return ()
        return found

    # ---- numbers and times ---------------------------------------------------------------------

    def minutes(self, column: str, most: int, *, needed: bool) -> int:
        was = self.cells.get(column, "").strip()
        if not was:
            if needed:
                self.refuse(column, "The hours are missing; write them like 3 or 2.5.")
            return 0
        found = hours(was)
        if found is None:
            self.refuse(column, f"“{was[:60]}” is not a number of hours; write it like 3 or 2.5.")
            return 0
        if found > most or (needed and found == 0):
            self.refuse(column, f"{was[:20]} hours a week cannot be; at most {most // 60}.")
            return 0
        if not was.replace(".", "", 1).isdecimal():
            self.correct(column, was, say_hours(found))
        return found

    def count(self, column: str, default: int) -> int:
        was = self.cells.get(column, "").strip()
        if not was:
            return default
        if not (was.isdecimal() and was.isascii() and 1 <= int(was[:9]) <= 100):
            self.refuse(column, f"“{was[:20]}” is not a number of people from 1 to 100.")
            return default
        return int(was)

    def zone(self, country: str, default: str, column: str = "time_zone") -> str:
        was = self.cells.get(column, "").strip()
        if not was:
            return default
        found = find_zone(was, country or None)
        if found is None:
            self.refuse(column, f"“{was[:60]}” is not one time zone; write it like Europe/Berlin.")
            return default
        self.correct(column, was, found.name)
        return found.name

    def country(self, column: str = "country") -> str:
        was = self.cells.get(column, "").strip()
        now = was.upper()
        if now and not (len(now) == 2 and now.isascii() and now.isalpha()):
            self.refuse(column, f"“{was[:60]}” is not a country's two letters, such as DE.")
            return ""
        return now

    def role(self, column: str = "role") -> Role:
        """Rights are never guessed: only the four words count."""
        was = self.cells.get(column, "").strip()
        if not was:
            return Role.MEMBER
        if fold(was) not in {role.value for role in Role}:
            self.refuse(column, f"“{was[:60]}” is not a role: chair, lead, member or partner.")
            return Role.MEMBER
        return Role(fold(was))

    def windows(self, column: str = "windows") -> tuple[Window, ...]:
        was = self.cells.get(column, "").strip()
        try:
            return parse_windows(was) if was else ()
        except WindowsError as error:
            self.refuse(column, str(error))
            return ()


def _without_quotes(text: str) -> str:
    """Spreadsheets and people put quotes around a whole text; those within it are its own."""
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text


def say_hours(minutes: int) -> str:
    """Hours as a sheet holds them: 3, 2.5, or 1h20 where a decimal would not be exact."""
    if minutes % 60 == 0:
        return str(minutes // 60)
    if minutes % 3 == 0:
        return f"{minutes / 60:.2f}".rstrip("0")
    return f"{minutes // 60}h{minutes % 60:02}"
