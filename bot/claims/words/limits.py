"""Where somebody would carry too much, or is not cleared: why, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import offer
from bot.cards import Button, Card, Controls, Form, Small, Text, TextInput
from bot.claims.requests import ClaimAnyway, OverrideForm, Release, claim_part
from bot.claims.rules import OVERRULED, No
from bot.claims.words.taking import MINE, SEE_OPEN
from bot.errors import Offer, Refusal
from bot.fairness.requests import AskClearance
from bot.held import STEP, Held
from bot.home.requests import OpenSettings
from bot.model import Claim
from bot.people.requests import EditMember
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen
from bot.undo.requests import Undo
from bot.weeks import Span, say_minutes

REASON_MOST = 200  # characters
_SETTINGS = offer("My settings", OpenSettings())
_MINE = offer("My turns", AskMine())


@dataclass(frozen=True, slots=True)
class Around:
    """Who is meant and who can help.

    `member`: of whom it is said, and if that is not the reader their `name`. `minutes`: as they
    were asked for. `chairs`: their names. `near`: the duty that leaves too little rest.
    `is_chair`: the reader is.
    """

    name: str = ""
    member: int = 0
    minutes: int = 0
    chairs: Sequence[str] = ()
    near: str = ""
    is_chair: bool = False

    @property
    def whose(self) -> str:
        return f"{self.name}'s" if self.name else "Your"

    def say(self, you: str, they: str) -> str:
        """What they do, as it is said to them, or with their name to somebody else."""
        return f"{self.name} {they}" if self.name else f"You {you}"


def cannot(held: Held, part: Span, reader: Reader, around: Around) -> str:
    who = around.name or "You"
    return f"{who} cannot take {held.duty.name}, {reader.span(part)}."


def clearance(no: No, held: Held, part: Span, reader: Reader, around: Around) -> Refusal:
    what, names = cannot(held, part, reader, around), " and ".join(no.lacks)
    why = f"It asks for clearance: {names}. {around.say('do not have it', 'does not have it')} yet."
    if around.is_chair:
        entry = offer("Open the entry", EditMember(member=around.member))
        instead = "As chair you can give it, in the entry of whoever should have it."
        return Refusal("clearance", what, why, instead, offers=(entry,))
    instead = f"{_one_of(around.chairs)} can clear you for it."
    if around.name:
        instead = f"{_one_of(around.chairs)} can clear them for it."
        return Refusal("clearance", what, why, instead)
    ask = offer("Ask for it", AskClearance(duty=held.duty.id))
    return Refusal("clearance", what, why, instead, offers=(ask, SEE_OPEN))


def _one_of(names: Sequence[str]) -> str:
    return " or ".join(names[:3]) or "The chair"


def ceiling(no: No, held: Held, part: Span, reader: Reader, around: Around) -> Refusal:
    what = cannot(held, part, reader, around)
    left, most = say_minutes(no.left_minutes), say_minutes(no.most_minutes)
    offers: tuple[Offer, ...] = () if around.name else (_SETTINGS, _MINE)
    if no.left_minutes < STEP:
        why = f"{around.whose} limit is {most} a week, and {_all_held(around)} already."
        instead = "Give something else back, or raise the limit in your settings."
        offers = offers[::-1]
        if around.name:
            instead = "Ask somebody else, or let them raise the limit in their settings."
        return _refused("ceiling", (what, why, instead), offers, no, held, part, around)
    why = f"{around.whose} limit is {most} a week, and {left} of it is left."
    instead = "Take less of it, or raise the limit in your settings."
    if around.name:
        instead = f"Give them {left} of it, or let them raise the limit in their settings."
    else:
        offers = (
            offer(f"Take {left} of it", claim_part(held.turn, part, no.left_minutes)),
            *offers,
        )
    return _refused("ceiling", (what, why, instead), offers, no, held, part, around)


def _all_held(around: Around) -> str:
    return "all of it is held" if around.name else "you hold that"


def rest(no: No, held: Held, part: Span, reader: Reader, around: Around) -> Refusal:
    assert no.near is not None
    when = reader.span(no.near.span)
    why = (
        f"{around.say('hold', 'holds')} {around.near}, {when}. Between the turns of one day and"
        f" those of another there is to be {say_minutes(no.rest)} of rest."
    )
    instead = "Take a turn at another time, or give the other one back."
    if around.name:
        instead = "Choose another turn, or somebody else."
    offers = () if around.name else (SEE_OPEN, _MINE)
    what = cannot(held, part, reader, around)
    return _refused("rest", (what, why, instead), offers, no, held, part, around)


def weeks(no: No, held: Held, part: Span, reader: Reader, around: Around) -> Refusal:
    most = "1 week" if no.weeks == 1 else f"{no.weeks} weeks"
    holds = around.say("would then hold", "would then hold")
    why = f"{holds} something for more than {most} in a row."
    instead = "Take a week off first, or set another limit in your settings."
    if around.name:
        instead = "Choose somebody else, or let them set another limit in their settings."
    later = offer("Later turns of this duty", AskOpen(duty=held.duty.id))
    offers = () if around.name else (later, _SETTINGS)
    what = cannot(held, part, reader, around)
    return _refused("weeks", (what, why, instead), offers, no, held, part, around)


def _refused(
    code: str,
    said: tuple[str, str, str],
    offers: tuple[Offer, ...],
    no: No,
    held: Held,
    part: Span,
    around: Around,
) -> Refusal:
    """With what the chair can do about it."""
    what, why, instead = said
    field = "hours" if code == "ceiling" else None
    if no.code in OVERRULED and around.is_chair:
        whole = part == held.turn.span
        anyway = OverrideForm(
            held.turn.id,
            "" if whole else part.start.isoformat(),
            "" if whole else part.end.isoformat(),
            around.minutes,
            around.member,
        )
        offers = (*offers, offer("Do it anyway", anyway))
        instead += " As chair you can let it pass, with a reason."
    elif no.code in OVERRULED and around.chairs:
        instead += f" {_one_of(around.chairs)} can let it pass, with a reason."
    return Refusal(code, what, why, instead, offers=offers, field=field)


def override_form(held: Held, part: Span, request: OverrideForm, name: str, reader: Reader) -> Form:
    """Why somebody is to hold more than they should."""
    anyway = ClaimAnyway(request.turn, request.begin, request.end, request.minutes, request.member)
    who = f"{name} is" if name else "You are"
    about = Text(
        (f"{who} to hold {held.duty.name}, {reader.span(part)}, although it is beyond a limit.",)
    )
    reason = TextInput(
        name="reason",
        label="Why",
        hint="It is kept in the record, with your name.",
        most=REASON_MOST,
    )
    return Form("Beyond a limit", "Let it pass", anyway, (reason,), (about,))


def let_pass(held: Held, claim: Claim, name: str, reason: str, change: int, reader: Reader) -> Card:
    """To the chair."""
    who = f"{name} holds" if name else "You hold"
    when = f"{say_minutes(claim.minutes)}, {reader.span(claim.span)}."
    buttons = (Button("Undo", Undo(change=change)), *(() if name else (MINE,)))
    return Card(
        f"{who} {held.duty.name}.",
        (Text((when,)), Small((f"Let pass because: {reason}",)), Controls(buttons)),
    )


def given_to_you(held: Held, claim: Claim, by: str, reason: str, reader: Reader) -> Card:
    """To whom the chair gave it."""
    when = f"{say_minutes(claim.minutes)}, {reader.span(claim.span)}."
    cannot = Button("I can't", Release(claim=claim.id), about=f"I can't do {held.duty.name}")
    return Card(
        f"{by} put you down for {held.duty.name}.",
        (
            Text((when,)),
            Small((f"Why, although it is beyond a limit: {reason}",)),
            Controls((cannot, MINE)),
        ),
    )


def taken_back(held: Held, by: str, when: str) -> Card:
    """To whom the chair had given it."""
    return Card(
        f"{by} took {held.duty.name} off you again.", (Text((f"{when}.",)), Controls((MINE,)))
    )


def no_reason() -> Refusal:
    return Refusal(
        "empty",
        "A limit is only let pass with a reason.",
        "It is kept in the record.",
        "Write one, in a few words.",
        field="reason",
    )
