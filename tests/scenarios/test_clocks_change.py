"""The weeks in which clocks change: nothing twice, nothing lost, no turn an hour off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.scenarios.stage import at, said_at

PROMPT = "How many hours can you give this week?"
BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("zone", "sunday", "asked"),
    [
        # Easter Monday is a holiday in Germany: the question comes when they are back and awake
        pytest.param(BERLIN, "2027-03-28", "Tue 2027-03-30 08:00", id="Berlin, spring"),
        pytest.param(BERLIN, "2026-10-25", "Mon 2026-10-26 09:00", id="Berlin, autumn"),
        pytest.param(NEW_YORK, "2027-03-14", "Mon 2027-03-15 09:00", id="New York, spring"),
        pytest.param(NEW_YORK, "2026-11-01", "Mon 2026-11-02 09:00", id="New York, autumn"),
        pytest.param(LORD_HOWE, "2026-10-04", "Mon 2026-10-05 09:00", id="Lord Howe, on"),
        pytest.param(LORD_HOWE, "2027-04-04", "Mon 2027-04-05 09:00", id="Lord Howe, back"),
    ],
)
async def test_everyone_is_asked_once_and_by_the_new_clock(curtain, zone, sunday, asked):
    play = await curtain(f"{sunday} 00:30", zone)
    await play.until(asked.partition(" ")[2], zone)

    there = [person for person in play.everyone() if person.user.tz == zone]
    assert len(there) >= 4
    for person in there:
        times = [said_at(seen, zone) for seen in person.inbox if seen.says(PROMPT)]
        assert times == [asked], person.user.name
    for person in play.everyone():
        assert sum(seen.says(PROMPT) for seen in person.inbox) <= 1, person.user.name


@pytest.mark.parametrize(
    ("monday", "sunday", "said"),
    [
        pytest.param("2027-03-22", "2027-03-28", "03:30", id="the hour that is left out"),
        pytest.param("2026-10-19", "2026-10-25", "02:30", id="the hour that comes twice"),
    ],
)
async def test_a_digest_set_to_half_past_two_is_said_once(curtain, monday, sunday, said):
    play = await curtain(f"{monday} 09:50")
    await play.set_up("Times", "Change|Digest")
    await play.chair.submit({"On": "Sunday", "At": "02:30"})
    await play.chair.hears("Digest: Sundays at 02:30.")
    await play.down()
    await play.until(f"{sunday} 00:30")
    await play.up()
    await play.until(f"{sunday} 05:00")

    times = [said_at(seen) for seen in play.room() if seen.says("are covered", "Gaps")]
    assert times == [f"Sun {sunday} {said}"]
    if said == "02:30":  # the first of the two
        (digest,) = [seen for seen in play.room() if seen.says("are covered", "Gaps")]
        assert float(digest.source.ts) < at(f"{sunday} 03:00").timestamp() - 3600


async def test_a_night_turn_over_the_doubled_hour_is_one_turn_of_four_real_hours(curtain):
    play = await curtain("2026-10-24 18:00")
    ada, leila = play.person("Ada Brandt"), play.person("Leila Eriksen")
    await play.set_up("Duties", "Add a duty")
    await play.chair.submit(
        {"Name": "Owl", "Hours it": "4", "People at most": "1", "When": "Sun 01:00-04:00"}
    )
    await play.chair.hears("Owl is on the roster.")
    claimed = await ada.command("/muster", "claim owl sun")
    assert claimed.says("You hold Owl.", "4 h, Sun 25 Oct 2026 01:00–04:00")
    theirs = await leila.command("/muster", "who owl sun")
    assert theirs.says("Sun 25 Oct 2026 10:00–14:00 (Australia/Lord_Howe): Ada Brandt")

    for hours_after_midnight, holds in ((0.9, False), (1, True), (2.5, True), (3.5, True)):
        await play.on(at("2026-10-25 00:00") - play.clock.now() + _hours(hours_after_midnight))
        assert play.panel().says("Owl: Ada Brandt") is holds, hours_after_midnight
    await play.until("2026-10-25 04:00")
    assert play.panel().says("Owl: done for this week")
    assert play.clock.now() == at("2026-10-25 00:00") + _hours(5)


async def test_between_two_clock_changes_a_turn_is_at_another_hour_across_the_sea(curtain):
    play = await curtain("2026-10-22 12:00")  # Berlin changes on the 25th, New York on the 1st
    priya = play.person("Priya Tanaka")
    days = {"23 oct": "07:00–11:00", "26 oct": "08:00–12:00", "2 nov": "07:00–11:00"}
    for day, times in days.items():
        shown = await priya.command("/muster", f"who answer on the support {day}")
        assert shown.says(f"{times} (America/New_York)"), (day, shown.text)
    await priya.press("Claim", on=shown, beside="07:00–11:00")
    await priya.hears("You hold Answer on the support handle.", "Mon 2 Nov 2026 07:00–11:00")


def _hours(number):
    return timedelta(hours=number)
