"""One-time codes and who may type how many, on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from bot.ports.codes import CodeKind
from storage.store import SqlStore
from tests.storage.stage import NOW, ZONE, Stage, set_stage

MINUTE = timedelta(minutes=1)
UNTIL = NOW + 10 * MINUTE


def issue(ours: Stage, digest: str = "aa", kind: CodeKind = CodeKind.LINK) -> int:
    member = ours.member()
    with ours.write() as tx:
        tx.codes.issue(kind, member, digest, until=UNTIL, now=NOW)
    return member


def test_a_code_is_used_once_and_in_time(ours: Stage):
    issue(ours)
    with ours.write() as tx:
        [code] = tx.codes.issued(CodeKind.LINK)
        assert not tx.codes.use(code.id, UNTIL)
        assert tx.codes.use(code.id, UNTIL - MINUTE)
        assert not tx.codes.use(code.id, UNTIL - MINUTE)
    with ours.read() as tx:
        [code] = tx.codes.issued(CodeKind.LINK)
    assert code.used_at == UNTIL - MINUTE


def test_a_newer_code_of_the_same_kind_takes_the_place_of_the_last(ours: Stage):
    member = issue(ours, "aa")
    with ours.write() as tx:
        tx.codes.issue(CodeKind.CONNECT, member, "bb", until=UNTIL, now=NOW)
        tx.codes.issue(CodeKind.LINK, member, "cc", until=UNTIL, now=NOW)
        assert [c.digest for c in tx.codes.issued(CodeKind.LINK)] == ["cc"]
        assert [c.digest for c in tx.codes.issued(CodeKind.CONNECT)] == ["bb"]


def test_old_codes_are_forgotten_after_a_day(ours: Stage):
    issue(ours, "aa")
    later, other = UNTIL + timedelta(days=1, minutes=1), ours.member()
    with ours.write() as tx:
        tx.codes.issue(CodeKind.LINK, other, "bb", until=later + MINUTE, now=later)
        assert [c.digest for c in tx.codes.issued(CodeKind.LINK)] == ["bb"]


def test_another_task_force_neither_sees_nor_uses_it(ours: Stage):
    theirs = set_stage(ours.store, "Theirs", "T2")
    issue(ours)
    with ours.read() as tx:
        [code] = tx.codes.issued(CodeKind.LINK)
    with theirs.write() as tx:
        assert tx.codes.issued(CodeKind.LINK) == []
        assert not tx.codes.use(code.id, NOW)


def test_codes_that_connect_are_found_from_everywhere(ours: Stage):
    theirs = set_stage(ours.store, "Theirs", "T2")
    issue(ours, "aa")
    issue(ours, "bb", CodeKind.CONNECT)
    issue(theirs, "cc", CodeKind.CONNECT)
    found = {(owner, code.digest) for owner, code in ours.store.connect_codes()}
    assert found == {(ours.id, "bb"), (theirs.id, "cc")}


def test_of_two_who_use_it_at_once_one_does(ours: Stage):
    issue(ours)
    with ours.read() as tx:
        [code] = tx.codes.issued(CodeKind.LINK)
    used: list[bool] = []
    start = threading.Barrier(4)

    def use() -> None:
        start.wait(timeout=120)
        with ours.write() as tx:
            used.append(tx.codes.use(code.id, NOW))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(used) == [False, False, False, True]


def test_attempts_are_counted_within_their_window(store: SqlStore):
    window = 10 * MINUTE
    assert [store.count_attempt("a", NOW, window) for _ in range(3)] == [1, 2, 3]
    assert store.count_attempt("b", NOW, window) == 1
    assert store.count_attempt("a", NOW + window, window) == 4
    assert store.count_attempt("a", NOW + window + MINUTE, window) == 1


def test_attempts_at_once_are_all_counted(store: SqlStore):
    counted: list[int] = []
    start = threading.Barrier(6)

    def attempt() -> None:
        start.wait(timeout=120)
        counted.append(store.count_attempt("a", NOW, MINUTE))

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counted) == [1, 2, 3, 4, 5, 6]


def test_an_empty_task_force_gives_its_workspace_away_and_goes(ours: Stage):
    store = ours.store
    empty = store.create_task_force("Empty", ZONE, NOW)
    workspace = store.add_workspace(empty, "slack", "T9", "UBOT")
    store.references.keep(workspace, "aad-1", {"aad": "aad-1"}, NOW)
    with store.write_both(ours.id, empty, NOW) as (mine, theirs):
        mine.workspaces.take_over(workspace)
        theirs.remove_empty()
    assert store.find_workspace("slack", "T9").task_force_id == ours.id
    assert [t.id for t in store.task_forces()] == [ours.id]
    assert store.references.find(workspace, "aad-1") == {"aad": "aad-1"}


def test_one_with_anything_in_it_does_not_go(ours: Stage):
    theirs = set_stage(ours.store, "Theirs", "T2")
    member = theirs.member()

    def swallow() -> None:
        with ours.store.write_both(ours.id, theirs.id, NOW) as (mine, other):
            mine.workspaces.take_over(theirs.workspace)
            other.remove_empty()

    with pytest.raises(IntegrityError):
        swallow()
    with theirs.read() as tx:
        assert tx.people.find(member) is not None
    assert ours.store.find_workspace("slack", "T2").task_force_id == theirs.id


def test_a_workspace_is_of_one_task_force_only(ours: Stage):
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.workspaces.add("slack", "T1", "")
    assert refused.value.code == "workspace_taken"
    with ours.write() as tx:
        added = tx.workspaces.add("teams", "x" * 512, "")
    assert ours.store.find_workspace("teams", "x" * 512).id == added
