"""What follows the roster outside of messages: user groups and topics."""

from __future__ import annotations

from bot.catalog.entry import Entry, Who
from bot.following import usecases as following
from bot.following.requests import EditFollowing, SaveFollowing, ShowAgain

FOLLOWING: tuple[Entry, ...] = (
    Entry(EditFollowing, following.edit_following, Who.CHAIR, reads=True),
    Entry(SaveFollowing, following.save_following, Who.CHAIR),
    Entry(ShowAgain, following.show_again, Who.CHAIR),
)
