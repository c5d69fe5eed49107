"""What leads and the chair see and do; and what happens when it is near, or over."""

from __future__ import annotations

from bot.cover.requests import (
    AskEverybody,
    AskMeLater,
    SetFree,
    TakeCover,
    WithdrawCover,
)
from bot.covering import LEAD
from bot.plain import plain_text
from bot.ports.covers import Cover, CoverState
from bot.status.requests import AskStatus
from tests.bot.cast import labels, text
from tests.bot.company import Company
from tests.bot.cover.asking import (
    asked_card,
    asks,
    cover_now,
    first,
    give_up,
    holder_card,
    lead_card,
    the_cover,
)

# ---- the lead and the chair ----------------------------------------------------------------------


def test_unfilled_the_lead_is_told_then_the_chair_in_time_to_act(company: Company):
    company.say("zofia", "claim facebook next week")  # a duty of Sanjay's department
    company.at(23, 10)
    give_up(company, "zofia", "facebook")
    cover = the_cover(company)
    company.travel(26, 9)
    assert "sanjay" not in company.asked(LEAD)
    company.travel(26, 12)
    assert list(company.asked(LEAD)) == ["sanjay"]
    card = lead_card(company, "sanjay")
    assert "Nobody has taken Moderate the Facebook page yet." in plain_text(card)
    assert labels(card) == ["Take it", "Ask everybody now", "Set free"]
    assert "Sanjay Andrade knows of it." in plain_text(holder_card(company, "zofia"))
    company.travel(27, 12)
    assert set(company.asked(LEAD)) == {"sanjay", "farah"}
    assert cover_now(company, cover).all_at is not None


def test_the_lead_asks_everybody_or_sets_it_free(company: Company, cover: Cover):
    user = first(company, cover)
    assert "Only the chair or a department lead" in text(
        company.press("jun", AskEverybody(cover.id))
    )
    assert "Only its department's lead or the chair" in text(
        company.press("sanjay", AskEverybody(cover.id))
    )
    reply = company.press("farah", AskEverybody(cover.id))
    assert "everybody who is awake and could take it is asked at once" in text(reply)
    assert len(asks(company, cover)) > 20
    free = company.push("farah", reply, "Set free")
    assert "Copywriting is set free." in text(free)
    assert company.claims_of("ada") == []
    assert "Farah Okafor has set it free" in plain_text(company.told(company.ids["ada"])[-1])
    assert cover_now(company, cover).state is CoverState.ENDED
    assert "Copywriting is open for everybody now." in plain_text(asked_card(company, user))
    assert "Claim" in labels(asked_card(company, user))
    back = company.push("farah", free, "Undo")
    assert "Ada Brandt holds it again" in text(back)
    assert len(company.claims_of("ada")) == 1


def test_a_lead_who_holds_it_may_set_it_free_at_once(company: Company):
    company.say("farah", "claim copywriting next week")
    reply = company.say("farah", "release copywriting")
    assert "Set free" in labels(reply)
    company.push("farah", reply, "Set free")
    assert company.claims_of("farah") == []


def test_nobody_else_sets_it_free(company: Company, cover: Cover):
    [claim] = company.claims_of("ada")
    for user in ("ada", "bao", "sanjay"):
        assert "Only" in text(company.press(user, SetFree(claim=claim.id)))
    assert len(company.claims_of("ada")) == 1


def test_the_status_and_the_panel_say_that_cover_is_wanted(company: Company):
    company.say("ada", "claim copywriting")
    company.at(23, 10)
    give_up(company, "ada", "copywriting")
    status = company.press("farah", AskStatus())
    assert "Cover is wanted: 1" in text(status)
    look = company.push("farah", status, "Look")
    assert "It stays Ada Brandt's until somebody takes it." in text(look)
    with company.read() as tx:
        from bot.roster.usecases import compose_panel

        panel = compose_panel(tx, company.clock.now())
    assert "Copywriting: Ada Brandt (cover wanted) (6 h of 6 h) [Take over]" in plain_text(panel)
    shown = company.push("uma", panel, "Take over")
    assert "Can you take Copywriting" in text(shown)
    company.push("uma", shown, "Take it")
    assert len(company.claims_of("uma")) == 1


# ---- near ----------------------------------------------------------------------------------------


def test_when_it_is_near_everybody_awake_and_the_lead_at_once(company: Company):
    company.say("luan", "claim careers thu")  # Thursday 10:00, a duty of Björn's department
    company.at(26, 8, 30)
    said = text(company.say("luan", "release careers"))
    assert "It is near: everybody who is awake and could take it is asked, and the lead." in said
    give_up(company, "luan", "careers")
    cover = the_cover(company)
    assert set(company.asked(LEAD)) == {"björn", "farah"}
    asked = asks(company, cover)
    assert asked
    assert all(ask.until is None for ask in asked.values())
    zones = {company.me(user).zone for user in asked}
    assert "America/New_York" not in zones  # it is half past two at night there
    assert "too near to ask you later" not in text(company.press("uma", AskMeLater(cover.id)))


def test_it_ends_when_the_turn_is_over(company: Company):
    company.say("luan", "claim careers thu")
    company.at(26, 8, 30)
    give_up(company, "luan", "careers")
    cover = the_cover(company)
    company.travel(26, 13)
    assert cover_now(company, cover).state is CoverState.OVER
    assert "is over" in plain_text(asked_card(company, "uma"))
    assert "is over" in text(company.press("uma", TakeCover(cover.id)))
    assert len(company.claims_of("luan")) == 1
    assert "is over" in text(company.press("luan", WithdrawCover(cover.id)))
