"""Revision 0005 on a database that the version before it has written to."""

from __future__ import annotations

from alembic import command

from bot.model import Address, Recipient
from storage import migrate as migrate_module
from storage import open_store, triggers
from storage.engine import Database
from storage.migrate import migrate

# one of each table that it makes anew on SQLite
BEFORE = """
INSERT INTO task_forces (id, name, zone, country, first_weekday, joining_open, deadline_weekday,
                         deadline_minute, created_at)
VALUES (1, 'Ours', 'UTC', '', 0, false, 2, 1020, '2026-11-23 08:00:00');
INSERT INTO workspaces (id, task_force_id, platform, external_id, bot_user, blocked_reason)
VALUES (1, 1, 'slack', 'T1', 'UBOT', '');
INSERT INTO departments (id, task_force_id, name, folded) VALUES (1, 1, 'PR', 'pr');
INSERT INTO members (id, task_force_id, name, email, department_id, role, zone, country,
                     usual_minutes, company, state, quiet_from, quiet_to, reminding, created_at)
VALUES (1, 1, 'Ada', 'ada@example.com', 1, 'chair', 'UTC', '', 0, '', 'active', 1200, 480, 'normal',
        '2026-11-23 08:00:00');
INSERT INTO identities (id, task_force_id, member_id, workspace_id, "user", linked_at)
VALUES (1, 1, 1, 1, 'U1', '2026-11-23 08:00:00');
INSERT INTO rooms (id, task_force_id, workspace_id, channel, panel, digest, removed)
VALUES (1, 1, 1, 'C1', true, true, false);
INSERT INTO deliveries (id, task_force_id, workspace_id, kind, occasion, member_id, recipient,
                        state, due_at, revision, said_revision, attempts, reason, created_at,
                        channel, message)
VALUES (1, 1, 1, 'prompt', '2026-11-23', 1, 'member:1', 'said', '2026-11-23 08:00:00', 1, 1, 0, '',
        '2026-11-23 08:00:00', 'D1', '1.1')
"""


def test_what_was_there_before_two_platforms_stays(database_url: str):
    database = Database(database_url)
    with database.write() as connection:
        command.upgrade(migrate_module._config(connection), "0004_queue")
        triggers.install(connection)
        for statement in BEFORE.split(";"):
            connection.exec_driver_sql(statement)
    database.close()
    migrate(database_url)
    store = open_store(database_url)
    workspace = store.find_workspace("slack", "T1")
    assert workspace is not None
    assert workspace.lost_at is None
    with store.write(1) as tx:
        ada = tx.people.find_by_identity(workspace.id, "U1")
        assert ada is not None
        assert ada.email == "ada@example.com"
        assert (ada.chosen_workspace_id, ada.last_workspace_id) == (None, None)
        assert [(room.channel, room.name) for room in tx.rooms.all()] == [("C1", "")]
        said = tx.outbox.find("prompt", "2026-11-23", Recipient(member_id=1))
        assert said is not None
        assert said.address == Address("D1", "1.1")
        tx.people.change(1, last_workspace_id=workspace.id)
    store.close()
