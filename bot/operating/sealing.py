"""Seals what people entrust, such as the address of a calendar, with the operator's secret.

Without a secret the library is not even imported.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from bot.operating.keys import key_for
from bot.settings import Settings

PURPOSE = "calendars"


class FernetSealer:
    """bot.ports.outside.Sealer: AES-128 in CBC with an HMAC, by `cryptography`."""

    def __init__(self, key: bytes) -> None:
        """`key`: 32 bytes."""
        from cryptography.fernet import Fernet, InvalidToken

        self._invalid = InvalidToken
        self._fernet = Fernet(urlsafe_b64encode(key))

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str | None:
        try:
            return self._fernet.decrypt(sealed).decode()
        except self._invalid:
            return None


def make_sealer(settings: Settings) -> FernetSealer | None:
    """None without a secret: then nothing can be entrusted."""
    key = key_for(settings, PURPOSE)
    return FernetSealer(key) if key else None
