"""One secret of the operator's, a key of its own for each thing it is used for."""

from __future__ import annotations

import hmac

from bot.settings import Settings


def key_for(settings: Settings, purpose: str) -> bytes | None:
    """32 bytes that say nothing of the secret, nor of other purposes' keys; None without a secret.

    `purpose`: never renamed, or what was signed or sealed for it is lost.
    """
    secret = settings.secret_key
    if secret is None:
        return None
    return hmac.digest(secret.get_secret_value().encode(), f"muster:{purpose}".encode(), "sha256")
