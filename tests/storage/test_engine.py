from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.errors import Fault
from storage import engine as engine_module
from storage import open_store
from storage.engine import Database, parse_url
from storage.fair import FairLock


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("postgres://a:b@host:5433/muster", "postgresql+psycopg://a:b@host:5433/muster"),
        ("postgresql://host/muster", "postgresql+psycopg://host/muster"),
        ("postgresql+asyncpg://host/muster", "postgresql+psycopg://host/muster"),
        ("postgresql+psycopg2://host/m", "postgresql+psycopg://host/m"),
        (" postgres://host/m?sslmode=require\n", "postgresql+psycopg://host/m?sslmode=require"),
        ("sqlite:///muster.db", "sqlite+pysqlite:///muster.db"),
        ("sqlite:////var/lib/muster.db", "sqlite+pysqlite:////var/lib/muster.db"),
    ],
)
def test_an_address_may_be_written_as_people_write_it(written: str, meant: str):
    assert parse_url(written).render_as_string(hide_password=False) == meant


@pytest.mark.parametrize(
    "written",
    ["", "muster.db", "mysql://host/muster", "sqlite://", "sqlite:///:memory:", "postgres:host"],
)
def test_an_address_that_cannot_be_is_refused_in_one_sentence(written: str):
    with pytest.raises(Fault) as refused:
        parse_url(written)
    assert str(refused.value).endswith(".")


def test_a_memory_database_by_uri_is_refused():
    with pytest.raises(Fault, match="outlives"):
        parse_url("sqlite:///file:muster?mode=memory&uri=true")


def test_a_folder_that_is_missing_is_named(tmp_path: Path):
    with pytest.raises(Fault, match="nowhere"):
        open_store(f"sqlite:///{tmp_path}/nowhere/muster.db")


def test_sqlite_keeps_what_it_committed_and_checks_what_rows_point_at(migrated_sqlite: str):
    database = Database(migrated_sqlite)
    with database.write() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    database.close()
    assert found == ["wal", 2, 1]  # 2: FULL


def test_closing_folds_the_wal_into_the_file(migrated_sqlite: str, tmp_path: Path):
    store = open_store(migrated_sqlite)
    store.task_forces()
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["muster.db"]


def test_a_read_sees_one_instant_whatever_is_written_meanwhile(store: Any):
    count = text("SELECT count(*) FROM heard")
    insert = text("INSERT INTO heard (key, at) VALUES ('k', '2026-11-23 08:00:00')")
    with store.database.read() as reading:
        before = reading.execute(count).scalar()
        with store.database.write() as writing:
            writing.execute(insert)
        assert reading.execute(count).scalar() == before == 0
    with store.database.read() as reading:
        assert reading.execute(count).scalar() == 1


@pytest.mark.postgres
def test_only_statements_that_stand_alone_are_in_no_transaction(migrated_postgres: str):
    database = Database(migrated_postgres)
    begun = text("SELECT transaction_timestamp()")

    def instants(opened: Any) -> int:
        with opened() as connection:
            return len({connection.execute(begun).scalar_one() for _ in range(3)})

    opened = (database.read, database.read_once, database.read, database.write, database.read_once)
    assert [instants(one) for one in opened] == [1, 3, 1, 1, 3]
    database.close()


def test_a_read_can_change_nothing(store: Any):
    with pytest.raises(DBAPIError, match=r"read.?only"), store.database.read() as reading:
        reading.execute(text("DELETE FROM heard"))


def test_a_write_within_a_write_is_an_error_and_not_a_standstill(migrated_sqlite: str):
    database = Database(migrated_sqlite)
    with database.write(), pytest.raises(RuntimeError, match="within"), database.write():
        pass
    with database.write() as connection:  # and the outer one has given the lock back
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    database.close()


def test_who_reads_may_read_and_write_and_who_writes_may_read(migrated_sqlite: str):
    database = Database(migrated_sqlite)
    with database.read(), database.read(), database.write():
        pass
    with database.write(), database.read():
        pass
    database.close()


def test_a_reader_who_writes_and_a_writer_who_reads_do_not_wait_for_each_other(
    migrated_sqlite: str,
):
    database, writing, reading = Database(migrated_sqlite), threading.Event(), threading.Event()

    def read_and_write() -> None:
        with database.read():
            reading.set()
            writing.wait()
            with database.write():
                pass

    thread = threading.Thread(target=read_and_write)
    thread.start()
    with database.write():
        reading.wait()
        writing.set()
        with database.read():
            pass
    thread.join(10)
    assert not thread.is_alive()
    database.close()


def test_the_lock_is_had_in_the_order_in_which_it_was_asked_for():
    lock, order, queued = FairLock(), [], threading.Semaphore(0)

    def ask(number: int) -> None:
        queued.release()
        with lock:
            order.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    with lock:
        for number, thread in enumerate(threads):
            thread.start()
            queued.acquire()
            while len(lock._waiting) <= number:
                pass
    for thread in threads:
        thread.join()
    assert order == list(range(12))


def test_who_gives_up_waiting_stands_in_nobodys_way():
    lock = FairLock()
    with lock:
        gate = threading.Lock()
        lock._waiting.append((-1, gate))
        lock._leave((-1, gate))
    with lock:
        place = (-2, threading.Lock())
        place[1].acquire()
        lock._waiting.append(place)
    lock._leave(place)  # it was handed over, and is passed on
    with lock:
        pass


@pytest.mark.postgres
def test_a_connection_that_died_while_nobody_used_it_is_replaced(
    migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine_module, "IDLE_SECONDS", 0)
    first, second = Database(migrated_postgres), Database(migrated_postgres)
    with first.read() as connection:
        process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with second.write() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({process}, 5000)")
    with first.read() as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar() != process
    first.close()
    second.close()
