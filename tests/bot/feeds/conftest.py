from __future__ import annotations

from tests.bot.cast import cast, cast_on_postgres, migrated_file

__all__ = ["cast", "cast_on_postgres", "migrated_file"]
