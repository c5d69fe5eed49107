"""Muster itself stops for a while, and starts on the same database."""

from __future__ import annotations

from datetime import timedelta

from tests.scenarios.stage import at, said_at

PROMPT = "How many hours can you give this week?"
MONDAY = "2026-11-23"


def prompts(person):
    return [said_at(seen, person.user.tz) for seen in person.inbox if seen.says(PROMPT)]


async def test_after_an_hour_everything_is_said_late_and_once_with_its_own_date(curtain):
    play = await curtain("2026-11-22 23:30")
    await play.until(f"{MONDAY} 08:50")
    await play.down()
    await play.on(timedelta(hours=1, minutes=30))
    await play.up()
    await play.until(f"{MONDAY} 11:00")

    ada, goran = play.person("Ada Brandt"), play.person("Goran Weiss")
    assert prompts(ada) == [f"Mon {MONDAY} 10:20"]
    assert ada.sees(PROMPT, "week of Mon 23 – Sun 29 Nov 2026")
    assert prompts(goran) == [f"Mon {MONDAY} 09:00"]  # in Kolkata it was in time
    (digest,) = [seen for seen in play.room() if seen.says("are covered", "Gaps")]
    assert said_at(digest) == f"Mon {MONDAY} 10:20"
    assert len([s for s in play.chair.inbox if s.says("Status, week of Mon 23")]) == 1
    assert not play.chair.sees("Not sent")
    for person in play.everyone():
        assert len(prompts(person)) <= 1, person.user.name


async def test_after_two_weeks_what_is_too_late_is_recorded_and_told_to_the_chair(curtain_on_both):
    play = await curtain_on_both("2026-11-22 12:00")
    ada = play.person("Ada Brandt")
    assert (await ada.command("/muster", "claim facebook next week")).says("You hold")
    await play.down()
    await play.on(timedelta(weeks=2, days=2))
    await play.up()  # Tuesday, 8 December, at noon
    await play.until("2026-12-08 15:00")

    told = [seen for seen in play.chair.inbox if seen.says("Not sent")]
    assert len(told) == len({seen.text.splitlines()[0] for seen in told})
    digest = next(seen for seen in told if seen.says("the weekly digest"))
    assert digest.says("3 times, from Mon 23 Nov 2026 to Mon 7 Dec 2026")
    assert any(seen.says("the weekly hours prompt") for seen in told)
    assert prompts(ada) == []  # Monday's was more than a day ago
    assert not [seen for seen in play.room() if seen.says("are covered", "Gaps")]
    with play.muster.store.read(1) as tx:
        missed = tx.record.since(
            at("2026-12-08 00:00"), at("2026-12-09 00:00"), ["timetable.missed"]
        )
    assert {change.subject for change in missed} >= {"timetable:digest", "timetable:prompt"}
    assert play.panel().says("Roster, week of Mon 7 – Sun 13 Dec 2026")

    await play.until("2026-12-14 10:00")
    assert prompts(ada) == ["Mon 2026-12-14 09:00"]
