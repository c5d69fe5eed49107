"""A quiet week of the task force, from the Sunday before it to the Monday after."""

from __future__ import annotations

from handlers.playground.objects import Message
from tests.scenarios.stage import CHAIR, said_at

SUNDAY, MONDAY = "2026-11-22 12:00", "2026-11-23"
PROMPT = "How many hours can you give this week?"

# Berlin, London, New York, Los Angeles, Kolkata (half an hour off), Lord Howe (first of all)
SIX = {
    "Ada Brandt": "Europe/Berlin",
    "Niklas Abara": "Europe/London",
    "Anke Okafor": "America/New_York",
    "Rosa Conti": "America/Los_Angeles",
    "Goran Weiss": "Asia/Kolkata",
    "Leila Eriksen": "Australia/Lord_Howe",
}


def written(person, zone="Europe/Berlin"):
    """(when, title) of everything that Muster wrote to this person, in their own time."""
    return [(said_at(s, zone), s.text.splitlines()[0]) for s in person.inbox if of_muster(s)]


def reminders(person, zone="Europe/Berlin"):
    return [when for when, title in written(person, zone) if title.startswith("Coming up")]


def nudges(person, zone="Europe/Berlin"):
    return [when for when, title in written(person, zone) if title.startswith("Can you give")]


def of_muster(seen):
    return isinstance(seen.source, Message) and seen.source.bot and not seen.private


async def test_everyone_is_asked_once_at_nine_on_their_own_monday_morning(curtain):
    play = await curtain(SUNDAY)
    await play.until(f"{MONDAY} 18:30")  # 09:30 in Los Angeles, the last of all

    for person in play.everyone():
        asked = [when for when, title in written(person, person.user.tz) if title == PROMPT]
        assert asked == [f"Mon {MONDAY} 09:00"], person.user.name
    assert {play.person(name).user.tz for name in SIX} == set(SIX.values())
    assert len({person.user.tz for person in play.everyone()}) == 6


async def test_one_tap_answers_and_the_same_message_says_so(curtain):
    play = await curtain(f"{MONDAY} 08:59")
    ada = play.person("Ada Brandt")
    await play.until(f"{MONDAY} 09:00")
    assert ada.sees(PROMPT, "Wed 25 Nov 2026 17:00")

    await ada.press("3 h")
    await ada.hears("You offer 3 h.", "week of Mon 23")
    assert len(written(ada)) == 1  # the question has become its answer

    await ada.press("Change")
    assert (await ada.hears("Hours for a week")).title == "Hours for a week"
    assert await ada.submit({"Hours": "a few"})
    assert "is not a number of hours" in ada.modal.errors["Hours"]
    assert await ada.submit({"Hours": "1h30"}) is None
    await ada.hears("You offer 1.5 h.")


async def test_last_weeks_answer_is_the_first_button_a_week_later(curtain):
    play = await curtain(f"{MONDAY} 08:59")
    goran = play.person("Goran Weiss")
    await play.until(f"{MONDAY} 09:00")
    await goran.press("2 h")
    await goran.hears("You offer 2 h.")
    await play.until("2026-11-30 09:00")

    assert goran.sees(PROMPT, "In the week of Mon 23 – Sun 29 Nov 2026 you offered 2 h")
    await goran.press("Same as last time: 2 h")
    await goran.hears("You offer 2 h.", "Mon 30 Nov")
    await goran.press("Yes, log them")
    await goran.hears("Logged: 2 h in the week of Mon 23")
    assert sum(title == PROMPT for _when, title in written(goran)) == 0


async def test_only_the_silent_are_nudged_once_a_day_and_not_when_they_rest(curtain):
    play = await curtain("2026-11-09 08:59")  # Wednesday is a holiday in the United States
    ada, felix = play.person("Ada Brandt"), play.person("Felix Lindqvist")
    uma, bao, anke = (play.person(n) for n in ("Uma Moreau", "Bao Xu", "Anke Okafor"))
    await play.until("2026-11-09 12:00")
    await ada.press("Not this week")
    await bao.press("Pause me")
    await uma.command("/muster", "away tue..fri")
    await play.until("2026-11-13 12:00")

    assert nudges(ada) == nudges(bao) == nudges(uma) == []
    assert nudges(felix) == ["Tue 2026-11-10 10:00", "Wed 2026-11-11 10:00"]
    assert nudges(anke, "America/New_York") == ["Tue 2026-11-10 10:00"]
    for person in play.everyone()[1:]:  # the chair also gets the status that she wants
        days = [when[:14] for when, _title in written(person, person.user.tz)]
        assert len(days) == len(set(days)), person.user.name


async def test_holders_are_reminded_on_the_working_day_before_and_can_say_they_cannot(curtain):
    play = await curtain("2026-11-25 12:00")  # a Wednesday; Thursday is Thanksgiving
    greta, hedda = play.person("Greta Conti"), play.person("Hedda Dvořák")  # Berlin, Lord Howe
    priya = play.person("Priya Tanaka")  # New York
    assert (await greta.command("/muster", "claim answer thu 13-17")).says("Which one do you mean?")
    await greta.press("Answer on the support")
    await greta.hears("You hold Answer on the support handle.", "Thu 26 Nov 2026 13:00–17:00")
    which = await hedda.command("/muster", "claim answer on the support 30 nov")
    await hedda.press("Claim", on=which, beside="19:00–23:00 (Australia/Lord_Howe)")
    await hedda.hears("You hold Answer on the support handle.")
    assert (await priya.command("/muster", "claim night 27 nov")).says("You hold Night watch")
    await play.until("2026-11-27 12:00")

    assert reminders(greta) == ["Wed 2026-11-25 16:00"]
    assert reminders(priya, "America/New_York") == ["Wed 2026-11-25 16:00"]  # not on the holiday
    assert reminders(hedda, "Australia/Lord_Howe") == ["Fri 2026-11-27 16:00"]  # for Monday
    assert sum(len(reminders(person)) for person in play.everyone()) == 3

    await priya.press("I can't")
    await priya.hears("Before you give back Night watch", "You hold it until somebody takes it")
    assert (await greta.command("/muster", "who night 27 nov")).says("21:00–23:00", "Priya Tanaka")


async def test_on_monday_the_room_gets_the_digest_and_the_chair_the_status(curtain):
    play = await curtain("2026-11-20 12:00")  # the Friday before
    for name, words in (("Ada Brandt", "claim facebook"), ("Bao Xu", "claim reputation")):
        assert (await play.person(name).command("/muster", words)).says("You hold")
    await play.until(f"{MONDAY} 10:00")

    (digest,) = [seen for seen in play.room() if seen.says("This week 0 h of 108 h are covered")]
    assert said_at(digest) == f"Mon {MONDAY} 10:00"
    assert digest.says("2 turns claimed", "To the 2 people who looked after our accounts")
    assert digest.says("Hours by department last week", "Held: Customer Service 0", "Marketing 2")
    assert digest.says("Duty | When | Missing")
    kinds = [block["type"] for block in digest.source.blocks]
    assert "data_visualization" in kinds
    assert "table" in kinds
    assert "Marketing" in digest.source.text  # the same as plain words
    for person in play.everyone():  # nobody is named, nobody shamed
        assert not digest.says(person.user.name)

    (status,) = [s for s in play.chair.inbox if s.says("Status, week of Mon 23")]
    assert said_at(status) == f"Mon {MONDAY} 09:30"
    assert status.says("Holes this week: 38", "Have not said their hours: 65", "Ada Brandt")
    others = [person for person in play.everyone() if person.user.name != CHAIR]
    assert not any(person.sees("Status, week of") for person in others)


async def test_the_panel_is_edited_in_place_and_follows_turns_as_they_begin_and_end(curtain):
    play = await curtain(SUNDAY)
    greta = play.person("Greta Conti")
    first = play.panel().source.ts
    assert (await greta.command("/muster", "claim night 22 nov")).says("You hold Night watch")
    await play.settle()
    assert play.panel().says("Night watch on the support handle: next Sun 22 Nov 21:00 (2 h")
    await play.until("2026-11-22 21:00")
    assert play.panel().says("Night watch on the support handle: Greta Conti (2 h of")
    await play.until("2026-11-22 23:00")
    assert play.panel().says("Night watch on the support handle: done for this week")
    await play.until(f"{MONDAY} 00:00")
    assert play.panel().says("Roster, week of Mon 23 – Sun 29 Nov 2026")
    await greta.press("Claim", on=play.panel(), beside="Moderate the Facebook page")
    await greta.hears("You hold Moderate the Facebook page.")
    await play.settle()
    assert play.panel().says("Moderate the Facebook page: Greta Conti (6 h of 6 h)")
    await greta.press("Undo")
    await play.settle()
    assert play.panel().says("Moderate the Facebook page: open (0 h of 6 h)")
    assert play.panel().source.ts == first
    assert [s for s in play.room() if s.says("Night watch")] == [play.panel()]
