"""How a message comes to be owed, once or edited to what is newer. Statements of storage.outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, literal_column, select, true
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.dml import ReturningInsert

from bot.buttons import Codec
from bot.cards import Card
from bot.model import Recipient
from storage.scope import Question, of_task_force
from storage.tables import deliveries, rooms
from storage.whereabouts import workspaces_for

_CARDS = Codec(())  # writing a card down needs no list of requests; reading it back does
ROOM = select(rooms.c.id).where(
    rooms.c.task_force_id == of_task_force(), rooms.c.id == bindparam("room")
)
LANES = Question(select(rooms.c.id, rooms.c.workspace_id), rooms.c.task_force_id)
_ONCE = [deliveries.c[c] for c in ("task_force_id", "kind", "occasion", "recipient")]
# A postman who is saying the older content finds the newer revision when he records it; what
# failed waits as long as before; what is in doubt is asked for before it is edited.
_UNDER_WAY = deliveries.c.state.in_(
    [literal_column(f"'{state}'") for state in ("taken", "put off", "in doubt")]
)
# What was said before is edited where it stands; only what was not goes where they are now.
_STAYS = _UNDER_WAY | deliveries.c.message.is_not(None)


def _once(new: Insert) -> ReturningInsert[tuple[int]]:
    return new.on_conflict_do_nothing(index_elements=_ONCE).returning(deliveries.c.workspace_id)


def _anew(new: Insert) -> Insert:
    return new.on_conflict_do_update(index_elements=_ONCE, set_=_newer(new))


def _newer(new: Insert) -> dict[str, Any]:
    return {
        "workspace_id": case((_STAYS, deliveries.c.workspace_id), else_=new.excluded.workspace_id),
        "tried": case((_UNDER_WAY, deliveries.c.tried), else_=None),
        "content": new.excluded.content,
        "revision": deliveries.c.revision + 1,
        "until": new.excluded.until,
        "state": case((_UNDER_WAY, deliveries.c.state), else_="due"),
        "due_at": case((_UNDER_WAY, deliveries.c.due_at), else_=new.excluded.due_at),
        "created_at": case((_UNDER_WAY, deliveries.c.created_at), else_=new.excluded.created_at),
        "attempts": case((_UNDER_WAY, deliveries.c.attempts), else_=0),
        "reason": case((_UNDER_WAY, deliveries.c.reason), else_=""),
    }


# With the question where that is: one round trip for what is done most often.
_MEANT = ("kind", "occasion", "member_id", "room_id", "recipient", "content")
_WHEN = ("due_at", "until", "created_at")


def _there(lane: ColumnElement[int], *where: ColumnElement[bool]) -> Insert:
    named = (*_MEANT, *_WHEN)
    values = (bindparam(name, type_=deliveries.c[name].type) for name in named)
    return upsert(deliveries).from_select(
        ["task_force_id", "workspace_id", *named],
        select(of_task_force(), lane, *values).where(*where),
    )


_IN_ROOM = _there(
    rooms.c.workspace_id,
    rooms.c.task_force_id == of_task_force(),
    rooms.c.id == bindparam("room_id"),
)
_BEST = workspaces_for(bindparam("member_id")).limit(1).subquery("best")
_TO_MEMBER = _there(_BEST.c.id, true())  # SQLite takes an upsert from a SELECT only with a WHERE
OWE_TO_MEMBER = _once(_TO_MEMBER)
OWE_IN_ROOM = _once(_IN_ROOM)
OWE_THERE = _once(upsert(deliveries).values(task_force_id=of_task_force()))
OWE_ANEW_TO_MEMBER = _anew(_TO_MEMBER).returning(deliveries.c.workspace_id)
OWE_ANEW_LATER = _anew(_IN_ROOM)  # where the lane is known: very many are sent in one go
OWE_ANEW_IN_ROOM = OWE_ANEW_LATER.returning(deliveries.c.workspace_id)


def owed(
    kind: str,
    occasion: str,
    recipient: Recipient,
    card: Card | None,
    due_at: datetime,
    now: datetime,
    until: datetime | None = None,
) -> dict[str, Any]:
    """The columns of a message that is owed."""
    return {
        "kind": kind,
        "occasion": occasion,
        "member_id": recipient.member_id,
        "room_id": recipient.room_id,
        "recipient": recipient.key,
        "content": None if card is None else _CARDS.card_to_data(card),
        "due_at": due_at,
        "until": until,
        "created_at": now,
    }
