"""Whatever is claimed, given back, undone, cleared and set, in whatever order: the limits hold."""

from __future__ import annotations

import tempfile
from itertools import combinations
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Reply
from bot.claims.rules import Stint, in_a_row, too_near
from bot.ending import ahead
from bot.setup.requests import EditDuty
from tests.bot.cast import ZONE, labels
from tests.bot.company import Company, company_copied

USERS = ("ada", "goran")  # in Berlin and in Kolkata
REST, WEEKS = 11 * 60, 2
NIGHT, DAY, PRESS = "night watch", "answer on the support", "reputation"
WHEN = ("mon", "tue", "wed", "thu", "next mon", "next tue", "mon 7 dec")
SHIFTS = st.builds(
    "{0[0]} {1} {0[1]}".format,
    st.sampled_from(((NIGHT, ""), (DAY, "9:00"), (DAY, "13:00"))),
    st.sampled_from(WHEN),
)
WHOLE = st.sampled_from(("", "next week", "wed 9 dec")).map(lambda when: f"{PRESS} {when} 30m")
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("claim"), st.sampled_from(USERS), SHIFTS | SHIFTS | WHOLE),
        st.tuples(st.just("press"), st.sampled_from(USERS), st.integers(0, 20)),
        st.tuples(st.just("clear"), st.sampled_from(USERS), st.booleans()),
        st.tuples(st.just("ask"), st.just("farah"), st.booleans()),
    ),
    min_size=3,
    max_size=14,
)


@given(deeds=DEEDS)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_order_of_things_breaks_a_limit(company_file: Path, deeds: list[tuple]):
    with (
        tempfile.TemporaryDirectory() as folder,
        company_copied(company_file, Path(folder)) as company,
    ):
        for user in USERS:
            company.say(user, "mine")
            company.change(user, ceiling_minutes=40 * 60, weeks_in_a_row=WEEKS)
        shown: dict[str, list[Reply]] = {user: [] for user in USERS}
        for what, user, how in deeds:
            before = {claim.id for one in USERS for claim in company.claims_of(one)}
            do(company, what, user, how, shown)
            check(company, before)


def do(company: Company, what: str, user: str, how, shown: dict[str, list[Reply]]) -> None:
    match what:
        case "claim":
            shown[user].append(company.say(user, f"claim {how}"))
        case "press":  # whatever they were shown last: undo, give back, later turns
            ways = [(r, label) for r in shown[user] if r.card for label in labels(r)]
            if ways:
                reply, label = ways[-1 - how % len(ways)]
                shown[user].append(company.push(user, reply, label))
        case "clear":
            company.change(user, clearances=("press",) if how else ())
        case "ask":
            form = company.press(user, EditDuty(duty=company.duty_id(PRESS)))
            company.submit(user, form, clearances="Press" if how else "")


def check(company: Company, before: set[int]) -> None:
    with company.read() as tx:
        asked = {duty.id: duty.clearances for duty in tx.roster.duties()}
        held = {u: tx.claims.of_member(company.ids[u], ahead(company.clock.now())) for u in USERS}
    for user, mine in held.items():
        zone = company.me(user).zone
        shifts = [Stint(c.span, t.duty_id) for t, c in mine if t.span.minutes < 24 * 60]
        for one, other in combinations(shifts, 2):
            assert too_near(one.span, [other], REST, zone) is None
        weeks = {turn.week for turn, _claim in mine}
        assert all(in_a_row(week, weeks) <= WEEKS for week in weeks), weeks
        for turn, claim in mine:
            if claim.id not in before and asked[turn.duty_id]:
                assert company.me(user).clearances == ("press",)


def test_the_words_above_do_claim(company: Company):
    for words in (f"{NIGHT} wed", f"{DAY} thu 13:00", f"{DAY} next mon 9:00"):
        assert "You hold" in company.says("ada", f"claim {words}"), words
    assert "You hold" in company.says("goran", f"claim {PRESS} wed 9 dec 30m")
    assert company.me("goran").zone != ZONE
