"""Members, accounts and duties as the sheets that import takes: a round trip changes nothing."""

from __future__ import annotations

from bot.exchange.cells import say_hours
from bot.exchange.sheets import COLUMNS, Kind, write_sheet
from bot.model import MemberState
from bot.ports.store import Transaction
from bot.weeks import format_windows


def export(tx: Transaction, kind: Kind) -> str:
    """CSV, with the columns in their usual order; people who have left and retired duties not."""
    rows = {Kind.MEMBERS: _members, Kind.ACCOUNTS: _accounts, Kind.DUTIES: _duties}[kind](tx)
    return write_sheet(tuple(COLUMNS[kind]), rows)


def _members(tx: Transaction) -> list[tuple[str, ...]]:
    departments = {d.id: d.name for d in tx.people.departments()}
    return [
        (
            m.name,
            m.email or "",
            departments[m.department_id],
            m.role.value,
            m.zone,
            m.country,
            say_hours(m.usual_minutes),
            m.company,
            "; ".join(m.clearances),
        )
        for m in tx.people.all((MemberState.ACTIVE,))
    ]


def _accounts(tx: Transaction) -> list[tuple[str, ...]]:
    emails = {m.id: m.email for m in tx.people.all((MemberState.ACTIVE,)) if m.email}
    return [
        (a.name, a.kind, a.url, "; ".join(emails[i] for i in a.custodian_ids if i in emails))
        for a in tx.roster.accounts()
    ]


def _duties(tx: Transaction) -> list[tuple[str, ...]]:
    accounts = {a.id: a.name for a in tx.roster.accounts()}
    departments = {d.id: d.name for d in tx.people.departments()}
    return [
        (
            d.name,
            accounts.get(d.account_id or 0, ""),
            d.kind,
            departments.get(d.department_id or 0, ""),
            say_hours(d.minutes_a_week),
            str(d.people_least),
            str(d.people_most),
            format_windows(d.windows),
            d.description,
            "; ".join(d.clearances),
        )
        for d in tx.roster.duties()
    ]
