"""Where a dialog was opened: it travels in the dialog, and comes back with what is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opened:
    """What opened it, so that it can be made anew, and the card it was opened from.

    At most one of `pressed` (an encoded request) and `words` is set.
    """

    pressed: str = ""
    words: str = ""
    message: str = ""  # activity id of the card whose button opened it
    own: bool = False  # that card is seen by one person alone
    home: bool = False  # it is the home card
