"""Every table, with the constraints that make wrong states impossible.

All rows belong to a task force; foreign keys carry its id, so that no row can point across.
Durations are minutes, weeks the date of their first day, instants UTC (storage.columns).
What a constraint here cannot say is said by the triggers in storage/triggers.py: no more holders
at one instant than a turn's most, nobody twice among them, no claim on a retired duty, the record
is append-only.

shapes     what they share: the naming of constraints, and keys that stay within a task force
people     task forces, where they are met, members and accounts
roster     duties, turns and claims; hours and absence
plans      proposed rosters
handovers  what holders leave for whoever comes next
calendars  where absence is read
covers     requests for cover
swaps      proposed exchanges of turns
feeds      calendar feeds
signs      user groups and topics that follow the roster
messages   rooms, the timetable, deliveries, and the record
"""

from __future__ import annotations

from storage.tables.calendars import calendar_events, calendars
from storage.tables.covers import cover_asks, covers
from storage.tables.feeds import feed_events, feeds
from storage.tables.handovers import handovers
from storage.tables.messages import changes, deliveries, heard, rooms, timetable
from storage.tables.people import (
    accounts,
    attempts,
    codes,
    conversations,
    custodians,
    departments,
    identities,
    members,
    partings,
    task_forces,
    workspaces,
)
from storage.tables.plans import plan_lines, plans
from storage.tables.roster import aways, claims, duties, logged, pledges, turns
from storage.tables.shapes import EXTERNAL, FAILED, MOST_A_WEEK, OPEN, WEEK_MINUTES, metadata
from storage.tables.signs import sign_duties, signs
from storage.tables.swaps import swaps

__all__ = [
    "EXTERNAL",
    "FAILED",
    "MOST_A_WEEK",
    "OPEN",
    "WEEK_MINUTES",
    "accounts",
    "attempts",
    "aways",
    "calendar_events",
    "calendars",
    "changes",
    "claims",
    "codes",
    "conversations",
    "cover_asks",
    "covers",
    "custodians",
    "deliveries",
    "departments",
    "duties",
    "feed_events",
    "feeds",
    "handovers",
    "heard",
    "identities",
    "logged",
    "members",
    "metadata",
    "partings",
    "plan_lines",
    "plans",
    "pledges",
    "rooms",
    "sign_duties",
    "signs",
    "swaps",
    "task_forces",
    "timetable",
    "turns",
    "workspaces",
]
