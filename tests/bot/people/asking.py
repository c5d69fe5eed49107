"""How somebody asks to join, from their home card to the form."""

from __future__ import annotations

from bot.cards import Reply
from tests.bot.cast import Cast


def ask(cast: Cast, user: str, department: str = "Marketing", hours: str = "2") -> Reply:
    form = cast.push(user, cast.home(user), "Ask to join")
    return cast.submit(user, form, department=str(cast.department(department)), hours=hours)
