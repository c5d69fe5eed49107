"""What the chair can ask about what follows a duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class EditFollowing(Request):
    """The form: which user group and whose topic follow a duty."""

    ACTION: ClassVar[str] = "following.form.1"
    FORM: ClassVar[bool] = True
    duty: int = 0


@dataclass(frozen=True, slots=True)
class SaveFollowing(Request):
    """`follows`: of `group` and `topic`; `group`: a handle or id; `channel`: the platform's id."""

    ACTION: ClassVar[str] = "following.1"
    duty: int = 0
    follows: tuple[str, ...] = ()
    group: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ShowAgain(Request):
    """Try once more to show it, now that the chair has mended what was wrong."""

    ACTION: ClassVar[str] = "following.again.1"
    sign: int = 0
