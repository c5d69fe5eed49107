"""What an operator reads in the log: where something failed, and nobody's words or tokens."""

from __future__ import annotations

import io
import json
import logging
import sys
from datetime import UTC, datetime

import pytest
import structlog

from bot import logs
from bot.model import Member, Role
from storage import open_store
from storage.migrate import migrate

SECRET = "xoxb-not-for-anybodys-eyes"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(params=["console", "json"])
def written(request, monkeypatch):
    """Logs as they are written to stderr."""
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = []
    logs.set_up_logs("debug", request.param)
    yield lambda: err.getvalue().replace("\\u2026", "…")
    root.handlers = before
    root.setLevel(level)
    structlog.reset_defaults()


def fail_with(message: str) -> None:
    held = SECRET
    assert held
    raise ValueError(message)


def test_a_failure_is_told_with_its_place_but_no_variables(written):
    try:
        fail_with(f"cannot read '{SECRET}' as a number")
    except ValueError:
        structlog.get_logger("a").exception("A request failed.", action="failed")
    told = written()
    assert "in fail_with" in told
    assert "ValueError: cannot read … as a number" in told
    assert SECRET not in told


def test_the_cause_of_a_failure_is_told_before_it(written):
    try:
        try:
            fail_with("first")
        except ValueError as error:
            raise ExceptionGroup("second", [KeyError(SECRET)]) from error
    except ExceptionGroup as group:
        structlog.get_logger("b").error("It failed.", exc_info=group)
    told = written()
    assert told.index("ValueError: first") < told.index("ExceptionGroup: second")
    assert "KeyError: …" in told
    assert SECRET not in told


def test_libraries_keep_what_went_over_the_wire_to_themselves(written):
    logging.getLogger("slack_sdk.web").debug("sent %s", SECRET)
    logging.getLogger("engineio").info("got %s", SECRET)
    try:
        fail_with(f"“{SECRET}” is bad")
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    told = written()
    assert "never retrieved" in told
    assert "in fail_with" in told
    assert SECRET not in told


def test_a_database_says_what_is_wrong_without_the_row(written, database_url):
    migrate(database_url)
    store = open_store(database_url)
    tenant = store.create_task_force("Acme", "Europe/Berlin", NOW)
    try:
        with store.write(tenant) as tx:
            tx.people.add(Member(0, SECRET, SECRET, 99, Role.MEMBER, "Europe/Berlin"), NOW)
    except Exception:  # noqa: BLE001 - whatever the database raises
        structlog.get_logger("c").exception("A request failed.", action="failed")
    store.close()
    told = written()
    assert "IntegrityError" in told
    assert SECRET not in told


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_for_machines_every_line_is_an_object_whoever_wrote_it(written):
    structlog.get_logger("d").warning("Ours.", action="ours")
    logging.getLogger("asyncio").warning("theirs: %s", 7)
    ours, theirs = (json.loads(line) for line in written().splitlines())
    assert (ours["event"], ours["action"]) == ("Ours.", "ours")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == (
        "theirs: 7",
        "warning",
        "asyncio",
    )
