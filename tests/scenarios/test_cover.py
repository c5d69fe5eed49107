"""Somebody cannot: others are asked, one takes it, and everybody's card says so."""

from __future__ import annotations

from bot.ports.covers import AskState, CoverState
from tests.scenarios.remembered import asks, covers, holders
from tests.scenarios.stage import all_of

DUTY = "Copywriting"
WHEN = "week of Mon 30 Nov – Sun 6 Dec 2026"


async def test_everybody_is_asked_both_press_take_and_the_others_cards_say_who(curtain_on_both):
    play = await curtain_on_both("2026-11-24 10:00")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "claim copywriting next week")
    await play.until("2026-11-24 11:00")
    await ada.command("/muster", "release copywriting: the brief is in the folder")
    await ada.hears("Before you give back Copywriting", WHEN, "6 h", "in 5 days")
    await ada.press("Find cover")
    await ada.hears("I am looking for cover for Copywriting.", "You hold it until somebody takes")
    await play.settle()
    assert (await ada.command("/muster", "mine")).says("cover wanted")

    await play.until("2026-11-27 10:30")
    joana, paula = play.person("Joana Zhang"), play.person("Paula Fontaine")
    for one in (joana, paula):
        await one.hears("Can you take Copywriting", "Ada Brandt left a note")
    await all_of(*(one.press("Take it") for one in (joana, paula)))
    await play.settle()
    [winner] = [one for one in (joana, paula) if one.sees("You hold Copywriting.")]
    loser = paula if winner is joana else joana
    name = winner.user.name
    assert loser.sees(f"{name} took Copywriting. Thank you.")
    assert ada.sees(f"{name} takes Copywriting for you.", "not yours any more")
    asked = [p for p in play.everyone() if p.sees(f"{name} took Copywriting. Thank you.")]
    assert len(asked) > 20, "every card that was sent is edited"
    assert not any(p.sees("Can you take Copywriting") for p in play.everyone())
    assert (await ada.command("/muster", "who copywriting next week")).says(f"{name} (6 h of 6 h)")
    taken = [(one.state, list(asks(play, one, AskState.TOOK))) for one in covers(play)]
    assert (taken, holders(play, DUTY)) == ([(CoverState.TAKEN, [name])], [name])

    await winner.press("Undo")
    await play.settle()
    assert ada.sees(f"{name} took Copywriting by mistake.", "yours again")
    assert loser.sees("Can you take Copywriting")


async def test_sick_on_monday_at_six_forty_in_teams_covered_from_slack(curtain_in_two):
    play = await curtain_in_two("2026-11-27 12:00")
    greta = await play.arrives("Greta Conti")
    goran, idris = play.person("Goran Weiss"), play.person("Idris Haddad")
    await greta.says("claim answer on the support handle 30 nov 9-13")
    await greta.hears("You hold Answer on the support handle.")

    await play.until("2026-11-30 06:40")
    await greta.says("release")
    await greta.hears("Before you give back Answer on the support handle", "It is near")
    await greta.press("Find cover")
    await greta.hears("I am looking for cover for Answer on the support handle.")
    await play.settle()
    # it is 00:40 where the lead lives, and 11:10 where Goran does
    assert idris.sees("Nobody has taken Answer on the support handle yet.", "Greta Conti")
    assert goran.sees("Can you take Answer on the support handle", "Everybody who could take it")
    assert not play.person("Luan Tanaka").sees("Can you take Answer on the support handle")

    await play.until("2026-11-30 08:05")
    luan = play.person("Luan Tanaka")
    assert luan.sees("Can you take Answer on the support handle")
    await goran.press("Not me")
    await goran.hears("Thank you. Others are asked.")
    await luan.press("Take it")
    await luan.hears("You hold Answer on the support handle.")
    await play.settle()
    await greta.hears("Luan Tanaka takes Answer on the support handle for you.")
    assert idris.sees("Luan Tanaka took Answer on the support handle. Thank you.")


async def test_a_volunteer_leaves_with_three_future_turns(curtain):
    play = await curtain("2026-11-24 10:00")
    luan = play.person("Luan Tanaka")
    for duty in ("copywriting next week", "vimeo next week", "find our experts next week"):
        await luan.command("/muster", f"claim {duty}")
    await luan.command("/muster", "")
    await luan.press("Leave the task force")
    await play.settle()
    await play.until("2026-11-24 10:10")
    asked = [p for p in play.everyone() if p.sees("Can you take", "Luan Tanaka has left")]
    assert len(asked) == 3
    taker = asked[0]
    await taker.press("Take it")
    await taker.hears("You hold ")
    await play.settle()
    status = await play.chair.command("/muster", "status")
    assert status.says("Cover is wanted: 2")
    held = [holders(play, one) for one in (DUTY, "Keep the Vimeo channel", "Find our experts")]
    assert sorted(held) == [[], [], [taker.user.name]]
    states = sorted(cover.state for cover in covers(play))
    assert states == [CoverState.OPEN, CoverState.OPEN, CoverState.TAKEN]


async def find_cover(play):
    """Who holds next week's copywriting and cannot do it, and the one who is asked first."""
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "claim copywriting next week")
    await play.until("2026-11-24 11:00")
    await ada.command("/muster", "release copywriting")
    await ada.press("Find cover")
    await play.settle()
    [asked] = [p for p in play.everyone() if p.sees("Can you take Copywriting")]
    return ada, asked


async def test_a_card_open_on_a_phone_when_the_request_is_withdrawn(curtain):
    play = await curtain("2026-11-24 10:00")
    ada, asked = await find_cover(play)
    card = asked.sees("Can you take Copywriting")
    mine = await ada.command("/muster", "mine")
    await ada.press("How it stands", on=mine)
    await ada.hears("Nobody has taken Copywriting yet.")
    await ada.press("Keep it after all")
    await ada.hears("You keep Copywriting.")
    await asked.press("Take it", on=card)
    await asked.hears("Ada Brandt keeps Copywriting after all.", "nobody is asked any more")
    await play.settle()
    assert asked.sees("Ada Brandt keeps Copywriting after all.")
    assert not asked.sees("Can you take Copywriting")


async def test_whoever_is_asked_goes_away_and_the_next_one_is_asked(curtain):
    play = await curtain("2026-11-24 10:00")
    _, first = await find_cover(play)
    await first.command("/muster", "away 30 nov to 6 dec")
    await play.until("2026-11-24 11:05")
    assert first.sees("You need not do anything.", "something else of yours is in the way")
    assert not first.sees("Can you take Copywriting")
    [second] = [p for p in play.everyone() if p.sees("Can you take Copywriting")]

    # and back before anybody answered: asked about nothing that another one has the first say in
    await first.command("/muster", "back")
    await second.press("Take it")
    await second.hears("You hold Copywriting.")
    await play.settle()
    [cover] = covers(play)
    assert list(asks(play, cover, AskState.TOOK)) == [second.user.name]
    assert holders(play, DUTY) == [second.user.name]
