"""Whatever people say, press and take back, in whatever order: no limit is ever broken."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Reply
from bot.held import busiest
from bot.model import Away, Claim, Turn
from bot.weeks import Span
from tests.bot.cast import labels, text
from tests.bot.company import Company, berlin, company_copied

USERS = ("ada", "bao", "goran")
MOST = 6 * 60  # minutes: the ceiling of each, so that it is soon reached
EVER = Span(berlin(1), berlin(120))

WHEN = st.sampled_from(
    ("", "next week", "tue", "wed..fri", "tue 9-11", "now", "now 2h", "sat", "28 nov 14:00-20:00")
)
DUTY = st.sampled_from(("vimeo", "facebook", "careers", "brand", "night watch"))
HOURS = st.sampled_from(("", "1h", "45m", "3h", "9h"))
CLAIM = st.tuples(DUTY, WHEN, HOURS).map(lambda said: f"claim {' '.join(filter(None, said))}")
RELEASE = st.tuples(DUTY, WHEN).map(lambda said: f"release {' '.join(filter(None, said))}")
OTHER = st.sampled_from(("release", "release all", "away wed..thu", "away sat", "back", "mine"))
SAY = st.tuples(st.just("say"), st.sampled_from(USERS), CLAIM | CLAIM | RELEASE | OTHER)
PRESS = st.tuples(st.just("press"), st.sampled_from(USERS), st.integers(0, 30))
WAIT = st.tuples(st.just("wait"), st.just(""), st.sampled_from((1, 20, 60 * 7, 60 * 40)))
DEEDS = st.lists(SAY | SAY | PRESS | WAIT, min_size=4, max_size=18)


@given(deeds=DEEDS)
@settings(
    max_examples=40,
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
            company.change(user, ceiling_minutes=MOST)
        shown: list[Reply] = []
        for kind, user, what in deeds:
            before = {claim.id for claim in held(company)}
            if kind == "wait":
                company.clock.forward(minutes=what)
            elif kind == "say":
                shown.append(company.say(user, what))
            else:
                press(company, user, shown, what)
            check(company)
            if str(what).startswith("claim"):
                check_nobody_away(company, before)


def press(company: Company, user: str, shown: list[Reply], which: int) -> None:
    """Any button that anybody was shown."""
    ways = [(reply, label) for reply in shown if reply.card for label in labels(reply)]
    if ways:
        reply, label = ways[-1 - which % len(ways)]
        shown.append(company.push(user, reply, label))


def turns(company: Company) -> list[Turn]:
    with company.read() as tx:
        return [turn for turn in tx.roster.turns(EVER) if turn.claims]


def held(company: Company) -> list[Claim]:
    return [claim for turn in turns(company) for claim in turn.claims]


def check(company: Company) -> None:
    minutes: dict[tuple[int, object], int] = {}
    for turn in turns(company):
        assert busiest(turn.claims, turn.span) <= turn.people_most
        for claim in turn.claims:
            assert turn.span.covers(claim.span)
            assert claim.minutes <= turn.minutes
            key = (claim.member_id, turn.week)
            minutes[key] = minutes.get(key, 0) + claim.minutes
            others = [c for c in turn.claims if c.member_id == claim.member_id and c != claim]
            assert not any(other.span.overlaps(claim.span) for other in others)
    assert all(total <= MOST + len(minutes) for total in minutes.values())


def check_nobody_away(company: Company, before: set[int]) -> None:
    new = [claim for claim in held(company) if claim.id not in before]
    assert not any(away.span.overlaps(c.span) for c in new for away in aways(company, c.member_id))


def aways(company: Company, member_id: int) -> list[Away]:
    with company.read() as tx:
        return list(tx.aways.overlapping(EVER, [member_id]))


def test_the_words_above_do_claim_and_give_back(company: Company):
    for when in ("next week", "tue", "wed..fri", "now", "now 2h", "sat", "28 nov 14:00-20:00"):
        assert "You hold" in company.says("ada", f"claim facebook {when} 45m")
        before = company.say("ada", f"release facebook {when}")
        assert "Before you give back" in text(before)
        assert "Undone" in text(company.push("ada", before, "Undo that I took it"))
