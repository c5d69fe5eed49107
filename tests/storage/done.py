"""Every change that storage knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.model import (
    Account,
    Away,
    Claim,
    Identity,
    Logged,
    Pledge,
    Room,
    TimetableKind,
    TimetableRow,
)
from bot.ports.codes import CodeKind
from bot.ports.covers import Ask, AskState, CoverState
from bot.ports.feeds import EventKind, FeedKind, NewMark
from bot.ports.handovers import Note
from bot.ports.plans import LineState, PlanState
from bot.ports.swaps import SwapState
from tests.storage.stage import HOUR, NOW, SPAN, WEEK
from tests.storage.world import (
    CARD,
    EVER,
    World,
    calendar_of,
    code_of,
    cover_of,
    duty_of,
    event_of,
    feed_of,
    line_of,
    member_of,
    parted_of,
    plan_of,
    source_of,
    swap_of,
    turn_of,
    user_of,
)

DONE: dict[str, Callable[[Any, World], Any]] = {
    "People.add": lambda tx, w: tx.people.add(member_of(w), NOW),
    "People.change": lambda tx, w: tx.people.change(w.member, name="Eve"),
    "People.link": lambda tx, w: tx.people.link(w.member, Identity(w.stage.workspace, "UEVE"), NOW),
    "People.unlink": lambda tx, w: tx.people.unlink(w.member, w.stage.workspace),
    "People.part": lambda tx, w: tx.people.part(
        w.member, Identity(w.stage.workspace, user_of(w)), NOW
    ),
    "People.forget_partings": lambda tx, w: tx.people.forget_partings(parted_of(w)),
    "Workspaces.add": lambda tx, w: tx.workspaces.add("slack", "T2", ""),
    "Workspaces.take_over": lambda tx, w: tx.workspaces.take_over(w.stage.workspace),
    "Workspaces.remove": lambda tx, w: tx.workspaces.remove(w.stage.workspace),
    "Workspaces.lose": lambda tx, w: tx.workspaces.lose(w.stage.workspace, NOW),
    "Workspaces.regain": lambda tx, w: tx.workspaces.regain(w.stage.workspace),
    "Codes.issue": lambda tx, w: tx.codes.issue(
        CodeKind.LINK, w.member, "eve", until=NOW + HOUR, now=NOW
    ),
    "Codes.use": lambda tx, w: tx.codes.use(code_of(w), NOW),
    "People.add_department": lambda tx, w: tx.people.add_department("Eve's"),
    "People.rename_department": lambda tx, w: tx.people.rename_department(
        w.stage.department, "Eve's"
    ),
    "Roster.add_duty": lambda tx, w: tx.roster.add_duty(duty_of(w)),
    "Roster.change_duty": lambda tx, w: tx.roster.change_duty(w.duty, name="Eve's"),
    "Roster.add_account": lambda tx, w: tx.roster.add_account(
        Account(0, "Eve's", "", "", (w.member,))
    ),
    "Roster.change_account": lambda tx, w: tx.roster.change_account(w.account, name="Eve's"),
    "Roster.set_custodians": lambda tx, w: tx.roster.set_custodians(w.account, []),
    "Roster.add_turns": lambda tx, w: tx.roster.add_turns([turn_of(w)]),
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
    "Timetable.bring_forward": lambda tx, w: tx.timetable.bring_forward(
        {TimetableKind.DIGEST: NOW}
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
    "Calendars.add": lambda tx, w: tx.calendars.add(calendar_of(w.member)),
    "Calendars.change": lambda tx, w: tx.calendars.change(source_of(w), always=True),
    "Calendars.remove": lambda tx, w: tx.calendars.remove(source_of(w)),
    "Calendars.finish": lambda tx, w: tx.calendars.finish(source_of(w), "adam", failures=9),
    "Calendars.put": lambda tx, w: tx.calendars.put(event_of(source_of(w), w.away)),
    "Calendars.forget": lambda tx, w: tx.calendars.forget(source_of(w), EVER.end),
    "Feeds.put": lambda tx, w: tx.feeds.put(w.member, FeedKind.ALL, None, "eve", NOW),
    "Feeds.end": lambda tx, w: tx.feeds.end(feed_of(w)),
    "Feeds.end_of_member": lambda tx, w: tx.feeds.end_of_member(w.member),
    "Feeds.seen": lambda tx, w: tx.feeds.seen(feed_of(w), NOW),
    "Feeds.put_marks": lambda tx, w: tx.feeds.put_marks(
        EventKind.TURN, [NewMark(w.turn, "eve", EVER.start)], NOW
    ),
    "Feeds.forget_marks": lambda tx, w: tx.feeds.forget_marks(EVER.end + HOUR),
    "Swaps.add": lambda tx, w: tx.swaps.add(swap_of(w)),
    "Swaps.change": lambda tx, w: tx.swaps.change(
        swap_of(w).id, SwapState.OPEN, state=SwapState.DONE, why="…"
    ),
    "Covers.add": lambda tx, w: tx.covers.add(cover_of(w)),
    "Covers.change": lambda tx, w: tx.covers.change(cover_of(w).id, note="eve"),
    "Covers.close": lambda tx, w: tx.covers.close(cover_of(w).id, CoverState.TAKEN, NOW),
    "Covers.reopen": lambda tx, w: tx.covers.reopen(cover_of(w).id, NOW),
    "Covers.look_again": lambda tx, w: tx.covers.look_again(w.member, NOW + HOUR),
    "Covers.put_ask": lambda tx, w: tx.covers.put_ask(
        Ask(0, cover_of(w).id, w.member, AskState.NO, NOW)
    ),
    "Plans.add": lambda tx, w: tx.plans.add(WEEK, w.member, NOW),
    "Plans.change": lambda tx, w: tx.plans.change(plan_of(w), stop=True),
    "Plans.hand_back": lambda tx, w: tx.plans.hand_back(plan_of(w), "eve"),
    "Plans.finish": lambda tx, w: tx.plans.finish(plan_of(w), "eve", PlanState.DRAFT, ()),
    "Plans.put_lines": lambda tx, w: tx.plans.put_lines([line_of(w)]),
    "Plans.change_line": lambda tx, w: tx.plans.change_line(line_of(w).id, LineState.ASKED),
}
