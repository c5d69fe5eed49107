"""What people write, in the ways they write it."""

from __future__ import annotations

import pytest

from tests.scenarios.stage import ROOM


@pytest.fixture
async def play(curtain):
    return await curtain("2026-11-24 10:00")


CASES = (
    ("Claim Copywriting  2h.", "You hold Copywriting."),
    ("take “copywriting” 2,5", "2.5 h"),
    ("claim copywritng 1h30", "You hold Copywriting."),
    ("claim fórum", "You hold Moderate the community forum."),
    ("HOURS 2,5", "You offer 2.5 h."),
    ("hours 3h next week", "Mon 30 Nov – Sun 6 Dec 2026"),
    ("hours done 2 last week", "Logged: 2 h in the week of Mon 16"),
    ("who facebook tomorrow", "Moderate the Facebook page"),
    ("away fri..mon", "away from Fri 27 Nov 2026 to Mon 30 Nov 2026"),
    ("open next week", "What is open"),
    ("mine", "You hold no turns."),
    ("help claim", "claim facebook tue 2h"),
    ("", "Muster · Acme"),
    ("clam facebook", "The nearest is “claim”: /muster claim facebook"),
    ("xyzzy", "I do not know the word “xyzzy”."),
    ("hours not next week", "Noted: not this week."),
    ("hours none", "For the week of Mon 23"),
    ("hours nov 30 3", "You offer 3 h."),
    ("hours eleventy", "is not a number of hours"),
    ("who faceboook", "Moderate the Facebook page"),
    ("claim zzz", "no duty called “zzz”"),
    ("status", "Only the chair can do this."),
)


async def test_a_command_is_understood_or_answered_with_the_nearest_right_one(play):
    people = [person for person in play.everyone() if person.user.tz == "Europe/Berlin"][1:]
    for person, (typed, heard) in zip(people, CASES, strict=False):
        answer = await person.command("/muster", typed, channel=ROOM)
        assert answer.says(heard), (typed, answer.text)
        assert answer.private, typed  # nobody else reads along
    assert len(people) >= len(CASES)
    assert not [seen for seen in play.room() if not seen.says("Roster,")]


async def test_plain_words_in_the_direct_message_do_the_same(play):
    ada = play.person("Ada Brandt")
    for said, heard in (
        ("claim copywriting 2h", "You hold Copywriting."),
        ("mine", "Copywriting"),
        ("i can't copywriting", "Before you give back Copywriting"),
        ("what", "help"),
    ):
        await ada.say(said)
        assert await ada.hears(heard)
    assert len(ada.inbox) == 8
    await ada.press("Undo that I took it")
    await ada.hears("Copywriting is not yours any more.")
    assert (await ada.command("/muster", "mine")).says("You hold no turns.")


async def test_a_mention_in_a_room_is_answered_to_the_asker_alone(play):
    ada = play.person("Ada Brandt")
    await ada.say("@Muster who facebook", channel=ROOM)
    answer = await ada.hears("Moderate the Facebook page", "open")
    assert answer.private
    await ada.say("Has @Muster seen this? Just talking.", channel=ROOM)
    await play.settle()
    thread = await ada.say("Who has the blog?", channel=ROOM)
    assert thread.ts
    assert not play.person("Bao Xu").sees("Moderate the Facebook page", "Asked for")


async def test_several_fits_are_asked_about_never_guessed(play):
    ada = play.person("Ada Brandt")
    assert (await ada.command("/muster", "claim support")).says("Which one do you mean?")
    await ada.press("Night watch on the support")
    await ada.hears("Which turn of Night watch on the support handle?")
    menu = ada.sees("Which turn of Night watch").control("Choose a turn")
    (thursday,) = [option for option in menu.options if option.startswith("Thu 26 Nov")]
    await ada.choose("Choose a turn", thursday)
    await ada.hears("You hold Night watch on the support handle.", "Thu 26 Nov 2026 21:00–23:00")
    await ada.press("Undo")
    await ada.hears("Undone", "is not yours any more")


async def test_limits_say_what_why_and_a_way_out(play):
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "away wed..fri")
    no = await ada.command("/muster", "claim night thu")
    assert no.says("You cannot take Night watch", "away: Wed 25 – Fri 27 Nov 2026")
    await ada.press("I am back", on=no)
    await ada.hears("back")
    assert (await ada.command("/muster", "claim night thu")).says("You hold Night watch")

    assert (await ada.command("/muster", "claim copywriting 5h")).says("You hold Copywriting.")
    over = await ada.command("/muster", "claim technical posts 5h")
    assert over.says("You cannot take Write technical posts", "8 h", "1 h")
    await ada.press("Take 1 h", on=over)
    await ada.hears("You hold Write technical posts.")
