"""Calls of the Web API, for the tests of this folder."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call):
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response


def room(playground, name="#general"):
    return playground.workspace.channel(name).id


def user(playground, name):
    return playground.workspace.person(name).id
