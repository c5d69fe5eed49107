"""Nobody who is absent counts as missing: not in the status, the digest, the plan or the hours."""

from __future__ import annotations

from datetime import date, timedelta

from bot.absence import days_away
from bot.burdens import load_burdens, load_own
from bot.cards import Card, Table
from bot.digest.usecases import load_digest
from bot.model import Away
from bot.plan.fitting import make_problem
from bot.plan.usecases.loading import load_situation
from bot.status.usecases import load_status
from tests.bot.cast import text
from tests.bot.company import WEEK, Company, berlin, cards_of
from tests.bot.fairness.history import held, offered

NEXT = WEEK + timedelta(weeks=1)


def unanswered(company: Company) -> set[str]:
    with company.read() as tx:
        silent = {member.id for member in load_status(tx, company.clock.now()).unanswered}
    return {user for user, key in company.ids.items() if key in silent}


def in_department(company: Company, department: str = "Marketing") -> int:
    """Minutes, as the status says them of this week."""
    with company.read() as tx:
        rows = load_status(tx, company.clock.now()).departments
    return next((row.pledged for row in rows if row.name == department), 0)


def table(card: Card) -> Table:
    return next(element for element in card.body if isinstance(element, Table))


# ---- who has not said their hours ---------------------------------------------------------------


def test_who_is_away_now_or_was_until_now_has_not_failed_to_answer(company: Company):
    users = ["ada", "bao", "uma", "felix"]
    company.say("ada", "away mon..fri")  # now
    company.say("bao", "away mon..wed")  # until now
    company.say("uma", "away fri..sun")  # later
    company.say("felix", "away wed 14:00-18:00")
    company.at(26, 8)
    assert unanswered(company) & set(users) == {"uma", "felix"}
    company.at(26, 12)  # Bao has been back for a morning
    assert unanswered(company) & set(users) == {"bao", "uma", "felix"}


def test_who_is_away_all_week_is_not_even_missing_at_its_end(company: Company):
    company.say("ada", "away mon..fri")
    company.at(28, 12)  # Saturday
    assert "ada" not in unanswered(company)


def test_hours_away_in_the_morning_are_not_missed_in_the_morning(company: Company):
    company.say("ada", "away today 7:00-12:00")
    company.at(23, 10)
    assert "ada" not in unanswered(company)
    company.at(23, 16)
    assert "ada" in unanswered(company)


def test_asking_again_waits_until_somebody_is_back(company: Company):
    company.at(23, 17)
    company.say("ada", "away tomorrow morning")
    company.at(23, 21)  # in everybody's quiet hours
    company.push("farah", company.say("farah", "status"), "Ask them again")
    [nudge] = company.asked("nudge")["ada"]
    assert nudge.due_at == berlin(24, 12)


# ---- what was offered ---------------------------------------------------------------------------


def department_of(company: Company, user: str) -> str:
    with company.read() as tx:
        names = {one.id: one.name for one in tx.people.departments()}
    return names[company.me(user).department_id]


def test_hours_offered_before_an_absence_are_lowered_by_it(company: Company):
    team = department_of(company, "ada")
    company.say("ada", "hours 5")
    before = in_department(company, team)
    company.at(23, 12)
    company.say("ada", "away thu..fri")
    assert before - in_department(company, team) == 120
    company.say("ada", "hours 5")  # knowing of it
    assert in_department(company, team) == before


def test_the_digest_reckons_with_those_who_were_there(company: Company):
    team = department_of(company, "ada")
    company.say("ada", "hours 5")
    company.say("bao", "hours 3")
    company.say("ada", "claim facebook this week")
    company.say("bao", "claim vimeo this week")
    company.at(23, 10)
    company.say("ada", "away wed..fri")
    with company.read() as tx:
        digest = load_digest(tx, NEXT, berlin(30, 9))
    rows = {row.name: row.pledged for row in digest.departments}
    assert rows[team] == 120 + (180 if team == department_of(company, "bao") else 0)
    assert digest.helpers == 2


def test_who_was_away_for_all_of_a_turn_is_not_thanked_for_it(company: Company):
    company.say("ada", "claim answer on the support handle tue 9-13")
    company.say("ada", "away tue")
    with company.read() as tx:
        assert load_digest(tx, NEXT, berlin(30, 9)).helpers == 0


def test_hours_done_are_asked_for_as_far_as_somebody_was_there(company: Company):
    company.say("ada", "hours 5")
    company.say("bao", "hours 5")
    company.at(23, 12)
    company.say("ada", "away thu..fri")
    company.say("bao", "away tue..fri")
    company.at(29)
    company.travel(30, 12)
    assert "you offered 3 h. Did you do them?" in str(company.last("prompt", "ada"))
    assert "you offered 1 h. Did you do them?" in str(company.last("prompt", "bao"))


# ---- the weekly question ------------------------------------------------------------------------


def test_the_question_waits_for_who_is_back_in_time_and_is_not_put_to_others(company: Company):
    company.say("ada", "away mon 30 nov")
    company.say("bao", "away mon 30 nov 7:00-12:00")
    company.say("uma", "away mon 30 nov to wed 2 dec")  # the deadline is on Wednesday
    company.say("felix", "away 30 nov to 6 dec")
    company.at(29)
    company.travel(32, 18)
    due = {user: company.asked("prompt").get(user, []) for user in ("ada", "bao", "uma", "felix")}
    assert {user: [d.due_at for d in owed] for user, owed in due.items()} == {
        "ada": [berlin(31, 8)],
        "bao": [berlin(30, 12)],
        "uma": [],
        "felix": [],
    }


def test_nudges_and_reminders_skip_it(company: Company):
    company.say("ada", "claim answer on the support handle thu 3 dec 9-13")
    company.say("bao", "claim answer on the support handle fri 4 dec 9-13")
    company.say("ada", "away wed 2 dec to fri 4 dec")
    company.at(29)
    company.travel(33, 20)
    assert "ada" not in company.asked("reminder")
    nudges = [company.local("ada", d.due_at).date() for d in company.asked("nudge")["ada"]]
    assert nudges == [date(2026, 12, 1)]
    assert "bao" in company.asked("reminder")


def test_who_is_back_just_before_a_turn_is_reminded_then(company: Company):
    company.say("ada", "claim answer on the support handle thu 3 dec 9-13")
    company.say("bao", "claim answer on the support handle thu 3 dec 14-17")
    company.say("ada", "away tue 1 dec to wed 2 dec")  # Wednesday is the day of the reminder
    company.say("bao", "away wed 2 dec to thu 3 dec 12:00")
    company.at(29)
    company.travel(33, 20)
    due = {user: [d.due_at for d in company.asked("reminder")[user]] for user in ("ada", "bao")}
    assert due == {"ada": [berlin(33, 8)], "bao": [berlin(33, 12)]}


# ---- a proposed roster --------------------------------------------------------------------------


def left(company: Company, user: str) -> int:
    """Quarter hours that a proposal for next week may give somebody."""
    with company.read() as tx:
        problem = make_problem(load_situation(tx, NEXT, company.clock.now()))
    return next((p.left for p in problem.people if p.id == company.ids[user]), 0)


def fits(company: Company, user: str) -> int:
    with company.read() as tx:
        problem = make_problem(load_situation(tx, NEXT, company.clock.now()))
    return sum(fit.person == company.ids[user] for fit in problem.fits)


def test_a_plan_gives_less_to_who_is_away_for_a_part_of_the_week(company: Company):
    company.change("ada", usual_minutes=300)
    assert left(company, "ada") == 20
    company.say("ada", "away 30 nov to 1 dec")
    assert left(company, "ada") == 12
    company.say("ada", "away 2 dec to 4 dec")
    assert left(company, "ada") == 0


def test_a_plan_does_not_ask_who_is_away_until_it_begins(company: Company):
    company.at(27)
    assert fits(company, "ada") > 0
    company.say("ada", "away fri 27 nov to sun 29 nov")
    with company.read() as tx:
        situation = load_situation(tx, NEXT, company.clock.now())
        problem = make_problem(situation)
    spans = {held.turn.id: held.turn.span for held in situation.turns}
    mine = [spans[f.turn] for f in problem.fits if f.person == company.ids["ada"]]
    assert mine
    assert all(span.start >= berlin(31, 0) or span.minutes > 24 * 60 for span in mine)
    company.say("ada", "away mon 30 nov to thu 3 dec")
    assert fits(company, "ada") == 0


# ---- shown --------------------------------------------------------------------------------------


def test_who_panel_and_home_say_that_the_holder_is_away_and_cover_is_wanted(company: Company):
    company.say("ada", "claim facebook this week")
    company.say("ada", "away today note: of my knee")
    name = company.me("ada").name
    for said in (
        company.says("bao", "who facebook"),
        company.says("bao", "who"),
        text(company.home("ada")),
    ):
        assert "knee" not in said
        assert "away" in said
        assert "cover" in said.lower()
    assert name in company.says("bao", "who facebook")


def test_an_export_holds_no_absence(company: Company):
    company.say("ada", "away today note: of my knee")
    reply = company.say("farah", "export")
    assert "knee" not in str(reply)
    assert cards_of(company.say("farah", "status"))


# ---- fairness -----------------------------------------------------------------------------------


def away_before(company: Company, user: str, weeks: int, said: int = 0) -> None:
    """Away in so many weeks up to and with the one before this one; said so many weeks ago."""
    first = WEEK - timedelta(weeks=weeks)
    times = days_away(first, WEEK - timedelta(days=1), "Europe/Berlin")
    at = company.clock.now() - timedelta(weeks=said)
    with company.bot.store.write(company.id) as tx:
        days = (times.span, times.first_day, times.last_day)
        tx.aways.add(Away(0, company.ids[user], *days, said_at=at))


def test_nobody_comes_back_to_a_debt(company: Company):
    for user in ("ada", "bao"):
        held(company, user, "Copywriting" if user == "ada" else "Vimeo", 4, 120)
    away_before(company, "ada", 2)
    with company.read() as tx:
        found = load_burdens(tx, berlin(23), 4, before=WEEK)
    ada, bao = found[company.ids["ada"]], found[company.ids["bao"]]
    assert (ada.away, bao.away) == (50, 0)
    assert ada.held == bao.held
    assert ada.weight == 2 * bao.weight


def test_what_was_pledged_and_could_not_be_given_is_not_held_against_anybody(company: Company):
    offered(company, "ada", 3, 100, 60)
    with company.read() as tx:
        before = load_burdens(tx, berlin(23), 4)[company.ids["ada"]].pledged
    company.clock.forward(hours=1)
    away_before(company, "ada", 1)
    with company.read() as tx:
        assert load_burdens(tx, berlin(23), 4)[company.ids["ada"]].pledged == before - 100


def test_the_middle_of_a_department_leaves_out_who_was_never_there(company: Company):
    me = company.me("ada")
    others = [
        user
        for user in company.ids
        if company.me(user).department_id == me.department_id and user != "ada"
    ]
    for user in others:
        company.change(user, zone="Europe/Berlin")
    half = others[: (len(others) + 2) // 2]
    for number, user in enumerate(others):
        if user not in half:
            held(company, user, "Copywriting", 1, 60, f"Tue {number % 20:02d}:00-23:00")
    with company.read() as tx:
        [(_, _, before)] = load_own(tx, berlin(23), me, (4,))
    for user in half:
        away_before(company, user, 4)
        company.say(user, "away this week")
    with company.read() as tx:
        [(_, _, after)] = load_own(tx, berlin(23), me, (4,))
    assert (before, after) == (0, 60) or after is None
