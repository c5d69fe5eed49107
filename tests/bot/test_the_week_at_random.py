"""Claim, release, cover, swap, away, plan, undo, leaving, in any order: nothing breaks, or is lost.

Whoever acts says something, or presses what they were answered or told. After each deed no limit
is broken, nobody stopped holding a turn without a line in the record that says why, and whatever
shows who holds what shows the same.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest

from bot.buttons import encode
from bot.cards import ChoiceInput, Form, Request
from bot.claims.rules import ceiling
from bot.ending import ahead
from bot.held import busiest
from bot.holding import load_holding, load_turn
from bot.model import Change, DeliveryState, MemberState, Turn
from bot.people.usecases import person_changed
from bot.plain import plain_text
from bot.ports.outside import Heard
from bot.roster.usecases import compose_panel
from bot.timetable import run_due
from tests.bot.cast import _initial, buttons, text
from tests.bot.company import EVER, LONG_AGO, Company, catalog
from tests.bot.plan.stage import solve_waiting

CHAIR = "farah"
PEOPLE = (CHAIR, "zofia", "ada", "bao", "sanjay", "arjun", "northlight", "viktor", "wei", "yara")
DUTIES = ("facebook", "copywriting", "answer on support", "linkedin group", "vimeo", "night watch")
WHENS = ("", "", "tue", "wed", "next week", "tue 9-11", "today", "fri")
STEPS = 120
LEAVERS = 2  # a walk
SECOND = timedelta(seconds=1)


@dataclass
class Walk:
    company: Company
    chance: random.Random
    seen: dict[str, list[Request | Form]] = field(default_factory=lambda: defaultdict(list))
    read: set[int] = field(default_factory=set)  # deliveries
    gone: set[str] = field(default_factory=set)

    def step(self) -> str:
        """What was done, for whoever has to find out."""
        roll = self.chance.random()
        if roll < 0.08:
            return self.time_passes()
        if roll < 0.1 and len(self.gone) < LEAVERS:
            return self.leaves()
        user = self.chance.choice([one for one in PEOPLE if one not in self.gone])
        self.open_mail(user)
        there = self.seen[user][-14:]
        if not there or roll < 0.4:
            return self.hear(user, Heard(words=self.words(user)))
        thing = self.chance.choice([one for one in there if is_about_turns(one)] or there)
        if isinstance(thing, Form):
            return self.hear(user, self.fill_in(thing))
        return self.hear(user, Heard(pressed=encode(thing)))

    def words(self, user: str) -> str:
        pick = self.chance.choice
        when, partner = pick(WHENS), pick([one for one in PEOPLE if one not in self.gone])
        duty, other = self.held_by(user) or pick(DUTIES), self.held_by(partner) or pick(DUTIES)
        colleague = self.company.me(partner).name
        everybody = (
            f"claim {pick(DUTIES)} {when}",
            f"claim {pick(DUTIES)} {when}",
            f"release {duty}",
            f"release {duty}",
            f"release {duty} {when}",
            f"swap {duty} with {colleague}",
            f"swap {duty} with {colleague} for {other}",
            f"claim {other} from {colleague}",
            pick(("away fri..mon", "away today 14:00-18:00", "away tomorrow", "away next week")),
            "back",
            "mine",
            "hours 6",
        )
        chairs = (f"claim {duty} for {colleague}", "plan", "status", f"who {duty}", "plan")
        return pick((*everybody, *chairs, *chairs) if user == CHAIR else everybody)

    def held_by(self, user: str) -> str:
        """The name of a duty of which they hold something that is to come."""
        span, member = ahead(self.company.clock.now()), self.company.ids[user]
        with self.company.read() as tx:
            held = [turn.duty_id for turn, _claim in tx.claims.of_member(member, span)]
            duty = tx.roster.find_duty(self.chance.choice(held)) if held else None
        return duty.name if duty else ""

    def hear(self, user: str, heard: Heard) -> str:
        reply = self.company._heard(user, heard)
        assert reply.card or reply.form or reply.errors, heard
        if reply.card:
            self.seen[user] += [button.request for button in buttons(reply.card)]
        if reply.form:
            self.seen[user].append(reply.form)
        if heard.words == "plan":
            solve_waiting(self.company)
        return f"{user}: {heard.words or heard.pressed or heard.submitted} → {text(reply)[:200]}"

    def fill_in(self, form: Form) -> Heard:
        answers = {one.name: _initial(one) for one in form.inputs}
        for one in form.inputs:
            if isinstance(one, ChoiceInput) and one.options:
                value = self.chance.choice(one.options)[0]
                answers[one.name] = (value,) if one.many else value
            elif one.name in ("reason", "override", "note"):
                answers[one.name] = "There is nobody else."
        return Heard(submitted=encode(form.request), answers=answers)

    def open_mail(self, user: str) -> None:
        """What the person was told since; an edited card shows what it shows now."""
        member = self.company.ids[user]
        with self.company.read() as tx:
            waiting = tx.outbox.in_state((DeliveryState.DUE,), LONG_AGO)
        for delivery in waiting:
            if delivery.recipient.member_id != member or delivery.id in self.read:
                continue
            self.read.add(delivery.id)
            content, compose = delivery.content, catalog.make_compose
            card = (
                self.company.card(content)
                if content is not None
                else compose(self.company.bot.store, self.company.clock)(delivery)
            )
            if card is not None:
                self.seen[user] += [button.request for button in buttons(card)]

    def time_passes(self) -> str:
        company, store = self.company, self.company.bot.store
        until = company.clock.now() + timedelta(hours=self.chance.choice([1, 3, 9, 20]))
        while company.clock.now() < until:
            for row in store.lanes.due_rows(company.clock.now(), 100):
                run_due(store, catalog.JOBS, row.task_force_id, row.kind, company.clock.now())
            upcoming = company._next_row() or until
            company.clock.instant = min(until, max(upcoming, company.clock.now() + SECOND))
        return f"it is {until}"

    def leaves(self) -> str:
        stays = {*self.gone, CHAIR}
        user = self.chance.choice([one for one in PEOPLE if one not in stays])
        self.gone.add(user)
        company = self.company
        profile = replace(company.profiles[user], deactivated=True)
        with company.write() as tx:
            person_changed(tx, company.workspace, profile, company.clock.now())
        return f"{user} leaves"


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_broken_or_lost(company, seed):
    for user in PEOPLE:
        company.say(user, "mine")
    walk = Walk(company, random.Random(seed))
    before, overridden = turns_of(company), set[int]()
    for _ in range(STEPS):
        began, done = company.clock.now(), walk.step()
        now, after = company.clock.now(), turns_of(company)
        assert before.keys() <= after.keys(), done
        changes = changes_since(company, began)
        overridden |= {c.after["member"] for c in changes if c.action == "claims.override"}
        told = [f"{c.subject} {c.before} {c.after}" for c in changes]
        left = {claim.id for turn in after.values() for claim in turn.claims}
        for claim in (claim for turn in before.values() for claim in turn.claims):
            if claim.id not in left and claim.span.end > now:
                assert any(str(claim.id) in one for one in told), (done, claim)
        check_limits(company, after, overridden, done)
        check_agreement(company, done)
        before = after


def is_about_turns(thing: Request | Form) -> bool:
    """Who is asked for hours may press on for a whole walk."""
    request = thing.request if isinstance(thing, Form) else thing
    return not type(request).__module__.startswith(("bot.hours", "bot.home", "bot.setup"))


def turns_of(company: Company) -> dict[int, Turn]:
    """Those that are planned, of all times, with their claims."""
    with company.read() as tx:
        return {turn.id: turn for turn in tx.roster.turns(EVER) if turn.planned}


def changes_since(company: Company, began: datetime) -> list[Change]:
    with company.read() as tx:
        return list(tx.record.since(began, company.clock.now() + SECOND))


def check_limits(company: Company, turns: dict[int, Turn], overridden: set[int], done: str) -> None:
    """Places, one claim at a time on a turn, hours a week, nobody who has left."""
    now = company.clock.now()
    with company.read() as tx:
        members = {m.id: m for m in tx.people.all(tuple(MemberState))}
        weeks = {turn.week for turn in turns.values() if turn.span.end > now}
        pledged = {(p.member_id, w): p.minutes for w in weeks for p in tx.hours.pledges(w)}
    load: Counter[tuple[int, date]] = Counter()
    for turn in turns.values():
        coming = [claim for claim in turn.claims if claim.span.end > now]
        assert busiest(coming, turn.span) <= turn.people_most, done
        for one, two in combinations(coming, 2):
            assert one.member_id != two.member_id or not one.span.overlaps(two.span), done
        for claim in coming:
            assert members[claim.member_id].state is MemberState.ACTIVE, done
            assert claim.minutes >= 1, done
            load[claim.member_id, turn.week] += claim.minutes
    for (member, week), minutes in load.items():
        most = ceiling(members[member], pledged.get((member, week), 0))
        assert minutes <= most or member in overridden, (done, members[member].name, week)


def check_agreement(company: Company, done: str) -> None:
    """One answer: turn by turn, person by person, all together, and in words."""
    now = company.clock.now()
    span = ahead(now)
    with company.read() as tx:
        together = load_holding(tx, span)
        singly = [load_turn(tx, held.turn) for held in together]
        mine: set[tuple[int, int, int]] = set()
        for member in tx.people.all():
            own = tx.claims.of_member(member.id, span)
            mine |= {(turn.id, claim.id, member.id) for turn, claim in own}
        panel = plain_text(compose_panel(tx, now))
    of_turns = {(h.turn.id, c.claim.id, c.member.id) for h in together for c in h.holders}
    of_each = {(h.turn.id, c.claim.id, c.member.id) for h in singly for c in h.holders}
    assert of_turns == mine, done
    assert of_turns <= of_each, done
    said = company.says(CHAIR, f"who {DUTIES[0]}")
    for held in together:
        for holder in held.now(now):
            assert holder.name in panel, (done, panel)
            assert DUTIES[0] not in held.duty.name.lower() or holder.name in said, (done, said)
