"""Where a dialog was opened: it travels in the dialog, and comes back with what is sent."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Opened:
    """What opened it, so that it can be made anew, and the card it was opened from.

    At most one of `pressed` (an encoded request) and `words` is set.
    """

    pressed: str = ""
    words: str = ""
    message: str = ""  # activity id of the card whose button opened it
    home: bool = False  # it is the home card


_NAMES = {"p": "pressed", "w": "words", "t": "message", "h": "home"}


def opened_to_data(opened: Opened) -> dict[str, Any]:
    """As short as it can travel."""
    values = {short: getattr(opened, name) for short, name in _NAMES.items()}
    return {short: value for short, value in values.items() if value}


def opened_from_data(data: Any) -> Opened:
    """What `opened_to_data` wrote; of nothing, an Opened of nothing.

    Raises ValueError if it is not ours.
    """
    if data is None:
        return Opened()
    if not isinstance(data, dict) or not data.keys() <= _NAMES.keys():
        raise ValueError("not a dialog of Muster's")
    values = {_NAMES[short]: value for short, value in data.items()}
    kinds = {field.name: type(field.default) for field in fields(Opened)}
    if any(type(value) is not kinds[name] for name, value in values.items()):
        raise ValueError("not a dialog of Muster's")
    return Opened(**values)
