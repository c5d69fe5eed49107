"""The week as a table: people or duties beside the days, in pages, with what is open."""

from __future__ import annotations

from datetime import date

import pytest

from bot.cards import Card, LinkButton, Reply, Table
from bot.cards import Controls as Row
from bot.picture.requests import ShowWeek
from bot.picture.words.table import PAGE
from tests.bot.cast import labels, text
from tests.bot.company import Company


def table(reply: Reply) -> Table:
    assert reply.card is not None
    [found] = [element for element in reply.card.body if isinstance(element, Table)]
    return found


def row(reply: Reply, name: str) -> dict[str, str]:
    """What stands in a row, by its column."""
    shown = table(reply)
    [found] = [row for row in shown.rows if row[0] == name]
    return {column: cell for column, cell in zip(shown.columns, found, strict=True) if cell}


def links(card: Card | None) -> list[str]:
    assert card is not None
    rows = [element for element in card.body if isinstance(element, Row)]
    return [one.url for part in rows for one in part.items if isinstance(one, LinkButton)]


@pytest.fixture
def held(company: Company) -> Company:
    company.say("bao", "claim facebook 4h")
    company.say("ada", "claim vimeo")
    company.say("ada", "claim night watch on the support handle tue")
    company.say("northlight", "claim candidates tue")
    return company


def test_who_week_takes_the_week_that_is_named_after_it(held: Company):
    assert held.says("ada", "who week next week") == held.says("ada", "who next week")
    assert held.says("ada", "who week next week").startswith("Week of Mon 30 Nov")


@pytest.mark.parametrize("words", ["who week", "who this week", "roster week", "who week."])
def test_a_week_without_a_duty_is_a_table_of_people_by_day(held: Company, words: str):
    reply = held.say("ada", words)
    assert text(reply).startswith("Week of Mon 23 – Sun 29 Nov 2026\n8.5 h of 108 h are covered")
    assert row(reply, "Bao Xu") == {
        "Person": "Bao Xu",
        "All week": "Moderate the Facebook page, 4 h",
    }
    assert row(reply, "Ada Brandt")["Tue 24"] == "Night watch on the support handle 21:00–23:00"
    partner = row(reply, "Northlight Studio (duty desk) (partner)")
    assert partner["Tue 24"] == "Answer candidates 10:00–12:00, 1.5 h"


def test_what_is_open_comes_first_and_then_the_reader(held: Company):
    reply = held.say("bao", "who week")
    assert [cells[0] for cells in table(reply).rows][:2] == ["Open", "Bao Xu"]
    assert row(reply, "Open")["Sat 28"] == "Night watch on the support handle 21:00–23:00, 2 h"
    assert row(reply, "Open")["Mon 23"] == "3 turns, 6 h"
    assert "See what is open" in labels(reply)
    assert "34 open." in text(held.push("bao", reply, "See what is open"))


def test_the_same_week_by_duty(held: Company):
    reply = held.push("ada", held.say("ada", "who week"), "By duty")
    assert reply.replaces
    candidates = row(reply, "Answer candidates")
    assert candidates["Tue 24"] == "Northlight Studio (duty desk) (partner) 10:00–12:00, 1.5 h"
    assert candidates["Thu 26"] == "open 10:00–12:00, 1.5 h wanted"
    assert row(reply, "Action plan") == {"Duty": "Action plan", "All week": "open, 2 h wanted"}
    assert "Nothing in these rows begins on Sat 28 Nov, Sun 29 Nov." in text(reply)
    assert "By person" in labels(reply)


def test_pages_show_every_row_once(held: Company):
    reply, seen = held.press("ada", ShowWeek(duties=True)), []
    while True:
        seen += [cells[0] for cells in table(reply).rows]
        more = [label for label in labels(reply) if label.endswith("more")]
        if not more:
            break
        reply = held.push("ada", reply, more[0])
    with held.read() as tx:
        assert seen == [duty.name for duty in tx.roster.duties()]
    assert f"Rows 21 to {len(seen)} of {len(seen)}." in text(reply)
    before = held.push("ada", reply, "Show those before")
    assert len(table(before).rows) == PAGE
    assert table(held.press("ada", ShowWeek(duties=True, skip=500))).rows[0][0] == seen[0]


def test_the_weeks_beside_it(held: Company):
    held.say("uma", "claim facebook 3 dec..4 dec")
    after = held.push("ada", held.say("ada", "who week"), "Week after")
    assert row(after, "Uma Moreau")["All week"] == "Moderate the Facebook page Thu–Fri, 1 h 45 min"
    assert text(after).startswith("Week of Mon 30 Nov – Sun 6 Dec 2026")
    before = held.push("ada", held.say("ada", "who week"), "Week before")
    assert "No duty has a turn that week." in text(before)
    far = held.press("ada", ShowWeek(date(2040, 1, 1)))
    assert text(far).startswith("There is nothing to see that far away.")


def test_a_duty_or_a_day_is_still_a_list(held: Company):
    assert "Now: Bao Xu." in held.says("ada", "who facebook week of 23 nov")
    assert held.says("ada", "who tue 22:00").startswith("Who holds what")
    assert held.says("ada", "who").startswith("Who holds what")
    assert "What do you mean" not in held.says("ada", "who week")


def test_a_part_of_a_week_is_said_by_its_days(held: Company):
    held.at(25, 15)
    held.say("uma", "claim facebook")
    reply = held.say("ada", "who week")
    assert row(reply, "Uma Moreau")["All week"].startswith("Moderate the Facebook page,")
    held.at(31)
    later = held.say("ada", "who last week")
    assert "Moderate the Facebook page from Mon 09:00" in row(later, "Bao Xu")["All week"]
    assert "Moderate the Facebook page from Wed 15:00" in row(later, "Uma Moreau")["All week"]


def test_who_is_away_is_said_on_the_day_without_the_reason(held: Company):
    held.say("bao", "away wed..thu because of the dentist")
    said = held.say("ada", "who week")
    assert row(said, "Bao Xu")["Wed 25"] == "away"
    assert "dentist" not in text(said)


def test_another_clock_may_put_a_turn_on_another_day(held: Company):
    held.say("goran", "claim night watch on the support handle 30 nov")
    reply = held.say("goran", "who week")
    assert "Times are those of Asia/Kolkata" in text(reply)
    own = row(reply, held.me("goran").name)
    assert own["Mon 30"] == "Night watch on the support handle 01:30–03:30"


def test_the_page_is_offered_where_there_is_one(held: Company):
    assert links(held.say("ada", "who week").card) == []
    assert "page to print" not in held.says("ada", "who week")
    assert "MUSTER_PUBLIC_URL and MUSTER_SECRET_KEY" in held.says("farah", "who week")
