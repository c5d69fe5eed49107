"""The commands a floor knows: recorded from Muster's answers when it starts."""

from __future__ import annotations

from bench.scripts import Script, record_all
from bench.stage import on_stage

Known = dict[tuple[str, str], Script]  # by user and words


def learn(url: str, says: dict[int, list[str]]) -> Known:
    """`says`: each person's words, in an order in which they can be said again and again."""
    known: Known = {}
    with on_stage(url) as stage:
        for person, several in says.items():
            for words, script in record_all(stage, person, several).items():
                known[f"U{person}", words] = script
    return known


def by_person(says: dict[str, list[str]]) -> dict[int, list[str]]:
    """JSON has no numbers as keys."""
    return {int(person): words for person, words in says.items()}
