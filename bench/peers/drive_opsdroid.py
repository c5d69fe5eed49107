"""opsdroid: each message through its parse and matchers, to the skill and back by the connector.

`python drive_opsdroid.py JOB`, in opsdroid's environment.
"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

THREADS = 8  # as many as Muster answers with
replay: Any = import_module("replay")  # beside this file
core: Any = import_module("opsdroid.core")
connectors: Any = import_module("opsdroid.connector")
events: Any = import_module("opsdroid.events")
matchers: Any = import_module("opsdroid.matchers")


class Listener(connectors.Connector):
    """Takes answers, and wakes who waits."""

    def __init__(self) -> None:
        super().__init__({"name": "bench"})
        self.answered: dict[str, asyncio.Event] = {}

    async def connect(self) -> None: ...
    async def listen(self) -> None: ...

    @connectors.register_event(events.Message)
    async def send_message(self, message: Any) -> None:
        self.answered[message.target].set()


def make_skill(book: Any) -> Any:
    """The database in a worker thread, as in Muster."""
    threads = ThreadPoolExecutor(THREADS)

    @matchers.match_regex(r"(claim|release) .+")
    async def change(message: Any) -> None:
        loop = asyncio.get_running_loop()
        who, words = message.user_id, message.text
        await message.respond(await loop.run_in_executor(threads, book.play, who, words))

    return change


async def run_lanes(bot: Any, listener: Listener, lanes: int, turns: int) -> list[float]:
    taken: list[float] = []

    async def lane_of(lane: int) -> None:
        who = f"U{lane}"
        for turn in range(turns):
            answered = listener.answered[who] = asyncio.Event()
            begun = time.perf_counter()
            message = events.Message(
                text=replay.words_of(lane, turn),
                user_id=who,
                user=who,
                target=who,
                connector=listener,
            )
            await bot.parse(message)
            await answered.wait()
            if turn % 2 == 0:
                taken.append(time.perf_counter() - begun)

    await asyncio.gather(*(lane_of(n) for n in range(lanes)))
    return taken


async def main(bot: Any, job: dict[str, Any]) -> None:
    listener = Listener()
    bot.connectors.append(listener)
    bot.register_skill(make_skill(replay.Replay(job)), {"name": "claims"})
    await run_lanes(bot, listener, job["lanes"], 4)
    begun = time.process_time()
    taken = await run_lanes(bot, listener, job["lanes"], job["times"] // job["lanes"] * 2)
    replay.report(taken, time.process_time() - begun)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    import_module("opsdroid.cli.utils").configure_lang({})  # it needs its translations
    with core.OpsDroid(config={}) as bot:
        bot.eventloop.run_until_complete(main(bot, replay.read_job()))
