"""Prints a table per database: SQLite always, PostgreSQL where its programs are installed."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from bench.floors import Floor
from bench.measuring import Figures, measure
from bench.stage import Stage, set_stage
from tests import postgres

TIMES = 320  # a multiple of 16


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        bench("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}")
    programs = postgres.find_programs()
    with postgres.run_cluster(programs) if programs else nullcontext() as cluster:
        if cluster:
            with cluster.database() as url:
                bench("PostgreSQL (its disk promises off)", url)


def bench(name: str, url: str) -> None:
    table = Table("what", "in flight", "p50 ms", "p99 ms", "CPU ms", "p50 ÷ floor", title=name)
    with stage_at(url) as stage:
        floor = Floor(stage)
        for at_once in (1, 16):
            read = measure(floor.read, at_once=at_once, times=TIMES)
            row(table, "floor: the reads by Core", at_once, read, read)
            for words in ("who", "mine", "open"):
                row(table, words, at_once, run(stage.ask, words, at_once), read)
            write = measure(floor.write, at_once=at_once, times=TIMES)
            row(table, "floor: reads and inserts by Core", at_once, write, write)
            row(table, "claim, release", at_once, run_claims(stage, at_once), write)
            row(table, "hours 3", at_once, run(stage.change, "hours 3", at_once), write)
            table.add_section()
    Console(width=100).print(table)


@contextmanager
def stage_at(url: str) -> Iterator[Stage]:
    stage = set_stage(url)
    try:
        yield stage
    finally:
        stage.store.close()


def run(ask: Callable[[int, str], object], words: str, at_once: int) -> Figures:
    return measure(lambda lane, _: ask(lane + 1, words), at_once=at_once, times=TIMES)


def run_claims(stage: Stage, at_once: int) -> Figures:
    """Each person takes a duty and gives it back, in turns; one such step is one run."""

    def step(lane: int, turn: int) -> None:
        verb = "release" if turn % 2 else "claim"
        stage.change(lane + 1, f"{verb} duty number {lane}")

    return measure(step, at_once=at_once, times=TIMES)


def row(table: Table, name: str, at_once: int, figures: Figures, floor: Figures) -> None:
    numbers = (figures.p50, figures.p99, figures.cpu, figures.p50 / floor.p50)
    table.add_row(name, str(at_once), *(f"{number:.1f}" for number in numbers))


if __name__ == "__main__":
    main()
