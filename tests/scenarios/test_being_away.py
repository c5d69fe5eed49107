"""Absence: sick at twenty to seven, away while cover is sought, back before anybody took it."""

from __future__ import annotations

FACEBOOK = "Moderate the Facebook page"
COPY = "Copywriting"


async def test_sick_at_twenty_to_seven_on_monday(curtain_in_two_on_both):
    play = await curtain_in_two_on_both("2026-11-22 12:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await joana.command("/muster", "claim copywriting next week")
    await play.until("2026-11-23 06:40")
    reply = await joana.command("/muster", "sick today note: a fever")
    assert reply.says("You are away on Mon 23 Nov 2026.", "I ask for cover at once")
    assert reply.says("For you alone: a fever")
    await play.until("2026-11-23 10:30")

    # no question about hours, and a colleague in the other place is asked for cover
    assert not joana.sees("How many hours can you give this week?")
    card = next(seen for seen in paula.inbox if seen.says(COPY) and "Take it" in seen.buttons)
    await paula.press("Take it", on=card)
    await play.settle()
    assert (await joana.command("/muster", "who copywriting mon")).says("Paula Fontaine")
    welcome = await joana.command("/muster", "back")
    assert welcome.says("Somebody took meanwhile, and it stays theirs:", "Paula Fontaine")
    everywhere = [*paula.inbox, *play.room(), *play.chair.inbox]
    assert not [seen for seen in everywhere if seen.says("fever")]
    assert play.teams.problems == []


async def test_the_chair_enters_it_for_a_colleague_on_the_other_platform(curtain_in_two):
    play = await curtain_in_two("2026-11-23 06:40")
    paula = await play.arrives("Paula Fontaine")
    await paula.says("claim copywriting")
    mail = "paula.fontaine@example.com"
    reply = await play.chair.command("/muster", f"away {mail} today")
    assert reply.says("Paula Fontaine is away on Mon 23 Nov 2026.", COPY)
    await play.settle()
    told = await paula.hears("entered that you are away on Mon 23 Nov 2026.", COPY)
    await paula.press("I am here", on=told)
    await play.settle()
    assert paula.sees("Welcome back.", "Nobody is asked for cover any more. You hold as before:")
    assert (await play.chair.command("/muster", "who copywriting")).says("Paula Fontaine")
    assert play.teams.problems == []


async def test_away_begins_while_cover_is_sought(curtain_on_both):
    play = await curtain_on_both("2026-11-23 12:00")
    ada, bao = play.person("Ada Brandt"), play.person("Joana Zhang")
    await ada.command("/muster", "claim facebook next week")
    await ada.command("/muster", "release facebook next week")
    await play.settle()
    await ada.press("Find cover")
    await play.settle()
    reply = await ada.command("/muster", "away 30 nov to 6 dec")
    assert reply.says("Cover is asked for already:", FACEBOOK)
    assert not reply.says("I ask for cover at once")
    assert (await bao.command("/muster", "who facebook next week")).says("away", "cover wanted")
    back = await ada.command("/muster", "back")
    await ada.press("I am here", on=back)
    await play.settle()
    # what she had given up before is sought still
    assert (await bao.command("/muster", "who facebook next week")).says("cover wanted")


async def test_hours_and_a_form_and_undo(curtain):
    play = await curtain("2026-11-23 12:00")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "claim facebook")
    await ada.command("/muster", "away")
    await play.settle()
    await ada.submit({"From": "14:00", "Until": "18:00"})
    await play.settle()
    assert ada.sees("You are away Mon 23 Nov 2026 14:00–18:00", "can be done later", FACEBOOK)
    await ada.press("Undo")
    await play.settle()
    assert ada.sees("Undone: you are not away Mon 23 Nov 2026 14:00–18:00")
