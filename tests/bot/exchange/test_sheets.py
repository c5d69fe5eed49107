"""CSV as it really arrives: any encoding, delimiter and heading, and what is no sheet at all."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.exchange import sheets
from bot.exchange.cells import Reading, say_hours
from bot.exchange.sheets import (
    COLUMNS,
    FORMULA,
    Kind,
    SheetError,
    decode,
    join_parts,
    read_sheet,
    write_sheet,
)
from bot.grammar import hours
from bot.operating.playing import SAMPLE

MEMBERS = "name,email,department\nZoë Ángel,zoe@example.com,Sales\n"


@pytest.mark.parametrize(
    "data",
    [
        MEMBERS.encode(),
        MEMBERS.encode("utf-8-sig"),
        MEMBERS.encode("utf-16"),
        MEMBERS.encode("cp1252"),
        MEMBERS.replace("\n", "\r\n").encode(),
        MEMBERS.replace(",", ";").encode(),
        MEMBERS.replace(",", "\t").encode(),
        MEMBERS.replace(",", "|").encode(),
        ("\n\n" + MEMBERS).encode(),
        MEMBERS.replace("name,", '"Full name",').encode(),
        MEMBERS.replace("email", "E-Mail ").replace("department", "DEPT.").encode(),
    ],
)
def test_it_is_read_however_it_was_saved(data: bytes):
    [row] = read_sheet(decode(data)).rows
    assert row.cells["name"] == "Zoë Ángel"
    assert row.cells["email"] == "zoe@example.com"
    assert row.cells["department"] == "Sales"


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    sheet = read_sheet("name,department\nA,B\n\n;;\nTotal,3\nC,D\n")
    assert sheet.rows[0].number == 2
    assert sheet.rows[-1].number == 6
    assert dict(sheet.skipped)[3] == "an empty row"
    assert dict(sheet.skipped)[5] == "a row of totals"


def test_line_breaks_and_quotes_within_a_cell_are_kept_together():
    text = 'name,hours_a_week,description\nWrite,2,"one\ntwo, ""three"""\n'
    [row] = read_sheet(text).rows
    assert row.cells["description"] == 'one\ntwo, "three"'


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("name,department", Kind.MEMBERS),
        ("person;team;hours/week", Kind.MEMBERS),
        ("name,kind,url", Kind.ACCOUNTS),
        ("account,link", Kind.ACCOUNTS),
        ("duty,hours", Kind.DUTIES),
        ("name,account,kind,department,hours_a_week", Kind.DUTIES),
    ],
)
def test_the_kind_is_told_from_the_headings(heading: str, kind: Kind):
    assert read_sheet(f"{heading}\n").kind is kind


def test_what_is_not_used_and_what_was_renamed_is_known():
    sheet = read_sheet("Name,Dept.,Shoe size,name\nA,B,43,C\n")
    assert sheet.columns == ("name", "department")
    assert sheet.ignored == ("Shoe size", "name")
    assert ("Dept.", "department") in sheet.renamed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is nothing in it"),
        ("\n\n \n", "There is nothing in it"),
        ("just some words", "are neither those of members, accounts nor duties"),
        (",,,", "There is nothing in it"),
        ("?,!", "The headings (?, !) are neither"),
        ("name,email\nA,a@example.com\n", "neither those of members"),
        ("name,department\n" + "A,B\n" * 5001, "more than 5000 rows"),
        ("x" * 4_000_001, "too large"),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_sentence(text: str, reason: str):
    with pytest.raises(SheetError) as refused:
        read_sheet(text)
    assert reason in str(refused.value)


def test_a_named_kind_says_which_headings_it_lacks():
    with pytest.raises(SheetError, match="lack hours_a_week; duties need at least"):
        read_sheet("name,department\nA,B\n", Kind.DUTIES)


def test_a_cell_that_csv_itself_refuses_is_no_crash(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MOST_CHARS", 100)
    text = f"name,department\n{'x' * 60}{'y' * 10},B\n"
    assert read_sheet(text).rows


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        b"\xff\xfeabc",
        b"%PDF-1.7\n\x81\x8d\x8f\x90\x9d",
        random.Random(3).randbytes(3000),
    ],
)
def test_a_file_that_is_no_text_is_refused(data: bytes):
    with pytest.raises(SheetError):
        read_sheet(decode(data))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes):
    with suppress(SheetError):
        read_sheet(decode(data))


@given(st.text(max_size=300), st.sampled_from([None, *Kind]))
def test_any_text_is_read_or_refused(text: str, kind: Kind | None):
    with suppress(SheetError):
        read_sheet(text, kind)


CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
@example([("", "\t")])
def test_what_is_written_is_read_back_and_nothing_in_it_calculates(rows: list[tuple[str, str]]):
    text = write_sheet(("name", "department"), rows)
    for row in rows:
        for cell in row:
            assert f"\n{cell}" not in text or not cell.startswith(FORMULA)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    found = read_sheet(text).rows
    assert len(found) + len(read_sheet(text).skipped) == len(rows)
    by_number = {row.number: row.cells for row in found}
    for number, row in enumerate(rows, start=2):
        if number in by_number:
            assert by_number[number] == {"name": row[0].strip(), "department": row[1].strip()}
    assert len(found) <= len(kept)


@given(st.integers(0, 40 * 60))
def test_hours_are_written_so_that_they_are_read_as_they_were(minutes: int):
    assert hours(say_hours(minutes)) == minutes


# ---- cells --------------------------------------------------------------------------------------


def reading(**cells: str) -> Reading:
    return Reading(Kind.MEMBERS, 2, cells)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("  Ada   Brandt ", "Ada Brandt"),
        ("“Ada Brandt”", "Ada Brandt"),
        ("<!channel> Ada", "Ada"),
        ("Ada <@U123> Brandt", "Ada Brandt"),
        ("=1+1", "=1+1"),  # text like any other
    ],
)
def test_names_lose_what_is_not_theirs(written: str, name: str):
    row = reading(name=written)
    assert row.name() == name
    assert not row.refused
    assert bool(row.findings) == (written != name)


@pytest.mark.parametrize(
    ("column", "cells", "sentence"),
    [
        ("name", {"name": ""}, "There is no name"),
        ("name", {"name": "<!here>"}, "There is no name"),
        ("name", {"name": "x" * 201}, "longer than 200"),
        ("email", {"email": "ada at example"}, "is not an e-mail address"),
        ("email", {"email": f"{'a' * 250}@example.com"}, "is not an e-mail address"),
        ("usual_hours", {"usual_hours": "some"}, "is not a number of hours"),
        ("usual_hours", {"usual_hours": "41"}, "at most 40"),
        ("country", {"country": "Germany"}, "is not a country's two letters"),
        ("country", {"country": "D1"}, "is not a country's two letters"),
        ("role", {"role": "boss"}, "is not a role"),
        ("time_zone", {"time_zone": "Mars/Olympus"}, "is not one time zone"),
        ("people_least", {"people_least": "0"}, "number of people from 1 to 100"),
        ("people_least", {"people_least": "9" * 40}, "number of people from 1 to 100"),
        ("people_least", {"people_least": "²"}, "number of people from 1 to 100"),
        ("windows", {"windows": "Mon 25:00"}, ""),
    ],
)
def test_a_cell_that_cannot_be_taken_says_why(column: str, cells: dict[str, str], sentence: str):
    row = reading(**cells)
    {
        "name": row.name,
        "email": row.email,
        "usual_hours": lambda: row.minutes("usual_hours", 2400, needed=False),
        "country": row.country,
        "role": row.role,
        "time_zone": lambda: row.zone("", "UTC"),
        "people_least": lambda: row.count("people_least", 1),
        "windows": row.windows,
    }[column]()
    assert row.refused
    assert sentence in row.findings[-1].text
    assert row.findings[-1].column == column


def test_every_column_has_a_reader_and_no_two_headings_mean_two_columns():
    for columns in COLUMNS.values():
        names = [name for column, others in columns.items() for name in (column, *others)]
        assert len(set(names)) == len(names)


A_ROW = 250  # characters: longer than any of the sample's


@pytest.mark.parametrize("kind", list(Kind))
@given(data=st.data())
def test_a_sheet_cut_anywhere_is_read_as_the_whole(kind: Kind, data: st.DataObject):
    whole = (SAMPLE / f"{kind.value}.csv").read_text(encoding="utf-8")
    start = whole.index("\n") + 1
    cuts = sorted(data.draw(st.sets(st.integers(start, len(whole)), max_size=3)))
    stripped = data.draw(st.booleans())  # as an input that takes no line break at its end
    if stripped:  # then a part without a row of its own could be the end of the one before it
        cuts = [cut for cut in cuts[:1] if len(whole) - cut > A_ROW]
    parts = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assume(all(part.strip() for part in parts))  # nobody sends a line break alone
    if stripped:
        parts = [part.strip("\r\n") for part in parts]
    joined = join_parts(parts)
    assert read_sheet(joined, kind).rows == read_sheet(whole, kind).rows
