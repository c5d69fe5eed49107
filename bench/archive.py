"""A task force with a long past: its weeks, turns, claims, hours and record, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from bench.stage import NOW, ZONE
from bot.installing import found
from bot.model import Duty, Member, Role
from bot.weeks import week_of
from storage import open_store
from storage.migrate import migrate
from storage.tables import changes, claims, logged, pledges, turns

DEPARTMENTS = 8
AHEAD = 2  # weeks
PLACES = 3
MINUTES = 180  # a turn and week; each of two holders gives half of it
CHUNK = 5_000  # rows of one statement

Row = dict[str, Any]


def fill_archive(url: str, duties: int, people: int, weeks: int) -> int:
    """A new database at the address; the task force's id."""
    migrate(url)
    store = open_store(url)
    try:
        force = found(store, "Bench", ZONE, NOW)
        with store.write(force, now=NOW) as tx:
            rooms = [tx.people.add_department(f"Department {n}") for n in range(DEPARTMENTS)]
            of_duty = [tx.roster.add_duty(duty(n, rooms[n % DEPARTMENTS])) for n in range(duties)]
            members = [tx.people.add(member(n, rooms[n % DEPARTMENTS]), NOW) for n in range(people)]
        first = week_of(NOW.date(), 0) - timedelta(weeks=weeks)
        all_weeks = [first + timedelta(weeks=n) for n in range(weeks + AHEAD)]
        with store.database.write() as connection:
            turns_of = list(turn_rows(force, all_weeks, of_duty))
            add(connection, turns, iter(turns_of))
            add(connection, claims, claim_rows(turns_of, members))
            add(connection, pledges, pledge_rows(force, all_weeks[:-AHEAD], members))
            add(connection, logged, logged_rows(force, all_weeks[:-AHEAD], members))
            add(connection, changes, change_rows(turns_of, members))
            if not store.database.is_sqlite:  # PostgreSQL does so itself a minute later
                connection.execute(text("ANALYZE"))
        return force
    finally:
        store.close()


def duty(number: int, department: int) -> Duty:
    return Duty(
        0, f"Duty number {number}", "moderate", MINUTES, 1, PLACES, department_id=department
    )


def member(number: int, department: int) -> Member:
    role = Role.CHAIR if number == 0 else Role.MEMBER
    return Member(0, f"Person {number}", f"p{number}@example.com", department, role, ZONE)


def add(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            connection.execute(insert(table), chunk)
            chunk = []
    if chunk:
        connection.execute(insert(table), chunk)


def begin(week: date) -> datetime:
    return datetime.combine(week, time(0), UTC)


def turn_rows(force: int, weeks: list[date], duties: list[int]) -> Iterator[Row]:
    """Ids are counted by hand, so that claims can name them."""
    number = 0
    for week in weeks:
        for one in duties:
            number += 1
            yield {
                "id": number,
                "task_force_id": force,
                "duty_id": one,
                "week": week,
                "starts_at": begin(week),
                "ends_at": begin(week) + timedelta(days=7),
                "minutes": MINUTES,
                "people_least": 1,
                "people_most": PLACES,
            }


def claim_rows(turns_of: list[Row], members: list[int]) -> Iterator[Row]:
    """Two holders in most turns, one in each tenth, so that there are holes to say."""
    for turn in turns_of:
        for place in range(1 if turn["id"] % 10 == 0 else 2):
            yield {
                "task_force_id": turn["task_force_id"],
                "turn_id": turn["id"],
                "member_id": members[(turn["id"] * 2 + place) % len(members)],
                "minutes": MINUTES // 2,
                "starts_at": turn["starts_at"],
                "ends_at": turn["ends_at"],
                "created_at": turn["starts_at"] - timedelta(days=2),
            }


def pledge_rows(force: int, weeks: list[date], members: list[int]) -> Iterator[Row]:
    for week in weeks:
        for one in members:
            yield {
                "task_force_id": force,
                "member_id": one,
                "week": week,
                "minutes": 120,
                "answered_at": begin(week) - timedelta(days=3),
            }


def logged_rows(force: int, weeks: list[date], members: list[int]) -> Iterator[Row]:
    for week in weeks:
        for one in members[::2]:
            yield {
                "task_force_id": force,
                "member_id": one,
                "week": week,
                "minutes": 90,
                "logged_at": begin(week) + timedelta(days=6),
            }


def change_rows(turns_of: list[Row], members: list[int]) -> Iterator[Row]:
    for turn in turns_of:
        yield {
            "task_force_id": turn["task_force_id"],
            "at": turn["starts_at"] + timedelta(hours=9),
            "actor_id": members[turn["id"] % len(members)],
            "action": "claims.claim",
            "subject": f"claim:{turn['id']}",
            "before": {},
            "after": {"turn": turn["id"]},
        }
