"""Where people and rooms of a platform are addressed (bot.ports.references)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.engine import Database
from storage.scope import readable
from storage.tables import EXTERNAL, conversations, workspaces

# The platform asks, who knows its workspace and no task force.
_ACROSS = {"across_task_forces": True}
_HERE = conversations.c.workspace_id == bindparam("workspace")
_THIS = _HERE & (conversations.c.whose == bindparam("of"))
_FIND = select(conversations.c.reference).where(_THIS).execution_options(**_ACROSS)
_OWNER = (
    select(workspaces.c.task_force_id)
    .where(workspaces.c.id == bindparam("workspace"))
    .execution_options(**_ACROSS)
)
_NEW = upsert(conversations)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=[conversations.c.workspace_id, conversations.c.whose],
    set_={name: _NEW.excluded[name] for name in ("reference", "person", "kept_at")},
)
_FORGET = delete(conversations).where(_THIS).execution_options(**_ACROSS)


def _kept(*, people: bool) -> Select[Any]:
    return (
        select(conversations.c.reference)
        .where(_HERE, conversations.c.person if people else ~conversations.c.person)
        .order_by(conversations.c.kept_at.desc(), conversations.c.id.desc())
        .limit(bindparam("most"))
        .execution_options(**_ACROSS)
    )


_PEOPLE, _ROOMS = _kept(people=True), _kept(people=False)


class References:
    """bot.ports.references.References."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, workspace_id: int, whose: str) -> Mapping[str, Any] | None:
        values = {"workspace": workspace_id, "of": readable(whose)}
        with self._database.read() as connection:
            found: Mapping[str, Any] | None = connection.execute(_FIND, values).scalar()
        return found

    def keep(
        self, workspace_id: int, whose: str, reference: Mapping[str, Any], now: datetime
    ) -> None:
        """In place of the one there was; a turn to write is taken only if something is new."""
        if not whose or len(whose) > EXTERNAL:
            raise ValueError(f"an id of {len(whose)} characters cannot be kept")
        if self.find(workspace_id, whose) == reference:
            return
        row: dict[str, Any] = {
            "workspace_id": workspace_id,
            "whose": readable(whose),
            "person": whose in (reference.get("aad"), reference.get("user")),
            "reference": dict(reference),
            "kept_at": now,
        }
        with self._database.write() as connection:
            owner = connection.execute(_OWNER, {"workspace": workspace_id}).scalar()
            if owner is None:
                raise LookupError(f"there is no workspace {workspace_id}")
            connection.execute(_KEEP, {**row, "task_force_id": owner})

    def forget(self, workspace_id: int, whose: str) -> None:
        with self._database.write() as connection:
            connection.execute(_FORGET, {"workspace": workspace_id, "of": readable(whose)})

    def people(self, workspace_id: int, most: int) -> Sequence[Mapping[str, Any]]:
        values = {"workspace": workspace_id, "most": most}
        with self._database.read() as connection:
            return list(connection.execute(_PEOPLE, values).scalars())

    def rooms(self, workspace_id: int, most: int) -> Sequence[Mapping[str, Any]]:
        values = {"workspace": workspace_id, "most": most}
        with self._database.read() as connection:
            return list(connection.execute(_ROOMS, values).scalars())
