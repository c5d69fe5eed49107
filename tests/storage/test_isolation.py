"""Two task forces side by side: nothing that one asks shows or changes anything of the other."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from storage.aways import Aways
from storage.calendars import Calendars
from storage.claims import Claims
from storage.codes import Codes
from storage.covers import Covers
from storage.feeds import Feeds
from storage.handovers import Handovers
from storage.hours import Hours
from storage.loads import Loads
from storage.outbox import Outbox
from storage.people import People
from storage.plans import Plans
from storage.record import Record
from storage.rooms import Rooms
from storage.roster import Roster
from storage.store import SqlStore
from storage.swaps import Swaps
from storage.tables import metadata
from storage.timetable import Timetable
from storage.workspaces import Workspaces
from tests.storage.asked import ASKED
from tests.storage.done import DONE
from tests.storage.stage import NOW, Stage, set_stage
from tests.storage.world import World, fill

GROUPS = (
    People,
    Roster,
    Claims,
    Handovers,
    Hours,
    Loads,
    Aways,
    Rooms,
    Timetable,
    Outbox,
    Record,
    Codes,
    Covers,
    Plans,
    Swaps,
    Feeds,
    Calendars,
    Workspaces,
)


def _rows(store: SqlStore, task_force: int) -> dict[str, list[Any]]:
    found = {}
    with store.database.read() as connection:
        for table in metadata.sorted_tables:
            if "task_force_id" in table.c:
                asked = select(table).where(table.c.task_force_id == task_force)
                asked = asked.order_by(table.c.id).execution_options(across_task_forces=True)
                found[table.name] = connection.execute(asked).all()
    return found


@pytest.fixture
def theirs(store: SqlStore) -> World:
    return fill(set_stage(store, "Theirs", "T2"))


def test_every_public_method_is_tried_here():
    public = {
        f"{group.__name__}.{name}"
        for group in GROUPS
        for name in vars(group)
        if not name.startswith("_")
    }
    assert public == ASKED.keys() | DONE.keys()


def test_nothing_of_the_other_is_seen(ours: Stage, theirs: World):
    seen = {}
    with ours.read() as tx:
        # what a new task force has of its own
        own = {
            "People.departments": tx.people.departments(),
            "People.workspaces": tx.people.workspaces(),
            "Workspaces.all": tx.workspaces.all(),
            "Feeds.stamp": tx.feeds.stamp(),
        }
    assert [d.id for d in own["People.departments"]] == [ours.department]
    assert [w.id for w in own["People.workspaces"]] == [ours.workspace]
    for name, ask in ASKED.items():
        with ours.write() as tx:
            found = ask(tx, theirs)
        if found != own.get(name, found) or (name not in own and found):
            seen[name] = found
    assert seen == {}


def test_nothing_of_the_other_is_changed(ours: Stage, theirs: World):
    before = _rows(ours.store, theirs.stage.id)
    for name, do in DONE.items():
        try:
            with ours.write() as tx:
                do(tx, theirs)
        except (Refusal, IntegrityError):
            pass
        assert _rows(ours.store, theirs.stage.id) == before, name


def test_what_is_tried_does_work_at_home(theirs: World):
    """Else the two tests above would prove nothing."""
    blind = {
        "Outbox.last_said",
        "Outbox.last_reached",
        "Outbox.blocks",
        "Loads.untouched",
    }  # nothing was said, nothing is blocked, the one duty is held
    for name, ask in ASKED.items():
        with theirs.stage.write() as tx:
            assert ask(tx, theirs) or name in blind, name


def test_the_same_names_and_addresses_may_be_used_by_both(store: SqlStore):
    first, second = fill(set_stage(store, "Ours", "T1")), fill(set_stage(store, "Theirs", "T2"))
    assert first.member != second.member


def test_a_request_of_one_is_no_repetition_for_the_other(ours: Stage, theirs: World):
    with ours.write(once="k", now=NOW):
        pass
    with theirs.stage.write(once="k", now=NOW):
        pass
