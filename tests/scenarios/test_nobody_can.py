"""Cover is sought, and nobody can: it stays with its holder, and the lead and the chair know."""

from __future__ import annotations

from bot.covering import ASK, LEAD
from bot.ports.covers import AskState, CoverState
from tests.scenarios.remembered import asks, covers, holders, messages, recorded

CAREERS = "Answer candidates"
MONDAY = "2026-11-23"


async def all_say_no(play):
    """Whoever is asked presses `Not me`, until nobody is asked any more just now."""
    while asked := [p for p in play.everyone() if p.sees(f"Can you take {CAREERS}")]:
        for one in asked:
            await one.press("Not me", on=one.sees(f"Can you take {CAREERS}"))
            await play.settle()


async def give_up(play, luan, bjorn):
    """On Monday, for Thursday; and whoever is asked until Wednesday night says no."""
    await luan.command("/muster", "claim careers thu")
    await luan.hears(f"You hold {CAREERS}.")
    await play.until("2026-11-23 12:30")
    await luan.command("/muster", "release careers thu")
    await luan.press("Find cover")
    await play.settle()
    await all_say_no(play)
    assert not any(p.sees(f"Nobody has taken {CAREERS}") for p in (bjorn, play.chair))
    for hour in ("2026-11-24 10:30", "2026-11-24 18:00", "2026-11-25 10:30"):
        await play.until(hour)
        await all_say_no(play)
    told = bjorn.sees(f"Nobody has taken {CAREERS} yet.", "It stays Luan Tanaka's")
    assert {"Take it", "Set free"} <= set(told.buttons)
    await play.until("2026-11-25 18:00")
    await all_say_no(play)
    assert play.chair.sees(f"Nobody has taken {CAREERS} yet.")


async def test_it_stays_with_its_holder_and_the_lead_and_the_chair_are_told_in_time(curtain):
    play = await curtain("2026-11-23 12:00")
    luan, bjorn = play.person("Luan Tanaka"), play.person("Björn Haddad")
    await give_up(play, luan, bjorn)
    status = await play.chair.command("/muster", "status")
    assert status.says("Cover is wanted: 1")

    # nobody is asked again, and nobody reads who said no
    [cover] = covers(play)
    said_no = asks(play, cover, AskState.NO)
    assert len(said_no) > 20
    assert asks(play, cover).keys() == said_no.keys()
    assert set(messages(play, ASK).values()) == {1}
    assert set(messages(play, LEAD).values()) == {1}
    mine = await luan.command("/muster", "mine")
    await luan.press("How it stands", on=mine)
    stands = await luan.hears(f"Nobody has taken {CAREERS} yet.", f"{len(said_no)} said no")
    knowing = {"Björn Haddad", "Farah Okafor"}
    assert not [name for name in said_no if stands.says(name) and name not in knowing]

    # it begins, and ends: whose it was is no secret, and nothing was lost
    await play.until("2026-11-26 10:30")
    who = await play.chair.command("/muster", "who careers")
    assert who.says("Luan Tanaka", "cover wanted")
    await play.until("2026-11-26 12:30")
    [cover] = covers(play)
    assert cover.state is CoverState.OVER
    assert holders(play, CAREERS, MONDAY) == ["Luan Tanaka"]
    assert not recorded(play, "claims.release")
    assert luan.sees(f"{CAREERS} is over.")
    assert bjorn.sees(f"{CAREERS} is over.")
    assert not any(p.sees("Can you take", "Take it") for p in play.everyone())


async def test_nobody_answers_at_all_and_nobody_is_pestered(curtain_in_two):
    play = await curtain_in_two("2026-11-23 12:00")
    luan, bjorn = await play.arrives("Luan Tanaka"), await play.arrives("Björn Haddad")
    await luan.says("claim careers thu")
    await luan.hears(f"You hold {CAREERS}.")
    await play.until("2026-11-23 12:30")
    await luan.says("release careers thu")
    await luan.hears(f"Before you give back {CAREERS}")
    await luan.press("Find cover")
    await play.settle()
    await play.until("2026-11-26 12:30")

    [cover] = covers(play)
    assert cover.state is CoverState.OVER
    assert cover.lead_at < cover.chair_at < cover.span.start
    asked = asks(play, cover)
    assert len(asked) > 20
    assert max(messages(play, ASK).values()) <= 3
    assert {ask.state for ask in asked.values()} == {AskState.ASKED}
    assert bjorn.sees(f"{CAREERS} is over.")
    assert play.chair.sees(f"{CAREERS} is over.")
    assert luan.sees(f"{CAREERS} is over.")
    assert holders(play, CAREERS, MONDAY) == ["Luan Tanaka"]
    assert play.teams.problems == []
