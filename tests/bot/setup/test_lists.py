from __future__ import annotations

import pytest

from bot.cards import ChoiceInput
from bot.model import Account, MemberState, Role
from bot.setup.requests import (
    EditAccount,
    EditDepartment,
    ListAccounts,
    ListDepartments,
    SaveAccount,
)
from tests.bot.cast import Cast, labels, text


def departments(cast: Cast) -> list[str]:
    with cast.read() as tx:
        return [d.name for d in tx.people.departments()]


def accounts(cast: Cast) -> list[Account]:
    with cast.read() as tx:
        return list(tx.roster.accounts())


def save(cast: Cast, account: int = 0, **answers: object):
    return cast.submit("cara", cast.press("cara", EditAccount(account)), **answers)


# ---- departments --------------------------------------------------------------------------------


def test_a_department_is_added_and_listed_with_its_people(cast: Cast, chair: int):
    form = cast.press("cara", EditDepartment())
    assert "Müller & Söhne is added" in text(cast.submit("cara", form, name=" Müller  & Söhne"))
    card = text(cast.press("cara", ListDepartments()))
    assert "Marketing: 1 active" in card
    assert "Müller & Söhne: 0 active" in card


def test_a_department_is_renamed_for_everybody_and_undone(cast: Cast, chair: int):
    form = cast.press("cara", EditDepartment(cast.department()))
    reply = cast.submit("cara", form, name="Brand")
    assert departments(cast) == ["Brand"]
    assert "Marketing is as before" not in text(reply)
    cast.push("cara", reply, "Undo")
    assert departments(cast) == ["Marketing"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (None, "cannot be empty"),
        ("x" * 121, "121 characters"),
        ("MARKETING", "a department with this name already"),
    ],
)
def test_department_names_are_bounded(cast: Cast, chair: int, name: object, sentence: str):
    form = cast.press("cara", EditDepartment())
    reply = cast.submit("cara", form, name=name)
    assert list(reply.errors) == ["name"]
    assert sentence in text(reply)
    assert departments(cast) == ["Marketing"]


def test_departments_come_a_page_at_a_time_and_there_is_an_end(cast: Cast, chair: int):
    for number in range(99):
        cast.department(f"D{number:02d}")
    first = cast.press("cara", ListDepartments())
    second = cast.push("cara", first, "Show 15 more")
    assert "D15" in text(second)
    form = cast.press("cara", EditDepartment())
    assert "There are 100 departments already" in text(cast.submit("cara", form, name="More"))


def test_a_department_that_is_gone_is_answered(cast: Cast, chair: int):
    assert "not there" in text(cast.press("cara", EditDepartment(404)))


# ---- accounts -----------------------------------------------------------------------------------


def test_an_account_is_added_with_custodians_who_are_told(cast: Cast, chair: int):
    ada = cast.member("ada")
    reply = save(
        cast,
        name="Facebook page",
        kind="facebook_page",
        url=" https://facebook.example/acme ",
        custodians=(str(ada), str(chair), str(ada)),
    )
    assert "Facebook page is added" in text(reply)
    (account,) = accounts(cast)
    assert account.url == "https://facebook.example/acme"
    assert set(account.custodian_ids) == {ada, chair}
    assert "You are custodian of Facebook page" in text(cast.told(ada)[0])
    assert cast.told(chair) == []
    assert "custodians Ada, Cara" in text(cast.press("cara", ListAccounts()))


def test_custodians_change_are_told_and_come_back_on_undo(cast: Cast, chair: int):
    ada, ben = cast.member("ada"), cast.member("ben")
    save(cast, name="Blog", custodians=(str(ada),))
    (account,) = accounts(cast)
    reply = save(cast, account.id, name="The blog", custodians=(str(ben),))
    assert "Name: Blog → The blog" in text(reply)
    assert "Custodians: Ada → Ben" in text(reply)
    assert "no longer custodian of The blog" in text(cast.told(ada)[-1])
    cast.push("cara", reply, "Undo")
    assert accounts(cast)[0].name == "Blog"
    assert accounts(cast)[0].custodian_ids == (ada,)


def test_a_custodian_who_left_is_shown_and_can_be_taken_off(cast: Cast, chair: int):
    ada = cast.member("ada")
    save(cast, name="Blog", custodians=(str(ada),))
    with cast.write() as tx:
        tx.people.change(ada, state=MemberState.LEFT)
    (account,) = accounts(cast)
    assert "somebody who has left" in text(cast.press("cara", ListAccounts()))
    form = cast.press("cara", EditAccount(account.id)).form
    (choice,) = [one for one in form.inputs if isinstance(one, ChoiceInput)]
    assert (str(ada), "Ada (has left)") in choice.options
    assert choice.initial == (str(ada),)
    assert "Nothing was changed" in text(save(cast, account.id))
    save(cast, account.id, custodians=())
    assert accounts(cast)[0].custodian_ids == ()
    gone = save(cast, account.id, custodians=(str(ada),))
    assert list(gone.errors) == ["custodians"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"kind": "x" * 61}, "kind"),
        ({"url": "facebook"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://a.example/ b"}, "url"),
        ({"url": "https://[x"}, "url"),
        ({"url": "https://a.example/" + "x" * 2000}, "url"),
        ({"custodians": ("404",)}, "custodians"),
        ({"custodians": ("x",)}, "custodians"),
    ],
)
def test_accounts_are_bounded(cast: Cast, chair: int, answers: dict, field: str):
    reply = save(cast, **{"name": "Blog"} | answers)
    assert list(reply.errors) == [field]
    assert accounts(cast) == []


def test_a_name_is_given_once(cast: Cast, chair: int):
    save(cast, name="Blog")
    assert list(save(cast, name="BLOG ").errors) == ["name"]


def test_accounts_come_a_page_at_a_time(cast: Cast, chair: int):
    with cast.write() as tx:
        for number in range(20):
            tx.roster.add_account(Account(0, f"Account {number:02d}", "blog", ""))
    card = cast.press("cara", ListAccounts())
    assert "Account 15" in text(cast.push("cara", card, "Show 5 more"))
    assert "Account 00 (blog): no custodian" in text(card)


def test_an_account_that_is_gone_is_answered(cast: Cast, chair: int):
    for request in (EditAccount(404), SaveAccount(404, name="x")):
        assert "not there" in text(cast.press("cara", request))


def test_undoing_needs_the_chair_of_today(cast: Cast, chair: int):
    save(cast, name="Blog")
    (account,) = accounts(cast)
    reply = save(cast, account.id, name="Paper")
    cast.member("otto", Role.CHAIR)
    with cast.write() as tx:
        tx.people.change(chair, role=Role.MEMBER)
    assert "Only the chair" in text(cast.push("cara", reply, "Undo"))
    assert "Undo" in labels(reply)
    assert accounts(cast)[0].name == "Paper"
