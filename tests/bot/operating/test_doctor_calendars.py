"""The doctor says whether addresses of calendars can be kept, and those kept be opened."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.installing import found
from bot.model import Member, Role
from bot.operating.doctor_calendars import check_calendars
from bot.operating.sealing import make_sealer
from bot.ports.calendars import Source, SourceKind
from bot.settings import Settings
from storage import open_store
from storage.migrate import migrate

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def settings(secret: str = "") -> Settings:
    plain = Settings(_env_file=None)
    return plain.model_copy(update={"secret_key": SecretStr(secret) if secret else None})


@pytest.fixture
def store(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'muster.db'}"
    migrate(url)
    store = open_store(url)
    task_force = found(store, "Acme", "Europe/Berlin", NOW)
    with store.write(task_force, now=NOW) as tx:
        department = tx.people.add_department("Marketing")
        member = Member(0, "Ada", None, department, Role.MEMBER, "Europe/Berlin")
        ada = tx.people.add(member, NOW)
    yield store, task_force, ada
    store.close()


def entrust(store, secret: str) -> None:
    opened, task_force, ada = store
    sealed = make_sealer(settings(secret)).seal("https://calendar.example/a.ics")
    with opened.write(task_force, now=NOW) as tx:
        tx.calendars.add(Source(0, ada, SourceKind.ADDRESS, "h", sealed, False, NOW, NOW))


def test_without_a_secret_nothing_is_wrong_but_nothing_can_be_kept(store):
    [check] = check_calendars(settings(), store[0])
    assert check.ok
    assert "MUSTER_SECRET_KEY is not set" in check.sentence
    assert "token_urlsafe" in check.sentence


def test_with_the_secret_all_is_well(store):
    entrust(store, "a" * 40)
    [check] = check_calendars(settings("a" * 40), store[0])
    assert check.ok


def test_another_secret_or_none_leaves_addresses_shut(store):
    entrust(store, "a" * 40)
    [check] = check_calendars(settings("b" * 40), store[0])
    assert not check.ok
    assert "1 of 1" in check.sentence
    [check] = check_calendars(settings(), store[0])
    assert not check.ok


def test_what_is_sealed_says_nothing(store):
    sealed = make_sealer(settings("a" * 40)).seal("https://calendar.example/secret.ics")
    assert "secret" not in sealed
    assert make_sealer(settings("a" * 40)).unseal(sealed) == "https://calendar.example/secret.ics"
    assert make_sealer(settings("b" * 40)).unseal(sealed) is None
    assert make_sealer(settings("a" * 40)).unseal("rubbish") is None
