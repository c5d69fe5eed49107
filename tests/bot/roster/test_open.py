"""What is open for whom: their department first, page by page, and never what they cannot take."""

from __future__ import annotations

from bot.roster.requests import AskOpen
from bot.weeks import beginning
from tests.bot.cast import buttons, labels, text
from tests.bot.company import Company

NEXT = "week of Mon 30 Nov – Sun 6 Dec 2026 (Europe/Berlin)"  # to somebody in London


def rows(said: str) -> list[str]:
    return [line.partition(":")[0] for line in said.splitlines() if line.endswith("[Claim]")]


def test_ones_departments_duties_come_first_then_the_others_by_time(company: Company):
    said = company.says("niklas", "open next week")
    assert said.splitlines()[1:6] == [
        "",
        "Fits Sales",
        "Moderate the Facebook page: all week, 6 h [Claim]",
        "Moderate the LinkedIn group: all week, 5 h [Claim]",
        "",
    ]
    assert said.index("Everything else") < said.index("Action plan")
    assert f"{beginning(NEXT)}: 38 open." in said


def test_it_is_turned_over_page_by_page_to_the_end(company: Company):
    reply, seen = company.say("ada", "open"), []
    while True:
        seen += rows(text(reply))
        more = [label for label in labels(reply) if label.startswith("Show ")]
        if not more:
            break
        reply = company.push("ada", reply, more[0])
        assert reply.replaces
    assert len(seen) == 38
    assert seen.count("Copywriting") == 1
    assert text(reply).count("Everything else") == 1
    assert "Fits Marketing" not in text(reply)


def test_a_page_beyond_the_end_or_before_the_beginning_is_the_first(company: Company):
    first = company.press("ada", AskOpen())
    for skip in (-20, 38, 999):
        assert rows(text(company.press("ada", AskOpen(skip=skip)))) == rows(text(first))


def test_what_was_taken_is_gone_and_what_is_left_of_it_is_wanted(company: Company):
    company.say("bao", "claim copywriting")
    company.say("bao", "claim brand 2h")
    said = company.says("ada", "open")
    assert "Copywriting" not in said
    assert "Speak on the brand handle: all week, 5 h [Claim]" in said


def test_the_free_part_of_a_turn_whose_places_are_full_is_offered(company: Company):
    company.say("bao", "claim vimeo mon..thu 30m")
    reply = company.say("ada", "open vimeo")
    assert "Keep the Vimeo channel: Fri 27 – Sun 29 Nov 2026, 30 min [Claim]" in text(reply)
    said = text(company.push("ada", reply, "Claim"))
    assert "30 min, Fri 27 – Sun 29 Nov 2026: a part of it." in said
    assert text(company.say("ada", "open vimeo")).startswith("Nothing is open.")


def test_several_free_parts_are_asked_about(company: Company):
    company.say("bao", "claim vimeo wed..thu 15m")
    reply = company.say("ada", "open vimeo")
    assert "Keep the Vimeo channel: parts of the week, 45 min" in text(reply)
    asked = company.push("ada", reply, "Claim")
    assert "Take Fri 27 – Sun 29 Nov 2026" in labels(asked)


def test_what_is_covered_by_hours_but_not_by_people_wants_one_more(company: Company):
    company.say("bao", "claim answer on the support handle 24 nov 9-13 2h")
    said = company.says("ada", "open answer on the support handle 24 nov")
    assert "Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin), one more person [Claim]" in said
    assert "one more person wanted" in company.says("ada", "who answer on the support handle tue")


def test_what_is_mine_or_while_i_am_away_is_not_open_for_me(company: Company):
    company.say("ada", "claim brand 2h")
    company.say("ada", "away wed..sun")
    said = company.says("ada", "open")
    assert "Speak on the brand handle" not in said
    assert "Action plan: Mon 23 Nov 2026 09:00 – Tue 24 Nov 24:00 (Europe/Berlin), 2 h" in said
    assert "Speak on the brand handle" in company.says("jun", "open")


def test_nothing_open_points_to_what_comes(company: Company):
    company.say("bao", "claim vimeo")
    reply = company.say("ada", "open vimeo")
    assert "Week of Mon 23 – Sun 29 Nov 2026: what you could take is covered." in text(reply)
    later = company.push("ada", reply, "Later turns of this duty")
    assert "week of Mon 30 Nov – Sun 6 Dec 2026, 1 h" in text(later)
    assert "From now on: 12 open." in text(later)
    past = company.say("ada", "open last week")
    assert "Look at next week" in labels(past)
    assert "Week of Mon 16 – Sun 22 Nov 2026 is over." in text(past)
    following = text(company.push("ada", past, "Look at next week"))
    assert "Week of Mon 30 Nov – Sun 6 Dec 2026: 38 open." in following


def test_a_part_can_be_claimed_from_the_list(company: Company):
    reply = company.say("ada", "open")
    assert company.push("ada", reply, "Claim a part").form.title == "Claim a duty"


def test_every_button_says_to_a_screen_reader_what_it_claims(company: Company):
    found = [b for b in buttons(company.say("ada", "open").card) if b.label == "Claim"]
    assert len({button.about for button in found}) == len(found)
    assert all(button.about.startswith("Claim ") for button in found)
