"""What duties ask for, and who has it: given by the chair, asked for wherever somebody may hold."""

from __future__ import annotations

import pytest

from bot.exchange.exporting import export
from bot.exchange.requests import Export, OpenImport
from bot.exchange.sheets import Kind
from bot.fairness.requests import GiveClearance
from bot.model import MemberState
from bot.people.requests import EditMember
from bot.setup.requests import EditDuty
from tests.bot.cast import labels, text
from tests.bot.company import Company
from tests.bot.plan.stage import NEXT, lines, propose

CHAIR = "farah"


def ask_for(company: Company, clearances: str, part: str = "reputation") -> str:
    form = company.press(CHAIR, EditDuty(duty=company.duty_id(part)))
    return text(company.submit(CHAIR, form, clearances=clearances))


def clear(company: Company, user: str, *names: str):
    form = company.press(CHAIR, EditMember(member=company.ids[user]))
    return company.submit(CHAIR, form, clearances=names)


def test_a_duty_asks_and_the_refusal_says_who_can_give_it(company: Company):
    saved = ask_for(company, "press")
    assert "Asks for clearance; Before: none; Now: press" in saved
    assert "Nobody is cleared for press yet: give it in the entries of people." in saved
    refused = company.say("ada", "claim reputation")
    said = text(refused)
    assert "You cannot take Guard our reputation" in said
    assert "It asks for clearance: press. You do not have it yet." in said
    assert "Farah Okafor can clear you for it." in said
    assert labels(refused) == ["Ask for it", "See what is open"]
    assert company.claims_of("ada") == []


def test_it_is_asked_for_with_one_press_and_given_with_another(company: Company):
    ask_for(company, "press")
    company.say(CHAIR, "mine")
    refused = company.say("ada", "claim reputation")
    asked = company.push("ada", refused, "Ask for it")
    assert "Asked for clearance for Guard our reputation." in text(asked)
    assert "Farah Okafor can give it" in text(asked)
    again = company.push("ada", refused, "Ask for it")
    assert "Asked this week already: Farah Okafor." in text(again)
    [message] = company.asked("load.clear")[CHAIR]
    card = company.card(message.content)
    assert "Ada Brandt would like to hold Guard our reputation." in text(card)
    given = company.push(CHAIR, card, "Clear for press")
    assert "Ada Brandt is cleared for press." in text(given)
    assert "Farah Okafor cleared you for press." in text(company.told(company.ids["ada"])[-1])
    assert "has all clearance" in text(company.push(CHAIR, card, "Clear for press"))
    assert "You have all clearance" in text(company.push("ada", refused, "Ask for it"))
    company.push(CHAIR, given, "Undo")
    assert "It asks for clearance" in company.says("ada", "claim reputation")


def test_nobody_clears_themself_or_somebody_who_is_gone(company: Company):
    ask_for(company, "press")
    duty = company.duty_id("reputation")
    give = GiveClearance(member=company.ids["ada"], duty=duty)
    assert "chair" in text(company.press("ada", give))
    assert company.me("ada").clearances == ()
    company.change("ada", state=MemberState.LEFT)
    assert "not in the task force any more" in text(company.press(CHAIR, give))
    assert "not there any more" in text(company.press(CHAIR, GiveClearance(member=1, duty=9999)))


def test_the_chair_gives_it_and_takes_it_back(company: Company):
    ask_for(company, "press")
    company.say("ada", "mine")  # they have met
    saved = clear(company, "ada", "press")
    assert "Cleared for: nothing → press" in text(saved)
    assert "Cleared for: nothing → press" in text(company.told(company.ids["ada"])[-1])
    assert "Cleared for: press" in text(company.home("ada"))
    assert "You hold Guard our reputation." in company.says("ada", "claim reputation 1h")
    company.push(CHAIR, saved, "Undo")
    assert company.me("ada").clearances == ()
    assert len(company.claims_of("ada")) == 1  # what they hold stays theirs
    assert "It asks for clearance" in company.says("ada", "claim reputation next week")


def test_the_chair_too_needs_it_and_gets_to_the_entry_at_once(company: Company):
    ask_for(company, "press")
    refused = company.say(CHAIR, "claim reputation")
    assert "As chair you can give it" in text(refused)
    form = company.push(CHAIR, refused, "Open the entry")
    assert "press" in text(company.submit(CHAIR, form, clearances=("press",)))
    assert "You hold" in company.says(CHAIR, "claim reputation 1h")


def test_what_one_is_not_cleared_for_is_not_open_for_one(company: Company):
    before = company.says("ada", "open reputation")
    assert "Guard our reputation" in before
    ask_for(company, "press")
    assert "Guard our reputation: " not in text(company.home("ada"))
    said = company.says("ada", "open reputation")
    assert "[Claim]" not in said
    assert "Also open, but it needs clearance that you do not have: 1 turn (press)." in said
    clear(company, "ada", "press")
    assert "Guard our reputation" in company.says("ada", "open reputation")


def test_names_are_spelled_as_they_are_known(company: Company):
    ask_for(company, "Press;  ads account , press")
    with company.read() as tx:
        assert tx.roster.find_duty(company.duty_id("reputation")).clearances == (
            "Press",
            "ads account",
        )
    company.change("bao", clearances=("press",))
    assert "Cleared for Press: Bao Xu. Who holds it" in ask_for(company, "PRESS", "Copywriting")
    with company.read() as tx:
        assert tx.roster.find_duty(company.duty_id("Copywriting")).clearances == ("Press",)
    assert "Nothing was changed" in ask_for(company, "press", "Copywriting")


@pytest.mark.parametrize("written", [";".join(f"c{n}" for n in range(9)), "x" * 41])
def test_no_list_is_longer_than_can_be_kept_in_mind(company: Company, written: str):
    form = company.press(CHAIR, EditDuty(duty=company.duty_id("reputation")))
    assert "clearances" in company.submit(CHAIR, form, clearances=written).errors


def test_nobody_is_cleared_for_what_no_duty_asks_for(company: Company):
    form = company.press(CHAIR, EditMember(member=company.ids["ada"]))
    assert "clearances" not in {one.name for one in form.form.inputs}
    ask_for(company, "press")
    assert "clearances" in clear(company, "ada", "press", "invented").errors


def test_an_undone_duty_asks_for_what_it_asked_for(company: Company):
    form = company.press(CHAIR, EditDuty(duty=company.duty_id("reputation")))
    saved = company.submit(CHAIR, form, clearances="press")
    company.push(CHAIR, saved, "Undo")
    assert "You hold" in company.says("ada", "claim reputation 1h")


def test_a_proposal_asks_nobody_who_is_not_cleared(company: Company):
    ask_for(company, "press")
    company.change("wanjiru", clearances=("Press",))
    plan = propose(company)
    turn = company.turn(
        "reputation", (NEXT.toordinal() - company.clock.now().date().toordinal()) // 7
    )
    asked = {line.member_id for line in lines(company, plan) if line.turn_id == turn.id}
    assert asked <= {company.ids["wanjiru"]}


def test_sheets_carry_it_there_and_back(company: Company):
    ask_for(company, "press; ads account")
    clear(company, "ada", "press")
    with company.read() as tx:
        members, duties = export(tx, Kind.MEMBERS), export(tx, Kind.DUTIES)
    assert members.splitlines()[0].endswith(",company,clearances")
    assert next(x for x in members.splitlines() if x.startswith("Ada")).endswith(",press")
    assert "press; ads account" in duties
    sheet = company.press(CHAIR, Export(kind="members")).file
    assert sheet is not None
    form = company.press(CHAIR, OpenImport())
    assert "The import would change nothing." in text(company.submit(CHAIR, form, text=sheet[1]))
    wanted = "name,hours a week,clearance\nCopywriting,6,Press; press"
    tried = company.submit(CHAIR, company.press(CHAIR, OpenImport()), text=wanted)
    company.push(CHAIR, tried, "Import it")
    assert "It asks for clearance: Press." in company.says("bao", "claim copywriting")
    assert "You hold" in company.says("ada", "claim copywriting 1h")


def test_a_sheets_list_of_names_has_an_end_too(company: Company):
    sheet = f"name,hours a week,clearance\nCopywriting,6,{'x' * 41}"
    tried = company.submit(CHAIR, company.press(CHAIR, OpenImport()), text=sheet)
    assert "There is room for 8 names of 40 characters." in text(tried)
