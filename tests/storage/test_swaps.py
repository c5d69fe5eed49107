from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ports.swaps import Given, Swap, SwapState
from storage.store import SqlStore
from tests.storage.stage import NOW, SPAN, Stage


@pytest.fixture
def swap(ours: Stage) -> Swap:
    asker, other = ours.member(), ours.member()
    turn, wanted = ours.turn(ours.duty()), ours.turn(ours.duty())
    return Swap(
        0, asker, other, Given(turn, SPAN), Given(wanted, SPAN), NOW, SPAN.start, acted_by=other
    )


def add(ours: Stage, swap: Swap) -> int:
    with ours.write() as tx:
        return tx.swaps.add(swap)


def find(ours: Stage, swap_id: int) -> Swap:
    with ours.read() as tx:
        found = tx.swaps.find(swap_id)
    assert found is not None
    return found


def test_what_was_proposed_is_found_as_it_was(store: SqlStore, ours: Stage, swap: Swap):
    key = add(ours, swap)
    assert find(ours, key) == replace(swap, id=key)
    gift = replace(swap, wants=None, acted_by=None)
    second = add(ours, gift)
    assert find(ours, second) == replace(gift, id=second)
    with ours.read() as tx:
        assert [one.id for one in tx.swaps.open()] == [key, second]
        assert tx.swaps.find(second + 1) is None


def test_only_one_answer_counts(store: SqlStore, ours: Stage, swap: Swap):
    key = add(ours, swap)
    with ours.write() as tx:
        assert tx.swaps.change(key, SwapState.OPEN, state=SwapState.DECLINED, why="No. " * 200)
        assert not tx.swaps.change(key, SwapState.OPEN, state=SwapState.DONE)
    found = find(ours, key)
    assert (found.state, len(found.why)) == (SwapState.DECLINED, 300)
    with ours.read() as tx:
        assert tx.swaps.open() == []
    with ours.write() as tx, pytest.raises(TypeError):
        tx.swaps.change(key, SwapState.DECLINED, asker_id=1)
