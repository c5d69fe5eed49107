"""What the database holds in the end: who holds what, who was asked, and what was recorded."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from bot.model import Change
from bot.ports.covers import Ask, AskState, Cover
from bot.weeks import week_span
from handlers.playground.objects import Message
from handlers.playground.seen import Seen
from tests.scenarios.stage import BERLIN, Play

MOST = 30  # requests in a play


def holders(play: Play, duty: str, monday: str = "2026-11-30") -> list[str]:
    """Who holds turns of a duty in this week, sorted; once for each claim."""
    with play.muster.store.read(1) as tx:
        names = {member.id: member.name for member in tx.people.all()}
        [one] = [d.id for d in tx.roster.duties(retired=True) if d.name == duty]
        turns = tx.roster.turns(week_span(date.fromisoformat(monday), BERLIN), duty_ids=[one])
    return sorted(names[claim.member_id] for turn in turns for claim in turn.claims)


def covers(play: Play) -> list[Cover]:
    """Every request for cover there was, oldest first."""
    with play.muster.store.read(1) as tx:
        return [one for one in map(tx.covers.find, range(1, MOST)) if one]


def asks(play: Play, cover: Cover, *states: AskState) -> dict[str, Ask]:
    """Who was asked, by name; in these states (in any, if none is given)."""
    with play.muster.store.read(1) as tx:
        names = {member.id: member.name for member in tx.people.all()}
        found = tx.covers.asks(cover.id)
    return {names[ask.member_id]: ask for ask in found if not states or ask.state in states}


def recorded(play: Play, *actions: str) -> list[tuple[str, Change]]:
    """Who did it, and what the record has; oldest first."""
    with play.muster.store.read(1) as tx:
        names = {member.id: member.name for member in tx.people.all()}
        found = tx.record.since(play.began, play.clock.now() + timedelta(seconds=1), list(actions))
    return [(names.get(change.actor_id or 0, "Muster"), change) for change in found]


def messages(play: Play, kind: str) -> Counter[int]:
    """How many messages of a kind each member got, by id."""
    found = (d.recipient.member_id for d in play.deliveries() if d.kind == kind)
    return Counter(member_id for member_id in found if member_id is not None)


def frozen(seen: Seen) -> Seen:
    """A card in Slack as a phone without reception goes on showing it."""
    assert isinstance(seen.source, Message)
    return replace(seen, source=copy.deepcopy(seen.source))
