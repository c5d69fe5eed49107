"""Without credentials: no token comes, none goes, and nobody but this machine is spoken to."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.cards import Reply
from handlers.ears import Ears
from handlers.teams.account import Account
from handlers.teams.activities import TeamsDoor
from handlers.teams.api import open_api
from handlers.teams.http import TeamsEndpoint
from tests.handlers.teams.conftest import serving
from tests.handlers.teams.said import CARD, RELEASED


@pytest.fixture
async def teams_at_home(teams, clock, listener, store, workspace):
    """As Microsoft's own playground speaks: nothing is signed."""
    teams.routes.open, teams.wire.signed = True, False
    api = await open_api(Account(""), clock)
    ears = Ears(listener.answer, lambda *_: None, listener.workspace_lost, listener.people_seen)
    door = TeamsDoor(api, ears, store)
    async with serving(TeamsEndpoint(door.receive, None)) as address:
        teams.app_url = address
        yield teams
    await door.drain(5)
    await api.close()


async def test_everything_works(teams_at_home, listener):
    ada = teams_at_home.person("Ada Brandt")
    await ada.installs()
    await ada.hears("Your week")
    listener.will(Reply(card=CARD))
    await ada.asks("claim")
    listener.will(Reply(card=RELEASED, replaces=True))
    await ada.press("Undo")
    await ada.hears("Copywriting is free.")
    assert teams_at_home.identity.fetches == 0
    assert teams_at_home.problems == []


async def test_nobody_elsewhere_is_answered(teams_at_home, listener):
    ada = teams_at_home.person("Ada Brandt")
    room = teams_at_home.world.personal(ada.user)
    message = teams_at_home.activities.message(ada.user, room, "who")
    away = message | {"serviceUrl": "https://smba.trafficmanager.net/emea/"}
    assert (await teams_at_home.wire.post(away)).status == 400
    assert listener.heard == []


def test_who_is_not_in_teams_does_not_pay_for_it():
    """botbuilder takes half a second and 49 MiB to import."""
    asked = (
        "import sys, bot.cli, bot.operating.composition, bot.operating.playing;"
        "print({'botbuilder', 'botframework', 'msal', 'microsoft_teams'} & {*sys.modules})"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
