"""A new task force, and the workspace it lives in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.errors import Fault, Refusal
from bot.jobs import reschedule
from bot.model import TaskForce, Workspace
from bot.notify import refresh_panels
from bot.occasions import default_rows
from bot.ports.store import Store, Transaction

NAME = "Social media task force"


def found(store: Store, name: str, zone: str, now: datetime) -> int:
    """A new task force with its timetable; its id."""
    task_force_id = store.create_task_force(name, zone, now)
    with store.write(task_force_id, now=now) as tx:
        for row in default_rows():
            tx.timetable.put(row)
        reschedule(tx, now)
    return task_force_id


def meant_task_force(store: Store, task_force_id: int) -> TaskForce | None:
    """For an operator's command: the one with this id, or with 0 the one there is (None: none).

    Raises Fault if there are several to choose from, or none has the id.
    """
    known = store.task_forces()
    names = ", ".join(f"{t.id}: {t.name}" for t in known)
    if task_force_id:
        found = next((t for t in known if t.id == task_force_id), None)
        if found is None:
            raise Fault(f"There is no task force {task_force_id}; there are {names or 'none'}.")
        return found
    if len(known) > 1:
        raise Fault(f"There are several task forces ({names}); say which with --task-force.")
    return known[0] if known else None


def regained(tx: Transaction, workspace: Workspace, now: datetime) -> None:
    """Muster is heard or spoken to there: if it was removed, it is back, and says what is true."""
    if tx.workspaces.regain(workspace.id):
        tx.record.add(now, None, "connecting.back", f"workspace:{workspace.id}", {}, {})
        refresh_panels(tx, now)


def adopt(
    store: Store, platform: str, external_id: str, bot_user: str, zone: str, now: datetime
) -> Workspace:
    """The workspace that a token belongs to, with its task force.

    A task force that was imported before Muster first spoke has no workspace yet: it gets this
    one. Otherwise a workspace that is new brings a new task force.
    """
    workspace = store.find_workspace(platform, external_id)
    if workspace and workspace.lost_at is None:
        return workspace
    if workspace:
        with store.write(workspace.task_force_id, now=now) as tx:
            regained(tx, workspace, now)
        return replace(workspace, lost_at=None)
    homeless = []
    for task_force in store.task_forces():
        with store.read(task_force.id) as tx:
            if not tx.people.workspaces():
                homeless.append(task_force.id)
    if len(homeless) == 1:
        _add(store, homeless[0], platform, external_id, bot_user)
    else:
        found_for(store, platform, external_id, bot_user, zone, now)
    workspace = store.find_workspace(platform, external_id)
    assert workspace is not None
    return workspace


def found_for(
    store: Store, platform: str, external_id: str, bot_user: str, zone: str, now: datetime
) -> None:
    """A new task force for a workspace; of two processes at once, the second makes none."""
    task_force_id = found(store, NAME, zone, now)
    if _add(store, task_force_id, platform, external_id, bot_user):
        return
    faster = store.find_workspace(platform, external_id)
    if faster is None or faster.task_force_id != task_force_id:  # it may be the one they took
        with store.write(task_force_id, now=now) as tx:
            tx.remove_empty()


def _add(store: Store, task_force_id: int, platform: str, external_id: str, bot_user: str) -> bool:
    """False: another process was faster, and what it did is as good."""
    try:
        store.add_workspace(task_force_id, platform, external_id, bot_user)
    except Refusal as no:
        if no.code != "workspace_taken":
            raise
        return False
    return True
