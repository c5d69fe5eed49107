"""What the doctor finds of the address at which browsers and calendars reach Muster."""

from __future__ import annotations

import aiohttp

from bot.operating.checks import Check
from bot.settings import Settings

SECONDS = 10.0
_NEVER = "/feeds/doctor.ics"  # no feed's address; Muster's answer to it is like no other server's


async def check_web(settings: Settings) -> list[Check]:
    """Whether one is set, and whether Muster answers there, asked from here."""
    address = settings.public_url
    if not address:
        sentence = "No public address: MUSTER_PUBLIC_URL is not set, so there are no calendar feeds"
        return [Check(True, f"{sentence} and no pages.")]
    if not address.startswith("https://"):
        mend = "calendars and browsers want https://, and others read along without it"
        return [Check(False, f"MUSTER_PUBLIC_URL begins with http://: {mend}.")]
    return [await _ask(address)]


async def _ask(address: str) -> Check:
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(address + _NEVER, allow_redirects=False) as response,
        ):
            reached = response.status in (404, 429) and "X-Robots-Tag" in response.headers
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return Check(True, f"Nothing answers at {address} yet, as seen from here: start Muster.")
    if not reached:
        mend = "let whatever stands before Muster pass on GET /feeds/ and /week/"
        return Check(False, f"It is not Muster that answers at {address}: {mend}.")
    return Check(True, f"Browsers and calendars reach Muster at {address}.")
