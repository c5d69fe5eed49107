"""Why something cannot be taken over (any more), and what to do instead."""

from __future__ import annotations

from bot.app import offer
from bot.claims.requests import claim_part
from bot.cover.requests import NotMe, OpenCoverPart, TakeCover
from bot.cover.words.asking import SEE_OPEN, Wanted, outcome, titled
from bot.errors import Offer, Refusal
from bot.model import Duty
from bot.reader import Reader
from bot.roster.requests import AskMine
from bot.weeks import say_minutes


def no_longer(one: Wanted, reader: Reader) -> Refusal:
    """It was taken, withdrawn or changed in between: nothing is wrong."""
    offers: tuple[Offer, ...] = (SEE_OPEN,)
    if one.can_claim:
        offers = (offer("Claim it", claim_part(one.held.turn, one.span)), SEE_OPEN)
    return Refusal(
        "cover_closed",
        outcome(one),
        f"{titled(one, reader)}: nobody is asked any more.",
        "Something else may be open.",
        offers=offers,
    )


def unknown() -> Refusal:
    return Refusal(
        "cover_gone",
        "This is no longer asked.",
        "The turn is no longer on the roster.",
        "Something else may be open.",
        offers=(SEE_OPEN,),
    )


def your_own(one: Wanted) -> Refusal:
    return Refusal(
        "cover_own",
        f"{one.duty.name} is yours until somebody takes it.",
        "It is you who asks for cover.",
        "To keep it, take the request back: `/muster mine` shows it.",
        offers=(offer("My turns", AskMine()),),
    )


def not_asked() -> Refusal:
    return Refusal(
        "not_asked",
        "You were not asked about this.",
        "Only those who were asked need to answer.",
        "Type `/muster open` to see what is open.",
        offers=(SEE_OPEN,),
    )


def took_a_part(duty: Duty) -> Refusal:
    """The card of before on a phone: about the rest of it they are not asked."""
    return Refusal(
        "took",
        f"You took a part of {duty.name}.",
        "The rest of it is asked of others.",
        "If you cannot do your part, say `/muster release`, and I ask others.",
        offers=(offer("My turns", AskMine()),),
    )


def too_near(one: Wanted) -> Refusal:
    return Refusal(
        "too_near",
        "It is too near to ask you later.",
        f"{one.duty.name} begins, or ends, before there would be time to ask again.",
        "Take it, or leave it to the others.",
        offers=(offer("Take it", TakeCover(one.cover.id)), offer("Not me", NotMe(one.cover.id))),
    )


def one_at_a_time(one: Wanted) -> Refusal:
    return Refusal(
        "one_at_a_time",
        f"{one.duty.name} has one person at a time.",
        "Fewer hours of the same time would leave two of you on it.",
        "Say from when until when you take it.",
        field="from_time",
    )


def offer_part(cover_id: int) -> Offer:
    return offer("Take a part", OpenCoverPart(cover=cover_id))


def bad_hours() -> Refusal:
    return Refusal(
        "bad_hours",
        "This is not a number of hours.",
        instead="Write it like 2, 1.5 or 1h30.",
        field="hours",
    )


def outside(one: Wanted, reader: Reader) -> Refusal:
    return Refusal(
        "outside",
        "Cover is wanted for another time.",
        f"It is wanted for {reader.span(one.span)}.",
        "Choose a time within it.",
        field="from_day",
    )


def too_much(most: int) -> Refusal:
    return Refusal(
        "too_much",
        "These are more hours than are wanted.",
        f"That time needs {say_minutes(most)}.",
        "Take that, or fewer.",
        field="hours",
    )


def too_late_to_undo(one: Duty) -> Refusal:
    return Refusal(
        "too_late",
        f"{one.name} has been yours for a while by now.",
        "Whose it was relies on you.",
        "If you cannot do it, say `/muster release`, and I ask others.",
        offers=(offer("My turns", AskMine()),),
    )
