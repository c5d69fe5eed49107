"""Teams, wired: the bot's registration, its mouth, and its door over HTTP."""

from __future__ import annotations

import structlog

from bot.operating.platforms import Given
from bot.settings import Settings
from handlers.teams.account import Account
from handlers.teams.activities import TeamsDoor
from handlers.teams.api import Api, open_api
from handlers.teams.http import TeamsEndpoint
from handlers.teams.messenger import TeamsMessenger
from handlers.teams.payloads import PLATFORM
from handlers.teams.signatures import Signatures
from handlers.web import Endpoint
from storage.store import SqlStore

PATH = "/api/messages"
log = structlog.get_logger()


class OnTeams:
    """bot.operating.platforms.Platform."""

    name = PLATFORM

    def __init__(self, given: Given, api: Api) -> None:
        self._api = api
        account = api.account
        self._signatures = None if account.is_open else Signatures(account, given.clock)
        self._door = TeamsDoor(api, given.ears, given.store)
        self.messenger = TeamsMessenger(api, given.store)
        self.settled = self._door.settled
        self.drain = self._door.drain

    async def listen(self) -> dict[str, Endpoint]:
        """Over HTTP alone. A company's tenant is known when somebody there speaks."""
        if self._signatures is None:
            log.warning(
                "Teams is open: whoever reaches this port can be anybody. For trials only.",
                action="teams_open",
            )
        return {PATH: TeamsEndpoint(self._door.receive, self._signatures)}

    async def stop_listening(self) -> None:
        """Nothing: it is Teams that calls."""

    async def close(self) -> None:
        """Ends the connections to Microsoft."""
        if self._signatures is not None:
            await self._signatures.close()
        await self._api.close()


def account_of(settings: Settings) -> Account:
    """Who Muster is to Microsoft."""
    password = settings.microsoft_app_password
    return Account(
        settings.microsoft_app_id,
        password.get_secret_value() if password else None,
        settings.microsoft_app_tenant_id,
        settings.microsoft_app_type,
        settings.microsoft_cloud,
        settings.teams_api_url,
    )


async def open_teams(given: Given) -> OnTeams:
    """Asks Microsoft nothing yet: `python -m bot doctor` does."""
    account = account_of(given.settings)
    if account.is_one_tenants:
        house_imported(given.store, account)
    return OnTeams(given, await open_api(account, given.clock))


def house_imported(store: SqlStore, account: Account) -> None:
    """A task force that was imported before anybody spoke lives where the bot is registered.

    Otherwise the first to speak there founds one (bot.connecting).
    """
    tenant = account.tenant.lower()
    if store.find_workspace(PLATFORM, tenant) is not None:
        return
    homeless = []
    for task_force in store.task_forces():
        with store.read(task_force.id) as tx:
            if not tx.workspaces.all():
                homeless.append(task_force.id)
    if len(homeless) == 1:
        store.add_workspace(homeless[0], PLATFORM, tenant, f"28:{account.app_id}")
