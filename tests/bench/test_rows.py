"""The rows of `make bench` can be made: everything once, however long it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import cards, commands, crowd, fanout, peers, plan, timetable
from bench.__main__ import GROUPS, SCALES
from bench.child import running
from bench.peers.door import door
from bench.results import Sheet, ratios, save, spread
from bench.scale import TINY
from bench.scripts import record_all
from bench.stage import Databases, on_stage, set_stage


@pytest.fixture
def databases(tmp_path: Path) -> Databases:
    return Databases(tmp_path, None)


async def sheets(run, databases: Databases) -> list[Sheet]:
    return [sheet async for sheet in run(TINY, databases)]


async def test_signed_commands_and_a_crowd(databases):
    sheet = Sheet("Commands", commands.COLUMNS)
    async with commands.serving(databases, "SQLite", 18, 17, 16) as servers:
        for words in commands.WORDS:
            for lanes in TINY.lanes:
                for served in servers:
                    await commands.ask(served, words, lanes, TINY.asked, 17)
                commands.add(sheet, words, lanes, servers)
        last, half, cpu, _ = await crowd.rush(servers[0], 16, 16)
    assert {line["said"] for line in sheet.lines} == {"who", "mine", "status", "hours", "claim"}
    assert last >= half > 0
    assert cpu > 0


async def test_messages(databases):
    async with (
        running("slack", limit=fanout.LIMIT) as slack,
        fanout.Speakers(databases, "SQLite", slack, lanes=1).speaking() as speakers,
    ):
        ours = await speakers.say(11)
        theirs = await fanout.loop(slack, 5)
    assert len(ours.report["said"]) == 11
    assert ours.report["while_silent"] == 0
    assert theirs.rate > 0


async def test_cards_and_their_sums(databases):
    (sheet,) = await sheets(cards.run, databases)
    assert [line["card"] for line in sheet.lines] == ["digest", "status"]


async def test_proposed_rosters(databases):
    (sheet,) = await sheets(plan.run, databases)
    assert [line["worse than greedy"] for line in sheet.lines] == ["no", "no"]
    assert sheet.lines[0]["same again"] == "yes"
    assert sheet.lines[0]["gap %"] <= 2


async def test_the_timetable(databases):
    nothing, due = await sheets(timetable.run, databases)
    assert [line["task forces"] for line in nothing.lines] == [2, 20]
    assert [line["rows"] for line in due.lines] == [5, 1]


async def test_other_bots_are_not_needed_for_muster_itself(databases, monkeypatch):
    monkeypatch.setattr(peers, "prepared", lambda name: f"{name} (not installed: no network)")
    sheet, grown = await sheets(peers.run, databases)
    assert [line["bot"] for line in grown.lines] == [peers.WHOLE, peers.DOOR]
    assert [line["bot"] for line in sheet.lines if line["in flight"] == 1] == [
        peers.WHOLE,
        peers.DOOR,
        "errbot (not installed: no network)",
        "opsdroid (not installed: no network)",
    ]


async def test_a_recorded_claim_can_be_said_again_and_again(databases):
    with databases.empty("SQLite") as url:
        set_stage(url, 2, 2)
        job = peers.make_job(url, 1, 8)
        figures = await door(job, 1)
        assert figures.p50 > 0
        with on_stage(url) as stage:  # and Muster goes on with the same database
            stage.change(0, "claim duty number 0")


def test_what_is_recorded_is_all_that_an_answer_asks(databases):
    with databases.empty("SQLite") as url:
        set_stage(url, 2, 2)
        with on_stage(url) as stage:
            script = record_all(stage, 1, ["who"])["who"]
    assert not script.writes
    assert all(step.sql.startswith("SELECT") for step in script.raw)
    assert len(script.core) == len(script.raw)


def test_numbers_are_written_down_for_machines(tmp_path):
    sheet = Sheet("Some", ("what", "ms", "ratio"))
    sheet.add("claim", spread([1.0, 2.0, 9.0]), ratios([2.0, 6.0], [1.0, 2.0]))
    written = save([sheet], {"at": "2026-11-22T06:38:00+00:00"}, tmp_path)
    kept = json.loads(written.read_text())["sheets"][0]["lines"]
    assert kept == [
        {
            "what": "claim",
            "ms": {"min": 1.0, "median": 2.0, "max": 9.0},
            "ratio": {"min": 2.0, "median": 2.5, "max": 3.0},
        }
    ]


def test_every_group_and_scale_has_its_name():
    assert {"whole", "quick", "tiny"} == SCALES.keys()
    assert len(set(GROUPS)) == len(GROUPS) == 9
