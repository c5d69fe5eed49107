"""Rows of members, as whoever asks for people reads them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.model import Identity, Member, MemberState, Reminding, Role
from storage.scope import AnyRow, Rows, of_task_force
from storage.tables import identities, members

_MEMBER = (
    members.c.id,
    members.c.name,
    members.c.email,
    members.c.department_id,
    members.c.role,
    members.c.zone,
    members.c.country,
    members.c.usual_minutes,
    members.c.ceiling_minutes,
    members.c.company,
    members.c.state,
    members.c.quiet_from,
    members.c.quiet_to,
    members.c.reminding,
    members.c.paused_until,
    members.c.chosen_workspace_id,
    members.c.last_workspace_id,
    members.c.weeks_in_a_row,
    members.c.clearances,
)
_WIDTH = len(_MEMBER)
# by dictionary: a call of an enum costs five times as much, and everybody is loaded often
_ROLES = {role.value: role for role in Role}
_STATES = {state.value: state for state in MemberState}
_REMINDING = {reminding.value: reminding for reminding in Reminding}
FIELDS = frozenset(column.name for column in _MEMBER) - {"id"}

# a row for each identity, or one with nulls for a member without any
MEMBERS = (
    select(*_MEMBER, identities.c.workspace_id, identities.c.user)
    .select_from(
        members.outerjoin(
            identities,
            (identities.c.member_id == members.c.id)
            & (identities.c.task_force_id == of_task_force()),
        )
    )
    .where(members.c.task_force_id == of_task_force())
    .order_by(members.c.id, identities.c.id)
)


def members_in(rows: Rows) -> list[Member]:
    """From rows of MEMBERS: those of one member stand together."""
    found: list[Member] = []
    for row in rows.all():
        identity = () if row[_WIDTH] is None else (Identity(row[_WIDTH], row[_WIDTH + 1]),)
        if found and found[-1].id == row[0]:
            found[-1] = replace(found[-1], identities=found[-1].identities + identity)
        else:
            found.append(_member(row, identity))
    return found


def _member(row: AnyRow, identities: tuple[Identity, ...]) -> Member:
    return Member(
        id=row[0],
        name=row[1],
        email=row[2],
        department_id=row[3],
        role=_ROLES[row[4]],
        zone=row[5],
        country=row[6],
        usual_minutes=row[7],
        ceiling_minutes=row[8],
        company=row[9],
        state=_STATES[row[10]],
        quiet_from=row[11],
        quiet_to=row[12],
        reminding=_REMINDING[row[13]],
        paused_until=row[14],
        chosen_workspace_id=row[15],
        last_workspace_id=row[16],
        weeks_in_a_row=row[17],
        clearances=row[18],
        identities=identities,
    )
