"""`cover`: Ada asks for it."""

from __future__ import annotations

import pytest

from bot.ports.covers import Cover
from tests.bot.company import Company
from tests.bot.cover.asking import give_up, the_cover


@pytest.fixture
def cover(company: Company) -> Cover:
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    give_up(company, "ada", "copywriting: the brief is in the folder")
    return the_cover(company)
