"""The chair, or a lead for their department's duties, puts somebody else down for a turn."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from bot.app import Visit
from bot.cards import Reply
from bot.claims.requests import Claim, Release
from bot.claims.rules import free_for
from bot.cover.requests import SetFree
from bot.ending import as_data
from bot.grammar import Named, hours, read_named
from bot.held import Held
from bot.holding import load_holding
from bot.model import Claim as Holding
from bot.model import Duty, Member, Role
from bot.naming import check_active, find_member
from bot.notify import tell
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.swaps.requests import (
    ClaimFor,
    GiveByForm,
    GiveTurn,
    TakeOver,
)
from bot.swaps.usecases.by_hand import check_may
from bot.swaps.usecases.choosing import by_words, holdings, read_part
from bot.swaps.usecases.forms import read_who
from bot.swaps.usecases.taking_over import take_by_words, take_over
from bot.swaps.words import acting, refusing, taking
from bot.swaps.words.asking import Thing
from bot.swaps.words.taking import Handed
from bot.understanding import (
    Known,
    Understood,
    check_has_duties,
    from_now,
    load_known,
    understand,
    when_of,
)
from bot.weeks import Span

GAVE = "acting.claim"  # recorded of the claim that somebody was given
# Only such words can name somebody: whoever claims for themself is not looked up.
_NAMES = re.compile(r"@|<@|(?<!\S)(?:from|for|of|to) ", re.IGNORECASE)
_FROM = re.compile(r"(?<!\S)(?:from|of) ", re.IGNORECASE)
# Behind the last word of these there is a name with a capital letter that nobody has.
# A space between two of its words: were it optional, many letters could be cut in too many ways.
_STRANGER = re.compile(r"(?<!\S)(?:from|for) ([A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}) ?$")

UseClaim = Callable[[Transaction, Visit, Claim], Reply]
UseRelease = Callable[[Transaction, Visit, Release], Reply]
UseSetFree = Callable[[Transaction, Visit, SetFree], Reply]


class Take(Protocol):
    """bot.claims.usecases.take."""

    def __call__(
        self,
        tx: Transaction,
        visit: Visit,
        held: Held,
        part: Span,
        minutes: int,
        override: str = "",
        member: Member | None = None,
    ) -> Holding: ...


class Lock(Protocol):
    """bot.claims.usecases.lock_held."""

    def __call__(self, tx: Transaction, visit: Visit, turn_id: int, member_id: int = 0) -> Held: ...


@dataclass(frozen=True, slots=True)
class Acting:
    """What is done for somebody else, given how people do it for themselves."""

    claim_alone: UseClaim
    take: Take
    lock: Lock
    release_alone: UseRelease
    set_free: UseSetFree

    def claim(self, tx: Transaction, visit: Visit, request: Claim) -> Reply:
        """`claim` as ever; where somebody is named, from them or for them."""
        if not _NAMES.search(request.words):
            return self.claim_alone(tx, visit, request)
        return self.claim_for(tx, visit, ClaimFor(words=request.words, duty=request.duty))

    def claim_for(self, tx: Transaction, visit: Visit, request: ClaimFor) -> Reply:
        known = load_known(tx)
        people = [member.name for member in tx.people.all()]
        named = read_named(request.words, people, ("from", "for", "of", "to"), known.names)
        holder, taker = _who(tx, visit, request, named)
        if holder is not None:
            return take_by_words(tx, visit, holder, taker or visit.me, named.rest)
        if taker is None or taker.id == visit.me.id:
            stranger = _STRANGER.search(named.rest)
            if stranger and not named.parties:
                raise taking.who_is_that(stranger[1].strip())
            words = named.rest if named.parties else request.words
            return self.claim_alone(tx, visit, Claim(words=words, duty=request.duty))
        return self._give_by_words(tx, visit, request, taker, understood(named, known, request))

    def release(self, tx: Transaction, visit: Visit, request: Release) -> Reply:
        """`release` as ever; by the chair or a lead, `from` somebody: it is free at once."""
        acts = visit.me.role in (Role.CHAIR, Role.LEAD)
        if not acts or not _FROM.search(request.words):
            return self.release_alone(tx, visit, request)
        people = [member.name for member in tx.people.all()]
        named = read_named(request.words, people, ("from", "of"), load_known(tx).names)
        mentions = named.named("from", "of")
        holder = find_member(tx, visit, mentions[0]) if mentions else visit.me
        if holder.id == visit.me.id:
            return self.release_alone(tx, visit, request)
        found = by_words(tx, visit, holdings(tx, visit, holder.id), named.rest, holder)
        options = [
            (
                f"{one.duty.name}, {visit.reader.span(one.part)}",
                SetFree(one.id, one.part.start.isoformat(), one.part.end.isoformat()),
            )
            for one in found
        ]
        if len(options) > 1:
            raise acting.which_to_free(holder, options)
        return self.set_free(tx, visit, options[0][1])

    def _give_by_words(
        self, tx: Transaction, visit: Visit, request: ClaimFor, taker: Member, meant: Understood
    ) -> Reply:
        check_has_duties(tx.roster.duties())
        if not meant.duties:
            raise acting.which_turn_for(taker)
        if len(meant.duties) > 1:
            raise acting.which_duty(meant.duties, request, taker)
        duty = meant.duties[0]
        check_may(visit, duty)
        when = when_of(meant.parts, visit)
        minutes, span = meant.parts.minutes or 0, when.span
        if when.kind == "instant" and minutes:
            span = Span(span.start, span.start + timedelta(minutes=minutes))
        ahead = from_now(span, visit)
        turns = _open_for(tx, visit, duty, taker, ahead) if ahead else []
        if not turns:
            raise taking.nothing_to_give(duty, taker.name, visit.reader.span(span))
        partly = when.kind not in ("week", "instant") or bool(meant.parts.minutes)
        if len(turns) > 1:
            return Reply(card=acting.which_turn(duty, taker, turns, minutes, visit.reader))
        held = turns[0]
        part = held.turn.span.overlap(span) if partly and when.kind != "week" else None
        return self._give(tx, visit, held.turn.id, taker, part, minutes)

    def give_turn(self, tx: Transaction, visit: Visit, request: GiveTurn) -> Reply:
        taker = tx.people.find(request.member)
        if taker is None:
            raise refusing.gone()
        part = read_part(request.begin, request.end)
        return self._give(tx, visit, request.turn, check_active(taker), part, request.minutes)

    def give_by_form(self, tx: Transaction, visit: Visit, request: GiveByForm) -> Reply:
        """Each refusal names the input at fault."""
        taker = read_who(tx, visit, request.who)
        if request.claim:
            return take_over(tx, visit, TakeOver(request.claim, member=taker.id, sure=True))
        minutes = hours(request.hours) if request.hours.strip() else 0
        if minutes is None or (request.hours.strip() and not minutes):
            raise acting.bad_hours()
        return self._give(tx, visit, request.turn, taker, None, minutes)

    def _give(
        self,
        tx: Transaction,
        visit: Visit,
        turn_id: int,
        taker: Member,
        part: Span | None,
        minutes: int,
    ) -> Reply:
        """Take it in their place: every rule holds for them, and they are told who did it."""
        if taker.id == visit.me.id:
            begin, end = (part.start.isoformat(), part.end.isoformat()) if part else ("", "")
            request = Claim(turn=turn_id, minutes=minutes, begin=begin, end=end)
            return self.claim_alone(tx, visit, request)
        held = self.lock(tx, visit, turn_id, taker.id)
        check_may(visit, held.duty)
        chosen = part or held.rest(visit.now) or held.turn.span
        made = self.take(tx, visit, held, chosen, minutes, member=taker)
        after = as_data(made) | {"sides": [taker.id], "for": taker.id}
        change = tx.record.add(visit.now, visit.me.id, GAVE, f"claim:{made.id}", {}, after)
        thing = Thing(held.duty, made.span, made.minutes)
        handed = Handed(thing, taker, visit.me, None, made.id, change)
        card = taking.given_to_you(handed, reader_for(taker, tx.task_force))
        tell(tx, taker.id, change, card, visit.now)
        return Reply(card=taking.gave(handed, visit.reader), home=True)


def understood(named: Named, known: Known, request: ClaimFor) -> Understood:
    return understand(named.rest, known, request.duty)


def _who(
    tx: Transaction, visit: Visit, request: ClaimFor, named: Named
) -> tuple[Member | None, Member | None]:
    """From whom and for whom. Raises Refusal where the words do not say which of the two."""
    chosen = check_active(_member(tx, request.member)) if request.member else None
    found: dict[str, Member] = {request.role or "for": chosen} if chosen else {}
    for role, words in (("from", ("from", "of")), ("for", ("for", "to"))):
        mentions = named.named(*words)
        if len(mentions) > 1:
            raise refusing.several_people([mention.value for mention in mentions])
        if mentions and role not in found:
            again = _again(request, role)
            found[role] = find_member(tx, visit, mentions[0], again)
    bare = named.named("")
    if bare and not found:
        one = find_member(tx, visit, bare[0], _again(request, ""))
        if one.id == visit.me.id:
            return None, one
        _ask_which_way(visit, named, one)
    return found.get("from"), found.get("for")


def _again(request: ClaimFor, role: str) -> Callable[[Member], ClaimFor]:
    return lambda member: replace(request, member=member.id, role=role)


def _ask_which_way(visit: Visit, named: Named, one: Member) -> None:
    ask = ClaimFor(words=named.rest, member=one.id, role="from")
    acts = visit.me.role.value in ("chair", "lead")
    raise taking.from_or_for(one.name, ask, replace(ask, role="for") if acts else None)


def _member(tx: Transaction, member_id: int) -> Member:
    found = tx.people.find(member_id)
    if found is None:
        raise refusing.gone()
    return found


def _open_for(tx: Transaction, visit: Visit, duty: Duty, taker: Member, ahead: Span) -> list[Held]:
    """The turns then of which somebody could take something; the one there is, whatever it is."""
    turns = load_holding(tx, ahead, [duty.id])
    aways = tx.aways.overlapping(ahead, [taker.id])
    free = [h for h in turns if h.is_open(visit.now) and free_for(h, taker.id, aways, visit.now)]
    return free or (list(turns) if len(turns) == 1 else [])
