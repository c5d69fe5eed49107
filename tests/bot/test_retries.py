from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Delivery, DeliveryState, Recipient
from bot.retries import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_TRIES,
    is_repeated_in_doubt,
    wait_after,
)

CHANCES = st.floats(0, 1)


@given(st.integers(0, 10_000), CHANCES)
def test_a_wait_is_never_shorter_than_half_the_first_nor_longer_than_the_longest(attempts, chance):
    assert FIRST_WAIT / 2 <= wait_after(attempts, chance) <= LONGEST_WAIT


@given(st.integers(1, 100))
def test_waits_grow(attempts: int):
    assert wait_after(attempts + 1, 0) >= wait_after(attempts, 0)
    assert wait_after(attempts, 1) == wait_after(attempts, 0) / 2


def test_a_platform_that_is_down_for_half_a_day_loses_no_message():
    least = sum((wait_after(n, 1) for n in range(1, MOST_TRIES)), timedelta())
    most = sum((wait_after(n, 0) for n in range(1, MOST_TRIES)), timedelta())
    assert least > timedelta(hours=12)
    assert most < timedelta(hours=27)


@pytest.mark.parametrize(
    ("kind", "recipient", "repeated"),
    [
        ("prompt", Recipient(member_id=1), True),
        ("reminder", Recipient(member_id=1), True),
        ("change", Recipient(member_id=1), True),
        ("status", Recipient(member_id=1), True),
        ("nudge", Recipient(member_id=1), False),
        ("digest", Recipient(room_id=1), False),
        ("panel", Recipient(room_id=1), False),
    ],
)
def test_in_doubt_a_message_is_repeated_by_kind(kind: str, recipient: Recipient, repeated: bool):
    now = datetime(2026, 11, 23, tzinfo=UTC)
    delivery = Delivery(1, 1, 1, kind, "w", recipient, None, DeliveryState.IN_DOUBT, now, 1)
    assert is_repeated_in_doubt(delivery) is repeated
