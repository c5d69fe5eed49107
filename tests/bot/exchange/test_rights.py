"""A sheet gives nobody a right that the forms would not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.exchange.requests import ApplyImport, Export, OpenImport, TryImport
from bot.model import Identity, MemberState, Role
from bot.people.usecases import person_changed
from tests.bot.cast import buttons, labels, text

HEAD = "name,email,department,role\n"


def try_it(company, sheet, user="farah"):
    return company.submit(user, _form(company, user), text=sheet)


def _form(company, user):
    return company.press(user, OpenImport())


def row_of(company, user, role):
    member = company.me(user)
    return f"{member.name},{member.email},Marketing,{role}\n"


def chairs(company):
    return [m.name for m in company.members() if m.role is Role.CHAIR]


def test_the_last_chair_keeps_the_chair_also_when_refused_rows_are_left_out(company):
    tried = try_it(
        company, HEAD + row_of(company, "farah", "member") + "New One,n@e.com,PR,member\n"
    )
    assert "last chair" in text(tried)
    assert "Imported" in text(company.push("farah", tried, "Import the rest without those"))
    assert chairs(company) == ["Farah Okafor"]
    assert "New One" in [m.name for m in company.members()]


def test_a_chair_whom_nobody_could_recognise_does_not_free_the_last_one(company):
    tried = try_it(company, HEAD + row_of(company, "farah", "member") + "Nobody,,PR,chair\n")
    assert "last chair" in text(tried)


def test_another_chair_frees_the_last_one(company):
    sheet = HEAD + row_of(company, "farah", "member") + row_of(company, "zofia", "chair")
    tried = try_it(company, sheet)
    assert "Imported" in text(company.push("farah", tried, "Import it"))
    assert chairs(company) == [company.me("zofia").name]


def test_a_partner_never_becomes_chair(company):
    tried = try_it(company, HEAD + row_of(company, "northlight", "chair"))
    assert "A partner can never be chair" in text(tried)


def test_a_guest_of_the_workspace_stays_partner(company):
    with company.write() as tx:
        tx.people.link(
            company.ids["zofia"], Identity(company.workspace.id, "zofia"), company.clock.now()
        )
        guest = replace(company.profiles["zofia"], is_guest=True)
        person_changed(tx, company.workspace, guest, company.clock.now())
    assert company.me("zofia").role is Role.PARTNER
    tried = try_it(company, HEAD + row_of(company, "zofia", "member"))
    assert "A guest of the workspace can only be a partner" in text(tried)


def test_who_comes_back_by_a_sheet_without_roles_is_no_chair(company):
    company.change("zofia", role=Role.CHAIR, state=MemberState.LEFT)
    member = company.me("zofia")
    sheet = f"name,email,department\n{member.name},{member.email},Marketing\n"
    company.push("farah", try_it(company, sheet), "Import it")
    assert company.me("zofia").state is MemberState.ACTIVE
    assert chairs(company) == ["Farah Okafor"]


def test_nobody_applies_what_another_chair_tried(company):
    company.change("zofia", role=Role.CHAIR)
    tried = try_it(company, HEAD + "New One,n@e.com,PR,member\n", "zofia")
    assert tried.card is not None
    [apply] = [b.request for b in buttons(tried.card) if isinstance(b.request, ApplyImport)]
    assert "can no longer be found" in text(company.press("farah", apply))
    company.change("zofia", role=Role.MEMBER)
    assert "Only the chair" in text(company.press("zofia", apply))


@pytest.mark.parametrize("user", ["sanjay", "zofia", "northlight"])  # lead, member, partner
def test_only_the_chair_imports(company, user):
    for request in (OpenImport(), TryImport(text=HEAD), ApplyImport(draft=1), Export()):
        reply = company.press(user, request)
        assert "Only the chair can do this." in text(reply)
        assert reply.file is None
        assert labels(reply) == []


def test_who_gets_rights_by_a_sheet_is_named_before(company):
    sheet = HEAD + row_of(company, "zofia", "chair") + "New One,n@e.com,PR,lead\n"
    shown = text(try_it(company, sheet))
    assert f"{company.me('zofia').name} becomes chair." in shown
    assert "New One becomes lead." in shown
    assert "becomes" not in text(try_it(company, HEAD + row_of(company, "farah", "chair")))
