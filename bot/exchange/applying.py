"""Carrying out a plan, whole, in the transaction that it was made in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.errors import Refusal
from bot.exchange.planning import make_plan
from bot.exchange.plans import Plan, Snapshot, Step
from bot.exchange.sheets import Sheet
from bot.exchange.telling import Source, tell_holders
from bot.jobs import reschedule
from bot.model import Account, Duty, Member, MemberState, Role, Turn
from bot.names import fold
from bot.notify import refresh_panels
from bot.ports.store import Transaction
from bot.seen import is_guest
from bot.setup.rules import CHANGES_TURNS
from bot.turns import make_turns, remake_turns
from bot.weeks import format_windows


def take_snapshot(tx: Transaction) -> Snapshot:
    members = tx.people.all(tuple(MemberState))
    partners = [m for m in members if m.role is Role.PARTNER]
    return Snapshot(
        tx.people.departments(),
        members,
        tx.roster.accounts(),
        tx.roster.duties(retired=True),
        tx.task_force.zone,
        frozenset(m.id for m in partners if is_guest(tx, m)),
    )


def plan_import(tx: Transaction, sheets: Sequence[Sheet]) -> Plan:
    """What the sheets would change now."""
    return make_plan(take_snapshot(tx), sheets)


def apply_import(tx: Transaction, plan: Plan, actor_id: int | None, now: datetime) -> None:
    """All steps of the plan; the rows it refused are left out. Recorded row by row."""
    for name in plan.departments:
        tx.people.add_department(name)
    departments = {fold(d.name): d.id for d in tx.people.departments()}
    for member in plan.members:
        _member(tx, member, departments, actor_id, now)
    _accounts(tx, plan.accounts, actor_id, now)
    accounts = {fold(a.name): a.id for a in tx.roster.accounts()}
    for duty in plan.duties:
        _duty(tx, duty, departments, accounts, actor_id, now)
    make_turns(tx, now)
    reschedule(tx, now)
    refresh_panels(tx, now)


def _member(
    tx: Transaction,
    step: Step[Member],
    departments: dict[str, int],
    actor_id: int | None,
    now: datetime,
) -> None:
    fields: dict[str, Any] = _pick(step, step.value) | {
        "department_id": departments[fold(step.department)]
    }
    if step.old is None:
        member_id = tx.people.add(replace(step.value, **fields), now)
        tx.record.add(
            now,
            actor_id,
            "exchange.member.add",
            f"member:{member_id}",
            {},
            {"name": step.value.name},
        )
    elif step.changed:
        tx.people.change(step.old.id, **fields)
        before = _pick(step, step.old)
        tx.record.add(
            now,
            actor_id,
            "exchange.member.change",
            f"member:{step.old.id}",
            before,
            _pick(step, step.value),
        )


def _accounts(
    tx: Transaction, steps: Sequence[Step[Account]], actor_id: int | None, now: datetime
) -> None:
    emails = {m.email: m.id for m in tx.people.all(tuple(MemberState)) if m.email}
    for step in steps:
        account_id = step.old.id if step.old else tx.roster.add_account(step.value)
        if step.old and not step.changed:
            continue
        if step.old:
            fields = _pick(step, step.value)
            if fields:
                tx.roster.change_account(account_id, **fields)
        if step.custodians is not None:
            tx.roster.set_custodians(account_id, [emails[email] for email in step.custodians])
        action = "exchange.account.change" if step.old else "exchange.account.add"
        tx.record.add(now, actor_id, action, f"account:{account_id}", {}, {"name": step.value.name})


def _duty(
    tx: Transaction,
    step: Step[Duty],
    departments: dict[str, int],
    accounts: dict[str, int],
    actor_id: int | None,
    now: datetime,
) -> None:
    links: dict[str, Any] = {
        "department_id": departments.get(fold(step.department)) if step.department else None,
        "account_id": accounts.get(fold(step.account)) if step.account else None,
    }
    if step.old is None:
        duty_id = tx.roster.add_duty(replace(step.value, **links))
        tx.record.add(
            now, actor_id, "exchange.duty.add", f"duty:{duty_id}", {}, {"name": step.value.name}
        )
    elif step.changed:
        tx.roster.change_duty(step.old.id, **_pick(step, step.value), **links)
        duty = tx.roster.find_duty(step.old.id)
        assert duty is not None
        left = _remake(tx, duty, now)
        before, after = _pick(step, step.old), _pick(step, step.value)
        subject = f"duty:{step.old.id}"
        change = tx.record.add(
            now, actor_id, "exchange.duty.change", subject, _plain(before), _plain(after)
        )
        if CHANGES_TURNS.intersection(step.changed):
            tell_holders(tx, step.old, duty, left, Source(actor_id, change, now))


def _remake(tx: Transaction, duty: Duty, now: datetime) -> tuple[Turn, ...]:
    try:
        return remake_turns(tx, duty, now)
    except Refusal as no:
        if no.code == "held_beyond":
            no.what = f"{duty.name}: more people hold one of its turns than that."
        raise


def _pick(step: Step[Any], value: Any) -> dict[str, Any]:
    """The changed fields, as they are in `value`."""
    beside = {"department", "account", "custodians"}
    return {name: getattr(value, name) for name in step.changed if name not in beside}


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """For the record, which holds plain data."""
    plain = dict(fields)
    if "windows" in plain:
        plain["windows"] = format_windows(plain["windows"])
    if "retired_at" in plain:
        plain["retired_at"] = plain["retired_at"].isoformat() if plain["retired_at"] else None
    return plain
