"""A new task force, and the workspace it lives in."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Fault
from bot.jobs import reschedule
from bot.model import TaskForce, Workspace
from bot.occasions import default_rows
from bot.ports.store import Store

NAME = "Social media task force"


def found(store: Store, name: str, zone: str, now: datetime) -> int:
    """A new task force with its timetable; its id."""
    task_force_id = store.create_task_force(name, zone, now)
    with store.write(task_force_id, now=now) as tx:
        for row in default_rows():
            tx.timetable.put(row)
        reschedule(tx, now)
    return task_force_id


def only_task_force(store: Store) -> TaskForce | None:
    """The one there is, for an operator's command. Raises Fault if there are several."""
    known = store.task_forces()
    if len(known) > 1:
        names = ", ".join(f"{t.id}: {t.name}" for t in known)
        raise Fault(f"There are several task forces ({names}); say which with --task-force.")
    return known[0] if known else None


def adopt(
    store: Store, platform: str, external_id: str, bot_user: str, zone: str, now: datetime
) -> Workspace:
    """The workspace that a token belongs to, with its task force.

    A task force that was imported before Muster first spoke has no workspace yet: it gets this
    one. Otherwise a workspace that is new brings a new task force.
    """
    workspace = store.find_workspace(platform, external_id)
    if workspace:
        return workspace
    homeless = []
    for task_force in store.task_forces():
        with store.read(task_force.id) as tx:
            if not tx.people.workspaces():
                homeless.append(task_force.id)
    task_force_id = homeless[0] if len(homeless) == 1 else found(store, NAME, zone, now)
    store.add_workspace(task_force_id, platform, external_id, bot_user)
    workspace = store.find_workspace(platform, external_id)
    assert workspace is not None
    return workspace
