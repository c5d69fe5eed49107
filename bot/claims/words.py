"""Every word about claiming and releasing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.away.requests import Back
from bot.cards import (
    Button,
    Card,
    ChoiceInput,
    Controls,
    DateInput,
    Form,
    Menu,
    Option,
    Row,
    Small,
    Style,
    Text,
    TextInput,
    TimeInput,
)
from bot.claims.requests import Claim, ClaimByForm, OpenClaimForm, Release, ReleaseMany
from bot.claims.rules import No
from bot.errors import Refusal
from bot.held import Held, free_spans
from bot.home.requests import OpenSettings
from bot.model import Claim as Holding
from bot.model import Duty, Turn
from bot.roster.requests import AskMine, AskOpen
from bot.undo.requests import Undo
from bot.weeks import Span, say_day, say_minutes, say_span, to_local

SEE_OPEN = offer("See what is open", AskOpen())
MOST_BUTTONS = 5  # more choices than this are a menu: a row of buttons is read at a glance


def claimed(held: Held, part: Span, minutes: int, change: int, zone: str) -> Card:
    whole = "all of it" if part == held.turn.span else "a part"
    return Card(
        f"You hold {held.duty.name}.",
        (
            Text((f"{say_minutes(minutes)}, {say_span(part, zone)} ({whole}).",)),
            *((Small((held.duty.description,)),) if held.duty.description else ()),
            Controls((Button("Undo", Undo(change=change)), Button("My turns", AskMine()))),
        ),
    )


def released(held: Held, holding: Holding, change: int, zone: str, note: str) -> Card:
    return Card(
        f"You gave back {held.duty.name}.",
        (
            Text(
                (f"{say_minutes(holding.minutes)}, {say_span(holding.span, zone)} are open again.",)
            ),
            *((Small((f"Your note: {note}",)),) if note else ()),
            Controls((Button("Undo", Undo(change=change)), Button("My turns", AskMine()))),
        ),
    )


def released_many(names: Sequence[str]) -> Card:
    return Card(
        f"You gave back {len(names)} turns.",
        (Text(("; ".join(names),)), Controls((Button("My turns", AskMine()),))),
    )


def refusal(no: No, held: Held, part: Span, zone: str, member_id: int) -> Refusal:
    """A claim that cannot be: what, why and the way out."""
    what = f"You cannot take {held.duty.name}, {say_span(part, zone)}."
    match no.code:
        case "own":
            return _own(held, zone, member_id)
        case "taken":
            return _taken(held, part, zone)
        case "away":
            assert no.away is not None
            days = f"{say_day(no.away.first_day)} to {say_day(no.away.last_day)}"
            return Refusal(
                "away",
                what,
                f"You said that you are away from {days}.",
                "Tell me that you are back, or take a turn outside those days.",
                offers=(offer("I am back", Back(away=no.away.id)), SEE_OPEN),
            )
        case "ceiling":
            return _ceiling(no, held, part, what)
        case "too_much":
            return Refusal(
                "too_much",
                what,
                f"The whole turn needs only {say_minutes(no.left_minutes)}.",
                "Take that, or fewer hours.",
                offers=(offer("Take all of it", _claim(held, part, no.left_minutes)),),
                field="hours",
            )
    return Refusal(
        "over",
        what,
        "It is over, and the past stays as it was.",
        "Take one that is still to come.",
        offers=(SEE_OPEN,),
    )


def _claim(held: Held, part: Span, minutes: int = 0) -> Claim:
    if part == held.turn.span:
        return Claim(turn=held.turn.id, minutes=minutes)
    begin, end = part.start.isoformat(), part.end.isoformat()
    return Claim(turn=held.turn.id, minutes=minutes, begin=begin, end=end)


def _own(held: Held, zone: str, member_id: int) -> Refusal:
    mine = next(h.claim for h in held.holders if h.member.id == member_id)
    return Refusal(
        "own",
        f"You hold {held.duty.name} already.",
        f"{say_minutes(mine.minutes)}, {say_span(mine.span, zone)}.",
        "To change how much of it you hold, give it back first.",
        offers=(offer("Give it back", Release(claim=mine.id)), SEE_OPEN),
    )


def _taken(held: Held, part: Span, zone: str) -> Refusal:
    names = ", ".join(
        dict.fromkeys(h.member.name for h in held.holders if h.claim.span.overlaps(part))
    )
    most = held.turn.people_most
    people = "one person at a time" if most == 1 else f"at most {most} people at a time"
    free = free_spans(held.turn.claims, most, part)
    parts = tuple(offer(f"Take {say_span(s, zone)}"[:75], _claim(held, s)) for s in free[:3])
    return Refusal(
        "taken",
        f"{held.duty.name}, {say_span(part, zone)}, is taken.",
        f"Held by {names}; this duty has {people}.",
        "A part of it is free." if free else "Something else may be open.",
        offers=(*parts, SEE_OPEN),
    )


def _ceiling(no: No, held: Held, part: Span, what: str) -> Refusal:
    less = (offer(f"Take {say_minutes(no.left_minutes)}", _claim(held, part, no.left_minutes)),)
    return Refusal(
        "ceiling",
        what,
        "It would take you over your own ceiling of hours; "
        f"{say_minutes(no.left_minutes)} are left that week.",
        "Take less of it, or raise your ceiling in your settings.",
        offers=((*less,) if no.left_minutes >= 15 else ())
        + (offer("My settings", OpenSettings()),),
        field="hours",
    )


def which_duty(duties: Sequence[Duty], rest: str) -> Refusal:
    """Several duties fit the words: ask, never guess."""
    offers = tuple(offer(d.name[:75], Claim(words=rest, duty=d.id)) for d in duties[:MOST_BUTTONS])
    return Refusal(
        "which_duty", "Which one do you mean?", "Several duties fit these words.", offers=offers
    )


def which_turn(duty: Duty, turns: Sequence[Held], minutes: int, zone: str) -> Card:
    """Several turns fit: ask, never guess."""
    options = tuple(
        Option(f"{say_span(h.turn.span, zone)}", Claim(turn=h.turn.id, minutes=minutes))
        for h in turns
    )
    if len(options) > MOST_BUTTONS:
        return Card(f"Which turn of {duty.name}?", (Controls((Menu("Choose a turn", options),)),))
    rows = tuple(
        Row((o.label,), Button("Claim", o.request, about=f"Claim {duty.name}, {o.label}"))
        for o in options
    )
    return Card(f"Which turn of {duty.name}?", rows)


def nothing_open(duty: Duty, when: str, turns: Sequence[Held]) -> Refusal:
    names = ", ".join(dict.fromkeys(h.member.name for t in turns for h in t.holders))
    why = (
        f"All its turns then are held, by {names}."
        if names
        else "It has no turn then that is still to come."
    )
    return Refusal(
        "taken" if names else "no_turn",
        f"There is nothing to take of {duty.name}, {when}.",
        why,
        "Something else may be open.",
        offers=(offer("Later turns of this duty", AskOpen(duty=duty.id)), SEE_OPEN),
    )


def which_release(held: Sequence[tuple[Duty, Turn, Holding]], zone: str) -> Card:
    rows = tuple(
        Row(
            (f"{duty.name}, {say_span(claim.span, zone)}, {say_minutes(claim.minutes)}",),
            Button("Give back", Release(claim=claim.id), about=f"Give back {duty.name}"),
        )
        for duty, _turn, claim in held[:20]
    )
    every = ReleaseMany(tuple(claim.id for _d, _t, claim in held))
    more = (Controls((Button(f"Give back all {len(held)}", every, Style.DANGER),)),)
    return Card("Which one do you want to give back?", (*rows, *(more if len(held) <= 40 else ())))


def claim_form(held: Held, minutes: int, zone: str) -> Form:
    start, end = to_local(held.turn.span.start, zone), to_local(held.turn.span.end, zone)
    return Form(
        "Claim a part",
        "Claim",
        ClaimByForm(turn=held.turn.id),
        (
            TextInput(
                name="hours",
                label="Hours",
                hint="Like 2, 1.5 or 1h30.",
                initial=say_minutes(minutes),
                most=20,
            ),
            *_from_to(
                start.date().isoformat(),
                f"{start:%H:%M}",
                end.date().isoformat(),
                f"{end:%H:%M}",
                zone,
            ),
        ),
        (Text((f"{held.duty.name}, {say_span(held.turn.span, zone)}.",)),),
    )


def choose_form(duties: Sequence[Duty], today: str, zone: str) -> Form:
    return Form(
        "Claim a duty",
        "Claim",
        ClaimByForm(),
        (
            ChoiceInput(
                name="duty", label="Duty", options=tuple((str(d.id), d.name) for d in duties)
            ),
            TextInput(
                name="hours", label="Hours", hint="Empty: the rest of it.", optional=True, most=20
            ),
            *_from_to(today, "", "", "", zone),
        ),
    )


def _from_to(
    from_day: str, from_time: str, to_day: str, to_time: str, zone: str
) -> tuple[DateInput | TimeInput, ...]:
    return (
        DateInput(
            name="from_day",
            label="From",
            initial=from_day,
            optional=True,
            hint=f"Times are in {zone}.",
        ),
        TimeInput(name="from_time", label="From what time", initial=from_time, optional=True),
        DateInput(
            name="to_day",
            label="Until",
            initial=to_day,
            optional=True,
            hint="Empty: until it ends.",
        ),
        TimeInput(name="to_time", label="Until what time", initial=to_time, optional=True),
    )


def undone_claim(name: str, when: str) -> Card:
    return Card(
        f"Undone: {name} is not yours any more.",
        (Text((when,)), Controls((Button("See what is open", AskOpen()),))),
    )


def undone_release(name: str, when: str) -> Card:
    return Card(
        f"Undone: {name} is yours again.",
        (Text((when,)), Controls((Button("My turns", AskMine()),))),
    )


OPEN_FORM = OpenClaimForm
