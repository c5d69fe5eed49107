"""Two people who hold something next week."""

from __future__ import annotations

import pytest

from tests.bot.company import Company


@pytest.fixture
def both(company: Company) -> Company:
    """Next week Ada holds Facebook and Bao LinkedIn."""
    company.say("ada", "claim facebook next week 2h")
    company.say("bao", "claim linkedin next week 2h")
    return company
