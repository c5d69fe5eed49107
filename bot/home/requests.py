"""What can be asked of the home card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class OpenHome(Request):
    """Everything of mine on one card, with buttons for the rest; `/muster` alone."""

    ACTION: ClassVar[str] = "home.1"
    words: str = ""


@dataclass(frozen=True, slots=True)
class OpenSettings(Request):
    """Show the form with my own settings."""

    ACTION: ClassVar[str] = "home.settings.form.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SaveSettings(Request):
    """The form's answers: times as `20:00`, hours as people write them, the pause as a date."""

    ACTION: ClassVar[str] = "home.settings.1"
    quiet_from: str = ""
    quiet_to: str = ""
    reminding: str = ""
    paused_until: str = ""
    zone: str = ""
    country: str = ""
    usual: str = ""
    ceiling: str = ""
    weeks: str = ""  # in a row, at most; nothing: as the task force has it
    write_in: str = ""  # a workspace's id; nothing: wherever they were last
