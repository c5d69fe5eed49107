"""App Home after a change: made behind the answers, and once for several changes."""

from __future__ import annotations

import asyncio

from bot.cards import Card
from bot.ports.outside import Caller
from handlers.slack.replies import Replies


class Pages:
    """Makes a page when it is let; counts how many at the same time."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.begun = asyncio.Event()
        self.let = asyncio.Event()
        self._making = 0
        self.most = 0

    async def make(self, caller: Caller) -> Card:
        self._making += 1
        self.most = max(self.most, self._making)
        self.begun.set()
        await self.let.wait()
        self._making -= 1
        self.made.append(caller.user)
        return Card(f"Page {len(self.made)}")


def caller(user: str) -> Caller:
    return Caller("slack", "T0MUSTER1", user)


async def test_changes_that_wait_share_the_next_page(api, slack):
    pages = Pages()
    replies = Replies(api, pages.make)
    first = asyncio.create_task(replies.refresh_home(caller("U1"), None))
    await pages.begun.wait()
    others = [asyncio.create_task(replies.refresh_home(caller("U1"), None)) for _ in range(3)]
    await asyncio.sleep(0)
    pages.let.set()
    await asyncio.gather(first, *others)
    assert pages.made == ["U1", "U1"]  # one was being made when the others changed something


async def test_everybody_gets_theirs_one_page_after_the_other(api, slack):
    pages = Pages()
    pages.let.set()
    replies = Replies(api, pages.make)
    await asyncio.gather(*(replies.refresh_home(caller(f"U{n}"), None) for n in range(5)))
    assert sorted(pages.made) == [f"U{n}" for n in range(5)]
    assert pages.most == 1


async def test_what_was_pressed_on_the_page_itself_does_not_wait(api, slack):
    pages = Pages()
    replies = Replies(api, pages.make)
    behind = asyncio.create_task(replies.refresh_home(caller("U1"), None))
    await pages.begun.wait()
    pressed = asyncio.create_task(replies.refresh_home(caller("U2"), Card("Done")))
    await asyncio.sleep(0)
    assert pages.most == 2
    pages.let.set()
    await asyncio.gather(behind, pressed)
    assert {(await slack.next("views.publish"))["user_id"] for _ in range(2)} == {"U1", "U2"}
