"""What the doctor asks Slack."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import yaml

from bot.errors import DeliveryFailed
from bot.operating.checks import Check, check_clock
from bot.ports.outside import SystemClock
from bot.settings import Settings
from handlers.slack.api import Api, open_api

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"


async def check_slack(settings: Settings) -> list[Check]:
    """The token, what it may do, and the clock."""
    token = settings.slack_bot_token
    if token is None:
        return []
    api = await open_api(token.get_secret_value(), settings.slack_api_url, SystemClock())
    try:
        installed = await api.installed()
        drift = await _check_clock(api)
    except DeliveryFailed as failure:
        return [Check(False, f"Slack does not take SLACK_BOT_TOKEN: {failure.reason}")]
    finally:
        await api.close()
    wanted = frozenset(yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])
    missing = sorted(wanted - installed.scopes)
    name = Check(True, f"The token is of the workspace {installed.team_name}.")
    if missing:
        mend = "put manifest.yml into the app's settings again and reinstall it"
        return [name, Check(False, f"The token lacks {', '.join(missing)}: {mend}."), drift]
    return [name, Check(True, "The token has every right that the manifest asks for."), drift]


async def _check_clock(api: Api) -> Check:
    try:
        async with api.session.get(api.client.base_url + "api.test", proxy=api.proxy) as response:
            return check_clock("Slack", response.headers.get("Date"))
    except (aiohttp.ClientError, TimeoutError):
        return check_clock("Slack", None)
