"""One-time codes: how they are made, read, compared, and how many somebody may type."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.app import Bot
from bot.errors import Refusal
from bot.ports.codes import IssuedCode
from bot.ports.outside import Caller

# No 0 O, 1 I L, U V: nobody mistakes one for the other, in any font or read aloud.
ALPHABET = "ABCDEFGHJKMNPQRSTWXYZ23456789"
LENGTH = 12  # 29 letters each: 58 bits, far beyond what a digest that leaks gives away in time
GROUP = 4
LINK_FOR = timedelta(minutes=10)
CONNECT_FOR = timedelta(minutes=15)
MOST_ATTEMPTS = 5
WINDOW = timedelta(minutes=10)  # from the first of them


def new_code() -> str:
    """`K7WQ-3MNP-XB8C`: to be shown once and kept nowhere."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def tidy_code(text: str) -> str:
    """As people type it: small letters, spaces, dashes and quotes do not count. "" for no code."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def digest_of(code: str) -> str:
    """All that is kept of a code."""
    return hashlib.sha256(f"muster code {tidy_code(code)}".encode()).hexdigest()


def find_code(issued: Iterable[IssuedCode], code: str, now: datetime) -> IssuedCode:
    """The one that was typed, if it may still be used. Raises Refusal.

    All are compared, each in the same time: how long it takes says nothing about any of them.
    """
    digest, found = digest_of(code), None
    for one in issued:
        if hmac.compare_digest(one.digest, digest):
            found = one
    if found is None:
        raise wrong_code()
    if found.used_at is not None:
        raise used_code()
    if found.until <= now:
        raise expired_code()
    return found


def check_attempts(bot: Bot, caller: Caller) -> None:
    """Counts this one. Raises Refusal after a few within ten minutes."""
    who = f"{caller.platform}\n{caller.workspace}\n{caller.user}"
    key = hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()
    if bot.store.count_attempt(key, bot.clock.now(), WINDOW) > MOST_ATTEMPTS:
        minutes = int(WINDOW.total_seconds() // 60)
        raise Refusal(
            "too_many_codes",
            "These were too many codes.",
            f"You may type {MOST_ATTEMPTS} within {minutes} minutes, right or wrong.",
            "Wait ten minutes, ask for a new code, and copy it.",
            field="code",
        )


def wrong_code() -> Refusal:
    return Refusal(
        "wrong_code",
        "This is not a code that I have given out.",
        "A letter may be wrong, or there is a newer code, which voids the one before.",
        "Copy it once more from where it was shown, or ask for a new one there.",
        field="code",
    )


def used_code() -> Refusal:
    return Refusal(
        "used_code",
        "This code was used already.",
        "Each code works once.",
        "If that was not you, tell your chair. Ask for a new one where this one was shown.",
        field="code",
    )


def expired_code() -> Refusal:
    return Refusal(
        "expired_code",
        "This code is too old.",
        "It worked for some minutes only.",
        "Ask for a new one where this one was shown.",
        field="code",
    )
