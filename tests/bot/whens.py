"""Any time that can be said, for tests to draw from."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.grammar import Day, DayKind, When

YEARS = st.one_of(st.just(0), st.integers(2000, 2199))


def make(kind, **fields):
    try:
        return Day(kind, **fields)
    except ValueError:
        return None


days_said = st.one_of(
    st.builds(make, st.just(DayKind.OFFSET), number=st.integers(-999, 999)),
    st.builds(make, st.just(DayKind.WEEKDAY), number=st.integers(0, 6)),
    st.builds(make, st.just(DayKind.LAST_WEEKDAY), number=st.integers(0, 6)),
    st.builds(
        make, st.just(DayKind.WEEKDAY_OF), number=st.integers(0, 6), weeks=st.integers(-1, 1)
    ),
    st.builds(
        make,
        st.just(DayKind.DATE),
        number=st.integers(1, 31),
        month=st.integers(1, 12),
        year=YEARS,
        weekday=st.one_of(st.none(), st.integers(0, 6)),
        whole_week=st.booleans(),
    ),
    st.builds(make, st.just(DayKind.WEEK), number=st.integers(-99, 99)),
    st.builds(make, st.just(DayKind.ISO_WEEK), number=st.integers(1, 53), year=YEARS),
    st.builds(make, st.just(DayKind.WEEKEND), number=st.integers(-1, 1)),
    st.builds(make, st.just(DayKind.OFFSET), number=st.integers(-9, 9), whole_week=st.just(True)),
).filter(lambda day: day is not None)


@st.composite
def whens(draw):
    minute = st.one_of(st.none(), st.integers(0, 1440))
    first = draw(st.one_of(st.none(), st.just(Day(DayKind.NOW)), days_said))
    last = draw(st.one_of(st.none(), days_said))
    while True:
        try:
            return When(first, last, draw(minute), draw(minute))
        except ValueError:
            if first is None or first.is_long or first.kind is DayKind.NOW:
                first, last = draw(days_said), None
