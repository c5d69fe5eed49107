"""Nobody hurries here, unless a test says so."""

from __future__ import annotations

from tests.unhurried import unhurried

__all__ = ["unhurried"]
