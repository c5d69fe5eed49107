"""Days, weeks and weekends in words → Day. Where a reader stands, several may apply."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from bot.grammar.doubts import Doubt
from bot.grammar.when import FIRST_YEAR, LAST_YEAR, Day, DayKind
from bot.weeks import MONTH_NAMES, read_weekday

# A value and where the words for it end.
Read: TypeAlias = tuple[Day | Doubt, int]
ReadPair: TypeAlias = tuple[Day | Doubt, Day | Doubt, int]

END = r"(?!(?u:[\w'’@/&])|[:.]\d)"  # no word, address, fraction or clock goes on here
# Two dots, an ellipsis, any dash (hyphen, figure, en, em, minus), or a word.
RANGE = r"(?: ?(?:\.{2,3}|…|[-\u2010-\u2014\u2212~]) ?| (?:to|until|till|til|through|thru) )"
_DOT = r"(?:\.(?![.\d]))?"
_WD = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    rf"|sat(?:urday)?|sun(?:day)?)(?![a-z]){_DOT}"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    rf"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z]){_DOT}"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th|\.(?![.\d]))?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_WHICH = r"(?P<which>this|next|coming|last|past|previous)"
_WHICH_WEEKS = {"this": 0, "next": 1, "coming": 1, "last": -1, "past": -1, "previous": -1}
_NAMED_DAYS = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "yesterday": -1,
    "day after tomorrow": 2, "day before yesterday": -2,
}  # fmt: skip


def read_day(text: str, start: int, *, bare: bool = False) -> Iterator[Read]:
    """Every reading of one day, week or weekend that begins at `start`.

    `bare` allows `1.12` without its last dot, which elsewhere is a number.
    """
    yield from _read_single(text, start, bare=bare)
    prefix = _WEEK_OF.match(text, start)
    if prefix:
        for value, end in _read_single(text, prefix.end(), bare=bare):
            whole = _whole_week(value)
            if whole:
                yield whole, end


def _read_single(text: str, start: int, *, bare: bool) -> Iterator[Read]:
    for pattern, make in _READERS:
        found = pattern.match(text, start)
        value = make(found) if found else None
        if found and value:
            yield value, found.end()
    if bare and (found := _BARE.match(text, start)):
        value = _make_date(found["day"], found["month"], None, found[0])
        if isinstance(value, Day):
            yield value, found.end()


def read_shared_month(text: str, start: int) -> Iterator[ReadPair]:
    """Days that share their month: `21-24 dec`, `dec 21 to 24`, `21.-24.12.2026`."""
    for pattern in _SHARED:
        found = pattern.match(text, start)
        if found:
            month, year = found["month"], found["year"]
            first = _make_date(found["first"], month, year, found[0], found["wd1"])
            last = _make_date(found["last"], month, year, found[0], found["wd2"])
            yield first, last, found.end()


def _make_date(
    number: str, month: str, year: str | None, words: str, weekday: str | None = None
) -> Day | Doubt:
    """A date, or the doubt that there is no such day."""
    in_year = int(year or 0) + (2000 if year and len(year) == 2 else 0)
    if year and not FIRST_YEAR <= in_year <= LAST_YEAR:
        return Doubt(words, f"“{words}” is too far away: I know {FIRST_YEAR} to {LAST_YEAR}.")
    try:
        return Day(
            DayKind.DATE,
            int(re.sub(r"\D", "", number)),
            month=_month(month),
            year=in_year,
            weekday=None if weekday is None else read_weekday(weekday),
        )
    except ValueError:
        return Doubt(words, f"There is no such day as “{words}”.")


def _month(word: str) -> int:
    return int(word) if word.isdigit() else MONTH_NAMES.index(word[:3].capitalize()) + 1


def _dated(found: re.Match[str]) -> Day | Doubt:
    return _make_date(found["day"], found["month"], found["year"], found[0], found["weekday"])


def _slashed(found: re.Match[str]) -> Day | Doubt | None:
    """`25/12` has one meaning and `1/12` two; `24/7` means all the time, and no day."""
    if found[0] == "24/7":
        return None
    one, two, year = found["day"], found["month"], found["year"]
    readings = (_make_date(one, two, year, found[0]), _make_date(two, one, year, found[0]))
    days = [reading for reading in readings if isinstance(reading, Day)]
    if len(days) == 2 and days[0] != days[1]:
        texts = tuple(day.to_text() for day in days)
        return Doubt(found[0], f"“{found[0]}” could be two dates.", texts)
    return days[0] if days else None


def _weekday(found: re.Match[str]) -> Day | None:
    number = read_weekday(found["weekday"])
    if number is None:
        return None
    which = found["which"]
    if which is None or which.lower() == "coming":
        return Day(DayKind.WEEKDAY, number)
    weeks = _WHICH_WEEKS[which.lower()]
    if weeks < 0:
        return Day(DayKind.LAST_WEEKDAY, number)
    return Day(DayKind.WEEKDAY_OF, number, weeks=weeks)


def _weekday_of(found: re.Match[str]) -> Day | None:
    number = read_weekday(found["weekday"])
    weeks = _WHICH_WEEKS[found["which"].lower()]
    return None if number is None else Day(DayKind.WEEKDAY_OF, number, weeks=weeks)


def _week(found: re.Match[str]) -> Day | None:
    return Day(DayKind.WEEK, _WHICH_WEEKS[found["which"].lower()])


def _weekend(found: re.Match[str]) -> Day:
    which = (found["which"] or "this").lower()
    return Day(DayKind.WEEKEND, 0 if which == "coming" else _WHICH_WEEKS[which])


def _iso_week(found: re.Match[str]) -> Day | Doubt:
    try:
        return Day(DayKind.ISO_WEEK, int(found["week"]), year=int(found["year"] or 0))
    except ValueError:
        return Doubt(found[0], f"There is no such week as “{found[0]}”.")


def _counted(found: re.Match[str], sign: int) -> Day | None:
    count = found["count"].lower()
    number = sign * (1 if count in ("a", "an", "one") else int(count))
    kind = DayKind.OFFSET if found["unit"].lower() == "day" else DayKind.WEEK
    try:
        return Day(kind, number)
    except ValueError:
        return None


def _whole_week(value: Day | Doubt) -> Day | Doubt | None:
    if isinstance(value, Doubt) or value.is_long or value.kind is DayKind.NOW:
        return value if isinstance(value, Doubt) else None
    return replace(value, whole_week=True)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + END, re.ASCII | re.IGNORECASE)


_WEEK_OF = re.compile(r"(?:the )?week (?:of|from|starting) (?:the )?", re.ASCII | re.IGNORECASE)
_BARE = _compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})")
_SAID = rf"(?:(?P<weekday>{_WD}),? (?:the )?)?"
_COUNT = r"(?P<count>\d{1,3}|an?|one) (?P<unit>day|week)s?"
_SHARED = (
    _compile(
        rf"(?:week of )?(?:(?P<wd1>{_WD}) )?(?P<first>{_NTH}){RANGE}(?:(?P<wd2>{_WD}) )?"
        rf"(?P<last>{_NTH}) ?(?:of )?(?P<month>{_MONTH}){_YEAR}"
    ),
    _compile(
        rf"(?P<wd1>)?(?P<wd2>)?(?P<month>{_MONTH}) (?P<first>{_NTH}){RANGE}(?P<last>{_NTH}){_YEAR}"
    ),
    _compile(
        rf"(?P<wd1>)?(?P<wd2>)?(?P<first>\d{{1,2}})\.?{RANGE}(?P<last>\d{{1,2}})\."
        r" ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})?"
    ),
)
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Day | Doubt | None]], ...] = (
    (_compile(r"(?:right )?now"), lambda _: Day(DayKind.NOW)),
    (
        _compile(rf"(?:the )?(?P<day>{'|'.join(sorted(_NAMED_DAYS, key=len, reverse=True))})"),
        lambda found: Day(DayKind.OFFSET, _NAMED_DAYS[found["day"].lower()]),
    ),
    (_compile(rf"in {_COUNT}"), partial(_counted, sign=1)),
    (_compile(rf"{_COUNT} ago"), partial(_counted, sign=-1)),
    (_compile(rf"(?:{_WHICH} )?(?P<weekday>{_WD})"), _weekday),
    (
        _compile(rf"(?P<weekday>{_WD}),? (?:of |in )?(?:the )?{_WHICH} week"),
        _weekday_of,
    ),
    (_compile(rf"{_WHICH} week(?:'s)?,? (?:on )?(?P<weekday>{_WD})"), _weekday_of),
    (_compile(rf"(?:the )?{_WHICH} week"), _week),
    (_compile(rf"(?:the )?(?:{_WHICH} )?weekend"), _weekend),
    (_compile(r"(?:(?P<year>\d{4})[- ]?)?(?:w|wk |week |kw ?|cw ?)(?P<week>\d{1,2})"), _iso_week),
    (
        _compile(
            rf"{_SAID}(?P<day>{_NTH}) ?(?:of )?(?P<month>{_MONTH}){_YEAR}",
        ),
        _dated,
    ),
    (_compile(rf"{_SAID}(?P<month>{_MONTH}) (?:the )?(?P<day>{_NTH}){_YEAR}"), _dated),
    (
        _compile(rf"{_SAID}(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})"),
        _dated,
    ),
    (
        _compile(
            rf"{_SAID}(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\."
            r"(?: ?(?P<year>\d{4}|(?<=\.)\d\d))?"
        ),
        _dated,
    ),
    (_compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?"), _slashed),
)
