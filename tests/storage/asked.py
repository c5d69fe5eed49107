"""A task force with one of everything, and every question and change that storage knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.cards import Card
from bot.model import (
    Account,
    Away,
    Claim,
    DeliveryState,
    Duty,
    Identity,
    Logged,
    MemberState,
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
from bot.ports.plans import LineState, PlanLine, PlanState
from bot.ports.swaps import Given, Swap, SwapState
from bot.weeks import Span
from tests.storage.stage import HOUR, NOW, SPAN, WEEK, ZONE, Stage, part

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
        source = tx.calendars.add(_calendar(member))
        tx.calendars.put(_event(source, world.away))
        tx.calendars.take(source, "adam", NOW - HOUR)
        _fill_feeds(tx, stage, member, turn)
        other = tx.people.add(replace(tx.people.find(member), email=None, name="Eve"), NOW)
        tx.swaps.add(Swap(0, member, other, Given(turn, SPAN), None, NOW, SPAN.start))
        cover = tx.covers.add(Cover(0, turn, member, SPAN, Why.AWAY, "", None, NOW, next_at=NOW))
        tx.covers.put_ask(Ask(0, cover, member, AskState.ASKED, NOW))
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
ASKED: dict[str, Callable[[Any, World], Any]] = {
    "People.find": lambda tx, w: tx.people.find(w.member),
    "People.lock": lambda tx, w: tx.people.lock(w.member),
    "People.find_by_identity": lambda tx, w: tx.people.find_by_identity(
        w.stage.workspace, _user(w)
    ),
    "People.find_by_email": lambda tx, w: tx.people.find_by_email("ada@example.com"),
    "People.several": lambda tx, w: tx.people.several({w.member}),
    "People.all": lambda tx, w: tx.people.all(tuple(MemberState)),
    "People.has_parted": lambda tx, w: tx.people.has_parted(w.member, _parted(w)),
    "People.has_worked": lambda tx, w: tx.people.has_worked(w.member),
    "Workspaces.all": lambda tx, w: tx.workspaces.all(),
    "Workspaces.find": lambda tx, w: tx.workspaces.find(w.stage.workspace),
    "Codes.issued": lambda tx, w: tx.codes.issued(CodeKind.LINK),
    "People.departments": lambda tx, w: tx.people.departments(),
    "People.workspaces": lambda tx, w: tx.people.workspaces(),
    "Roster.duties": lambda tx, w: tx.roster.duties(retired=True),
    "Roster.find_duty": lambda tx, w: tx.roster.find_duty(w.duty),
    "Roster.accounts": lambda tx, w: tx.roster.accounts(),
    "Roster.turns": lambda tx, w: [
        *tx.roster.turns(EVER),
        *tx.roster.turns(EVER, duty_ids=[w.duty], turn_ids=[w.turn]),
    ],
    "Roster.find_turn": lambda tx, w: tx.roster.find_turn(w.turn),
    "Roster.lock_turn": lambda tx, w: tx.roster.lock_turn(w.turn),
    "Roster.try_lock_turn": lambda tx, w: tx.roster.try_lock_turn(w.turn),
    "Roster.next_edge": lambda tx, w: tx.roster.next_edge(EVER.start),
    "Roster.made_through": lambda tx, w: tx.roster.made_through(),
    "Roster.has_week": lambda tx, w: tx.roster.has_week(w.duty, WEEK),
    "Claims.find": lambda tx, w: tx.claims.find(w.claim),
    "Claims.of_member": lambda tx, w: tx.claims.of_member(w.member, EVER),
    "Loads.sums": lambda tx, w: tx.loads.sums([SINCE], UNTIL, [w.member]),
    "Loads.held_spans": lambda tx, w: list(tx.loads.held_spans(SINCE, UNTIL)),
    "Loads.held_in": lambda tx, w: tx.loads.held_in(tx.people.departments()[0].id, SINCE, UNTIL),
    "Loads.held_duties": lambda tx, w: tx.loads.held_duties(SINCE, UNTIL),
    "Claims.of_members": lambda tx, w: tx.claims.of_members([w.member], EVER),
    "Claims.weeks_held": lambda tx, w: tx.claims.weeks_held([w.member], WEEK, WEEK),
    "Hours.pledge": lambda tx, w: tx.hours.pledge(w.member, WEEK),
    "Hours.pledges": lambda tx, w: [
        *tx.hours.pledges(WEEK),
        *tx.hours.pledges(WEEK, [w.member]),
    ],
    "Hours.last_pledges": lambda tx, w: tx.hours.last_pledges([w.member], AFTER),
    "Hours.last_pledge": lambda tx, w: tx.hours.last_pledge(w.member, AFTER),
    "Hours.logged": lambda tx, w: tx.hours.logged(w.member, WEEK),
    "Hours.logged_in": lambda tx, w: [
        *tx.hours.logged_in(WEEK),
        *tx.hours.logged_in(WEEK, [w.member]),
    ],
    "Aways.find": lambda tx, w: tx.aways.find(w.away),
    "Aways.overlapping": lambda tx, w: [
        *tx.aways.overlapping(EVER),
        *tx.aways.overlapping(EVER, [w.member]),
    ],
    "Aways.next_edge": lambda tx, w: tx.aways.next_edge(EVER.start),
    "Aways.of_source": lambda tx, w: tx.aways.of_source(w.member, ""),
    "Rooms.all": lambda tx, w: tx.rooms.all(),
    "Rooms.find": lambda tx, w: tx.rooms.find(w.room),
    "Timetable.rows": lambda tx, w: tx.timetable.rows(),
    "Timetable.find": lambda tx, w: tx.timetable.find(TimetableKind.DIGEST),
    "Timetable.zones": lambda tx, w: tx.timetable.zones(),
    "Timetable.members": lambda tx, w: tx.timetable.members([ZONE], 0, 9),
    "Timetable.take_due": lambda tx, w: tx.timetable.take_due(TimetableKind.DIGEST, NOW),
    "Outbox.find": lambda tx, w: tx.outbox.find("prompt", "2026-W48", w.recipient),
    "Outbox.recipients": lambda tx, w: [
        *tx.outbox.recipients("prompt", "2026-W48"),
        *tx.outbox.recipients("prompt", "2026-W48", [w.member]),
    ],
    "Outbox.in_state": lambda tx, w: tx.outbox.in_state(tuple(DeliveryState), EVER.start),
    "Outbox.last_reached": lambda tx, w: tx.outbox.last_reached([w.recipient]),
    "Outbox.last_said": lambda tx, w: tx.outbox.last_said("prompt"),
    "Outbox.blocks": lambda tx, w: tx.outbox.blocks(),
    "Record.find": lambda tx, w: tx.record.find(w.change),
    "Record.since": lambda tx, w: [
        *tx.record.since(EVER.start, EVER.end),
        *tx.record.since(EVER.start, EVER.end, ["turn.claim"]),
    ],
    "Record.of_subject": lambda tx, w: tx.record.of_subject("turn:1"),
    "Handovers.find": lambda tx, w: tx.handovers.find(w.turn, w.member),
    "Handovers.of_turns": lambda tx, w: tx.handovers.of_turns([w.turn]),
    "Handovers.since": lambda tx, w: [
        *tx.handovers.since(EVER.start),
        *tx.handovers.since(EVER.start, [w.duty]),
    ],
    "Calendars.of_member": lambda tx, w: tx.calendars.of_member(w.member),
    "Calendars.all": lambda tx, w: tx.calendars.all(),
    "Calendars.find": lambda tx, w: tx.calendars.find(_source(w)),
    "Calendars.take": lambda tx, w: tx.calendars.take(_source(w), "eve", NOW),
    "Calendars.events": lambda tx, w: tx.calendars.events(_source(w)),
    "Calendars.find_event": lambda tx, w: tx.calendars.find_event(_found(w)),
    "Feeds.all": lambda tx, w: tx.feeds.all(),
    "Feeds.of_member": lambda tx, w: tx.feeds.of_member(w.member),
    "Feeds.find": lambda tx, w: tx.feeds.find(_feed(w)),
    "Feeds.stamp": lambda tx, w: tx.feeds.stamp(),
    "Feeds.given_back": lambda tx, w: tx.feeds.given_back(w.member, EVER, EVER.start),
    "Feeds.called_off": lambda tx, w: tx.feeds.called_off(EVER, EVER.start),
    "Feeds.marks": lambda tx, w: tx.feeds.marks(EventKind.TURN, [w.turn]),
    "Swaps.find": lambda tx, w: tx.swaps.find(_swap(w).id),
    "Swaps.open": lambda tx, w: tx.swaps.open(),
    "Covers.find": lambda tx, w: tx.covers.find(_cover(w).id),
    "Covers.open": lambda tx, w: tx.covers.open(),
    "Covers.open_of_turn": lambda tx, w: tx.covers.open_of_turn(w.turn),
    "Covers.due": lambda tx, w: tx.covers.due(NOW),
    "Covers.next_at": lambda tx, w: tx.covers.next_at(),
    "Covers.asks": lambda tx, w: tx.covers.asks(_cover(w).id),
    "Covers.waiting_for": lambda tx, w: tx.covers.waiting_for(w.member),
    "Plans.standing": lambda tx, w: tx.plans.standing(WEEK),
    "Plans.find": lambda tx, w: tx.plans.find(_plan(w)),
    "Plans.lock": lambda tx, w: tx.plans.lock(_plan(w)),
    "Plans.lines": lambda tx, w: tx.plans.lines(_plan(w)),
    "Plans.find_line": lambda tx, w: tx.plans.find_line(_line(w).id),
    "Plans.take": lambda tx, w: tx.plans.take(_plan(w), "eve", NOW),
    "Plans.beat": lambda tx, w: tx.plans.beat(_plan(w), "eve", "…", NOW),
}
# What changes the other one's things if anything did.
DONE: dict[str, Callable[[Any, World], Any]] = {
    "People.add": lambda tx, w: tx.people.add(_member(w), NOW),
    "People.change": lambda tx, w: tx.people.change(w.member, name="Eve"),
    "People.link": lambda tx, w: tx.people.link(w.member, Identity(w.stage.workspace, "UEVE"), NOW),
    "People.unlink": lambda tx, w: tx.people.unlink(w.member, w.stage.workspace),
    "People.part": lambda tx, w: tx.people.part(
        w.member, Identity(w.stage.workspace, _user(w)), NOW
    ),
    "People.forget_partings": lambda tx, w: tx.people.forget_partings(_parted(w)),
    "Workspaces.add": lambda tx, w: tx.workspaces.add("slack", "T2", ""),
    "Workspaces.take_over": lambda tx, w: tx.workspaces.take_over(w.stage.workspace),
    "Workspaces.remove": lambda tx, w: tx.workspaces.remove(w.stage.workspace),
    "Workspaces.lose": lambda tx, w: tx.workspaces.lose(w.stage.workspace, NOW),
    "Workspaces.regain": lambda tx, w: tx.workspaces.regain(w.stage.workspace),
    "Codes.issue": lambda tx, w: tx.codes.issue(
        CodeKind.LINK, w.member, "eve", until=NOW + HOUR, now=NOW
    ),
    "Codes.use": lambda tx, w: tx.codes.use(_code(w), NOW),
    "People.add_department": lambda tx, w: tx.people.add_department("Eve's"),
    "People.rename_department": lambda tx, w: tx.people.rename_department(
        w.stage.department, "Eve's"
    ),
    "Roster.add_duty": lambda tx, w: tx.roster.add_duty(_duty(w)),
    "Roster.change_duty": lambda tx, w: tx.roster.change_duty(w.duty, name="Eve's"),
    "Roster.add_account": lambda tx, w: tx.roster.add_account(
        Account(0, "Eve's", "", "", (w.member,))
    ),
    "Roster.change_account": lambda tx, w: tx.roster.change_account(w.account, name="Eve's"),
    "Roster.set_custodians": lambda tx, w: tx.roster.set_custodians(w.account, []),
    "Roster.add_turns": lambda tx, w: tx.roster.add_turns([_turn(w)]),
    "Roster.change_turn": lambda tx, w: tx.roster.change_turn(w.turn, minutes=1),
    "Roster.drop_turns": lambda tx, w: tx.roster.drop_turns(w.duty, EVER.start),
    "Claims.add": lambda tx, w: tx.claims.add(Claim(0, w.turn, w.member, 60, SPAN, NOW)),
    "Claims.release": lambda tx, w: tx.claims.release(w.claim, NOW),
    "Claims.end_early": lambda tx, w: tx.claims.end_early(w.claim, NOW, 1),
    "Hours.put_pledge": lambda tx, w: tx.hours.put_pledge(Pledge(w.member, WEEK, 1, NOW)),
    "Hours.drop_pledge": lambda tx, w: tx.hours.drop_pledge(w.member, WEEK),
    "Hours.put_logged": lambda tx, w: tx.hours.put_logged(
        Logged(0, w.member, WEEK, 1, w.duty), NOW
    ),
    "Hours.drop_logged": lambda tx, w: tx.hours.drop_logged(w.logged),
    "Aways.add": lambda tx, w: tx.aways.add(Away(0, w.member, SPAN, WEEK, WEEK)),
    "Aways.cancel": lambda tx, w: tx.aways.cancel(w.away, NOW),
    "Aways.restore": lambda tx, w: tx.aways.restore(Away(w.away, w.member, SPAN, WEEK, WEEK)),
    "Aways.move": lambda tx, w: tx.aways.move(Away(w.away, w.member, SPAN, WEEK, WEEK)),
    "Rooms.add": lambda tx, w: tx.rooms.add(Room(0, w.stage.workspace, "C1")),
    "Rooms.change": lambda tx, w: tx.rooms.change(w.room, panel=False),
    "Rooms.remove": lambda tx, w: tx.rooms.remove(w.room),
    "Timetable.put": lambda tx, w: tx.timetable.put(
        TimetableRow(0, TimetableKind.DIGEST, 1, 1, False, None, None)
    ),
    "Timetable.set_next": lambda tx, w: tx.timetable.set_next(TimetableKind.DIGEST, None),
    "Outbox.owe": lambda tx, w: tx.outbox.owe(
        "prompt", "2026-W48", w.recipient, None, due_at=NOW, now=NOW
    ),
    "Outbox.owe_anew": lambda tx, w: tx.outbox.owe_anew(
        "prompt", "2026-W48", w.recipient, None, due_at=EVER.end, now=NOW
    ),
    "Outbox.owe_there": lambda tx, w: tx.outbox.owe_there(
        w.stage.workspace, "prompt", "2026-W49", w.recipient, CARD, NOW
    ),
    "Outbox.follow": lambda tx, w: tx.outbox.follow(w.member),
    "Outbox.postpone": lambda tx, w: tx.outbox.postpone("prompt", w.recipient, EVER, EVER.end),
    "Outbox.drop_within": lambda tx, w: tx.outbox.drop_within("prompt", w.recipient, EVER, ""),
    "Outbox.drop": lambda tx, w: [
        tx.outbox.drop("prompt"),
        tx.outbox.drop("prompt", w.recipient),
    ],
    "Outbox.drop_all": lambda tx, w: tx.outbox.drop_all(w.recipient, "gone"),
    "Record.add": lambda tx, w: tx.record.add(NOW, w.member, "eve", "eve:1"),
    "Handovers.put": lambda tx, w: tx.handovers.put(Note(w.turn, w.member, "Eve", "", (), NOW)),
    "Handovers.remove": lambda tx, w: tx.handovers.remove(w.turn, w.member),
    "Calendars.add": lambda tx, w: tx.calendars.add(_calendar(w.member)),
    "Calendars.change": lambda tx, w: tx.calendars.change(_source(w), always=True),
    "Calendars.remove": lambda tx, w: tx.calendars.remove(_source(w)),
    "Calendars.finish": lambda tx, w: tx.calendars.finish(_source(w), "adam", failures=9),
    "Calendars.put": lambda tx, w: tx.calendars.put(_event(_source(w), w.away)),
    "Calendars.forget": lambda tx, w: tx.calendars.forget(_source(w), EVER.end),
    "Feeds.put": lambda tx, w: tx.feeds.put(w.member, FeedKind.ALL, None, "eve", NOW),
    "Feeds.end": lambda tx, w: tx.feeds.end(_feed(w)),
    "Feeds.end_of_member": lambda tx, w: tx.feeds.end_of_member(w.member),
    "Feeds.seen": lambda tx, w: tx.feeds.seen(_feed(w), NOW),
    "Feeds.put_marks": lambda tx, w: tx.feeds.put_marks(
        EventKind.TURN, [NewMark(w.turn, "eve", EVER.start)], NOW
    ),
    "Feeds.forget_marks": lambda tx, w: tx.feeds.forget_marks(EVER.end + HOUR),
    "Swaps.add": lambda tx, w: tx.swaps.add(_swap(w)),
    "Swaps.change": lambda tx, w: tx.swaps.change(
        _swap(w).id, SwapState.OPEN, state=SwapState.DONE, why="…"
    ),
    "Covers.add": lambda tx, w: tx.covers.add(_cover(w)),
    "Covers.change": lambda tx, w: tx.covers.change(_cover(w).id, note="eve"),
    "Covers.close": lambda tx, w: tx.covers.close(_cover(w).id, CoverState.TAKEN, NOW),
    "Covers.reopen": lambda tx, w: tx.covers.reopen(_cover(w).id, NOW),
    "Covers.look_again": lambda tx, w: tx.covers.look_again(w.member, NOW + HOUR),
    "Covers.put_ask": lambda tx, w: tx.covers.put_ask(
        Ask(0, _cover(w).id, w.member, AskState.NO, NOW)
    ),
    "Plans.add": lambda tx, w: tx.plans.add(WEEK, w.member, NOW),
    "Plans.change": lambda tx, w: tx.plans.change(_plan(w), stop=True),
    "Plans.hand_back": lambda tx, w: tx.plans.hand_back(_plan(w), "eve"),
    "Plans.finish": lambda tx, w: tx.plans.finish(_plan(w), "eve", PlanState.DRAFT, ()),
    "Plans.put_lines": lambda tx, w: tx.plans.put_lines([_line(w)]),
    "Plans.change_line": lambda tx, w: tx.plans.change_line(_line(w).id, LineState.ASKED),
}


def _calendar(member: int) -> Source:
    return Source(
        0, member, SourceKind.ADDRESS, "calendar.example", "gAAAA", False, NOW, NOW - HOUR
    )


def _event(source: int, away: int) -> CalendarEvent:
    when = Stretch(part(0, 48), WEEK, WEEK, True)
    return CalendarEvent(0, source, "d1", "", when, EventState.NOTED, away_id=away)


def _feed(world: World) -> int:
    with world.stage.read() as tx:
        return tx.feeds.all()[0].id


def _source(world: World) -> int:
    with world.stage.read() as tx:
        return tx.calendars.all()[0].id


def _found(world: World) -> int:
    with world.stage.read() as tx:
        return tx.calendars.events(_source(world))[0].id


def _member(world: World) -> Any:
    with world.stage.read() as tx:
        return tx.people.find(world.member)


def _duty(world: World) -> Any:
    with world.stage.read() as tx:
        return tx.roster.find_duty(world.duty)


def _turn(world: World) -> Any:
    with world.stage.read() as tx:
        return tx.roster.find_turn(world.turn)


def _parted(world: World) -> Identity:
    return Identity(world.stage.workspace, "U0")


def _swap(world: World) -> Swap:
    with world.stage.read() as tx:
        return tx.swaps.open()[0]


def _cover(world: World) -> Cover:
    with world.stage.read() as tx:
        return tx.covers.open()[0]


def _plan(world: World) -> int:
    with world.stage.read() as tx:
        return tx.plans.standing(WEEK).id


def _line(world: World) -> PlanLine:
    with world.stage.read() as tx:
        return tx.plans.lines(_plan(world))[0]


def _code(world: World) -> int:
    with world.stage.read() as tx:
        return tx.codes.issued(CodeKind.LINK)[0].id


def _user(world: World) -> str:
    return _member(world).identities[0].user
