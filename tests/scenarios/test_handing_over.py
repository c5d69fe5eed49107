"""A week that is handed over: asked, written, read, told at once; in Slack and in Teams."""

from __future__ import annotations

from tests.scenarios.stage import said_at

VIMEO = "Keep the Vimeo channel"
ASK = f"Anything to hand over? {VIMEO}"


def titled(person, words):
    return [seen for seen in person.inbox if seen.says(words)]


async def test_a_note_goes_from_slack_to_teams_with_the_reminder(curtain_in_two_on_both):
    play = await curtain_in_two_on_both("2026-11-24 12:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await joana.command("/muster", "claim vimeo")
    await paula.says("claim vimeo next week")
    await play.until("2026-11-27 13:59")
    assert not titled(joana, ASK)

    await play.until("2026-11-27 14:01")
    (asked,) = titled(joana, ASK)
    assert said_at(asked) == "Fri 2026-11-27 14:00"
    assert asked.says("Next: Paula Fontaine, from Mon 30 Nov 00:00.")
    assert "Nothing notable" in asked.buttons
    await joana.press("Write a note", on=asked)
    await joana.hears("Handover note")
    await joana.submit({"What is unfinished": "Captions wait", "Links": "the folder"})
    assert "is no link" in joana.modal.errors["Links"]
    await joana.submit({"Links": "The folder https://example.com/folder?a=1&b=2"})
    await play.settle()
    assert joana.sees(f"Noted: {VIMEO}.", "Paula Fontaine sees it with the reminder.")
    assert titled(joana, "Handover noted. Thank you.")  # the card has become its answer
    assert not titled(joana, ASK)

    await play.until("2026-11-27 16:01")
    reminder = await paula.hears(f"Coming up: {VIMEO}", "Joana Zhang left a note: Captions wait")
    assert reminder.says("The folder")
    assert "https://example.com/folder?a=1&b=2" in str(reminder.cards)
    await paula.says("who vimeo")
    await paula.hears("Now: Joana Zhang", "Joana Zhang left a note: Captions wait")
    await play.until("2026-12-01 15:00")
    assert not titled(joana, "Still to hand over")
    assert play.teams.problems == []


async def test_a_correction_stands_in_the_reminder_that_was_said_before(curtain_in_two):
    play = await curtain_in_two("2026-11-27 13:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await joana.command("/muster", "claim vimeo")
    await paula.says("claim vimeo next week")
    await play.until("2026-11-27 16:30")
    (reminder,) = titled(paula, f"Coming up: {VIMEO}")
    assert not reminder.says("left a note")
    for text in ("Captions wait", "Nothing waits any more"):
        await joana.command("/muster", "handover")
        await joana.press("Handover note")
        await play.settle()
        await joana.submit({"What is unfinished": text})
        await play.settle()
        (reminder,) = titled(paula, f"Coming up: {VIMEO}")
        assert reminder.says(f"Joana Zhang left a note: {text}")
    assert not reminder.says("Captions wait")
    assert play.teams.problems == []


async def test_who_forgot_is_asked_once_more_and_whoever_holds_it_gets_it_at_once(
    curtain_in_two,
):
    play = await curtain_in_two("2026-11-24 12:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await paula.says("claim vimeo")
    await joana.command("/muster", "claim vimeo next week")
    await play.until("2026-11-30 13:59")
    assert len(titled(paula, ASK)) == 1
    assert not titled(paula, "Still to hand over")
    await play.until("2026-11-30 14:01")
    (nudge,) = titled(paula, "Still to hand over")
    assert nudge.says("It is over.", "Next: Joana Zhang")

    await paula.opens("Write a note", on=nudge)
    await paula.fills({"What to watch": "The giveaway ends on Tuesday"})
    await paula.hears(f"Noted: {VIMEO}.", "Joana Zhang gets it now.")
    await play.settle()
    (told,) = titled(joana, f"Handover: {VIMEO}")
    assert told.says("Paula Fontaine left a note. To watch: The giveaway ends on Tuesday")
    assert said_at(told) == "Mon 2026-11-30 14:01"
    assert not titled(paula, "Still to hand over")  # edited to what was noted

    await paula.press("Undo")
    await play.settle()
    assert titled(joana, "was taken back")
    await play.until("2026-12-08 18:00")
    assert len(titled(paula, "Still to hand over")) <= 1
    assert len(titled(paula, "hand over")) <= 2  # the first and the second card, no third
    assert play.teams.problems == []


async def test_one_tap_is_enough_and_who_goes_on_is_not_asked(curtain_in_two):
    play = await curtain_in_two("2026-11-24 12:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await paula.says("claim vimeo")
    for week in ("", " next week"):
        await joana.command("/muster", f"claim copywriting{week} 2h")
    await play.until("2026-11-27 14:01")
    (asked,) = titled(paula, ASK)
    await paula.press("Nothing notable", on=asked)
    await play.settle()
    assert titled(paula, "You noted: nothing notable.")
    assert (await joana.command("/muster", "who vimeo")).says(
        "Paula Fontaine noted: nothing notable."
    )
    await play.until("2026-12-02 18:00")
    assert not titled(joana, "hand over")
    assert not titled(paula, "Still to hand over")
    assert play.teams.problems == []


async def test_muster_was_down_while_it_ended(curtain):
    play = await curtain("2026-11-24 12:00")
    joana = play.person("Joana Zhang")
    await joana.command("/muster", "claim vimeo")
    await play.until("2026-11-27 13:00")
    await play.down()
    await play.until("2026-11-30 08:30")
    await play.up()
    await play.until("2026-11-30 09:30")
    (asked,) = titled(joana, ASK)
    assert said_at(asked).startswith("Mon 2026-11-30 08:30")
    assert asked.says("It is over.")
