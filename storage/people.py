"""Members with their identities, departments, and the workspaces they are met in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.model import Department, Identity, Member, MemberState, Workspace
from bot.names import fold
from storage.members import FIELDS, MEMBERS, members_in
from storage.scope import Rows, Scope, fitting, gone, known, named, of_task_force, readable
from storage.tables import (
    claims,
    custodians,
    departments,
    identities,
    logged,
    members,
    partings,
    pledges,
    workspaces,
)

MANY = 500  # members asked for by id; for more it is cheaper to load everybody

_FIND = MEMBERS.where(members.c.id == bindparam("member"))
# NO KEY: rows that point to the member are made meanwhile
_LOCK = (
    select(members.c.id)
    .where(members.c.task_force_id == of_task_force(), members.c.id == bindparam("member"))
    .with_for_update(key_share=True)
)
_FIND_BY_EMAIL = MEMBERS.where(members.c.email == bindparam("address"))
_SEVERAL = MEMBERS.where(members.c.id.in_(bindparam("members", expanding=True)))
_ALL = MEMBERS.where(members.c.state.in_(bindparam("states", expanding=True)))
_FIND_BY_IDENTITY = MEMBERS.where(
    members.c.id
    == select(identities.c.member_id)
    .where(
        identities.c.task_force_id == of_task_force(),
        identities.c.workspace_id == bindparam("workspace"),
        identities.c.user == bindparam("person"),
    )
    .correlate(None)
    .scalar_subquery()
)

_ADD = insert(members).values(task_force_id=of_task_force())
_CHANGE = update(members).where(
    members.c.task_force_id == of_task_force(), members.c.id == bindparam("member")
)
_LINK = upsert(identities).values(task_force_id=of_task_force()).on_conflict_do_nothing()
_UNLINK = delete(identities).where(
    identities.c.task_force_id == of_task_force(),
    identities.c.member_id == bindparam("member"),
    identities.c.workspace_id == bindparam("workspace"),
)
_PART = upsert(partings).values(task_force_id=of_task_force()).on_conflict_do_nothing()
_PARTED = select(partings.c.id).where(
    partings.c.task_force_id == of_task_force(),
    partings.c.workspace_id == bindparam("workspace"),
    partings.c.user == bindparam("person"),
    partings.c.member_id == bindparam("member"),
)
_REJOIN = delete(partings).where(
    partings.c.task_force_id == of_task_force(),
    partings.c.workspace_id == bindparam("workspace"),
    partings.c.user == bindparam("person"),
)
_WORKED = select(
    or_(
        *(
            exists().where(
                table.c.task_force_id == of_task_force(), table.c.member_id == bindparam("member")
            )
            for table in (claims, pledges, logged, custodians)
        )
    )
)
_DEPARTMENTS = select(departments.c.id, departments.c.name).where(
    departments.c.task_force_id == of_task_force()
)
_ADD_DEPARTMENT = insert(departments).values(task_force_id=of_task_force())
_RENAME_DEPARTMENT = update(departments).where(
    departments.c.task_force_id == of_task_force(), departments.c.id == bindparam("department")
)
workspace_columns = (
    workspaces.c.id,
    workspaces.c.task_force_id,
    workspaces.c.platform,
    workspaces.c.external_id,
    workspaces.c.bot_user,
    workspaces.c.lost_at,
)
_WORKSPACES = (
    select(*workspace_columns)
    .where(workspaces.c.task_force_id == of_task_force())
    .order_by(workspaces.c.id)
)


class People:
    """bot.ports.people.People."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def find(self, member_id: int) -> Member | None:
        return self.several((member_id,)).get(member_id)

    def lock(self, member_id: int) -> Member | None:
        """The member as nobody else can change it until this transaction ends.

        Taken before any turn is locked, by whatever decides about all that one member holds.
        """
        if not self._scope.is_sqlite:  # there, whoever writes is alone
            self._scope.run(_LOCK, member=member_id)
        return self.find(member_id)

    def find_by_identity(self, workspace_id: int, user: str) -> Member | None:
        rows = self._scope.run(_FIND_BY_IDENTITY, workspace=workspace_id, person=readable(user))
        found = _only(rows)
        return self._scope.keep(("member", found.id), lambda: found) if found else None

    def find_by_email(self, email: str) -> Member | None:
        """`email` in any case."""
        return _only(self._scope.run(_FIND_BY_EMAIL, address=_address(email)))

    def all(self, states: Collection[MemberState] = (MemberState.ACTIVE,)) -> Sequence[Member]:
        """Ordered by name as it is compared, identities included."""
        wanted = sorted(state.value for state in states)
        return self._scope.keep(("members", *wanted), lambda: self._all(wanted))

    def several(self, member_ids: Collection[int]) -> Mapping[int, Member]:
        return self._scope.keep_each("member", member_ids, self._several)

    def _several(self, member_ids: Collection[int]) -> Mapping[int, Member]:
        if len(member_ids) > MANY:
            found: Iterable[Member] = self.all(tuple(MemberState))
        elif len(member_ids) == 1:
            found = members_in(self._scope.run(_FIND, member=next(iter(member_ids))))
        else:
            found = members_in(self._scope.run(_SEVERAL, members=sorted(member_ids)))
        return {member.id: member for member in found}

    def _all(self, states: Sequence[str]) -> Sequence[Member]:
        found = members_in(self._scope.run(_ALL, states=list(states)))
        return sorted(found, key=lambda member: (fold(member.name), member.id))

    def add(self, member: Member, now: datetime) -> int:
        """The new member's id; `member.id` and `member.identities` are not looked at.

        Raises Refusal if somebody has the address already, or a text is too long.
        """
        fields = {name: getattr(member, name) for name in FIELDS}
        self._scope.forget()
        return self._scope.added(_ADD, created_at=now, **_values(fields))

    def change(self, member_id: int, **fields: Any) -> None:
        """Set columns by their names in bot.model.Member. Raises Refusal as `add` does."""
        values = _values(known(fields, FIELDS))
        self._scope.forget()
        if not self._scope.changed(_CHANGE.values(values), member=member_id):
            raise gone("member")

    def link(self, member_id: int, identity: Identity, now: datetime) -> bool:
        """False if the user or the member is linked already in that workspace."""
        values = fitting(identities, {"user": identity.user})
        self._scope.forget()
        return bool(
            self._scope.changed(
                _LINK,
                member_id=member_id,
                workspace_id=identity.workspace_id,
                linked_at=now,
                **values,
            )
        )

    def unlink(self, member_id: int, workspace_id: int) -> None:
        self._scope.forget()
        self._scope.run(_UNLINK, member=member_id, workspace=workspace_id)

    def part(self, member_id: int, identity: Identity, now: datetime) -> None:
        """Unlink, and remember it: an equal address does not link the two again."""
        values = fitting(partings, {"user": identity.user})
        where = {"member_id": member_id, "workspace_id": identity.workspace_id}
        self._scope.run(_PART, parted_at=now, **where, **values)
        self.unlink(member_id, identity.workspace_id)

    def has_parted(self, member_id: int, identity: Identity) -> bool:
        where = {"workspace": identity.workspace_id, "person": readable(identity.user)}
        return self._scope.run(_PARTED, member=member_id, **where).first() is not None

    def forget_partings(self, identity: Identity) -> None:
        """The user was linked again on purpose."""
        where = {"workspace": identity.workspace_id, "person": readable(identity.user)}
        self._scope.run(_REJOIN, **where)

    def has_worked(self, member_id: int) -> bool:
        """Whether they ever held a turn, offered or logged hours, or had access to an account."""
        return bool(self._scope.run(_WORKED, member=member_id).scalar())

    def departments(self) -> Sequence[Department]:
        """Ordered by name as it is compared."""
        found = [Department(*row) for row in self._scope.run(_DEPARTMENTS)]
        return sorted(found, key=lambda department: (fold(department.name), department.id))

    def add_department(self, name: str) -> int:
        """Raises Refusal if the name is taken or too long."""
        return self._scope.added(_ADD_DEPARTMENT, **named(departments, {"name": name}))

    def rename_department(self, department_id: int, name: str) -> None:
        """Raises Refusal if the name is taken or too long."""
        values = named(departments, {"name": name})
        statement = _RENAME_DEPARTMENT.values(values)
        if not self._scope.changed(statement, department=department_id):
            raise gone("department")

    def workspaces(self) -> Sequence[Workspace]:
        """The oldest first."""
        return [Workspace(*row) for row in self._scope.run(_WORKSPACES)]


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = fitting(members, fields)
    if values.get("email") is not None:
        values["email"] = _address(values["email"])
    return values


def _address(email: str) -> str:
    return readable(email.strip().lower())


def _only(rows: Rows) -> Member | None:
    found = members_in(rows)
    return found[0] if found else None
