"""The chair leaves the company; then everybody who could follow does."""

from __future__ import annotations

from bot.model import Role
from tests.scenarios.stage import CHAIR


def leads(play):
    with play.muster.store.read(1) as tx:
        return [m.name for m in tx.people.all() if m.role is Role.LEAD]


async def test_turns_open_again_leads_are_told_and_one_of_them_becomes_chair(curtain):
    play = await curtain("2026-11-24 12:00")
    assert (await play.chair.command("/muster", "claim strategy this week")).says("Which")
    await play.chair.press("Social media strategy")
    await play.chair.hears("You hold Social media strategy.")
    ada, idris = play.person("Ada Brandt"), play.person("Idris Haddad")
    assert (await idris.command("/muster", "setup")).says("Only the chair", CHAIR)

    await play.playground.people.deactivate(play.chair.user)
    await play.settle()
    assert len(leads(play)) == 6
    for name in leads(play):
        assert play.person(name).sees("chair", CHAIR), name
    assert not ada.sees("There is no chair")
    assert play.panel().says("Social media strategy: open")

    assert (await ada.command("/muster", "setup")).says("lead")  # not hers while there are leads
    assert (await ada.command("/muster", "status")).says("Only the chair can do this.")
    await idris.command("/muster", "setup")
    await idris.hears("Set-up of Acme", "64 active")
    await play.settle()
    assert play.person("Mehmet Ueda").sees("Idris Haddad", "chair")
    await play.until("2026-11-30 09:30")
    assert idris.sees("Status, week of Mon 30 Nov")


async def test_the_last_chair_cannot_be_locked_out_and_two_may_share(curtain):
    play = await curtain("2026-11-24 12:00")
    await edit(play, "Farah")
    assert await play.chair.submit({"Role": "Member"})
    assert "is the only chair" in play.chair.modal.errors["Role"]
    await play.chair.close()

    await edit(play, "Ada Brandt")
    await play.chair.submit({"Role": "Chair: sets everything up"})
    await play.settle()
    ada = play.person("Ada Brandt")
    assert ada.sees("chair")
    await ada.command("/muster", "setup")
    await ada.hears("Set-up of Acme")
    await edit(play, "Farah")
    await play.chair.submit({"Role": "Member"})
    await play.settle()
    assert (await play.chair.command("/muster", "setup")).says("Only the chair", "Ada Brandt")


async def edit(play, name):
    """The chair opens the form about this person."""
    await play.set_up("People", "Find")
    await play.chair.submit({"A part of a name": name})
    await play.settle()
    await play.chair.press("Open", beside=name)
    await play.settle()
    await play.chair.press("Edit")
    await play.settle()
