"""What people carried: counted on both databases, and shown to those whom it concerns."""

from __future__ import annotations

from datetime import timedelta

from bot.burdens import load_burdens, load_burdens_over, load_own, load_shares
from bot.fairness.requests import AskOthers, ShowLoad, ShowMyLoad, ShowPeoplesLoad
from bot.fairness.rules import Burden
from bot.model import Away, MemberState
from bot.names import fold
from bot.weeks import Span
from tests.bot.cast import labels, text
from tests.bot.company import WEEK, Company, berlin
from tests.bot.fairness.history import held, last_week, offered

NIGHT = "Mon 21:00-23:00"


def test_each_number_is_counted_over_its_weeks(company_on_each: Company):
    company = company_on_each
    held(company, "ada", "Night watch", 6, 120, NIGHT)
    held(company, "ada", "Copywriting", 2, 240)
    offered(company, "ada", 5, 180, 90)
    with company.read() as tx:
        found = load_burdens_over(tx, berlin(23), (4, 12, 52))
    ada = company.ids["ada"]
    # this week is the last of them: three before it, and eleven
    assert found[4][ada] == Burden(3 * 180, 3 * 120 + 2 * 240, 3 * 90, 0, 3 * 60)
    assert found[12][ada] == Burden(5 * 180, 6 * 120 + 2 * 240, 5 * 90, 0, 6 * 60)
    assert found[52][ada] == found[12][ada]
    assert found[12][ada].weight == found[12][ada].held + 6 * 60
    assert found[12][company.ids["bao"]] == Burden()
    assert found[12].keys() == {member.id for member in company.members()}


def test_what_is_held_of_this_week_counts_and_what_is_given_back_does_not(company: Company):
    company.say("ada", "claim vimeo")
    company.say("bao", "claim candidates")
    with company.read() as tx:
        before, after = load_burdens(tx, berlin(23)), load_burdens(tx, berlin(23), before=WEEK)
    ada = company.ids["ada"]
    assert (before[ada].held, after[ada].held) == (60, 0)
    with company.write() as tx:
        for claim in company.claims_of("ada"):
            tx.claims.release(claim.id, berlin(23))
    with company.read() as tx:
        assert load_burdens(tx, berlin(23))[ada].held == 0


def test_hard_hours_are_those_of_ones_own_clock(company: Company):
    """Nine in the evening in Berlin is half past one at night for Goran, in Kolkata."""
    held(company, "goran", "Night watch", 1, 120, NIGHT)
    held(company, "jakub", "Night watch", 1, 120, "Tue 21:00-23:00")
    with company.read() as tx:
        found = load_burdens(tx, berlin(23))
    assert found[company.ids["goran"]].hard == 120
    assert found[company.ids["jakub"]].hard == 60


def test_who_has_left_is_counted_no_more_but_the_shares_of_a_duty_keep_them(company: Company):
    held(company, "ada", "Copywriting", 3, 120)
    company.change("ada", state=MemberState.LEFT)
    with company.read() as tx:
        assert company.ids["ada"] not in load_burdens(tx, berlin(23))
        [share] = [s for s in load_shares(tx, berlin(23)) if s.member_id == company.ids["ada"]]
    assert (share.minutes, share.weeks) == (360, 3)


def test_the_middle_of_a_department_names_nobody(company: Company):
    for user, minutes in (("farah", 60), ("ada", 120), ("jakub", 600)):
        held(company, user, "Copywriting", 1, minutes)
    with company.read() as tx:
        [(weeks, mine, middle)] = load_own(tx, berlin(23), company.me("ada"))
    assert (weeks, mine.held, middle) == (12, 120, 0)  # of fifteen, twelve held nothing
    said = company.says("ada", "mine")
    assert "12 weeks: you offered 0 h, held 2 h, did 0 h." in said
    assert "Half of your department held nothing." in said
    assert "Jakub" not in said
    page = text(company.home("ada"))
    assert "12 weeks: you offered 0 h, held 2 h" in page
    over = text(company.press("ada", ShowMyLoad()))
    assert [line[:9] for line in over.splitlines()[1:4]] == ["4 weeks: ", "12 weeks:", "52 weeks:"]


def test_the_chair_sees_departments_and_people_by_name(company: Company):
    held(company, "jakub", "Copywriting", 2, 300)
    offered(company, "jakub", 2, 600, 240)
    held(company, "ada", "Night watch", 1, 120, NIGHT)
    said = company.says("farah", "status")
    line = "Marketing, 15 people: offered 20 h, held 12 h (60 %), done 8 h; 1 h of it hard hours;"
    assert line in said
    assert "Jakub" not in said.partition("Who carries what")[2].partition("[4 weeks]")[0]
    shown = company.press("farah", ShowLoad(weeks=4))
    assert line in text(shown)
    assert "Department: Marketing; Offered: 20 h; Held: 12 h (60 %); Done: 8 h" in text(shown)
    people = company.push("farah", shown, "People, for you only")
    names = [x.split(";")[0] for x in text(people).splitlines() if x.startswith("Name: ")]
    assert names == sorted(names, key=fold)  # never by load
    assert "Show 12 more" in labels(people)
    marketing = text(company.press("farah", ShowPeoplesLoad(weeks=4, department=1)))
    assert "Name: Jakub Nakamura; Offered: 20 h; Held: 10 h (50 %); Done: 8 h" in marketing
    assert "By name, not by load. Only you see this" in marketing


def test_only_the_chair_sees_others(company: Company):
    for request in (ShowLoad(), ShowPeoplesLoad(), AskOthers(duty=1)):
        assert "chair" in text(company.press("ada", request))
        assert "Jakub" not in text(company.press("ada", request))


def test_old_and_forged_buttons_show_what_there_is(company: Company):
    assert "12 weeks" in text(company.press("farah", ShowLoad(weeks=9999)))
    shown = text(company.press("farah", ShowPeoplesLoad(weeks=-1, department=999, skip=99999)))
    assert "everybody, 12 weeks" in shown


# ---- warnings -----------------------------------------------------------------------------------


def test_a_duty_on_slivers_is_named_with_its_numbers_and_mended_by_its_form(company: Company):
    for user in ("ada", "bao", "goran", "jakub", "farah"):
        held(company, user, "Copywriting", 2, 30)
    status = company.say("farah", "status")
    said = (
        "Copywriting lives on slivers: of 5 people in 12 weeks, 5 held less than 1 h a week of it"
    )
    assert said in text(status)
    assert "the middle one 30m" in text(status).replace("30 min", "30m")
    assert company.push("farah", status, "Edit").form is not None


def test_a_duty_on_one_person_is_named_and_others_are_asked_without_a_name(company: Company):
    held(company, "jakub", "Vimeo", 5, 60)
    held(company, "ada", "Vimeo", 1, 15)
    status = company.say("farah", "status")
    line = "Keep the Vimeo channel lives on one person: Jakub Nakamura held 95 % of its hours"
    assert line in text(status)
    reply = company.push("farah", status, "Ask for a second one")
    assert "Asked who would share Keep the Vimeo channel." in text(reply)
    asked = company.asked("load.share")
    assert len(asked) == 5
    assert "jakub" not in asked
    card = text(company.last("load.share", min(asked)))
    assert "Would you share Keep the Vimeo channel?" in card
    assert "Jakub" not in card
    # its own department first, and those who carry least; nobody twice in one week
    departments = {company.me(user).department_id for user in asked}
    with company.read() as tx:
        duty = tx.roster.find_duty(company.duty_id("Vimeo"))
    assert duty.department_id in departments
    company.push("farah", status, "Ask for a second one")
    assert all(len(messages) == 1 for messages in company.asked("load.share").values())
    assert len(company.asked("load.share")) == 10


def test_nobody_is_asked_who_is_away_or_not_cleared_or_wants_to_be_left_alone(company: Company):
    held(company, "jakub", "Vimeo", 5, 60)
    company.change_duty("Vimeo", clearances=("video",))
    refused = text(company.press("farah", AskOthers(duty=company.duty_id("Vimeo"))))
    assert "There is nobody who could share" in refused
    assert "It asks for clearance: video." in refused
    for user in ("ada", "bao", "goran"):
        company.change(user, clearances=("Video",))
    company.change("bao", reminding="none")
    with company.write() as tx:
        span = Span(berlin(23, 8), berlin(27))
        tx.aways.add(Away(0, company.ids["goran"], span, WEEK, WEEK + timedelta(days=4)))
    company.press("farah", AskOthers(duty=company.duty_id("Vimeo")))
    assert list(company.asked("load.share")) == ["ada"]


def test_what_others_share_by_now_is_not_asked_about(company: Company):
    duty = company.duty_id("Vimeo")
    assert "does not live on one person" in text(company.press("farah", AskOthers(duty=duty)))
    assert "not there any more" in text(company.press("farah", AskOthers(duty=99999)))


def test_no_week_counts_that_is_over_for_longer(company: Company):
    held(company, "ada", "Copywriting", 12, 60)
    with company.read() as tx:
        found = load_burdens_over(tx, berlin(23), (4, 12))
    assert found[12][company.ids["ada"]].held == 11 * 60
    assert found[4][company.ids["ada"]].held == 3 * 60
    assert last_week().end == berlin(23, 0)
