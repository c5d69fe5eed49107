"""A department's lead decides over its duties; the chair over all; and both show."""

from __future__ import annotations

from bot.ports.covers import CoverState
from tests.scenarios.both import insist
from tests.scenarios.remembered import covers, holders, recorded

FACEBOOK = "Moderate the Facebook page"


async def seek_cover(play, ada):
    """She holds it next week, and cannot; two days pass."""
    await ada.command("/muster", "claim facebook next week")
    await play.until("2026-11-24 11:00")
    await ada.command("/muster", "release facebook next week")
    await ada.press("Find cover")
    await play.settle()
    await play.until("2026-11-26 12:30")


async def test_a_lead_in_teams_sets_free_what_somebody_in_slack_cannot_do(curtain_in_two):
    play = await curtain_in_two("2026-11-24 10:00")
    ada, sanjay = play.person("Ada Brandt"), await play.arrives("Sanjay Andrade")
    await seek_cover(play, ada)
    card = await sanjay.hears(f"Nobody has taken {FACEBOOK} yet.", "It stays Ada Brandt's")

    # no lead of it, and no chair: nothing is to be decided
    idris = play.person("Idris Haddad")
    refused = await idris.command("/muster", "claim facebook next week from ada for @bao.xu")
    assert refused.says("You cannot act for somebody else")
    assert holders(play, FACEBOOK) == ["Ada Brandt"]

    waiting = [one for one in play.everyone() if one.sees(f"Can you take {FACEBOOK}")]
    assert waiting
    await insist(sanjay, "Set free", card)
    await play.settle()
    assert "Undo" in sanjay.sees(f"{FACEBOOK} is set free.", "Ada Brandt is told").buttons
    assert ada.sees(f"{FACEBOOK} is not yours any more.", "Sanjay Andrade has set it free")
    assert not any(one.sees(f"Can you take {FACEBOOK}") for one in play.everyone())
    assert holders(play, FACEBOOK) == []
    assert [cover.state for cover in covers(play)] == [CoverState.ENDED]
    [(who, change)] = recorded(play, "cover.free")
    assert who == "Sanjay Andrade"
    assert change.before["claim"]

    # whoever was asked may claim it now; then there is nothing to take back any more
    taker = waiting[0]
    await taker.press("Claim", on=taker.sees(f"{FACEBOOK} is open for everybody now."))
    await taker.hears(f"You hold {FACEBOOK}.")
    await play.settle()
    assert holders(play, FACEBOOK) == [taker.user.name]
    assert (await ada.command("/muster", "who facebook next week")).says(taker.user.name)
    assert play.teams.problems == []


async def test_a_lead_gives_it_to_somebody_and_the_chair_to_somebody_else(curtain_in_two):
    play = await curtain_in_two("2026-11-24 10:00")
    ada, bao = play.person("Ada Brandt"), play.person("Bao Xu")
    sanjay, paula = await play.arrives("Sanjay Andrade"), await play.arrives("Paula Fontaine")
    await ada.command("/muster", "claim facebook next week")
    await play.settle()

    await sanjay.says("claim facebook next week from ada.brandt@example.com for bao.xu@example.com")
    await sanjay.hears(f"Bao Xu holds {FACEBOOK}")
    await play.settle()
    assert ada.sees(f"Sanjay Andrade has given {FACEBOOK} to Bao Xu")
    assert bao.sees(f"Sanjay Andrade put you down for {FACEBOOK}.", "Ada Brandt held it before.")
    assert holders(play, FACEBOOK) == ["Bao Xu"]

    mails = "from bao.xu@example.com for paula.fontaine@example.com"
    await play.chair.command("/muster", f"claim facebook next week {mails}")
    await play.chair.hears(f"Paula Fontaine holds {FACEBOOK}")
    await play.settle()
    told = await paula.hears(f"Farah Okafor put you down for {FACEBOOK}.")
    assert bao.sees(f"Farah Okafor has given {FACEBOOK} to Paula Fontaine")
    assert holders(play, FACEBOOK) == ["Paula Fontaine"]
    assert not (await bao.command("/muster", "mine")).says(FACEBOOK)

    # whoever was put down has the last word, as ever: cover is sought, or it is undone
    await paula.press("Undo", on=told)
    await play.settle()
    assert play.chair.sees(f"Paula Fontaine undid it: Bao Xu holds {FACEBOOK}")
    assert bao.sees(f"Paula Fontaine undid it: {FACEBOOK} is yours again.")
    assert holders(play, FACEBOOK) == ["Bao Xu"]
    acted = recorded(play, "swaps.takeover", "undo")
    assert [name for name, _ in acted] == ["Sanjay Andrade", "Farah Okafor", "Paula Fontaine"]
    assert play.teams.problems == []
