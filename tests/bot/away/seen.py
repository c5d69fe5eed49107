"""What tests about absence look at."""

from __future__ import annotations

from datetime import date

from bot.model import Away
from bot.ports.covers import Cover
from tests.bot.company import EVER, Company


def periods(company: Company, user: str = "ada") -> list[Away]:
    """All absences of somebody, past ones too."""
    with company.read() as tx:
        return list(tx.aways.overlapping(EVER, [company.ids[user]]))


def days(company: Company, user: str = "ada") -> list[tuple[date, date]]:
    return [(away.first_day, away.last_day) for away in periods(company, user)]


def covers(company: Company, user: str = "ada") -> list[Cover]:
    """Open requests of somebody."""
    with company.read() as tx:
        return [one for one in tx.covers.open() if one.member_id == company.ids[user]]
