"""Import and export in chat: tried first, whole or not at all, and back as it went."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cards import Reply
from bot.exchange.applying import plan_import
from bot.exchange.exporting import export
from bot.exchange.requests import ApplyImport, Export, OpenImport, TryImport
from bot.exchange.sheets import Kind, decode, read_sheet
from bot.model import MemberState, Role
from bot.operating.playing import SAMPLE
from tests.bot.cast import labels, text
from tests.bot.company import Company

ARRIVED = Path(__file__).parents[2] / "payloads/sheets/members-as-they-arrive.csv"


def attempt(company: Company, sheet: str, **more: str) -> Reply:
    return company.submit("farah", company.press("farah", OpenImport()), text=sheet, **more)


def names(company: Company, *states: MemberState) -> set[str]:
    return {member.name for member in company.members(*states)}


def sample(kind: Kind) -> str:
    return (SAMPLE / f"{kind.value}.csv").read_text(encoding="utf-8")


# ---- tried, then done ---------------------------------------------------------------------------


def test_what_it_would_do_is_shown_and_nothing_is_changed(company: Company):
    sheet = "name,email,department,role\nNia New,nia@example.com,Sales,lead\n"
    tried = attempt(company, sheet)
    shown = text(tried)
    assert shown.startswith("This is what the import would do. Nothing is changed yet.")
    assert "Members: 1 new." in shown
    assert "Nia New becomes lead." in shown
    assert labels(tried) == ["Import it", "Paste it again"]
    assert "Nia New" not in names(company)
    done = company.push("farah", tried, "Import it")
    assert text(done).startswith("Imported.\nMembers: 1 new.")
    [nia] = [m for m in company.members() if m.name == "Nia New"]
    assert (nia.email, nia.role, nia.zone) == ("nia@example.com", Role.LEAD, "Europe/Berlin")
    assert company.recorded(f"member:{nia.id}") == ["exchange.member.add"]


def test_done_twice_changes_nothing_more(company: Company):
    sheet = "name,email,department\nNia New,nia@example.com,Sales\n"
    tried = attempt(company, sheet)
    company.push("farah", tried, "Import it")
    again = text(company.push("farah", tried, "Import it"))
    assert again.startswith("There was nothing left to import.")
    assert len([m for m in company.members() if m.name == "Nia New"]) == 1
    assert "The import would change nothing." in text(attempt(company, sheet))
    assert labels(attempt(company, sheet)) == ["Paste it again"]


def test_with_a_row_that_cannot_be_taken_it_is_none_or_the_rest(company: Company):
    sheet = "name,email,department\nNia New,nia@example.com,Sales\nBad,not an address,Sales\n"
    tried = attempt(company, sheet)
    assert "Refused: 1 row." in text(tried)
    assert "“not an address” is not an e-mail address." in text(tried)
    assert labels(tried) == ["Paste it again", "Import the rest without those"]
    with company.read() as tx:  # the plain yes is not offered, and does nothing if it is forged
        [line] = tx.record.of_subject(f"import:{company.ids['farah']}")
    forged = company.press("farah", ApplyImport(draft=line.id))
    assert "Nothing was imported: some rows cannot be taken." in text(forged)
    assert "Nia New" not in names(company)
    company.push("farah", tried, "Import the rest without those")
    assert "Nia New" in names(company)
    assert "Bad" not in names(company)


def test_a_sheet_longer_than_one_input_is_pasted_in_parts(company: Company):
    rows = [f"Person {n},p{n}@example.com,Sales" for n in range(40)]
    tried = attempt(
        company,
        "\n".join(["name,email,department", *rows[:20]]) + "\n",
        text2="\n".join(rows[20:30]),
        text3="\n".join(rows[30:]) + "\r\n",
    )
    assert "Members: 40 new." in text(tried)


@pytest.mark.parametrize(
    "sheet", ["", "   ", "hello", "a,b,c\n1,2,3\n", "name\nAda\n", "\x00" * 50]
)
def test_what_is_no_sheet_is_told_beside_the_input(company: Company, sheet: str):
    reply = attempt(company, sheet)
    assert list(reply.errors) == ["text"]
    assert "headings" in reply.errors["text"]


def test_an_import_of_somebody_else_or_of_nothing_is_not_found(company: Company):
    company.change("ada", role=Role.CHAIR)
    tried = attempt(company, "name,email,department\nNia New,nia@example.com,Sales\n")
    assert "can no longer be found" in text(company.push("ada", tried, "Import it"))
    for draft in (0, 1, 99999):
        reply = company.press("farah", ApplyImport(draft=draft))
        assert "can no longer be found" in text(reply)


@pytest.mark.parametrize(
    "request_",
    [OpenImport(), TryImport(text="name,url\nA,https://a.example\n"), ApplyImport(), Export()],
)
def test_only_the_chair_may(company: Company, request_: object):
    assert "Only the chair can do this." in text(company.press("idris", request_))


# ---- the sample company -------------------------------------------------------------------------


def test_the_company_comes_back_as_it_went_in(company: Company):
    for kind in Kind:
        reply = company.press("farah", Export(kind=kind.value))
        assert reply.file
        name, sheet = reply.file
        assert name == f"muster-{kind.value}.csv"
        assert "would change nothing" in text(_parts(company, sheet))


def _paired(one, other):
    by_name = {row.cells["name"]: row for row in one.rows}
    return [(by_name[row.cells["name"]], row) for row in other.rows]


def _parts(company: Company, sheet: str) -> Reply:
    """A sheet as long as four inputs can take; the lines of a longer one that fit."""
    lines, parts = sheet.splitlines(), [""]
    for line in lines:
        if len(parts[-1]) + len(line) > 2900:
            parts.append("")
        parts[-1] += line + "\n"
    fields = dict(zip(("text", "text2", "text3", "text4"), parts, strict=False))
    return company.submit("farah", company.press("farah", OpenImport()), **fields)


def test_every_row_of_the_sample_is_what_it_says(company: Company):
    for kind in Kind:
        with company.read() as tx:
            mine = read_sheet(export(tx, kind))
        for got, wanted in _paired(mine, read_sheet(sample(kind))):
            for column, value in wanted.cells.items():
                if column != "windows":  # `Tue,Thu 10:00–12:00`: the same, written shorter
                    assert got.cells[column] == value, (kind, column)


def test_imported_again_it_changes_nothing(company_on_each: Company):
    with company_on_each.read() as tx:
        plan = plan_import(tx, [read_sheet(sample(kind)) for kind in Kind])
    assert not plan.has_work
    assert plan.refused == 0


def test_a_round_trip_through_a_spreadsheet_is_equal(company: Company):
    names = ('=HYPERLINK("https://example.com")', "@channel “Bao”", "“Uma”", "<!here> Felix", "-1")
    for user, name in zip(("ada", "bao", "uma", "felix", "kwame"), names, strict=True):
        company.change(user, name=name, usual_minutes=80)
    listed = '- one\n- two; "three"'
    with company.write() as tx:
        tx.roster.change_duty(company.duty_id("Copywriting"), description=listed)
        sheets = {kind: export(tx, kind) for kind in Kind}
        assert "'=HYPERLINK" in sheets[Kind.MEMBERS]
        plan = plan_import(tx, [read_sheet(sheet) for sheet in sheets.values()])
        assert not plan.has_work
        assert plan.findings == ()


def test_members_as_they_arrive_get_a_report_to_act_upon(cast):
    cast.member("cara", Role.CHAIR)
    data = decode(ARRIVED.read_bytes())
    with cast.read() as tx:
        plan = plan_import(tx, [read_sheet(data)])
    found = {(f.row, f.column): (str(f.level), f.text) for f in plan.findings}
    refused = {key for key, (level, _text) in found.items() if level == "refused"}
    assert refused == {
        (8, "email"),  # an address that stands twice
        (11, "usual_hours"),  # about two
        (13, "email"),
        (14, "name"),
        (15, "usual_hours"),  # sixty
        (18, "role"),
    }
    assert "stands in row 6 already" in found[8, "email"][1]
    corrected = {key for key, (level, _text) in found.items() if level == "corrected"}
    assert corrected == {
        (3, "department"),
        (4, "time_zone"),
        (5, "usual_hours"),
        (6, "usual_hours"),
        (9, "department"),  # Custmer
        (10, "time_zone"),
        (12, "name"),
        (17, "name"),  # a ping
    }
    assert (26, "") in found
    assert (27, "") in found
    assert len(plan.members) == 18
    carmen = next(s.value for s in plan.members if "Carmen" in s.value.name)
    assert carmen.name == "Carmen Moreau"


# ---- what it changes ----------------------------------------------------------------------------


def test_a_changed_duty_changes_the_turns_to_come_and_not_the_running_one(company: Company):
    tried = attempt(company, "name,hours_a_week,people_most\nKeep the Vimeo channel,3,2\n")
    assert "Duties: 1 changed." in text(tried)
    company.push("farah", tried, "Import it")
    assert company.turn("Vimeo").minutes == 60
    assert (company.turn("Vimeo", week=1).minutes, company.turn("Vimeo", week=1).people_most) == (
        180,
        2,
    )


def test_new_duties_have_turns_at_once_and_new_departments_are_made(company: Company):
    sheet = "name,hours_a_week,windows\nGreet newcomers,2,Mon 10:00-12:00\n"
    company.push("farah", attempt(company, sheet), "Import it")
    assert "Greet newcomers" in company.says("ada", "open greet next week")
    people = "name,email,department\nNia New,nia@example.com,Legal\n"
    tried = attempt(company, people)
    assert "New departments: Legal." in text(tried)
    company.push("farah", tried, "Import it")
    with company.read() as tx:
        assert "Legal" in {d.name for d in tx.people.departments()}


def test_who_has_left_comes_back_by_being_named_and_a_retired_duty_too(company: Company):
    company.change("bao", state=MemberState.LEFT)
    with company.write() as tx:
        tx.roster.change_duty(company.duty_id("Vimeo"), retired_at=company.clock.now())
    assert "Bao Xu" not in company.press("farah", Export(kind="members")).file[1]
    assert "Vimeo channel," not in company.press("farah", Export(kind="duties")).file[1]
    sheet = "name,email,department\nBao Xu,bao.xu@example.com,Public Relations\n"
    company.push("farah", attempt(company, sheet), "Import it")
    assert company.me("bao").state is MemberState.ACTIVE
    duty = "name,hours_a_week\nKeep the Vimeo channel,1\n"
    company.push("farah", attempt(company, duty), "Import it")
    assert "Keep the Vimeo channel" in company.says("ada", "open vimeo next week")


def test_custodians_come_and_go_by_address(company: Company):
    both = "ada.brandt@example.com; BAO.XU@example.com"
    sheet = f"name,url,custodians\nFacebook page,https://facebook.example/acme,{both}\n"
    company.push("farah", attempt(company, sheet), "Import it")
    exported = company.press("farah", Export(kind="accounts")).file[1]
    assert "ada.brandt@example.com; bao.xu@example.com" in exported
    assert "would change nothing" in text(attempt(company, sheet))
    wrong = sheet.replace("ada.brandt", "nobody")
    assert "is no member's address" in text(attempt(company, wrong))


@pytest.mark.parametrize("url", ["facebook.example", "javascript:alert(1)", "ftp://x.example"])
def test_a_link_begins_with_https(company: Company, url: str):
    assert "A link begins with https://." in text(attempt(company, f"name,url\nPage,{url}\n"))


def test_an_unknown_kind_of_export_is_members(company: Company):
    assert company.press("farah", Export(kind="secrets")).file[0] == "muster-members.csv"
    assert text(company.press("farah", Export(kind="duties"))).startswith("Here are the duties: 22")
