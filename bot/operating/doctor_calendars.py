"""What the doctor says of the addresses of calendars that members entrusted."""

from __future__ import annotations

from bot.operating.checks import Check
from bot.operating.sealing import make_sealer
from bot.settings import Settings
from storage.store import SqlStore

_MAKE = '`python -c "import secrets; print(secrets.token_urlsafe(48))"`'


def check_calendars(settings: Settings, store: SqlStore) -> list[Check]:
    """Whether addresses can be kept, and those kept can be opened."""
    sealed = []
    for task_force in store.task_forces():
        with store.read(task_force.id) as tx:
            sealed += [source.sealed for source in tx.calendars.all() if source.sealed]
    sealer = make_sealer(settings)
    if sealer is None:
        lost = f" {len(sealed)} are kept and cannot be read." if sealed else ""
        sentence = "Members cannot have their absence read from a calendar: MUSTER_SECRET_KEY is "
        sentence += f"not set; {_MAKE} makes one.{lost}"
        return [Check(not sealed, sentence)]
    shut = sum(sealer.unseal(one) is None for one in sealed)
    if shut:
        sentence = f"{shut} of {len(sealed)} calendar addresses were sealed with another "
        sentence += "MUSTER_SECRET_KEY: set that one again, or their members give them anew."
        return [Check(False, sentence)]
    return [Check(True, "MUSTER_SECRET_KEY is set; members may have calendars read.")]
