"""`python -m tests.many.process serve|web|work`: as `python -m bot`, but at no pace.

Slack's own pace, 300 messages a minute, would make a test of several hundred take minutes.
"""

from __future__ import annotations

import asyncio
import sys

from bot.cli import _serve, plainly
from bot.operating.composition import Muster, Parts
from handlers.pacing import UNPACED

PARTS = {
    "serve": Parts(),
    "web": Parts(worker=False),
    "work": Parts(doors=False, health=False),
}

if __name__ == "__main__":
    with plainly() as settings:
        asyncio.run(_serve(Muster(settings, parts=PARTS[sys.argv[1]], pacing={"slack": UNPACED})))
