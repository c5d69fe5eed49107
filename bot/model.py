"""The nouns of Muster, on one page: frozen values, no behaviour. PRODUCT's words, no synonyms.

Durations are whole minutes, instants aware UTC datetimes, weeks the local date of their first day,
weekdays 0 = Monday … 6 = Sunday, minutes of a day 0 … 1440.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.weeks import Span, Window


class Role(StrEnum):
    CHAIR = "chair"
    LEAD = "lead"  # of their own department
    MEMBER = "member"
    PARTNER = "partner"  # someone at an agency: never chair, always shown as partner


class MemberState(StrEnum):
    ASKED = "asked"  # asked to join, nobody said yes yet
    ACTIVE = "active"
    LEFT = "left"  # deactivated, removed or declined; kept for the record


class Reminding(StrEnum):
    """How often Muster may write to a member of its own accord."""

    NONE = "none"  # no prompts, no nudges, no reminders
    GENTLE = "gentle"  # prompts, reminders and handovers, no nudges
    NORMAL = "normal"  # and nudges: two a week about hours, one about each handover


@dataclass(frozen=True, slots=True)
class TaskForce:
    id: int
    name: str
    zone: str  # IANA
    first_weekday: int = 0
    joining_open: bool = False  # anyone of the company may join without being let in
    deadline_weekday: int = 2  # until when the week's hours are on time, in the task force's zone
    deadline_minute: int = 17 * 60
    country: str = ""  # ISO 3166; public holidays of members without a country of their own
    rest_minutes: int = 11 * 60  # between the short turns of two days: a night's rest, as in law
    weeks_in_a_row: int | None = None  # that a member may hold something; None: without limit
    feed_names: bool = False  # calendar feeds show who holds what; else that somebody does


@dataclass(frozen=True, slots=True)
class Workspace:
    """A place on a platform that belongs to the task force: a Slack team, a Teams tenant."""

    id: int
    task_force_id: int
    platform: str  # "slack" or "teams"
    external_id: str  # T…, or a tenant's id
    bot_user: str = ""
    lost_at: datetime | None = None  # Muster was removed there, and is not back yet


@dataclass(frozen=True, slots=True)
class Identity:
    workspace_id: int
    user: str  # the platform's user id


@dataclass(frozen=True, slots=True)
class Department:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    name: str
    email: str | None
    department_id: int
    role: Role
    zone: str
    country: str = ""
    usual_minutes: int = 0  # a week
    ceiling_minutes: int | None = None  # a week; None: see claims.rules.ceiling
    company: str = ""
    state: MemberState = MemberState.ACTIVE
    quiet_from: int = 20 * 60  # minute of the member's local day
    quiet_to: int = 8 * 60
    reminding: Reminding = Reminding.NORMAL
    paused_until: date | None = None  # local date; no prompts, nudges or reminders before it
    chosen_workspace_id: int | None = None  # to be written to there; None: wherever they were last
    last_workspace_id: int | None = None  # where they used Muster last
    weeks_in_a_row: int | None = None  # they hold something at most; None: as the task force
    clearances: tuple[str, ...] = ()  # what they are trusted with, such as "press"
    identities: tuple[Identity, ...] = ()  # in the order they were linked


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    name: str
    kind: str
    url: str
    custodian_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    id: int
    name: str
    kind: str
    minutes_a_week: int
    people_least: int
    people_most: int
    windows: tuple[Window, ...] = ()  # none: all week
    account_id: int | None = None
    department_id: int | None = None  # that usually fits
    description: str = ""
    retired_at: datetime | None = None
    clearances: tuple[str, ...] = ()  # whoever holds it needs all of them


@dataclass(frozen=True, slots=True)
class Claim:
    id: int
    turn_id: int
    member_id: int
    minutes: int
    span: Span  # the turn's own, or a part of it
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One duty in one week or one window, as it was when it was made: edits touch the future."""

    id: int
    duty_id: int
    week: date
    span: Span
    minutes: int  # hours needed
    people_least: int
    people_most: int
    claims: tuple[Claim, ...] = ()  # those held now; released ones are in the record
    planned: bool = True  # False: the duty was edited since; it stands for those who hold it


@dataclass(frozen=True, slots=True)
class Pledge:
    member_id: int
    week: date
    minutes: int  # 0: not this week
    answered_at: datetime
    late: bool = False


@dataclass(frozen=True, slots=True)
class Logged:
    id: int
    member_id: int
    week: date
    minutes: int
    duty_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    id: int
    member_id: int
    span: Span
    first_day: date  # local to the member
    last_day: date  # inclusive
    reason: str = ""  # private: shown to nobody but the member
    whole_days: bool = True  # False: hours, which are said with their times
    source: str = ""  # who says so: "" a person, "calendar", "status"
    source_key: str = ""  # what the source calls it; unique among what stands of a member
    entered_by: int | None = None  # the chair or lead who said it for the member
    said_at: datetime | None = None  # None: before this was kept


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    workspace_id: int
    channel: str  # the platform's id
    panel: bool = True  # has the roster panel
    digest: bool = True  # gets the weekly digest
    name: str = ""  # as it was called when Muster last heard it; "" if it never did


class TimetableKind(StrEnum):
    TURNS = "turns"  # make the coming weeks' turns
    PANEL = "panel"  # somebody's turn begins or ends: the roster panels are to say so
    PROMPT = "prompt"
    NUDGE = "nudge"
    REMINDER = "reminder"
    HANDOVER = "handover"  # before turns end; and again who did not say what is open
    DIGEST = "digest"
    STATUS = "status"
    COVER = "cover"  # requests for cover are followed up


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """One thing the clock does for a task force. `next_run_at` None: nothing to come."""

    id: int
    kind: TimetableKind
    weekday: int | None  # None: every day
    minute: int
    enabled: bool
    grace_minutes: int | None  # None: without limit
    next_run_at: datetime | None


class DeliveryState(StrEnum):
    DUE = "due"  # to be said as soon as `due_at` has come
    TAKEN = "taken"  # a postman is saying it now; under an expired lease: in doubt
    SAID = "said"  # the platform has it, `address` says where
    PUT_OFF = "put off"  # failed for now, due again at `due_at`
    UNREACHABLE = "unreachable"  # the recipient cannot be reached; the chair is shown it
    GIVEN_UP = "given up"  # refused for good, or tried too often; the chair is shown it
    IN_DOUBT = "in doubt"  # may have been said: the platform is asked before it is repeated
    DROPPED = "dropped"  # overtaken before it was said (left, paused, edited away)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Exactly one of the two is set."""

    member_id: int | None = None
    room_id: int | None = None

    @property
    def key(self) -> str:
        return f"member:{self.member_id}" if self.member_id else f"room:{self.room_id}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message stands on its platform, so that it can be edited."""

    channel: str
    message: str  # Slack's ts, the id of an activity


@dataclass(frozen=True, slots=True)
class Delivery:
    id: int
    task_force_id: int
    workspace_id: int
    kind: str
    occasion: str  # unique together with kind and recipient
    recipient: Recipient
    content: dict[str, Any] | None  # the card as data; None: composed when it is said (panels)
    state: DeliveryState
    due_at: datetime
    revision: int  # grows with each newer content
    attempts: int = 0
    address: Address | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the append-only record: who, when, what, before and after."""

    id: int
    at: datetime
    actor_id: int | None  # None: Muster itself
    action: str
    subject: str  # "turn:12", "member:3" …
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
