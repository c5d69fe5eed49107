"""Handover notes: one per turn and member, and those that the record held until now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command

from bot.errors import Refusal
from bot.model import TimetableKind
from bot.ports.handovers import TEXT_MOST, Left, Note
from storage import migrate as migrate_module
from storage import open_store, triggers
from storage.engine import Database
from storage.migrate import migrate
from tests.storage.stage import HOUR, NOW, SPAN, Stage, part

LINKS = (("https://example.com/a?b=1", "The guide"), ("https://example.com/ü", "ü"))


def note(turn: int, member: int, text: str = "Two threads", **fields: object) -> Note:
    return replace(Note(turn, member, text, "", (), NOW), **fields)


def test_what_is_put_is_found_and_put_again_replaces_it(ours: Stage):
    turn, ada = ours.turn(), ours.member()
    with ours.write() as tx:
        tx.handovers.put(note(turn, ada, links=LINKS))
        assert tx.handovers.find(turn, ada) == note(turn, ada, links=LINKS)
        second = note(turn, ada, "", watch="The giveaway", written_at=NOW + HOUR)
        tx.handovers.put(second)
    with ours.read() as tx:
        assert tx.handovers.find(turn, ada) == second
        assert list(tx.handovers.of_turns([turn])) == [second]
        assert list(tx.handovers.of_turns([])) == []


def test_it_is_gone_once_it_is_removed(ours: Stage):
    turn, ada = ours.turn(), ours.member()
    with ours.write() as tx:
        tx.handovers.put(note(turn, ada))
        assert tx.handovers.remove(turn, ada)
        assert not tx.handovers.remove(turn, ada)
        assert tx.handovers.find(turn, ada) is None


def test_several_write_about_one_turn_and_duties_are_told_apart(ours: Stage):
    first, second = ours.duty(), ours.duty()
    turn, other = ours.turn(first), ours.turn(second, span=part(9, 12))
    ada, bao = ours.member(), ours.member()
    with ours.write() as tx:
        tx.handovers.put(note(turn, ada))
        tx.handovers.put(note(turn, bao, "", written_at=NOW + HOUR))
        tx.handovers.put(note(other, ada))
    with ours.read() as tx:
        found = [Left(note(turn, ada), first, SPAN.start, SPAN.end)]
        found += [Left(note(turn, bao, "", written_at=NOW + HOUR), first, SPAN.start, SPAN.end)]
        assert list(tx.handovers.since(NOW, [first])) == found
        assert len(tx.handovers.since(NOW)) == 3
        assert len(tx.handovers.since(NOW + timedelta(minutes=1))) == 1
        assert list(tx.handovers.since(NOW, [])) == []


def test_a_note_that_no_column_holds_is_refused(ours: Stage):
    turn, ada = ours.turn(), ours.member()
    with pytest.raises(Refusal), ours.write() as tx:
        tx.handovers.put(note(turn, ada, "x" * (TEXT_MOST + 1)))


# one release with a note that stands, one that was undone, one without
BEFORE = """
INSERT INTO task_forces (id, name, zone, country, first_weekday, joining_open, deadline_weekday,
                         deadline_minute, created_at)
VALUES (1, 'Ours', 'UTC', '', 0, false, 2, 1020, '2026-11-23 08:00:00');
INSERT INTO departments (id, task_force_id, name, folded) VALUES (1, 1, 'PR', 'pr');
INSERT INTO members (id, task_force_id, name, email, department_id, role, zone, country,
                     usual_minutes, company, state, quiet_from, quiet_to, reminding, created_at)
VALUES (1, 1, 'Ada', 'ada@example.com', 1, 'chair', 'UTC', '', 0, '', 'active', 1200, 480, 'normal',
        '2026-11-23 08:00:00');
INSERT INTO duties (id, task_force_id, name, folded, kind, minutes_a_week, people_least,
                    people_most, windows, description)
VALUES (1, 1, 'Write', 'write', 'write', 60, 1, 1, '', '');
INSERT INTO turns (id, task_force_id, duty_id, week, starts_at, ends_at, minutes, people_least,
                   people_most, planned)
VALUES (1, 1, 1, '2026-11-23', '2026-11-23 00:00:00', '2026-11-30 00:00:00', 60, 1, 1, true),
       (2, 1, 1, '2026-11-30', '2026-11-30 00:00:00', '2026-12-07 00:00:00', 60, 1, 1, true);
INSERT INTO changes (id, task_force_id, at, actor_id, action, subject, before, after)
VALUES (1, 1, '2026-11-23 09:00:00', 1, 'claims.release', 'claim:1',
        '{"turn": 1, "member": 1}', '{"note": "The old one"}'),
       (2, 1, '2026-11-23 10:00:00', 1, 'claims.release', 'claim:2',
        '{"turn": 1, "member": 1}', '{"note": "Two threads"}'),
       (3, 1, '2026-11-23 11:00:00', 1, 'claims.release', 'claim:3',
        '{"turn": 2, "member": 1}', '{"note": "Never mind"}'),
       (4, 1, '2026-11-23 12:00:00', 1, 'undo', 'claim:3', '{}', '{"of": 3}'),
       (5, 1, '2026-11-23 13:00:00', 1, 'claims.release', 'claim:4',
        '{"turn": 2, "member": 1}', '{"why": "left"}')
"""


def test_notes_of_before_are_kept_and_the_clock_asks_for_new_ones(database_url: str):
    database = Database(database_url)
    with database.write() as connection:
        command.upgrade(migrate_module._config(connection), "0006_plans")
        triggers.install(connection)
        for statement in BEFORE.split(";"):
            connection.exec_driver_sql(statement)
    database.close()
    migrate(database_url)
    store = open_store(database_url)
    with store.read(1) as tx:
        [left] = tx.handovers.since(NOW)
        assert (left.note.turn_id, left.note.member_id, left.note.left_open) == (
            1,
            1,
            "Two threads",
        )
        assert left.note.written_at == NOW + 2 * HOUR
        row = tx.timetable.find(TimetableKind.HANDOVER)
        assert row is not None
        assert (row.minute, row.enabled, row.next_run_at) == (14 * 60, True, None)
    store.close()
