"""Absence is read where people keep it already: a status, a calendar; over the wire."""

from __future__ import annotations

from contextlib import asynccontextmanager

from handlers.playground.statuses import read_status
from tests.bot.calendars.documents import days, document
from tests.bot.company import EVER
from tests.handlers.calendars.servers import says, serving

ADDRESS = "https://calendar.example/private-8f3a/basic.ics"
MINE = "Read my absence from a calendar"
STATUS = "Status, such as “Vacationing”"
VACATION = document(days("a", "Urlaub auf Mallorca", "20261204", "20261208"))
LATER = document(days("a", "Urlaub auf Mallorca", "20261205", "20261209"))


async def follow_status(play, person):
    await person.home()
    await person.press(MINE)
    await play.settle()
    await person.press("Read it from a calendar")
    await play.settle()
    assert await person.submit({STATUS: "Read my status in Slack"}) is None
    await play.settle()


async def who_is_away(play):
    with play.muster.store.read(1) as tx:
        names = {m.id: m.name for m in tx.people.all()}
        aways = tx.aways.overlapping(EVER)
    return [(names[a.member_id], str(a.first_day), str(a.last_day)) for a in aways]


async def test_sick_on_monday_at_six_forty(curtain):
    """The status says so; the turn of that day is sought for before the working day begins."""
    play = await curtain("2026-11-22 12:00")
    ada = play.person("Ada Brandt")
    await follow_status(play, ada)
    await ada.command("/muster", "claim night watch on the support handle mon")
    await play.settle()
    await play.until("2026-11-23 06:40")

    await ada.command("/status", ":face_with_thermometer: Out sick until 2026-11-23")
    await play.settle()
    asked = await ada.hears("Your status says away Mon 23 Nov 2026. Shall I note it?")
    assert asked.says("I would look for somebody to take it")
    await ada.press("Yes, note it", on=asked)
    await play.settle()
    assert await who_is_away(play) == [("Ada Brandt", "2026-11-23", "2026-11-23")]
    with play.muster.store.read(1) as tx:
        assert len(tx.covers.open()) == 1

    # she is better at noon: told before her absence ends
    await play.until("2026-11-23 12:00")
    await ada.command("/status", "clear")
    await play.settle()
    told = await ada.hears("It no longer says away Mon 23 Nov 2026.")
    await ada.press("End it now", on=told)
    await play.settle()
    await ada.hears("your absence has ended")


async def test_a_status_of_somebody_who_never_asked_is_nobodys_business(curtain):
    play = await curtain("2026-11-24 10:00")
    jakub = play.person("Jakub Nakamura")
    await jakub.command("/status", ":palm_tree: Vacationing until 2026-12-01")
    await play.settle()
    assert await who_is_away(play) == []
    assert not any(seen.says("Shall I note it?") for seen in jakub.inbox)


@asynccontextmanager
async def with_calendar(play, tmp_path):
    """A calendar's server on loopback, which this Muster may read as if it were in the world."""
    async with serving(tmp_path, says(VACATION)) as server:
        await play.muster.readers._fetcher.close()
        play.muster.readers._fetcher = server.in_the_world()
        yield server


async def read(play):
    await play.muster.readers.sweep()
    await play.settle()


async def test_a_calendar_from_form_to_absence(curtain, tmp_path):
    play = await curtain("2026-11-24 10:00")
    async with with_calendar(play, tmp_path) as server:
        ada = play.person("Ada Brandt")
        await ada.home()
        await ada.press(MINE)
        await play.settle()
        await ada.press("Read it from a calendar")
        await play.settle()
        await ada.submit({"Private address of your calendar (iCal, .ics)": ADDRESS})
        await play.settle()
        await read(play)
        asked = await ada.hears("Your calendar says away Fri 4 – Mon 7 Dec 2026. Shall I note it?")
        await ada.press("Yes, note it", on=asked)
        await play.settle()
        assert await who_is_away(play) == [("Ada Brandt", "2026-12-04", "2026-12-07")]

        server.answer = says(LATER)
        await play.until("2026-11-24 13:00")
        await read(play)
        await ada.hears("It says away Sat 5 – Tue 8 Dec 2026, and no longer Fri 4")
        await play.until("2026-11-24 16:00")
        await read(play)
        await ada.hears("Changed: you are away Sat 5 – Tue 8 Dec 2026.")
        assert await who_is_away(play) == [("Ada Brandt", "2026-12-05", "2026-12-08")]
    everything = [seen.text for seen in (*ada.inbox, *play.room())]
    assert not any("Mallorca" in said or "8f3a" in said for said in everything)


def test_statuses_as_people_write_them():
    class Ada:
        tz = "Europe/Berlin"

    assert read_status(":palm_tree: Away until 2026-12-07", Ada).until == 1796684400
    assert read_status("clear", Ada).emoji == ""
    assert read_status("lunch", Ada).emoji == ":speech_balloon:"
    assert read_status("until 2026-99-99", Ada).text == "until 2026-99-99"
