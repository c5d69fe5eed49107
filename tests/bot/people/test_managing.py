from __future__ import annotations

import pytest

from bot.model import Account, MemberState, Role, Room
from bot.people.requests import EditMember, FindPeople, ListPeople, SaveMember, ShowMember
from tests.bot.cast import Cast, buttons, labels, text


@pytest.fixture
def chair(cast: Cast) -> int:
    return cast.member("cara", Role.CHAIR)


def edit(cast: Cast, member: int, **answers: object):
    return cast.submit("cara", cast.press("cara", EditMember(member)), **answers)


def test_the_list_has_who_waits_first_and_a_page_at_a_time(cast: Cast, chair: int):
    for number in range(28):
        cast.member(f"m{number:02d}")
    cast.member("zoe", state=MemberState.ASKED)
    cast.member("gone", state=MemberState.LEFT)
    first = cast.press("cara", ListPeople())
    assert text(first).splitlines()[1] == "Zoe, Marketing: waits to be let in [Let in]"
    assert "1 to 12 of 30. 29 active, 1 waiting to be let in." in text(first)
    assert "Gone" not in text(first)
    assert not first.replaces
    second = cast.push("cara", first, "Show 12 more")
    assert second.replaces
    assert "13 to 24 of 30" in text(second)
    third = cast.push("cara", second, "Show 6 more")
    assert "25 to 30 of 30" in text(third)
    assert labels(third)[-4:] == ["Add somebody", "Find", "Set-up", "Show all"]


def test_people_are_found_by_a_part_of_name_or_address(cast: Cast, chair: int):
    cast.member("jürgen", name="Jürgen Müller", email="jm@example.com")
    cast.member("other")
    form = cast.press("cara", FindPeople())
    for part in ("muller", "MÜLLER", "jm@"):
        found = cast.submit("cara", form, find=part)
        assert text(found).splitlines()[1].startswith("Jürgen Müller")
        assert "1 to 1 of 1" in text(found)
    assert "There is nobody whose name or address has “zzz”" in text(
        cast.submit("cara", form, find="zzz")
    )
    assert "1 to 3 of 3" in text(cast.submit("cara", form, find=None))


def test_a_members_card_says_what_the_chair_may_know(cast: Cast, chair: int):
    pia = cast.member("pia", Role.PARTNER, met=False, company="Agency", ceiling_minutes=300)
    cast.hold(pia, cast.turns(cast.duty())[1], 90)
    card = text(cast.press("cara", ShowMember(pia)))
    assert "Role: partner" in card
    assert "Company: Agency" in card
    assert "Met: not yet" in card
    assert "Most hours a week: 5 h" in card
    assert "Holds: 1 turns from now on, 1.5 h" in card


def test_a_member_is_edited_told_and_it_can_be_undone(cast: Cast, chair: int):
    ada = cast.member("ada", usual_minutes=120)
    sales = cast.department("Sales")
    reply = edit(cast, ada, role="lead", department=str(sales), ceiling="6", usual="2,5")
    for line in ("Role: member → lead", "Department: Marketing → Sales", "Most hours: none → 6 h"):
        assert line in text(reply)
    member = cast.find(ada)
    assert (member.role, member.department_id) == (Role.LEAD, sales)
    assert (member.usual_minutes, member.ceiling_minutes) == (150, 360)
    (card,) = cast.told(ada)
    assert "Cara changed your entry" in text(card)
    assert "Role: member → lead" in text(card)
    undone = cast.push("cara", reply, "Undo")
    assert "Ada is as before" in text(undone)
    assert cast.find(ada).role is Role.MEMBER
    assert cast.find(ada).ceiling_minutes is None
    assert "Role: lead → member" in text(cast.told(ada)[-1])


def test_saving_what_is_there_changes_nothing(cast: Cast, chair: int):
    ada = cast.member("ada", usual_minutes=90, ceiling_minutes=0, country="DE")
    assert "Nothing was changed" in text(edit(cast, ada))
    assert cast.recorded(f"member:{ada}") == []
    assert cast.told(ada) == []


def test_a_new_name_stands_on_the_panels_and_is_not_told(cast: Cast, chair: int):
    ada = cast.member("ada")
    with cast.write() as tx:
        tx.rooms.add(Room(0, cast.workspace.id, "C1"))
    edit(cast, ada, name=" Ada   Brandt ")
    assert cast.find(ada).name == "Ada Brandt"
    assert cast.told(ada) == []
    assert [d.kind for d in cast.owed()] == ["panel"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", None, "cannot be empty"),
        ("name", "x" * 201, "201 characters"),
        ("email", "nobody", "not an e-mail address"),
        ("email", "cara@example.com", "Cara has this address already"),
        ("role", "king", "choose a role"),
        ("department", "404", "choose a department"),
        ("company", "x" * 121, "121 characters"),
        ("usual", "lots", "not a number of hours"),
        ("usual", "40.5", "0 to 40"),
        ("ceiling", "100", "0 to 40"),
        ("zone", "CST", "no time zone I know"),
        ("zone", None, "no time zone I know"),
        ("country", "XX", "no country"),
    ],
)
def test_each_value_is_bounded_with_a_sentence_beside_it(
    cast: Cast, chair: int, field: str, value: str | None, sentence: str
):
    ada = cast.member("ada")
    before = cast.find(ada)
    reply = edit(cast, ada, **{field: value})
    assert list(reply.errors) == [field]
    assert sentence in text(reply)
    assert cast.find(ada) == before


def test_an_address_may_be_taken_away_from_who_is_there_but_not_from_somebody_new(
    cast: Cast, chair: int
):
    ada = cast.member("ada")
    edit(cast, ada, email=None)
    assert cast.find(ada).email is None
    form = cast.press("cara", EditMember())
    reply = cast.submit("cara", form, name="Nia", department=str(cast.department()), email=None)
    assert list(reply.errors) == ["email"]


def test_somebody_added_is_recognised_when_they_first_write(cast: Cast, chair: int):
    form = cast.press("cara", EditMember())
    answers = {"name": "Nia", "email": "NIA@example.com", "department": str(cast.department())}
    reply = cast.submit("cara", form, **answers)
    assert "Nia is on the list" in text(reply)
    cast.user("nia")
    assert "My turns" in text(cast.home("nia"))
    assert cast.by_user("nia").usual_minutes == 120


def test_adding_is_undone_while_nothing_came_of_it(cast: Cast, chair: int):
    form = cast.press("cara", EditMember())
    answers = {"name": "Nia", "email": "nia@example.com", "department": str(cast.department())}
    reply = cast.submit("cara", form, **answers)
    assert "Undone" in text(cast.push("cara", reply, "Undo"))
    (nia,) = cast.members(MemberState.LEFT)
    assert nia.name == "Nia"
    again = cast.submit("cara", form, **answers)
    assert "Nia (left) has this address already" in text(again)


def test_an_undo_that_would_break_a_rule_is_refused(cast: Cast, chair: int):
    ada = cast.member("ada", email="old@example.com")
    reply = edit(cast, ada, email="ada@example.com")
    cast.member("new", email="old@example.com")
    assert "New has this address already" in text(cast.push("cara", reply, "Undo"))
    otto = cast.member("otto")
    reply = edit(cast, otto, role="chair")
    with cast.write() as tx:
        tx.people.change(chair, role=Role.MEMBER)
    assert "Otto is the only chair" in text(cast.push("otto", reply, "Undo"))


def test_two_edits_after_each_other_undo_only_the_last(cast: Cast, chair: int):
    ada = cast.member("ada")
    first = edit(cast, ada, name="Ada One")
    edit(cast, ada, name="Ada Two")
    assert "no longer be undone" in text(cast.push("cara", first, "Undo"))
    assert cast.find(ada).name == "Ada Two"


@pytest.mark.parametrize("user", ["lea", "ada", "pia", "nia"])
@pytest.mark.parametrize(
    "request_",
    [ListPeople(), FindPeople(), ShowMember(1), EditMember(1), SaveMember(1, name="Evil")],
    ids=lambda r: type(r).__name__,
)
def test_only_the_chair_sees_and_changes_the_list(cast: Cast, chair: int, user: str, request_):
    cast.member("lea", Role.LEAD)
    cast.member("ada")
    cast.member("pia", Role.PARTNER)
    cast.user("nia")
    said = text(cast.press(user, request_))
    assert "Only the chair can do this" in said or "not in the task force yet" in said
    assert cast.find(chair).name == "Cara"


def test_who_has_left_or_never_was_is_not_shown_or_changed(cast: Cast, chair: int):
    gone = cast.member("gone", state=MemberState.LEFT)
    for request in (ShowMember(gone), EditMember(404), SaveMember(gone, name="x"), ShowMember(-1)):
        assert "not in the task force" in text(cast.press("cara", request))


def test_every_button_of_the_cards_leads_somewhere(cast: Cast, chair: int):
    cast.member("ada")
    for card in (cast.press("cara", ListPeople()), cast.press("cara", ShowMember(chair))):
        for button in buttons(card.card):
            if button.label != "Remove":
                assert cast.press("cara", button.request).errors == {}


def test_before_there_is_a_department_nobody_can_be_added(cast: Cast):
    with cast.write() as tx:
        assert tx.people.departments() == []
    cast.user("ida")
    cast.say("ida", "setup")
    assert cast.press("ida", EditMember()).form


def test_a_custodian_is_shown_as_such(cast: Cast, chair: int):
    with cast.write() as tx:
        tx.roster.add_account(Account(0, "Blog", "", "", (chair,)))
    assert "Custodian of: Blog" in text(cast.press("cara", ShowMember(chair)))
