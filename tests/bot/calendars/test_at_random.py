"""Whatever a calendar says, and whatever is answered: nothing is asked twice, and it comes true."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.calendars.usecases import CALENDAR
from bot.ports.calendars import EventState
from tests.bot.calendars.documents import days
from tests.bot.calendars.stage import arrive, aways, last, opt_in, read, sources
from tests.bot.cast import buttons
from tests.bot.company import Company, company_copied

FIRST = date(2026, 11, 30)


def written(days_off: dict[int, tuple[int, int]]) -> list[str]:
    found = []
    for uid, (start, length) in days_off.items():
        begin = FIRST + timedelta(days=start)
        end = begin + timedelta(days=length)
        found.append(days(f"e{uid}", "Vacation", f"{begin:%Y%m%d}", f"{end:%Y%m%d}"))
    return found


CALENDARS = st.dictionaries(
    st.integers(0, 3), st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=4
)
DOINGS = st.lists(
    st.one_of(CALENDARS, st.integers(0, 5), st.just("arrive")), min_size=2, max_size=8
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(DOINGS, st.sampled_from(["ask", "always"]))
def test_any_weeks(company_file: Path, doings: list[object], mode: str):
    with TemporaryDirectory() as folder, company_copied(company_file, Path(folder)) as company:
        opt_in(company, mode=mode)
        now: dict[int, tuple[int, int]] = {}
        for doing in doings:
            if doing == "arrive":
                arrive(company)
            elif isinstance(doing, dict):
                now = doing
                read(company, *written(now))
            else:
                press(company, int(str(doing)))
            check(company)
        # once it stays as it is and all was told, what was noted is what the calendar says
        for _ in range(3):
            arrive(company)
            read(company, *written(now))
            check(company)
        kept = events(company, EventState.KEPT)
        standing = {(a.first_day, a.last_day) for a in aways(company)}
        said = {
            (FIRST + timedelta(days=start), FIRST + timedelta(days=start + length - 1))
            for start, length in now.values()
        }
        assert standing <= said | {(e.when.first_day, e.when.last_day) for e in kept}
        if mode == "always":
            covered = [a.span for a in aways(company)]
            declined = [e.when.span for e in events(company, EventState.DECLINED)]
            for event in events(company, EventState.NOTED, EventState.KNOWN):
                spans = [*covered, *declined]
                gone = event.away_id and event.state is EventState.NOTED
                assert gone or any(span.covers(event.when.span) for span in spans)


def press(company: Company, which: int) -> None:
    """A button of the latest card, if there is one."""
    if company.asked(CALENDAR).get("ada"):
        there = buttons(last(company))
        if there:
            company.press("ada", there[which % len(there)].request)


def events(company: Company, *states: EventState):
    with company.read() as tx:
        found = tx.calendars.events(sources(company)[0].id)
    return [event for event in found if event.state in states]


def check(company: Company) -> None:
    """What must be so at any time."""
    found = aways(company)
    assert len({a.source_key for a in found}) == len(found)
    by_id = {a.id: a for a in found}
    for event in events(company, EventState.NOTED):
        away = by_id.get(event.away_id)
        assert away is None or away.span == event.when.span
    for event in events(company, EventState.ASKED, EventState.DECLINED, EventState.GONE):
        assert event.away_id not in by_id
    owed = [d.occasion for d in company.asked(CALENDAR).get("ada", [])]
    assert len(owed) == len(set(owed))
