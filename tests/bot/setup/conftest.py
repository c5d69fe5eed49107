from __future__ import annotations

import pytest

from bot.model import Role
from tests.bot.cast import Cast, cast, cast_on_postgres, migrated_file
from tests.bot.sides import apart, both

__all__ = ["apart", "both", "cast", "cast_on_postgres", "chair", "migrated_file"]


@pytest.fixture
def chair(cast: Cast) -> int:
    """Cara, who sets everything up."""
    return cast.member("cara", Role.CHAIR)
