"""A task force with one of everything, and what storage is given to remember of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.cards import Card
from bot.model import (
    Account,
    Away,
    Claim,
    Duty,
    Identity,
    Logged,
    Pledge,
    Recipient,
    Room,
    TimetableKind,
    TimetableRow,
    Turn,
)
from bot.ports.calendars import CalendarEvent, EventState, Source, SourceKind, Stretch
from bot.ports.codes import CodeKind
from bot.ports.covers import Ask, AskState, Cover, CoverState, Why
from bot.ports.feeds import EventKind, FeedKind, NewMark
from bot.ports.handovers import Note
from bot.ports.loads import Since
from bot.ports.plans import LineState, PlanLine
from bot.ports.swaps import Given, Swap
from bot.weeks import Span
from tests.storage.stage import HOUR, NOW, SPAN, WEEK, Stage, part

EVER = Span(NOW - timedelta(days=4000), NOW + timedelta(days=4000))
CARD = Card("Hello")
AFTER = WEEK + timedelta(days=7)
SINCE, UNTIL = Since(WEEK, EVER.start), Since(AFTER, EVER.end)


@dataclass(frozen=True)
class World:
    """A task force with one of everything, by its id."""

    stage: Stage
    member: int
    duty: int
    account: int
    turn: int
    claim: int
    logged: int
    away: int
    room: int
    change: int

    @property
    def recipient(self) -> Recipient:
        return Recipient(member_id=self.member)


def fill(stage: Stage) -> World:
    member, duty = stage.member(email="ada@example.com"), stage.duty(name="Write")
    turn = stage.turn(duty, most=3)
    with stage.write() as tx:
        world = World(
            stage,
            member,
            duty,
            tx.roster.add_account(Account(0, "Blog", "blog", "", (member,))),
            turn,
            tx.claims.add(Claim(0, turn, member, 60, SPAN, NOW)),
            tx.hours.put_logged(Logged(0, member, WEEK, 60, duty), NOW),
            tx.aways.add(Away(0, member, part(0, 48), WEEK, WEEK)),
            tx.rooms.add(Room(0, stage.workspace, "C1")),
            tx.record.add(NOW, member, "turn.claim", "turn:1"),
        )
        tx.hours.put_pledge(Pledge(member, WEEK, 60, NOW))
        tx.timetable.put(TimetableRow(0, TimetableKind.DIGEST, 0, 540, True, 720, NOW))
        tx.outbox.owe("prompt", "2026-W48", world.recipient, None, due_at=NOW, now=NOW)
        tx.people.part(member, Identity(stage.workspace, "U0"), NOW)
        tx.people.link(member, Identity(stage.workspace, f"U{member}"), NOW)
        tx.codes.issue(CodeKind.LINK, member, f"digest {member}", until=NOW + HOUR, now=NOW)
        tx.handovers.put(Note(turn, member, "Two threads", "", (), NOW))
        source = tx.calendars.add(calendar_of(member))
        tx.calendars.put(event_of(source, world.away))
        tx.calendars.take(source, "adam", NOW - HOUR)
        _fill_feeds(tx, stage, member, turn)
        other = tx.people.add(replace(tx.people.find(member), email=None, name="Eve"), NOW)
        tx.swaps.add(Swap(0, member, other, Given(turn, SPAN), None, NOW, SPAN.start))
        cover = tx.covers.add(Cover(0, turn, member, SPAN, Why.AWAY, "", None, NOW, next_at=NOW))
        tx.covers.put_ask(Ask(0, cover, member, AskState.ASKED, NOW))
        ended = tx.covers.add(Cover(0, turn, member, SPAN, Why.AWAY, "", None, NOW))
        tx.covers.close(ended, CoverState.ENDED, NOW)
        plan = tx.plans.add(WEEK, member, NOW)
        tx.plans.put_lines([PlanLine(0, plan, turn, member, 60, LineState.PROPOSED)])
    return world


def _fill_feeds(tx: Any, stage: Stage, member: int, turn: int) -> None:
    """A feed, what was said in it, and a turn that was given back and then left the plan."""
    tx.feeds.put(member, FeedKind.ALL, None, f"feed of {member}", NOW)
    tx.feeds.put_marks(EventKind.TURN, [NewMark(turn, "said", EVER.end)], NOW)
    old = tx.roster.add_duty(Duty(0, "Old", "", 60, 1, 1))
    tx.roster.add_turns([Turn(0, old, WEEK, SPAN, 60, 1, 1)])
    [gone] = tx.roster.turns(SPAN, duty_ids=[old])
    tx.claims.release(tx.claims.add(Claim(0, gone.id, member, 60, SPAN, NOW)), NOW)
    tx.roster.drop_turns(old, EVER.start)


# What of another task force each question finds. Refusals and errors are answers too.


def calendar_of(member: int) -> Source:
    return Source(
        0, member, SourceKind.ADDRESS, "calendar.example", "gAAAA", False, NOW, NOW - HOUR
    )


def event_of(source: int, away: int) -> CalendarEvent:
    when = Stretch(part(0, 48), WEEK, WEEK, True)
    return CalendarEvent(0, source, "d1", "", when, EventState.NOTED, away_id=away)


def feed_of(world: World) -> int:
    with world.stage.read() as tx:
        return tx.feeds.all()[0].id


def source_of(world: World) -> int:
    with world.stage.read() as tx:
        return tx.calendars.all()[0].id


def found_of(world: World) -> int:
    with world.stage.read() as tx:
        return tx.calendars.events(source_of(world))[0].id


def member_of(world: World) -> Any:
    with world.stage.read() as tx:
        return tx.people.find(world.member)


def duty_of(world: World) -> Any:
    with world.stage.read() as tx:
        return tx.roster.find_duty(world.duty)


def turn_of(world: World) -> Any:
    with world.stage.read() as tx:
        return tx.roster.find_turn(world.turn)


def parted_of(world: World) -> Identity:
    return Identity(world.stage.workspace, "U0")


def swap_of(world: World) -> Swap:
    with world.stage.read() as tx:
        return tx.swaps.open()[0]


def cover_of(world: World) -> Cover:
    with world.stage.read() as tx:
        return tx.covers.open()[0]


def plan_of(world: World) -> int:
    with world.stage.read() as tx:
        return tx.plans.standing(WEEK).id


def line_of(world: World) -> PlanLine:
    with world.stage.read() as tx:
        return tx.plans.lines(plan_of(world))[0]


def code_of(world: World) -> int:
    with world.stage.read() as tx:
        return tx.codes.issued(CodeKind.LINK)[0].id


def user_of(world: World) -> str:
    return member_of(world).identities[0].user
