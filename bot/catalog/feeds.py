"""The roster in people's own calendars."""

from __future__ import annotations

from bot.catalog.entry import Entry, Verb, Who
from bot.feeds import usecases as feeds
from bot.feeds.requests import AddFeed, ChooseDuty, EndFeed, ListFeeds, OpenFeeds, ShowNames

FEEDS: tuple[Entry, ...] = (
    Entry(
        OpenFeeds,
        feeds.open_feeds,
        verb=Verb(
            "feed",
            "feed [duty]",
            "feed facebook",
            "Your turns, a duty's, or all, in your own calendar",
            ("feeds", "ical", "ics", "subscribe", "add to my calendar", "calendar feed"),
        ),
    ),
    Entry(AddFeed, feeds.add_feed),
    Entry(ChooseDuty, feeds.choose_duty, reads=True),
    Entry(EndFeed, feeds.end_feed),
    Entry(ListFeeds, feeds.list_feeds, Who.CHAIR, reads=True),
    Entry(ShowNames, feeds.show_names, Who.CHAIR),
)
