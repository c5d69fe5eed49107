# ruff: noqa: INP001 - errbot finds it by the .plug file beside it
"""An errbot plugin that claims and releases, in errbot's own environment."""

from __future__ import annotations

from importlib import import_module
from typing import Any

errbot: Any = import_module("errbot")


class Claims(errbot.BotPlugin):
    replay: Any = None  # set by the driver

    @errbot.botcmd
    def claim(self, msg: Any, args: str) -> str:
        return str(self.replay.play(str(msg.frm), f"claim {args}"))

    @errbot.botcmd
    def release(self, msg: Any, args: str) -> str:
        return str(self.replay.play(str(msg.frm), f"release {args}"))
