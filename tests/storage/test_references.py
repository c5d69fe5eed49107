"""bot.ports.references on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from storage.store import SqlStore
from tests.storage.stage import NOW, Stage, set_stage

LATER = NOW + timedelta(hours=1)


def person(aad: str = "aad-1", **more: Any) -> dict[str, Any]:
    return {
        "service_url": "https://smba.example/emea/",
        "tenant": "tenant",
        "conversation": f"a:{aad}",
        "user": f"29:{aad}",
        "aad": aad,
        "kind": "personal",
        **more,
    }


def room(conversation: str) -> dict[str, Any]:
    return {**person("aad-1"), "conversation": conversation, "kind": "channel"}


def test_what_is_kept_is_found_as_it_was(ours: Stage):
    kept = person(name="Ada \x00 \ud800", nested={"a": [1, None, True]})
    ours.store.references.keep(ours.workspace, "aad-1", person(), NOW)
    assert ours.store.references.find(ours.workspace, "aad-1") == person()
    assert ours.store.references.find(ours.workspace, "aad-2") is None
    changed = {**kept, "name": "Ada", "service_url": "https://smba.example/uk/"}
    ours.store.references.keep(ours.workspace, "aad-1", changed, LATER)
    assert ours.store.references.find(ours.workspace, "aad-1") == changed


def test_the_longest_ids_are_kept_and_longer_ones_refused(ours: Stage):
    longest = "19:" + "x" * 509
    ours.store.references.keep(ours.workspace, longest, room(longest), NOW)
    assert ours.store.references.find(ours.workspace, longest) == room(longest)
    for wrong in ("", longest + "x"):
        with pytest.raises(ValueError, match="cannot be kept"):
            ours.store.references.keep(ours.workspace, wrong, room(wrong), NOW)


def test_people_are_told_from_rooms_the_latest_first(ours: Stage):
    keep = ours.store.references.keep
    keep(ours.workspace, "19:room", room("19:room"), LATER)
    keep(ours.workspace, "aad-1", person("aad-1"), NOW)
    keep(ours.workspace, "29:guest", {**person("guest"), "aad": ""}, NOW)
    keep(ours.workspace, "aad-2", person("aad-2"), NOW)
    keep(ours.workspace, "aad-1", person("aad-1", locale="de"), LATER)
    found = ours.store.references.people(ours.workspace, 10)
    assert [one["user"] for one in found] == ["29:aad-1", "29:aad-2", "29:guest"]
    keep(ours.workspace, "19:other", room("19:other"), NOW)
    rooms = ours.store.references.rooms(ours.workspace, 10)
    assert [one["conversation"] for one in rooms] == ["19:room", "19:other"]
    assert len(ours.store.references.rooms(ours.workspace, 1)) == 1
    assert len(ours.store.references.people(ours.workspace, 2)) == 2


def test_what_is_forgotten_is_gone(ours: Stage):
    ours.store.references.keep(ours.workspace, "aad-1", person(), NOW)
    ours.store.references.forget(ours.workspace, "aad-1")
    ours.store.references.forget(ours.workspace, "aad-1")
    assert ours.store.references.find(ours.workspace, "aad-1") is None
    assert ours.store.references.people(ours.workspace, 10) == []


def test_each_workspace_has_its_own(ours: Stage):
    theirs = set_stage(ours.store, "Theirs", "T2")
    ours.store.references.keep(ours.workspace, "aad-1", person(), NOW)
    assert theirs.store.references.find(theirs.workspace, "aad-1") is None
    assert theirs.store.references.people(theirs.workspace, 10) == []
    theirs.store.references.forget(theirs.workspace, "aad-1")
    assert ours.store.references.find(ours.workspace, "aad-1") == person()


def test_a_workspace_that_is_not_there_keeps_nothing(store: SqlStore):
    with pytest.raises(LookupError, match="no workspace 7"):
        store.references.keep(7, "aad-1", person(), NOW)


def test_two_that_keep_the_same_at_once_keep_one(ours: Stage):
    failed: list[BaseException] = []
    start = threading.Barrier(6)

    def keep(number: int) -> None:
        try:
            start.wait(timeout=120)
            ours.store.references.keep(ours.workspace, "aad-1", person(n=number), NOW)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is to say it
            failed.append(error)

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(ours.store.references.people(ours.workspace, 10)) == 1
