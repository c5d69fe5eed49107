"""One process of Muster: everything that `python -m bot` runs, with Slack elsewhere on loopback."""

from __future__ import annotations

import gc

from pydantic import SecretStr

from bench.serving.orders import obey
from bench.stage import StandingClock
from bot.operating.composition import Muster, Parts
from bot.settings import Settings
from handlers.pacing import UNPACED, Pacing


async def main(
    url: str, slack: str, secret: str, kind: str = "web", spaced: float | None = None
) -> None:
    """`kind`: web, work or both. A web's clock stands still, so that its stage stays as it is.

    `spaced`: seconds between messages; None: at no pace.
    """
    settings = Settings(
        MUSTER_DATABASE_URL=url,
        HOST="127.0.0.1",
        PORT=0,
        SLACK_BOT_TOKEN=SecretStr("xoxb-bench"),
        SLACK_SIGNING_SECRET=SecretStr(secret),
        SLACK_API_URL=slack,
        _env_file=None,
    )
    parts = Parts(doors=kind != "work", worker=kind != "web", health=False)
    pacing = UNPACED if spaced is None else Pacing(0.0, spaced, 4, 5.0)
    clock = StandingClock() if kind == "web" else None
    muster = Muster(settings, clock=clock, parts=parts, pacing={"slack": pacing})

    async def settled() -> None:
        for platform in muster.platforms:
            await platform.settled()

    await muster.start()
    gc.freeze()  # as bot.cli does
    try:
        await obey(muster.port if parts.doors else None, {"settled": settled})
    finally:
        await muster.stop()
