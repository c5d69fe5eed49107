"""Two who change the same things in another order: PostgreSQL undoes one of them, who tries again.

SQLite lets one in after the other.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from bot.cards import Reply
from bot.plain import plain_text
from tests.bot.cast import Cast, cast_on_postgres
from tests.storage.waiting import until_waiting

__all__ = ["cast_on_postgres"]


@pytest.mark.postgres
def test_a_claim_that_met_somebody_else_is_done_once_more(cast_on_postgres: Cast):
    cast = cast_on_postgres
    ada = cast.member("ada")
    [turn, *_] = cast.turns(cast.duty("Facebook"))
    url = cast.bot.store.database.url.set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    with ThreadPoolExecutor() as pool, cast.write() as tx:
        tx.connection.execute(text("SET LOCAL deadlock_timeout = '1min'"))  # theirs is a second
        tx.roster.lock_turn(turn.id)
        claimed = pool.submit(cast.say, "ada", "claim facebook 1h")
        until_waiting(address)  # it has locked its member, and waits for the turn
        tx.people.change(ada, name="Ada Lovelace")  # … and we for the member
    reply = claimed.result()
    assert isinstance(reply, Reply)
    assert reply.card is not None
    assert plain_text(reply.card).startswith("You hold Facebook")
    assert [claim.minutes for _, claim in cast.held_by(ada)] == [60]
    assert cast.find(ada).name == "Ada Lovelace"
