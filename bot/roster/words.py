"""Every word about who holds what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.app import offer
from bot.cards import Button, Card, Controls, Divider, Element, Heading, Row, Small, Style, Text
from bot.claims.requests import Claim, OpenClaimForm, release_part
from bot.cover.requests import ShowCover
from bot.errors import Refusal
from bot.fairness.requests import ShowMyLoad
from bot.handover.requests import OpenHandover
from bot.held import Held, Holder, Hole, find_hole
from bot.model import Away, Duty
from bot.model import Claim as Holding
from bot.note_words import note_lines
from bot.notes import Signed
from bot.picture.requests import ShowWeek
from bot.reader import Reader, say_need
from bot.roster.requests import AskMine, AskOpen, AskWho, ShowPanel, claim_of
from bot.roster.rules import Opening
from bot.swaps.requests import OpenSwapForm, ShowTurn
from bot.weeks import Span, beginning, say_minutes

PAGE = 15  # rows of a list before "more": what fits a screen
MOST = 40  # rows of a list that cannot be turned over
COVER_WANTED = " (cover wanted)"
SHORT = 15  # of those of which each has several buttons below it
Aways = Mapping[int, Sequence[Away]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The time that was asked for, as it is said; `week` if that is a whole week."""

    said: str
    week: Span | None = None
    over: bool = False
    closed: str = ""  # what of it is not for the reader
    acts: bool = False  # the reader may act for others on it


def who_one(
    duty: Duty,
    turns: Sequence[Held],
    aways: Aways,
    notes: Sequence[Signed],
    asked: Asked,
    now: datetime,
    reader: Reader,
) -> Card:
    """One duty, turn by turn; who has it this very moment comes first, what they know last."""
    body: list[Element] = []
    if any(held.turn.span.contains(now) for held in turns):
        current = [f"{h.name}{_besides(h, aways, reader)}" for held in turns for h in held.now(now)]
        body.append(Text(("Now: ", ", ".join(current) or "nobody", ".")))
    for held in turns[:PAGE]:
        when, hole = beginning(reader.within(asked.week, held.turn.span)), find_hole(held, now)
        line = f"{when}: {holders_text(held, hole, aways, now, reader)}"
        claim, acts = _claim_button(held, hole, now), asked.acts and held.turn.span.end > now
        body += _turn_row(line, held, claim, acts=acts)
    if not turns:
        body.append(Text(("It has no turn then.",)))
    if len(turns) > PAGE:
        body.append(Small((f"{len(turns) - PAGE} more turns; name a day to see them.",)))
    body += note_lines(notes)
    body.append(Small((f"Asked for: {asked.said}.",)))
    return Card(duty.name + (" (retired)" if duty.retired_at else ""), tuple(body))


def who_all(
    turns: Sequence[Held], aways: Aways, span: Span, asked: str, now: datetime, reader: Reader
) -> Card:
    """Every turn within the span; when it is, is said where the span does not say it."""
    rows: list[Element] = []
    for held in turns[:MOST]:
        when = "" if held.turn.span.covers(span) else f", {reader.span(held.turn.span)}"
        hole = find_hole(held, now)
        line = f"{held.duty.name}{when}: {holders_text(held, hole, aways, now, reader)}"
        rows.append(Row((line,), _claim_button(held, hole, now)))
    if not turns:
        rows.append(Text(("No duty has a turn then.",)))
    if len(turns) > MOST:
        rows.append(Small((f"{len(turns) - MOST} more; name a duty or a day to see them.",)))
    week = Controls((Button("The week as a table", ShowWeek()),))
    return Card("Who holds what", (*rows, Small((f"Asked for: {asked}.",)), week))


def holders_text(held: Held, hole: Hole | None, aways: Aways, now: datetime, reader: Reader) -> str:
    """Names, with the part each holds, and the hours covered of the hours needed."""
    needed, wanted = say_minutes(held.turn.minutes), held.people_wanted(now)
    if not held.holders:
        return f"open, {say_need(hole.minutes, wanted)} wanted" if hole else f"nobody, of {needed}"
    names = ", ".join(
        f"{h.name}{_part(held, h, now, reader)}{_besides(h, aways, reader)}" for h in held.holders
    )
    more = f"; {say_need(0, wanted)} wanted" if wanted else ""
    return f"{names} ({say_minutes(held.covered)} of {needed}{more})"


def _besides(holder: Holder, aways: Aways, reader: Reader) -> str:
    """When they are away, but not why; and that somebody else is looked for."""
    found = [a for a in aways.get(holder.member.id, ()) if a.span.overlaps(holder.claim.span)]
    days = ", ".join(map(reader.away, found))
    return (f" (away {days})" if days else "") + (COVER_WANTED if holder.cover else "")


def _part(held: Held, holder: Holder, now: datetime, reader: Reader) -> str:
    """Nothing for who has the whole turn, or all that is left of it."""
    rest = held.rest(now) or held.turn.span
    return "" if holder.claim.span.covers(rest) else f" [{reader.span(holder.claim.span)}]"


def _turn_row(line: str, held: Held, claim: Button | None, *, acts: bool) -> tuple[Element, ...]:
    """`acts`: the reader may act for others on it."""
    if not acts:
        return (Row((line,), claim),)
    change = Button("Change", ShowTurn(turn=held.turn.id), about=f"Change {held.duty.name}")
    return (Text((line,)), Controls((claim, change) if claim else (change,)))


def _claim_button(held: Held, hole: Hole | None, now: datetime) -> Button | None:
    if hole is None:
        return _cover_button([held], now)
    return Button("Claim", Claim(turn=held.turn.id), about=f"Claim {held.duty.name}")


def _cover_button(turns: Sequence[Held], now: datetime) -> Button | None:
    """Where nobody is wanted but in somebody's place."""
    sought = [h for held in turns if held.rest(now) for h in held.holders if h.cover]
    if not sought:
        return None
    return Button("Take over", ShowCover(cover=sought[0].cover), about=f"From {sought[0].name}")


def which_duty(duties: Sequence[Duty], rest: str) -> Refusal:
    offers = tuple(offer(d.name[:75], AskWho(words=rest, duty=d.id)) for d in duties[:5])
    return Refusal(
        "which_duty", "Which one do you mean?", "Several duties fit these words.", offers=offers
    )


def mine(
    held: Sequence[tuple[Duty, Holding]],
    load: str,
    now: datetime,
    reader: Reader,
    covers: Mapping[int, int],
) -> Card:
    """`load`: what the reader carried lately, in words; `covers`: their requests, by claim."""
    carry = Button("What I carry", ShowMyLoad())
    see_open = Button("See what is open", AskOpen(), Style.PLAIN if held else Style.PRIMARY)
    if not held:
        return Card("You hold no turns.", (Small((load,)), Controls((see_open, carry))))
    rows: list[Element] = []
    for duty, claim in held[:MOST]:
        running = ", now" if claim.span.contains(now) else ""
        line = f"{duty.name}: {reader.span(claim.span)}, {say_minutes(claim.minutes)}{running}"
        line += COVER_WANTED if claim.id in covers else ""
        give = give_button(duty, claim, covers, reader)
        swap = Button("Swap", OpenSwapForm(claim=claim.id), about=f"Swap {duty.name}")
        several = len(held) <= SHORT
        rows += (Text((line,)), Controls((give, swap))) if several else (Row((line,), give),)
    if len(held) > MOST:
        rows.append(Small((f"{len(held) - MOST} more, later.",)))
    total = say_minutes(sum(claim.minutes for _duty, claim in held))
    buttons = [see_open]
    if any(claim.span.contains(now) for _duty, claim in held):
        buttons.append(Button("Handover note", OpenHandover()))
    foot = Small((f"{total} in all, from now on.",))
    body = (*rows, foot, Small((load,)), Controls((*buttons, carry)))
    return Card("Your turns", body)


def give_button(duty: Duty, claim: Holding, covers: Mapping[int, int], reader: Reader) -> Button:
    """Give it back; or how the request stands in which somebody else is looked for."""
    when = f"{duty.name}, {reader.span(claim.span)}"
    if claim.id in covers:
        look = ShowCover(cover=covers[claim.id])
        return Button("How it stands", look, about=f"How cover stands for {when}")
    return Button("Give back", release_part(claim, claim.span), about=f"Give back {when}")


def open_turns(
    openings: Sequence[Opening],
    department: str,
    request: AskOpen,
    duties: Sequence[Duty],
    asked: Asked,
    reader: Reader,
) -> Card:
    """`duties`: those that were named, if any."""
    if not openings:
        return _nothing_open(duties, asked)
    skip = max(0, request.skip) if request.skip < len(openings) else 0
    page, fitting = openings[skip : skip + PAGE], sum(o.fits for o in openings)
    body: list[Element] = []
    for index, opening in enumerate(page, start=skip):
        if index in (0, skip) and opening.fits:
            body.append(Heading(f"Fits {department}"))
        if fitting and not opening.fits and index in (fitting, skip):
            body.append(Heading("Everything else"))
        body.append(_open_row(opening, asked, reader))
    left = len(openings) - skip - len(page)
    more = AskOpen(words=request.words, duty=request.duty, skip=skip + PAGE)
    controls = [Button("Claim a part", OpenClaimForm())]
    if left > 0:
        controls.append(Button(f"Show {min(left, PAGE)} more", more))
    foot = f"{beginning(asked.said)}: {len(openings)} open.{asked.closed}"
    return Card("What is open", (*body, Divider(), Controls(tuple(controls)), Small((foot,))))


def say_closed(closed: Mapping[str, int]) -> str:
    """What of it is not for the reader, by the clearance that it asks for."""
    if not closed:
        return ""
    turns = ", ".join(
        f"{count} {'turn' if count == 1 else 'turns'} ({name})" for name, count in closed.items()
    )
    return f" Also open, but it needs clearance that you do not have: {turns}."


def _nothing_open(duties: Sequence[Duty], asked: Asked) -> Card:
    later = Button("Look at next week", AskOpen(words="next week"))
    if len(duties) == 1:
        later = Button("Later turns of this duty", AskOpen(duty=duties[0].id))
    text = f"{beginning(asked.said)}: what you could take is covered. Thank you.{asked.closed}"
    if asked.over:
        text = f"{beginning(asked.said)} is over."
    return Card(
        "Nothing is open.", (Text((text,)), Controls((later, Button("My turns", AskMine()))))
    )


def _open_row(opening: Opening, asked: Asked, reader: Reader) -> Row:
    held = opening.held
    when = reader.within(asked.week, opening.span)
    if len(opening.parts) > 1:
        when = "parts of the week" if held.turn.span == asked.week else f"parts of {when}"
    line = f"{held.duty.name}: {when}, {say_need(opening.minutes, opening.people)}"
    return Row((line,), Button("Claim", claim_of(opening), about=f"Claim {held.duty.name}, {when}"))


def panel(
    turns_of: Sequence[tuple[Duty, Sequence[Held]]],
    away: Collection[int],
    week: Span,
    now: datetime,
    reader: Reader,
) -> Card:
    """The roster of the running week: one line a duty, a Claim button where one is wanted."""
    rows = tuple(_panel_row(duty, turns, away, now, reader) for duty, turns in turns_of)
    covered = sum(held.covered for _duty, turns in turns_of for held in turns)
    needed = sum(held.turn.minutes for _duty, turns in turns_of for held in turns)
    foot = f"{say_minutes(covered)} of {say_minutes(needed)} covered, as of {reader.instant(now)}."
    if not rows:
        foot = f"No duty has a turn this week, as of {reader.instant(now)}."
    controls = Controls((Button("My turns", AskMine()), Button("See what is open", AskOpen())))
    title = f"Roster, {reader.span(week)}"
    return Card(title, (*rows, Small((foot,)), controls), refresh=ShowPanel())


def _panel_row(
    duty: Duty, turns: Sequence[Held], away: Collection[int], now: datetime, reader: Reader
) -> Row:
    covered, needed = sum(t.covered for t in turns), sum(t.turn.minutes for t in turns)
    who = _who_now(turns, away, now, reader)
    line = f"{duty.name}: {who} ({say_minutes(covered)} of {say_minutes(needed)})"
    line += _covers_to_come(turns, now, reader)
    wanted = [held for held in turns if held.is_open(now)]
    if not wanted:
        return Row((line,), _cover_button(turns, now))
    request = Claim(duty=duty.id, words="this week")
    if len(wanted) == 1:
        request = Claim(turn=wanted[0].turn.id)
    return Row((line,), Button("Claim", request, about=f"Claim {duty.name}"))


def _covers_to_come(turns: Sequence[Held], now: datetime, reader: Reader) -> str:
    """Beside what is said of those who have it now."""
    later = [held for held in turns if held.turn.span.start > now]
    starts = [held.turn.span.start for held in later if any(h.cover for h in held.holders)]
    return f"; cover wanted {', '.join(map(reader.start, starts))}" if starts else ""


def _who_now(turns: Sequence[Held], away: Collection[int], now: datetime, reader: Reader) -> str:
    running = [held for held in turns if held.turn.span.contains(now)]
    if running:
        names = dict.fromkeys(
            h.name + (" (away)" if h.member.id in away else "") + (COVER_WANTED if h.cover else "")
            for held in running
            for h in held.now(now)
        )
        return ", ".join(names) or "open"
    coming = next((held for held in turns if held.turn.span.start > now), None)
    return f"next {reader.start(coming.turn.span.start)}" if coming else "done for this week"
