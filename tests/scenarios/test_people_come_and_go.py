"""People who join, leave, move, or are not who they seem."""

from __future__ import annotations

from handlers.playground.objects import Row
from tests.scenarios.stage import ROOM, said_at

PROMPT = "How many hours can you give this week?"
NEW = Row("Nia Newcomer", "nia.newcomer@example.com", tz="Asia/Kolkata")


async def arrive(play, row):
    """Somebody new in the workspace and its rooms."""
    user = await play.playground.people.arrive(row, ("general", "task-force"))
    await play.settle()
    return play.person(user.id)


async def test_a_newcomer_asks_and_the_departments_lead_lets_them_in_with_one_tap(curtain):
    play = await curtain("2026-11-24 12:00")
    nia, mehmet = await arrive(play, NEW), play.person("Mehmet Ueda")
    assert (await nia.command("/muster", "claim copywriting")).says("not in the task force yet")
    home = await nia.home()
    await nia.press("Ask to join", on=home)
    await play.settle()
    assert await nia.submit({"Your department": "Engineering", "Hours a week": "lots"})
    assert nia.modal.errors
    await nia.submit({"Your department": "Engineering", "Hours a week": "2"})
    await play.settle()
    assert nia.sees("Your request is on its way.", "Mehmet Ueda")
    assert play.chair.sees("Nia Newcomer asks to join.")
    assert not play.person("Idris Haddad").sees("Nia Newcomer")

    await mehmet.press("Let in")
    await mehmet.hears("You let in Nia Newcomer.")
    await play.settle()
    assert nia.sees("Welcome to the task force.", "Engineering")
    await play.chair.press("Let in")
    await play.chair.hears("was let in already", "Mehmet Ueda was quicker")
    assert (await nia.command("/muster", "claim forum 1h")).says("You hold")


async def test_open_joining_needs_nobodys_yes(curtain):
    play = await curtain("2026-11-24 12:00")
    await play.set_up("Edit")
    await play.chair.submit({"Joining": "Open: every colleague may join at once"})
    await play.settle()
    nia = await arrive(play, NEW)
    await nia.press("Ask to join", on=await nia.home())
    await play.settle()
    await nia.submit({"Your department": "Sales"})
    await play.settle()
    assert nia.sees("Welcome to the task force.", "Sales")


async def test_a_guest_is_let_in_by_the_chair_only_and_as_partner(curtain):
    play = await curtain("2026-11-24 12:00")
    gil = await arrive(play, Row("Gil Guest", "gil@agency.example", is_restricted=True))
    await gil.press("Ask to join", on=await gil.home())
    await play.settle()
    await gil.submit({"Your department": "Marketing"})
    await play.settle()
    assert not gil.sees("Welcome")
    await play.chair.press("Let in")
    await play.chair.hears("Gil Guest", "as partner")
    await play.settle()
    assert (await gil.command("/muster", "claim copywriting 1h")).says("You hold Copywriting.")
    await play.settle()
    assert play.panel().says("Copywriting: Gil Guest (partner)")


async def test_strangers_bots_and_second_users_of_an_address_are_never_members(curtain):
    play = await curtain("2026-11-24 12:00")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "mine")
    double = await arrive(play, Row("Ada B", "ada.brandt@example.com"))
    answer = await double.command("/muster", "claim copywriting")
    assert answer.says("not in the task force yet")
    await double.press("Ask to join", on=await double.home())
    await double.hears("Your address, ada.brandt@example.com, belongs to a member")
    await play.settle()
    assert play.chair.sees("Two users have one e-mail address.", "Ada Brandt")

    stranger = await arrive(play, Row("Stan Strange", "farah@example.com", is_stranger=True))
    await stranger.say("@Muster status", channel=ROOM)
    await play.settle()
    assert stranger.sees("You cannot join") or stranger.sees("not in the task force")
    await stranger.press("Claim", on=play.panel(), beside="Copywriting")
    await play.settle()
    assert not play.panel().says("Stan")
    bot = await arrive(play, Row("Other Bot", "bot@example.com", is_bot=True))
    await bot.say("@Muster claim copywriting", channel=ROOM)
    await bot.say("claim copywriting")
    await play.settle()
    assert play.panel().says("Copywriting: open")


async def test_who_moves_to_another_zone_on_monday_is_asked_once(curtain):
    play = await curtain("2026-11-22 12:00")
    people = play.playground.people
    goran, ada = play.person("Goran Weiss"), play.person("Ada Brandt")
    felix = play.person("Felix Lindqvist")
    for person in (goran, ada, felix):
        await person.command("/muster", "mine")
    await play.until("2026-11-23 05:00")  # in Kolkata it was nine half an hour ago
    await people.change_profile(goran.user, tz="America/Los_Angeles")  # where it is not yet
    await play.until("2026-11-23 08:30")
    await people.change_profile(ada.user, tz="Asia/Kolkata")  # where it was, hours ago
    await play.settle()
    await play.stage.tick()
    await play.until("2026-11-23 09:30")
    await people.change_profile(felix.user, tz="Europe/London")  # where it comes again
    await play.until("2026-11-23 18:30")

    asked = {
        person.user.name: [said_at(seen) for seen in person.inbox if seen.says(PROMPT)]
        for person in (goran, ada, felix)
    }
    assert asked == {
        "Goran Weiss": ["Mon 2026-11-23 04:30"],
        "Ada Brandt": ["Mon 2026-11-23 08:30"],
        "Felix Lindqvist": ["Mon 2026-11-23 09:00"],
    }
    await play.settle()
    assert (await ada.home()).says("Asia/Kolkata")


async def test_who_is_deactivated_leaves_their_turns_open_and_chair_and_lead_know(curtain):
    play = await curtain("2026-11-24 12:00")
    greta, idris = play.person("Greta Conti"), play.person("Idris Haddad")
    await greta.command("/muster", "claim night thu")
    await greta.command("/muster", "claim reputation 2h")
    await play.settle()
    assert play.panel().says("Guard our reputation: Greta Conti")
    await play.playground.people.deactivate(greta.user)
    await play.settle()

    assert play.panel().says("Guard our reputation: open")
    for person in (play.chair, idris):
        assert person.sees("Greta Conti", "Night watch", "Guard our reputation"), person.user.name
    assert not play.person("arjun.yilmaz@example.com").sees("Greta")  # lead of another department
    assert (await play.chair.command("/muster", "who night 26 nov")).says("open, 2 h")
    before = len(greta.inbox)
    await play.until("2026-11-26 12:00")
    assert len(greta.inbox) == before  # no reminder, no word

    await play.playground.people.reactivate(greta.user)
    await play.settle()
    assert (await greta.command("/muster", "mine")).says("not in the task force")


async def test_a_changed_address_is_followed_unless_it_is_somebody_elses(curtain):
    play = await curtain("2026-11-24 12:00")
    ada, people = play.person("Ada Brandt"), play.playground.people
    await ada.command("/muster", "claim copywriting 1h")
    await people.change_profile(ada.user, email="ada.nowak@example.com", name="Ada Nowak")
    await play.settle()
    assert (await ada.command("/muster", "mine")).says("Copywriting")
    assert play.panel().says("Copywriting: Ada Nowak")

    await people.change_profile(ada.user, email="bao.xu@example.com")
    await play.settle()
    assert play.chair.sees("bao.xu@example.com", "belongs to Bao Xu", "ada.nowak@example.com")
    assert (await ada.command("/muster", "mine")).says("Copywriting")
    bao = play.person("Bao Xu")
    assert not (await bao.command("/muster", "mine")).says("Copywriting")
