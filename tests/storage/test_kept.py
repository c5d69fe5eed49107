"""What a transaction remembers of what it has loaded is what it would load again."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from storage import open_store
from storage.transaction import SqlTransaction
from tests.storage.asked import ASKED
from tests.storage.done import DONE
from tests.storage.stage import NOW, set_stage
from tests.storage.world import World, fill

# taking it twice is something else than seeing it
SEEN = {name: ask for name, ask in ASKED.items() if not name.endswith(".take")}


class _LookedError(Exception):
    """Leaves nothing behind."""


def changed_then_seen(world: World, do: Callable[..., object]) -> None:
    """What is seen otherwise by who has looked before the change. Nothing of it is kept."""
    with world.stage.write(now=NOW) as tx:
        for ask in SEEN.values():
            ask(tx, world)
        do(tx, world)
        fresh = SqlTransaction(tx.connection, world.stage.id, NOW)
        raise _LookedError(
            [key for key, ask in SEEN.items() if ask(tx, world) != ask(fresh, world)]
        )


def test_after_each_change_everything_is_seen_as_it_is_now(migrated_sqlite: str):
    """On PostgreSQL, where others write meanwhile, nothing is remembered."""
    store = open_store(migrated_sqlite)
    world = fill(set_stage(store))
    store.add_workspace(world.stage.id, "teams", "T9", "28:bot")  # so that one of two can go
    differing = {}
    for change, do in DONE.items():
        try:
            changed_then_seen(world, do)
        except _LookedError as looked:
            differing[change] = looked.args[0]
        except (Refusal, IntegrityError):
            continue  # what is there already
    assert len(differing) > len(DONE) * 0.9
    assert [change for change, seen in differing.items() if seen] == []
    store.close()
