"""Muster's own door with the peers' handler behind it: dispatch against dispatch."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp

from bench.caller import command
from bench.measuring import Figures, figures
from bench.peers.replay import Replay, words_of
from bench.stage import StandingClock
from bot.cards import Card, Reply
from bot.ports.outside import Caller, Heard
from handlers.ears import Ears
from handlers.slack.api import Api, Installed
from handlers.slack.listeners import SlackDoor

NOWHERE = "http://127.0.0.1:9/"  # nothing is called there


async def door(known: dict[str, Any], lanes: int) -> Figures:
    """Payload in, Slack's answer out: Muster's reading, Bolt, one hop to a thread, blocks."""
    replay = Replay(known)

    def answer(caller: Caller, heard: Heard) -> Reply:
        return Reply(card=Card(replay.play(caller.user, heard.words or "")))

    async with aiohttp.ClientSession() as session:
        api = Api(session, "xoxb-bench", NOWHERE, StandingClock())
        installed = Installed("T1", "Bench", "UBOT", frozenset())
        ears = Ears(answer, _ignored, _ignored)
        muster, taken = SlackDoor(api, installed, ears), list[float]()
        await run_lanes(muster, lanes, 4, taken)
        taken.clear()
        begun = time.process_time()
        await run_lanes(muster, lanes, known["times"] // lanes * 2, taken)
        cpu = (time.process_time() - begun) / 2
        await muster.drain()
    return figures(taken, cpu)


def _ignored(*_: object) -> None: ...


async def run_lanes(muster: SlackDoor, lanes: int, turns: int, taken: list[float]) -> None:
    async def lane_of(lane: int) -> None:
        for turn in range(turns):
            begun = time.perf_counter()
            key = f"{time.perf_counter_ns()}.{lane}"
            said = await muster.receive(command(lane, words_of(lane, turn), key, NOWHERE))
            if not said.body:
                raise RuntimeError("The answer did not travel in the acknowledgement.")
            if turn % 2 == 0:
                taken.append(time.perf_counter() - begun)

    await asyncio.gather(*(lane_of(n) for n in range(lanes)))
