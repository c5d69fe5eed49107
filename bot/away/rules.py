"""Who may say that somebody else is away. Pure."""

from __future__ import annotations

from bot.model import Member, Role


def may_enter(decider: Member, member: Member) -> bool:
    """The chair for everybody; a lead for their own department; everybody for themselves."""
    if decider.id == member.id or decider.role is Role.CHAIR:
        return True
    return decider.role is Role.LEAD and decider.department_id == member.department_id
