from __future__ import annotations

from tests.bot.cast import cast, cast_on_postgres, migrated_file
from tests.bot.sides import apart, apart_on_each, both, both_on_each

__all__ = [
    "apart",
    "apart_on_each",
    "both",
    "both_on_each",
    "cast",
    "cast_on_postgres",
    "migrated_file",
]
