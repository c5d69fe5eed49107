from __future__ import annotations

from dataclasses import replace

from bot.model import MemberState, Role, Room, TimetableKind
from bot.people.usecases import meet, person_changed
from tests.bot.cast import Cast, labels, text


def changed(cast: Cast, user: str, **fields: object) -> None:
    cast.profiles[user] = replace(cast.profiles[user], **fields)
    with cast.write() as tx:
        person_changed(tx, cast.workspace, cast.profiles[user], cast.clock.now())


def meet_first(cast: Cast, user: str) -> None:
    with cast.write() as tx:
        meet(tx, cast.workspace, cast.profiles[user], cast.clock.now())


def test_a_new_zone_is_followed_and_the_clock_planned_anew(cast: Cast):
    ada = cast.member("ada", met=False)
    meet_first(cast, "ada")
    with cast.read() as tx:
        before = tx.timetable.find(TimetableKind.PROMPT).next_run_at
    changed(cast, "ada", zone="Asia/Tokyo")
    assert cast.find(ada).zone == "Asia/Tokyo"
    with cast.read() as tx:
        assert tx.timetable.find(TimetableKind.PROMPT).next_run_at != before
    assert cast.recorded(f"member:{ada}") == ["people.link", "people.follow"]


def test_a_zone_from_the_import_stays_until_the_platforms_own_changes(cast: Cast):
    ada = cast.member("ada", met=False, zone="America/New_York", name="Dr. Ada Brandt")
    meet_first(cast, "ada")
    changed(cast, "ada")  # a new status or picture: the same event, nothing for us
    assert (cast.find(ada).zone, cast.find(ada).name) == ("America/New_York", "Dr. Ada Brandt")
    changed(cast, "ada", zone="Europe/London")
    assert (cast.find(ada).zone, cast.find(ada).name) == ("Europe/London", "Dr. Ada Brandt")
    assert cast.recorded(f"member:{ada}") == ["people.link", "people.follow"]


def test_a_zone_chosen_in_the_settings_stays_until_the_platforms_own_changes(cast: Cast):
    ada = cast.member("ada", met=False)
    meet_first(cast, "ada")
    cast.submit("ada", cast.push("ada", cast.home("ada"), "Change my settings"), zone="Lisbon")
    changed(cast, "ada")
    assert cast.find(ada).zone == "Europe/Lisbon"
    changed(cast, "ada", zone="Asia/Tokyo")
    assert cast.find(ada).zone == "Asia/Tokyo"


def test_a_new_name_is_followed_and_shown_on_the_panel(cast: Cast):
    ada = cast.member("ada", met=False)
    meet_first(cast, "ada")
    with cast.write() as tx:
        tx.rooms.add(Room(0, cast.workspace.id, "C1"))
    changed(cast, "ada", name="  Ada\nOkafor ")
    assert cast.find(ada).name == "Ada Okafor"
    assert [d.kind for d in cast.owed()] == ["panel"]


def test_an_empty_name_or_an_unknown_zone_changes_nothing(cast: Cast):
    ada = cast.member("ada", met=False)
    meet_first(cast, "ada")
    changed(cast, "ada", name="", zone="Mars/Olympus")
    assert (cast.find(ada).name, cast.find(ada).zone) == ("Ada", "Europe/Berlin")


def test_a_new_address_is_followed_and_the_user_stays_linked(cast: Cast):
    ada = cast.member("ada", met=False)
    meet_first(cast, "ada")
    changed(cast, "ada", email="Ada.New@Example.com")
    assert cast.find(ada).email == "ada.new@example.com"
    assert cast.by_user("ada").id == ada


def test_an_address_that_is_somebody_elses_is_not_taken_and_the_chair_told_once(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada, ben = cast.member("ada", met=False), cast.member("ben")
    meet_first(cast, "ada")
    for status in ("one", "two"):
        changed(cast, "ada", email="ben@example.com", name=f"Ada {status}")
    assert cast.find(ada).email == "ada@example.com"
    assert cast.find(ben).email == "ben@example.com"
    assert cast.by_user("ada").id == ada
    (card,) = cast.told(cara)
    assert "Ada has a new address that is taken" in text(card)
    assert labels(card) == ["Open Ada", "Open Ben"]


def test_a_member_who_becomes_a_guest_is_a_partner_and_the_chair_told(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada", Role.LEAD, met=False)
    meet_first(cast, "ada")
    changed(cast, "ada", is_guest=True)
    assert cast.find(ada).role is Role.PARTNER
    assert "They were lead" in text(cast.told(cara)[0])
    form = cast.push("cara", cast.push("cara", cast.told(cara)[0], "Open"), "Edit")
    reply = cast.submit("cara", form, role="member")
    assert "A guest of the workspace can only be a partner" in text(reply)


def test_the_last_chair_who_becomes_a_guest_leaves_the_chair_to_the_leads(cast: Cast):
    cast.member("cara", Role.CHAIR, met=False)
    meet_first(cast, "cara")
    lea = cast.member("lea", Role.LEAD)
    changed(cast, "cara", is_guest=True)
    assert "The task force has no chair" in text(cast.told(lea)[0])
    assert "never a partner" in text(cast.say("cara", "setup"))


def test_changes_of_strangers_bots_leavers_and_the_unknown_concern_nobody(cast: Cast):
    ada = cast.member("ada", state=MemberState.LEFT)
    ben = cast.member("ben")
    cast.user("nia")
    changed(cast, "ada", zone="Asia/Tokyo")
    changed(cast, "nia", zone="Asia/Tokyo")
    changed(cast, "ben", is_stranger=True, zone="Asia/Tokyo", deactivated=True)
    changed(cast, "ben", is_bot=True, is_stranger=False)
    assert {cast.find(m).zone for m in (ada, ben)} == {"Europe/Berlin"}
    assert cast.find(ben).state is MemberState.ACTIVE
