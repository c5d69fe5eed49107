"""Whatever comes back from a platform may be old, or forged: everybody gets an answer."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import urlencode

import pytest

from bot import catalog
from bot.cards import Request
from bot.ports.outside import Heard
from tests.bot.cast import text

NUMBERS = ("-1", "0", "2147483648", str(2**63), str(-(10**25)), "9" * 30)
TEXTS = (
    "0001-01-01",
    "9999-12-31",
    "0001-W01",
    "9999-12-31T23:59:59+00:00",
    "2026-11-25T10:00",
    "9" * 5000,
    "\u0664",
    "\x00\ud800",
    "=cmd()",
    "<!channel>",
    "\u202edrow",
    "25:99",
    "x" * 20_000,
)


def _values(spec: dataclasses.Field[Any]) -> tuple[str, ...]:
    return NUMBERS if "int" in str(spec.type) else TEXTS


@pytest.mark.parametrize("kind", list(catalog.ENTRIES), ids=lambda kind: kind.ACTION)
def test_every_field_of_every_request_may_be_forged(company, kind: type[Request]) -> None:
    specs = dataclasses.fields(kind)  # type: ignore[arg-type]
    for spec in specs:
        for value in _values(spec):
            for user in ("farah", "zofia"):  # the chair, a member
                encoded = urlencode({spec.name: value}, errors="replace")
                pressed = Heard(pressed=f"{kind.ACTION}?{encoded}")
                assert text(company._heard(user, pressed))
                sent = Heard(submitted=kind.ACTION, answers={s.name: value for s in specs})
                assert text(company._heard(user, sent))
