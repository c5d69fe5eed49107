"""What the doctor asks Microsoft, before the first message does."""

from __future__ import annotations

import re
from uuid import UUID

import aiohttp

from bot.errors import DeliveryFailed
from bot.operating.checks import Check, check_clock
from bot.operating.on_teams import account_of
from bot.ports.outside import SystemClock
from bot.settings import Settings
from handlers.teams.account import Account
from handlers.teams.api import open_api, open_session

# What Microsoft's log-in says, by its number in AADSTS…
# https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
_REFUSALS = {
    "7000215": "MICROSOFT_APP_PASSWORD is no secret of this bot's: make one, and copy its Value, "
    "not its Secret ID.",
    "7000222": "The client secret in MICROSOFT_APP_PASSWORD has ended: make a new one.",
    "700016": "This directory does not have the bot's registration: look at MICROSOFT_APP_ID, "
    "MICROSOFT_APP_TENANT_ID and MICROSOFT_APP_TYPE.",
    "7000229": "The registration has no service principal in this directory: create it on the "
    "app's page in Microsoft Entra.",
    "90002": "MICROSOFT_APP_TENANT_ID is no directory that Microsoft has.",
    "900023": "MICROSOFT_APP_TENANT_ID is no directory that Microsoft has.",
}


async def check_teams(settings: Settings) -> list[Check]:
    """The registration's ids, a token, the keys that sign what comes in, and the clock."""
    account = account_of(settings)
    if account.is_open:
        return [Check(True, "Teams is open to anybody on this machine: that is for trials.")]
    if not (account.password or account.kind == "UserAssignedMSI") or not account.login_tenant:
        return []  # the settings' own check names it
    shapes = _check_ids(account)
    return shapes or [await _check_token(account), *await _check_keys(account)]


def _check_ids(account: Account) -> list[Check]:
    found = []
    if not _is_guid(account.app_id):
        sentence = "MICROSOFT_APP_ID is no application id: copy it from the bot's registration."
        found.append(Check(False, sentence))
    if account.password and _is_guid(account.password):
        sentence = "MICROSOFT_APP_PASSWORD looks like a Secret ID: the secret's Value is needed."
        found.append(Check(False, sentence))
    if account.kind != "MultiTenant" and not _is_guid(account.tenant):
        sentence = (
            "MICROSOFT_APP_TENANT_ID is a name: give the directory's id, or other companies "
            "cannot be told from yours."
        )
        found.append(Check(False, sentence))
    return found


def _is_guid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


async def _check_token(account: Account) -> Check:
    api = await open_api(account, SystemClock())
    try:
        await api.tokens.get()
    except DeliveryFailed as failure:
        number = re.search(r"AADSTS(\d+)", _chain(failure))
        known = _REFUSALS.get(number[1]) if number else None
        return Check(False, known or failure.reason)
    finally:
        await api.close()
    return Check(True, "Microsoft gives Muster a token.")


def _chain(error: BaseException | None) -> str:
    """What each of the errors says that led to this one."""
    said = []
    while error is not None:
        said.append(str(error))
        error = error.__cause__ or error.__context__
    return " ".join(said)


async def _check_keys(account: Account) -> list[Check]:
    """Without these nothing that Teams sends can be believed."""
    session = open_session(account)
    try:
        async with session.get(account.addresses.metadata) as response:
            metadata = await response.json()
            drift = check_clock("Microsoft", response.headers.get("Date"))
        async with session.get(metadata["jwks_uri"]) as response:
            keys = (await response.json())["keys"]
    except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError):
        sentence = f"The keys of Teams cannot be read: let this machine reach {_host(account)}."
        return [Check(False, sentence)]
    finally:
        await session.close()
    if not keys:
        return [Check(False, "Microsoft publishes no key just now: ask again in a while."), drift]
    return [Check(True, "The keys that sign what Teams sends can be read."), drift]


def _host(account: Account) -> str:
    return account.addresses.metadata.partition("://")[2].partition("/")[0]
