"""Why there is no feed, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.errors import Refusal
from bot.feeds.requests import AddFeed, OpenFeeds
from bot.model import Duty
from bot.ports.feeds import FeedKind


def no_address() -> Refusal:
    return Refusal(
        "no_address",
        "Calendars cannot reach me yet.",
        "They ask for the roster over the internet, and I have no address there.",
        "Ask whoever runs Muster to set MUSTER_PUBLIC_URL.",
    )


def which_duty(duties: Sequence[Duty]) -> Refusal:
    offers = tuple(
        offer(duty.name[:75], AddFeed(kind=FeedKind.DUTY.value, duty=duty.id))
        for duty in duties[:5]
    )
    return Refusal(
        "which_duty", "Which one do you mean?", "Several duties fit these words.", offers=offers
    )


def ended_already() -> Refusal:
    return Refusal(
        "no_feed",
        "This calendar feed has ended.",
        "It was replaced by a newer one, or somebody ended it.",
        "Look at those that there are.",
        offers=(offer("Calendar feeds", OpenFeeds()),),
    )


def not_yours() -> Refusal:
    return Refusal(
        "not_yours",
        "This is somebody else's calendar feed.",
        "Only they and the chair can end it.",
        "Ask one of them, or look at your own.",
        offers=(offer("Calendar feeds", OpenFeeds()),),
    )
