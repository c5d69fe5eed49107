"""What an import would do: sheets and the present state in, a plan out. Pure.

Rows are matched by e-mail (members) and by name. Who and what a sheet does not name is left as it
is, and so is what it has no column for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bot.exchange.cells import MOST_WEEK, Finding, Level, Reading
from bot.exchange.plans import (
    DUTY_COLUMNS,
    DUTY_FIELDS,
    MEMBER_COLUMNS,
    MEMBER_FIELDS,
    Plan,
    Snapshot,
    Step,
)
from bot.exchange.sheets import Kind, Row, Sheet
from bot.model import Account, Duty, Member, MemberState, Role
from bot.names import fold

T = TypeVar("T")
LONGEST_WEEK = 7 * 24 * 60


class _Planner:
    def __init__(self, now: Snapshot, sheets: Iterable[Sheet]) -> None:
        self.now = now
        self.sheets = {sheet.kind: sheet for sheet in sheets}
        self.findings: list[Finding] = []
        self.departments = _departments(now, self.sheets.values())

    def plan(self) -> Plan:
        for sheet in self.sheets.values():
            self._about(sheet)
        members = self._kept_in_the_chair(self._members())
        accounts = self._accounts(members)
        duties = self._duties(accounts)
        known = {fold(d.name) for d in self.now.departments}
        steps: list[Step[Any]] = [*members, *duties]
        used = dict.fromkeys(step.department for step in steps if step.department)
        new = tuple(name for name in used if fold(name) not in known)
        findings = tuple(sorted(self.findings, key=lambda f: (f.kind, f.row, f.column)))
        return Plan(new, tuple(members), tuple(accounts), tuple(duties), findings)

    def _about(self, sheet: Sheet) -> None:
        for heading, column in sheet.renamed:
            if fold(heading) != column:
                text = f"The heading “{heading[:60]}” was read as {column}."
                self.findings.append(Finding(sheet.kind, 1, column, Level.NOTE, text))
        for heading in sheet.ignored:
            text = f"The column “{heading[:60]}” is not used."
            self.findings.append(Finding(sheet.kind, 1, "", Level.NOTE, text))
        for number, why in sheet.skipped:
            self.findings.append(
                Finding(sheet.kind, number, "", Level.NOTE, f"Passed over: {why}.")
            )

    def _rows(self, kind: Kind) -> Sequence[Row]:
        return self.sheets[kind].rows if kind in self.sheets else ()

    def _done(self, reading: Reading, keys: dict[str, int], key: str, column: str) -> bool:
        """Keep the findings; refuse a second row with the same key. Whether the row is taken."""
        if key and key in keys:
            reading.refuse(column, f"“{key[:60]}” stands in row {keys[key]} already.")
        elif key and not reading.refused:
            keys[key] = reading.row
        self.findings += reading.findings
        return not reading.refused

    # ---- members -------------------------------------------------------------------------------

    def _members(self) -> list[Step[Member]]:
        by_email = {m.email: m for m in self.now.members if m.email}
        by_name = {fold(m.name): m for m in self.now.members if not m.email}
        steps: list[Step[Member]] = []
        seen: dict[str, int] = {}
        for row in self._rows(Kind.MEMBERS):
            reading = Reading(Kind.MEMBERS, row.number, row.cells)
            member, department = self._member(reading)
            old = by_email.get(member.email) if member.email else by_name.get(fold(member.name))
            value = self._kept(member, old, row)
            self._check_role(reading, value, old)
            key = member.email or fold(member.name)
            if self._done(reading, seen, key, "email" if member.email else "name"):
                changed = _changed(value, old, MEMBER_FIELDS)
                if old and department != self._department_name(old.department_id):
                    changed = (*changed, "department")
                steps.append(Step(row.number, value, old, changed, department))
        return steps

    def _member(self, reading: Reading) -> tuple[Member, str]:
        name = reading.name({member.name for member in self.now.members})
        email = reading.email()
        department = reading.one_of("department", self.departments, new=True)
        if not department:
            reading.refuse("department", "The department is missing.")
        country = reading.country()
        member = Member(
            0,
            name,
            email,
            0,
            reading.role(),
            reading.zone(country, self.now.zone),
            country,
            reading.minutes("usual_hours", MOST_WEEK, needed=False),
            None,
            reading.text("company", 120),
            clearances=reading.names("clearances"),
        )
        return member, department

    def _kept(self, value: Member, old: Member | None, row: Row) -> Member:
        """What the sheet does not say stays; who has left comes back by being named."""
        if old is None:
            return value
        unsaid = {f: getattr(old, f) for c, f in MEMBER_COLUMNS.items() if c not in row.cells}
        if old.state is MemberState.LEFT and unsaid.get("role") in (Role.CHAIR, Role.LEAD):
            unsaid["role"] = Role.MEMBER  # rights do not come back unsaid
        return replace(old, **{f: getattr(value, f) for f in MEMBER_FIELDS} | unsaid)

    def _department_name(self, department_id: int) -> str:
        return next((d.name for d in self.now.departments if d.id == department_id), "")

    def _check_role(self, reading: Reading, value: Member, old: Member | None) -> None:
        """The same that the form says no to: a sheet gives nobody a role they cannot have."""
        was = old.role if old and old.state is MemberState.ACTIVE else None
        if value.role in (Role.CHAIR, Role.LEAD) and value.role is not was:
            reading.say("role", Level.NOTE, f"{value.name} becomes {value.role}.")
        if old is None or old.role is not Role.PARTNER or value.role is Role.PARTNER:
            return
        if old.id in self.now.guests:
            reading.refuse("role", "A guest of the workspace can only be a partner.")
        elif value.role is Role.CHAIR:
            reading.refuse("role", "A partner can never be chair; make them a member first.")

    def _kept_in_the_chair(self, steps: list[Step[Member]]) -> list[Step[Member]]:
        """An import never leaves the task force without a chair, if it had one.

        The rows that would are refused, and left out also where the others are taken.
        """
        before = {
            m.id for m in self.now.members if m.role is Role.CHAIR and m.state is MemberState.ACTIVE
        }
        lost = [s for s in steps if s.old and s.old.id in before and s.value.role is not Role.CHAIR]
        stay = before - {s.old.id for s in lost if s.old}
        # somebody without an address is never recognised when they write
        new = any(s.value.role is Role.CHAIR and (s.value.email or s.old) for s in steps)
        if not lost or stay or new:
            return steps
        text = "This would take the role from the last chair; name another chair first."
        self.findings += (Finding(Kind.MEMBERS, s.row, "role", Level.REFUSED, text) for s in lost)
        return [step for step in steps if step not in lost]

    # ---- accounts ------------------------------------------------------------------------------

    def _accounts(self, members: Sequence[Step[Member]]) -> list[Step[Account]]:
        known = {fold(a.name): a for a in self.now.accounts}
        people = {m.email for m in self.now.members} | {s.value.email for s in members}
        steps: list[Step[Account]] = []
        seen: dict[str, int] = {}
        for row in self._rows(Kind.ACCOUNTS):
            reading = Reading(Kind.ACCOUNTS, row.number, row.cells)
            value = Account(
                0,
                reading.name({account.name for account in self.now.accounts}),
                reading.text("kind", 60),
                reading.long_text("url", 2000),
            )
            if value.url and not value.url.startswith(("https://", "http://")):
                reading.refuse("url", "A link begins with https://.")
            custodians = self._custodians(reading, people) if "custodians" in row.cells else None
            old = known.get(fold(value.name))
            value = _with_unsaid(value, old, row, {"kind": "kind"})
            if self._done(reading, seen, fold(value.name), "name"):
                changed = _changed(value, old, ("name", "kind", "url"))
                if old and custodians is not None and set(custodians) != self._held_by(old):
                    changed = (*changed, "custodians")
                steps.append(Step(row.number, value, old, changed, custodians=custodians))
        return steps

    def _custodians(self, reading: Reading, people: set[str | None]) -> tuple[str, ...]:
        said = [p.strip().lower() for p in reading.cells["custodians"].replace(",", ";").split(";")]
        emails = tuple(dict.fromkeys(p for p in said if p))
        for email in emails:
            if email not in people:
                reading.refuse("custodians", f"“{email[:60]}” is no member's address.")
        return emails

    def _held_by(self, account: Account) -> set[str]:
        """Those that an export names: not who has left, or has no address."""
        there = (m for m in self.now.members if m.state is not MemberState.LEFT)
        return {m.email for m in there if m.email and m.id in account.custodian_ids}

    # ---- duties --------------------------------------------------------------------------------

    def _duties(self, accounts: Sequence[Step[Account]]) -> list[Step[Duty]]:
        known = {fold(d.name): d for d in self.now.duties}
        names = list(
            dict.fromkeys([a.name for a in self.now.accounts] + [s.value.name for s in accounts])
        )
        steps: list[Step[Duty]] = []
        seen: dict[str, int] = {}
        for row in self._rows(Kind.DUTIES):
            reading = Reading(Kind.DUTIES, row.number, row.cells)
            read = self._duty(reading)
            old = known.get(fold(read.name))
            value = _with_unsaid(read, old, row, DUTY_COLUMNS)
            if value.people_most < value.people_least:
                text = f"At most {value.people_most} people is less than {value.people_least}."
                reading.refuse("people_most", text)
            account, department = self._links(reading, old, names)
            if self._done(reading, seen, fold(value.name), "name"):
                changed = _changed(value, old, DUTY_FIELDS)
                changed += self._moved(old, account, department)
                steps.append(Step(row.number, value, old, changed, department, account))
        return steps

    def _duty(self, reading: Reading) -> Duty:
        least = reading.count("people_least", 1)
        return Duty(
            0,
            reading.name({duty.name for duty in self.now.duties}),
            reading.text("kind", 60),
            reading.minutes("hours_a_week", LONGEST_WEEK, needed=True),
            least,
            reading.count("people_most", least),
            reading.windows(),
            description=reading.long_text("description", 2000),
            clearances=reading.names("clearance"),
        )

    def _links(
        self, reading: Reading, old: Duty | None, accounts: Sequence[str]
    ) -> tuple[str, str]:
        """The names of the duty's account and department."""
        account = reading.one_of("account", accounts)
        department = reading.one_of("department", self.departments)
        if old and "account" not in reading.cells:
            account = next((a.name for a in self.now.accounts if a.id == old.account_id), "")
        if old and "department" not in reading.cells:
            department = self._department_name(old.department_id) if old.department_id else ""
        return account, department

    def _moved(self, old: Duty | None, account: str, department: str) -> tuple[str, ...]:
        if old is None:
            return ()
        was = next((a.name for a in self.now.accounts if a.id == old.account_id), "")
        moved = ("account",) if account != was else ()
        fits = self._department_name(old.department_id) if old.department_id else ""
        return (*moved, "department") if department != fits else moved


def _changed(value: T, old: T | None, fields: Sequence[str]) -> tuple[str, ...]:
    if old is None:
        return ()
    return tuple(f for f in fields if getattr(value, f) != getattr(old, f))


def _with_unsaid(value: T, old: T | None, row: Row, columns: Mapping[str, str]) -> T:
    """What the sheet does not say stays as it is. `columns`: the field by the column's name."""
    if old is None:
        return value
    kept = {field: getattr(old, field) for c, field in columns.items() if c not in row.cells}
    return replace(value, **kept)  # type: ignore[type-var]  # steps hold dataclasses


def _departments(now: Snapshot, sheets: Iterable[Sheet]) -> list[str]:
    """Names to match against: those there are, then those of the sheets, the most used first.

    A name that is used once and is near to another is a slip, not a department.
    """
    written = Counter(
        " ".join(row.cells.get("department", "").split())
        for sheet in sheets
        if sheet.kind is Kind.MEMBERS
        for row in sheet.rows
    )
    names = {fold(d.name): d.name for d in now.departments}
    for name, _count in sorted(written.items(), key=lambda item: -item[1]):
        reading = Reading(Kind.MEMBERS, 0, {"department": name})
        if (
            name
            and fold(name) not in names
            and reading.one_of("department", list(names.values()), new=True) == name
        ):
            names[fold(name)] = name
    return list(names.values())


def make_plan(now: Snapshot, sheets: Iterable[Sheet]) -> Plan:
    """What these sheets (one of a kind at most) would change."""
    return _Planner(now, sheets).plan()
