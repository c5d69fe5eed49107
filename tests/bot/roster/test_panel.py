"""The roster panel: one line a duty, true at every moment, edited and never posted twice."""

from __future__ import annotations

from bot.buttons import encode
from bot.cards import Card
from bot.catalog import CODEC, make_compose
from bot.notify import PANEL
from bot.plain import plain_text
from tests.bot.cast import buttons
from tests.bot.company import Company


def panel(company: Company) -> Card:
    """What the postman would say in the room now."""
    [delivery] = company.in_room(PANEL)
    card = make_compose(company.bot.store, company.clock)(delivery)
    assert card is not None
    return card


def line(company: Company, duty: str) -> str:
    [found] = [row for row in plain_text(panel(company)).splitlines() if row.startswith(duty)]
    return found


def test_a_line_says_who_has_it_now_and_what_is_covered(company: Company):
    company.say("bao", "claim facebook 4h")
    shown = plain_text(panel(company))
    assert shown.startswith("Roster, week of Mon 23 – Sun 29 Nov 2026\n")
    assert "Moderate the Facebook page: Bao Xu (4 h of 6 h) [Claim]" in shown
    assert "Moderate the LinkedIn group: open (0 h of 5 h) [Claim]" in shown
    assert "4 h of 108 h covered, as of Mon 23 Nov 2026 09:00 (Europe/Berlin)." in shown
    assert shown.endswith("[My turns] [See what is open]")


def test_each_change_brings_a_newer_content_of_the_one_message(company: Company):
    revisions = [company.in_room(PANEL)[0].revision]
    for words in ("claim facebook", "away today", "back", "claim vimeo"):
        company.say("ada", words)
        [delivery] = company.in_room(PANEL)
        revisions.append(delivery.revision)
    assert revisions == sorted(set(revisions))


def test_a_covered_duty_has_no_button(company: Company):
    company.say("bao", "claim vimeo")
    assert line(company, "Keep the Vimeo channel") == "Keep the Vimeo channel: Bao Xu (1 h of 1 h)"


def test_windows_say_who_is_on_next_and_when_the_week_is_done(company: Company):
    assert line(company, "Night watch").startswith(
        "Night watch on the support handle: next Mon 23 Nov 21:00 (0 h"
    )
    company.say("bao", "claim night watch on the support handle mon")
    company.at(23, 22)
    assert ": Bao Xu (2 h of 14 h)" in line(company, "Night watch")
    company.at(29, 23, 30)
    assert "done for this week (2 h of 14 h)" in line(company, "Night watch")
    assert "[Claim]" not in line(company, "Night watch")
    company.at(24, 10)
    assert ": open (0 h of 3 h)" in line(company, "Answer candidates")


def test_several_open_turns_are_asked_about(company: Company):
    [button] = [
        b for b in buttons(panel(company)) if b.about == "Claim Night watch on the support handle"
    ]
    reply = company.press("ada", button.request)
    assert reply.card.title == "Which turn of Night watch on the support handle?"
    assert not reply.replaces


def test_who_is_away_is_marked(company: Company):
    company.say("bao", "claim facebook")
    company.say("bao", "away today")
    assert "Bao Xu (away)" in line(company, "Moderate the Facebook page")
    company.at(24)
    assert "(away)" not in line(company, "Moderate the Facebook page")


def test_a_retired_duty_is_off_it_and_a_new_week_begins_anew(company: Company):
    company.say("bao", "claim facebook")
    with company.write() as tx:
        tx.roster.change_duty(company.duty_id("Copywriting"), retired_at=company.clock.now())
    assert "Copywriting" not in plain_text(panel(company))
    company.at(30)
    assert ": open (0 h of 6 h)" in line(company, "Moderate the Facebook page")


def test_only_panels_are_composed_when_they_are_said(company: Company):
    from dataclasses import replace

    [delivery] = company.in_room(PANEL)
    compose = make_compose(company.bot.store, company.clock)
    assert compose(replace(delivery, kind="digest")) is None


def test_its_buttons_come_back_as_they_went(company: Company):
    for button in buttons(panel(company)):
        assert CODEC.decode(encode(button.request)) == button.request


def test_the_panel_says_how_it_is_shown_anew(company: Company):
    first = panel(company)
    assert first.refresh is not None
    company.at(23, 10)
    again = company.press("ada", first.refresh).card
    assert again is not None
    assert again.title == first.title
    assert "as of Mon 23 Nov 2026 10:00" in plain_text(again)
    assert again.refresh == first.refresh
