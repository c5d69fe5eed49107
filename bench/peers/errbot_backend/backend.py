# ruff: noqa: INP001 - errbot finds it by the .plug file beside it
"""The smallest backend that errbot runs on: messages come by call, answers wake who waits.

Runs in errbot's own environment, which has nothing of Muster's; hence the import by name.
"""

from __future__ import annotations

import threading
from importlib import import_module
from typing import Any

base: Any = import_module("errbot.backends.base")
core: Any = import_module("errbot.core")


class Someone(base.Person):
    """A person is a name."""

    def __init__(self, name: str) -> None:
        self._name = name

    person = client = nick = aclattr = fullname = email = property(lambda self: self._name)

    def __str__(self) -> str:
        return self._name


class BenchBackend(core.ErrBot):
    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.bot_identifier = Someone("bot")
        self.answered: dict[str, threading.Event] = {}

    def hear(self, person: str, words: str) -> None:
        """Return once it is answered."""
        self.answered[person] = threading.Event()
        heard = base.Message(words, frm=Someone(person), to=self.bot_identifier)
        self.callback_message(heard)
        if not self.answered[person].wait(30):
            raise TimeoutError(words)

    def send_message(self, msg: Any) -> None:
        super().send_message(msg)
        self.answered[str(msg.to)].set()

    def build_reply(self, msg: Any, text: str | None = None, **_: Any) -> Any:
        return base.Message(text, frm=self.bot_identifier, to=msg.frm)

    def build_identifier(self, text_representation: str) -> Someone:
        return Someone(text_representation)

    def serve_forever(self) -> None: ...
    def connect(self) -> None: ...
    def change_presence(self, status: str = "", message: str = "") -> None: ...
    def prefix_groupchat_reply(self, message: Any, identifier: Any) -> None: ...
    def query_room(self, room: str) -> None: ...
    def rooms(self) -> list[Any]:
        return []

    @property
    def mode(self) -> str:
        return "bench"
