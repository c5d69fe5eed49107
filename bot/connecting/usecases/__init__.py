"""What is done about the places a task force lives in."""

from __future__ import annotations

from bot.connecting.usecases.founding import found_here
from bot.connecting.usecases.joining import (
    connect,
    join_by_code,
    type_connect_code,
    type_connect_code_nowhere,
)
from bot.connecting.usecases.leaving import disconnect, show_places, workspace_lost

__all__ = [
    "connect",
    "disconnect",
    "found_here",
    "join_by_code",
    "show_places",
    "type_connect_code",
    "type_connect_code_nowhere",
    "workspace_lost",
]
