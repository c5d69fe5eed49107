"""Every word about who holds what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.app import offer
from bot.cards import Button, Card, Controls, Divider, Element, Heading, Row, Small, Style, Text
from bot.claims.requests import Claim, OpenClaimForm, Release
from bot.errors import Refusal
from bot.held import Held, Holder
from bot.model import Claim as Holding
from bot.model import Duty, Role
from bot.roster.requests import AskMine, AskOpen, AskWho
from bot.weeks import Span, say_instant, say_minutes, say_span

PAGE = 15  # rows of a list before "more": what fits a screen


def name_of(holder: Holder) -> str:
    """A partner is always shown as partner."""
    partner = " (partner)" if holder.member.role is Role.PARTNER else ""
    return holder.member.name + partner


def who_one(
    duty: Duty, turns: Sequence[Held], asked: str, zone: str, now: datetime, away: Collection[int]
) -> Card:
    """One duty, turn by turn; who has it this very moment comes first."""
    current = tuple(h for held in turns for h in held.now(now))
    body: list[Element] = []
    if any(held.turn.span.contains(now) for held in turns):
        names = ", ".join(_with_away(h, away) for h in current) or "nobody: it is open"
        body.append(Text(("Now: ", names, ".")))
    body += [_turn_row(held, zone, away) for held in turns[:PAGE]]
    if not turns:
        body.append(Text(("It has no turn then.",)))
    if len(turns) > PAGE:
        body.append(Small((f"{len(turns) - PAGE} more turns; name a day to see them.",)))
    body.append(Small((f"{asked}.",)))
    return Card(duty.name, tuple(body))


def _turn_row(held: Held, zone: str, away: Collection[int]) -> Row:
    line = f"{say_span(held.turn.span, zone)}: {holders_text(held, zone, away)}"
    return Row((line,), _claim_button(held) if held.is_open else None)


def holders_text(held: Held, zone: str, away: Collection[int] = ()) -> str:
    """Names, with the part each holds, and the hours covered of the hours needed."""
    covered = f"{say_minutes(held.covered)} of {say_minutes(held.turn.minutes)}"
    if not held.holders:
        return f"open, {say_minutes(held.turn.minutes)} needed"
    names = ", ".join(_with_away(h, away) + _part(held, h, zone) for h in held.holders)
    short = held.turn.people_least - len({h.member.id for h in held.holders})
    more = f", {short} more wanted" if short > 0 else ""
    return f"{names} ({covered}{more})"


def _with_away(holder: Holder, away: Collection[int]) -> str:
    return name_of(holder) + (" (away)" if holder.member.id in away else "")


def _part(held: Held, holder: Holder, zone: str) -> str:
    if holder.claim.span == held.turn.span:
        return ""
    return f" [{say_span(holder.claim.span, zone)}]"


def _claim_button(held: Held) -> Button:
    return Button("Claim", Claim(turn=held.turn.id), about=f"Claim {held.duty.name}")


def who_all(turns: Sequence[Held], asked: str, zone: str, away: Collection[int]) -> Card:
    rows: list[Element] = [
        Row(
            (f"{t.duty.name}: {holders_text(t, zone, away)}",),
            _claim_button(t) if t.is_open else None,
        )
        for t in turns[:40]
    ]
    if len(turns) > 40:
        rows.append(Small((f"{len(turns) - 40} more; name a duty or a day to see them.",)))
    return Card("Who holds what", (*rows, Small((f"{asked}.",))))


def which_duty(duties: Sequence[Duty], rest: str) -> Refusal:
    offers = tuple(offer(d.name[:75], AskWho(words=rest, duty=d.id)) for d in duties[:5])
    return Refusal(
        "which_duty", "Which one do you mean?", "Several duties fit these words.", offers=offers
    )


def mine(held: Sequence[tuple[Held, Holding]], zone: str) -> Card:
    if not held:
        return Card(
            "You hold no turns.",
            (Controls((Button("See what is open", AskOpen(), Style.PRIMARY),)),),
        )
    rows = tuple(
        Row(
            (f"{h.duty.name}: {say_span(c.span, zone)}, {say_minutes(c.minutes)}",),
            Button("Give back", Release(claim=c.id), about=f"Give back {h.duty.name}"),
        )
        for h, c in held[:40]
    )
    total = say_minutes(sum(c.minutes for _h, c in held))
    return Card(
        "Your turns",
        (
            *rows,
            Small((f"{total} in all, from now on.",)),
            Controls((Button("See what is open", AskOpen()),)),
        ),
    )


def open_turns(
    turns: Sequence[Held], fitting: int, department: str, request: AskOpen, asked: str, zone: str
) -> Card:
    """`fitting`: how many at the front usually fit the asker's department."""
    if not turns:
        return Card("Nothing is open.", (Text((f"{asked}: every turn is covered. Thank you.",)),))
    page = turns[request.skip : request.skip + PAGE]
    body: list[Element] = []
    for index, held in enumerate(page, start=request.skip):
        if index == 0 and fitting:
            body.append(Heading(f"Fits {department}"))
        if index == fitting and fitting:
            body.append(Heading("Everything else"))
        body.append(_open_row(held, zone))
    left = len(turns) - request.skip - len(page)
    more = AskOpen(words=request.words, duty=request.duty, skip=request.skip + PAGE)
    controls = [Button("Claim a part", OpenClaimForm())]
    if left > 0:
        controls.append(Button(f"Show {min(left, PAGE)} more", more))
    body += [Divider(), Controls(tuple(controls)), Small((f"{asked}. {len(turns)} open.",))]
    return Card("What is open", tuple(body))


def _open_row(held: Held, zone: str) -> Row:
    people = held.turn.people_least - len({h.member.id for h in held.holders})
    need = say_minutes(held.missing) if held.missing else "one more person"
    wanted = f", {people} people wanted" if people > 1 else ""
    line = f"{held.duty.name}: {say_span(held.turn.span, zone)}, {need}{wanted}"
    return Row((line,), _claim_button(held))


def panel(
    now_of: Sequence[tuple[Duty, Sequence[Held]]], week: Span, now: datetime, zone: str
) -> Card:
    """The roster of the running week: one line a duty, a Claim button where one is wanted."""
    rows = tuple(_panel_row(duty, turns, now, zone) for duty, turns in now_of)
    covered = sum(t.covered for _d, turns in now_of for t in turns)
    needed = sum(t.turn.minutes for _d, turns in now_of for t in turns)
    foot = (
        f"{say_minutes(covered)} of {say_minutes(needed)} covered. "
        f"Changed {say_instant(now, zone)}."
    )
    controls = Controls((Button("My turns", AskMine()), Button("What is open", AskOpen())))
    return Card(f"Roster, {say_span(week, zone)}", (*rows, Small((foot,)), controls))


def _panel_row(duty: Duty, turns: Sequence[Held], now: datetime, zone: str) -> Row:
    running = [t for t in turns if t.turn.span.contains(now)]
    holders = list(dict.fromkeys(name_of(h) for t in running for h in t.now(now)))
    coming = [t for t in turns if t.turn.span.end > now]
    if running:
        who = ", ".join(holders) if holders else "open"
    else:
        later = next((t for t in coming if t.turn.span.start > now), None)
        who = f"next {say_span(later.turn.span, zone)}" if later else "done for this week"
    covered, needed = sum(t.covered for t in turns), sum(t.turn.minutes for t in turns)
    line = f"{duty.name}: {who} ({say_minutes(covered)} of {say_minutes(needed)})"
    open_now = [t for t in coming if t.is_open]
    if not open_now:
        return Row((line,))
    request = (
        Claim(turn=open_now[0].turn.id)
        if len(open_now) == 1
        else Claim(duty=duty.id, words="this week")
    )
    return Row((line,), Button("Claim", request, about=f"Claim {duty.name}"))
