"""Every Web API method this workspace knows, in one table."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.playground import (
    api_chat,
    api_files,
    api_groups,
    api_people,
    api_rooms,
    api_views,
)
from handlers.playground.api import Method

METHODS: Mapping[str, Method] = {
    **api_chat.METHODS,
    **api_files.METHODS,
    **api_groups.METHODS,
    **api_people.METHODS,
    **api_rooms.METHODS,
    **api_views.METHODS,
}
