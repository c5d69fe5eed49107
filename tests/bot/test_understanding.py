"""Words with two meanings change nothing: they are answered with both meanings."""

from __future__ import annotations

import pytest

from bot.errors import Refusal
from bot.model import Duty
from bot.understanding import Known, understand

DUTIES = Known(
    [
        Duty(1, "Moderate the Facebook page", "moderate", 360, 1, 3),
        Duty(2, "Action plan", "plan", 120, 1, 2),
    ]
)


@pytest.mark.parametrize("words", ["facebook 1/12", "facebook 9-5", "facebook W54", "fri mon"])
def test_an_unclear_time_is_refused_before_anything_is_done(words):
    for chosen in (0, 1):
        with pytest.raises(Refusal) as caught:
            understand(words, DUTIES, chosen)
        assert caught.value.code == "unclear"


def test_a_clear_one_is_understood():
    meant = understand("facebook fri 9-11 2h", DUTIES)
    assert [duty.id for duty in meant.duties] == [1]
    assert meant.rest == "fri 09:00-11:00 120m"
    assert understand(meant.rest, DUTIES, chosen=1).parts.when == meant.parts.when
