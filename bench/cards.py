"""Digest and status of large task forces, worded and drawn, beside their sums by SQL alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event

from bench.archive import fill_archive
from bench.measuring import Figures, repeated
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.stage import NOW, ZONE, Databases
from bench.sums import digest_sums, status_sums
from bot.cards import Card
from bot.digest.usecases import compose_digest
from bot.plain import plain_text
from bot.status.usecases import compose_status
from bot.turns import this_week
from handlers.slack.blocks import message
from storage import open_store
from storage.store import SqlStore

TIMES = 5  # of each in a round
Compose = Callable[[Any], Card]


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    sheet = Sheet(
        "Digest and status: a card, its plain text and its Slack blocks",
        ("database", "size", "card", "ms", "CPU ms", "÷ sums", "÷ their CPU", "sums ms", "queries"),
        "Size: duties × people × weeks that lie behind. Sums: the figures that the card says, as"
        " SQL aggregates by Core. Queries: how many the card takes, whatever the size.",
    )
    for kind in databases.kinds:
        for size in scale.cards:
            with databases.empty(kind) as url:
                force = fill_archive(url, *size)
                store = open_store(url)
                try:
                    measure(sheet, kind, size, store, force, scale.rounds)
                finally:
                    store.close()
    yield sheet


def measure(
    sheet: Sheet, kind: str, size: tuple[int, ...], store: SqlStore, force: int, rounds: int
) -> None:
    with store.read(force) as tx:
        week = this_week(tx.task_force, NOW)
    around = (week - timedelta(weeks=1), week, week + timedelta(weeks=1))
    composes: dict[str, Compose] = {
        "digest": lambda tx: compose_digest(tx, week, NOW),
        "status": lambda tx: compose_status(tx, NOW, ZONE),
    }
    sums: dict[str, Callable[[Connection], object]] = {
        "digest": lambda connection: digest_sums(connection, force, around),
        "status": lambda connection: status_sums(connection, force, around),
    }
    for name, compose in composes.items():
        ours, floor = [], []
        for _ in range(rounds):
            floor.append(repeated(partial(in_read, store, sums[name]), TIMES))
            ours.append(repeated(partial(draw, store, force, compose), TIMES))
        with counting() as queries:
            draw(store, force, compose)
        label = " × ".join(f"{n:,}" for n in size)
        add(sheet, (kind, label, name), ours, floor, len(queries))


def add(
    sheet: Sheet, what: tuple[str, ...], ours: list[Figures], floor: list[Figures], queries: int
) -> None:
    sheet.add(
        *what,
        spread(f.p50 for f in ours),
        spread(f.cpu for f in ours).median,
        ratios((f.p50 for f in ours), (f.p50 for f in floor)),
        ratios((f.cpu for f in ours), (f.cpu for f in floor)),
        spread(f.p50 for f in floor).median,
        queries,
    )


def draw(store: SqlStore, force: int, compose: Compose) -> None:
    """As it is said: both forms."""
    with store.read(force) as tx:
        card = compose(tx)
    plain_text(card)
    message(card)


def in_read(store: SqlStore, ask: Callable[[Connection], object]) -> None:
    with store.database.read() as connection:
        ask(connection)


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements that reach a database meanwhile."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, sql: str, *_: Any) -> None:
        seen.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
