"""Whatever is held, in whatever zone: a picture loses nothing, adds nothing, and finds its day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.held import Held, Holder
from bot.model import Away, Claim, Duty, Member, Role, Turn
from bot.picture.rules import Absent, Cells, Piece, is_longer, picture
from bot.picture.words.cells import when
from bot.picture.words.page import sheet
from bot.weeks import Span, to_local, week_span

WEEK, HOME = date(2026, 10, 19), "Europe/Berlin"  # its Sunday has 25 hours
ZONES = (HOME, "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati", "UTC")
SPAN = week_span(WEEK, HOME)
MEMBERS = [Member(n, f"Member {n}", None, 1, Role.MEMBER, HOME) for n in range(1, 5)]
DUTIES = [Duty(n, f"Duty {n}", "write", 600, 1, 3) for n in range(1, 4)]


def span_of(first: int, hours: int) -> Span:
    start = SPAN.start + timedelta(hours=first)
    return Span(start, min(SPAN.end, start + timedelta(hours=hours)))


@st.composite
def turns(draw: st.DrawFn) -> list[Held]:
    found = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        span = span_of(draw(st.integers(0, 160)), draw(st.integers(1, 169)))
        holders = []
        for key, member in enumerate(draw(st.lists(st.sampled_from(MEMBERS), max_size=3)), 1):
            first = draw(st.integers(0, max(0, span.minutes // 60 - 1)))
            start = span.start + timedelta(hours=first)
            part = Span(start, min(span.end, start + timedelta(hours=draw(st.integers(1, 60)))))
            claim = Claim(10 * number + key, number, member.id, 60, part, SPAN.start)
            holders.append(Holder(member, claim))
        duty = draw(st.sampled_from(DUTIES))
        claims = tuple(holder.claim for holder in holders)
        turn = Turn(number, duty.id, WEEK, span, 600, 1, 4, claims)
        found.append(Held(duty, turn, tuple(holders)))
    return found


NOW = st.integers(-48, 200).map(lambda hours: SPAN.start + timedelta(hours=hours))


@given(turns(), st.sampled_from(ZONES), NOW)
def test_every_claim_stands_once_beside_its_person_and_its_duty(held, zone, now):
    shown = picture(WEEK, held, (), {}, zone, now)
    claims = sorted(h.claim.id for turn in held for h in turn.holders)
    beside = [p for row in shown.people for p in row.cells.pieces]
    assert sorted(p.holder.claim.id for p in beside) == claims
    assert sum(row.cells.minutes for row in shown.people) == 60 * len(claims)
    of_duties = [p for row in shown.duties for p in row.cells.pieces]
    assert sorted(p.holder.claim.id for p in of_duties if p.holder) == claims
    assert {p.held.turn.id for p in shown.wanted} == {t.turn.id for t in held if t.is_open(now)}
    assert [p for p in of_duties if not p.holder] or not shown.wanted


@given(turns(), st.sampled_from(ZONES), NOW)
def test_each_piece_stands_on_the_day_it_begins_or_is_longer_than_one(held, zone, now):
    shown = picture(WEEK, held, (), {}, zone, now)
    assert list(shown.days) == sorted(set(shown.days))
    for cells in (shown.open, *(row.cells for row in (*shown.people, *shown.duties))):
        assert len(cells.days) == len(cells.away) == len(shown.days)
        assert all(is_longer(piece.span, zone) for piece in cells.longer)
        for day, pieces in zip(shown.days, cells.days, strict=True):
            assert all(to_local(p.span.start, zone).date() == day for p in pieces)


@given(turns(), st.sampled_from(ZONES), NOW, st.booleans())
def test_the_page_says_each_person_and_each_duty(held, zone, now, duties):
    shown = picture(WEEK, held, (), {}, zone, now)
    page = sheet(shown, "Acme", now, duties=duties, own=zone, home=HOME)
    assert all(len(row.cells) == len(page.columns) for row in page.rows)
    table = str([(row.name, row.cells) for row in page.rows])
    cards = str(page.cards)
    for holder in (h for turn in held for h in turn.holders):
        assert holder.name in table
        assert holder.name in cards
    assert (zone == HOME) == (len(page.turned) == 1)


def piece(first: int, hours: int, turn: Span = SPAN) -> Piece:
    held = Held(DUTIES[0], Turn(1, 1, WEEK, turn, 600, 1, 1), ())
    return Piece(held, span_of(first, hours), 60)


def test_when_is_said_in_as_few_words_as_can_be():
    assert when(piece(9, 4), HOME) == "09:00–13:00"
    assert when(piece(21, 3), HOME) == "21:00–24:00"
    assert when(piece(22, 4), HOME) == "22:00–02:00"
    assert when(piece(24, 24), HOME) == "all day"
    assert when(piece(24, 48), HOME) == "Tue–Wed"
    assert when(piece(24 * 6, 25), HOME) == "all day"  # on which the clocks go back
    assert when(piece(0, 169), HOME) == ""
    assert when(piece(33, 200), HOME) == "from Tue 09:00"
    assert when(piece(0, 33), HOME) == "until Tue 09:00"
    assert when(piece(0, 48), HOME) == "until Tue"
    assert when(piece(33, 30), HOME) == "from Tue 09:00 until Wed 15:00"


def test_who_is_away_for_hours_is_partly_away():
    start = SPAN.start
    held = Held(
        DUTIES[0],
        Turn(1, 1, WEEK, SPAN, 60, 1, 1),
        (Holder(MEMBERS[0], Claim(1, 1, 1, 60, SPAN, start)),),
    )
    days = Span(start + timedelta(hours=24), start + timedelta(hours=60))
    away = Away(1, 1, days, WEEK, WEEK)
    shown = picture(WEEK, [held], [away], {(1, 1): [SPAN]}, HOME, start)
    row: Cells = shown.people[0].cells
    assert row.away[:4] == (Absent.NO, Absent.ALL_DAY, Absent.PARTLY, Absent.NO)
    assert shown.cover_wanted == row.longer
