"""The chair sets everything up by forms, with slips of the hand, and takes things back."""

from __future__ import annotations

import csv
import io

from bot.operating.playing import SAMPLE
from handlers.playground.objects import Kind
from tests.scenarios.stage import said_at

DUTY = {"Name": "Reddit", "Hours it": "3", "When": "Mon-Fri 12:00-13:00"}


async def test_a_duty_is_added_after_its_slips_are_mended_and_can_be_undone(curtain):
    play = await curtain("2026-11-24 10:00")
    await play.set_up("Duties", "Add a duty")
    slips = {"Hours it": "many", "People at least": "3", "When": "Mon-Fri 25:00"}
    for label, slip in slips.items():
        form = await play.chair.submit(DUTY | {label: slip})
        assert form, label
        assert len(form.errors) == 1, form.errors
        play.chair.fill({"People at least": "1"})
    assert await play.chair.submit(DUTY) is None
    await play.chair.hears("Reddit is on the roster.", "3 h a week")
    await play.settle()
    assert play.panel().says("Reddit: next Tue 24 Nov", "12:00")
    ada = play.person("Ada Brandt")
    assert (await ada.command("/muster", "claim reddit wed")).says("You hold Reddit.")

    await play.set_up("Duties", "Add a duty")
    form = await play.chair.submit(DUTY)
    assert "Reddit" in form.errors["Name"]  # there is one by that name
    await play.chair.close()


async def test_a_retired_duty_leaves_the_roster_its_holder_is_told_and_undo_brings_it_back(curtain):
    play = await curtain("2026-11-24 10:00")
    ada = play.person("Ada Brandt")
    assert (await ada.command("/muster", "claim action plan next week")).says("You hold")
    await play.set_up("Duties", "Open|Action plan", "Retire")
    await play.settle()
    assert ada.sees("Action plan", "30 Nov", play.chair.user.name)
    assert not (await ada.command("/muster", "mine")).says("Action plan")
    assert (await ada.command("/muster", "claim action plan")).says("no longer a duty")
    await play.chair.press("Undo")
    await play.settle()
    assert play.panel().says("Action plan")
    assert (await ada.command("/muster", "claim action plan next week")).says("You hold")


async def test_times_are_changed_and_hold_from_then_on(curtain):
    play = await curtain("2026-11-23 08:50")
    await play.set_up("Times", "Change|Question about hours")
    await play.chair.submit({"On": "Tuesday", "At": "11:15"})
    await play.chair.hears("Question about hours: Tuesdays at 11:15.")
    await play.set_up("Times", "Change|Digest")
    await play.chair.submit({"Is it sent?": "No"})
    await play.chair.hears("Digest: off.")
    await play.set_up("Times", "Change|Hours are on time until")
    await play.chair.submit({"On": "Friday", "At": "12:00"})
    await play.settle()
    await play.until("2026-11-24 11:15")

    (asked,) = [s for s in play.person("Ada Brandt").inbox if s.says("How many hours")]
    assert said_at(asked) == "Tue 2026-11-24 11:15"
    assert asked.says("until Fri 27 Nov 2026 12:00")
    assert not [seen for seen in play.room() if seen.says("are covered", "Gaps")]


async def test_a_second_room_gets_a_panel_of_its_own_and_a_foreign_one_a_word_why_not(curtain):
    play = await curtain("2026-11-24 10:00")
    await play.set_up("Rooms", "Add a room")
    form = await play.chair.submit({"Room": "task-force"})
    assert "posts in this room already" in form.errors["Room"]
    assert await play.chair.submit({"Room": "social-media"}) is None
    await play.settle()
    (second,) = [seen for seen in play.room("social-media") if seen.says("Roster,")]
    await play.person("Ada Brandt").command("/muster", "claim vimeo")
    await play.settle()
    (again,) = [seen for seen in play.room("social-media") if seen.says("Roster,")]
    assert again.source.ts == second.source.ts
    assert again.says("Keep the Vimeo channel: Ada Brandt")
    assert play.panel().says("Keep the Vimeo channel: Ada Brandt")

    workspace = play.playground.workspace
    hidden = workspace.add_channel("secret", [play.chair.user.id], Kind.PRIVATE)
    await play.set_up("Rooms", "Add a room")
    await play.chair.submit({"Room": hidden.id})
    await play.settle()
    assert (await play.chair.command("/muster", "status")).says(
        "cannot see this room", "/invite @Muster"
    )


async def test_roles_count_when_a_button_is_pressed_not_when_it_was_drawn(curtain):
    play = await curtain("2026-11-24 10:00")
    await play.set_up("People", "Open|Ada Brandt", "Edit")
    await play.chair.submit({"Role": "Chair: sets everything up"})
    await play.settle()
    ada = play.person("Ada Brandt")
    setup = await ada.command("/muster", "setup")
    await ada.press("Duties", on=await ada.command("/muster", "setup"))
    await play.settle()
    await ada.press("Add a duty")
    await play.settle()
    ada.fill(DUTY)

    await play.set_up("People", "Open|Ada Brandt", "Edit")
    await play.chair.submit({"Role": "Member"})
    await play.settle()
    form = await ada.submit()
    assert form, "a form that may not be handed in any more stays open and says so"
    assert form.says("Only the chair can do this.")
    await ada.close()
    await ada.press("Export members", on=setup)
    await ada.hears("Only the chair can do this.", "Your role is member")
    await play.settle()
    assert not play.panel().says("Reddit")


async def test_what_is_exported_can_be_imported_and_changes_nothing(curtain):
    play = await curtain("2026-11-24 10:00")
    for kind in ("members", "accounts", "duties"):
        before = len(play.chair.inbox)
        await play.set_up(f"Export {kind}")
        files = play.chair.inbox[before:]
        rows = "".join(seen.text for seen in files)
        first = (SAMPLE / f"{kind}.csv").read_text().splitlines()[1]
        assert first.split(",")[0] in rows
    await import_(play, (SAMPLE / "duties.csv").read_text())
    await play.chair.hears("The import would change nothing", "22 as they are")


async def test_an_import_says_what_it_would_do_and_does_it_whole_or_not_at_all(curtain):
    play = await curtain("2026-11-24 10:00")
    rows = io.StringIO()
    csv.writer(rows).writerows(
        [
            ["name", "email", "department", "role", "time_zone", "country", "usual_hours"],
            ["Nia Newcomer", "nia@example.com", "Sales", "member", "Europe/Berlin", "DE", "2"],
            ["=HYPERLINK(1)", "who", "Sales", "member", "Mars/Base", "DE", "2"],
        ]
    )
    await import_(play, rows.getvalue())
    report = await play.chair.hears("Nothing is changed yet.", "1 new", "refused: 1 row")
    assert report.says("email")
    await play.chair.press("Import the rest without those")
    await play.chair.hears("Imported.")
    await play.set_up("People")
    assert play.chair.sees("66 active")


async def import_(play, text):
    await play.set_up("Import a list")
    await play.chair.submit({"CSV of members, accounts or duties": text})
