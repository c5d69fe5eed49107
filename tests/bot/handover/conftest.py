"""Ada holds the Facebook page this week, Bao the next one. It is Friday, 15:00."""

from __future__ import annotations

import pytest

from tests.bot.company import Company
from tests.bot.handover.stage import FACEBOOK, speak


@pytest.fixture
def friday(company: Company) -> Company:
    company.claim = company.hold(company.ids["ada"], company.turn(FACEBOOK), 360)
    company.hold(company.ids["bao"], company.turn(FACEBOOK, 1), 360)
    company.at(27, 13, 50)
    company.travel(27, 15)
    speak(company)
    return company
