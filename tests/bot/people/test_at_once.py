"""Two press at the same instant: the second one finds what the first one has left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic

import pytest
from sqlalchemy import text as sql

from bot.calendars.requests import SaveCalendar
from bot.calendars.words.opting import ASK
from bot.cards import Reply
from bot.claims.requests import Claim
from bot.feeds.requests import AddFeed
from bot.model import Identity, Member, MemberState, Role
from bot.operating.sealing import FernetSealer
from bot.people.requests import Join, Leave, LetIn, RemoveMember, SaveMember
from bot.undo.requests import Undo
from tests.bot.cast import text
from tests.bot.company import EVER, Company, company_in
from tests.bot.sides import TEAMS, Side
from tests.postgres import Cluster

pytestmark = pytest.mark.postgres

_TASK_FORCE = "SELECT id FROM task_forces FOR NO KEY UPDATE"
_MEMBER = "SELECT id FROM members WHERE id = {} FOR NO KEY UPDATE"
_WAITING = sql("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def company(company_template: str, postgres_cluster: Cluster) -> Iterator[Company]:
    """Farah is chair, and so is Zofia."""
    with postgres_cluster.database(company_template) as url, company_in(url) as company:
        for user in ("farah", "zofia", "ada"):
            company.say(user, "home")
        company.change("zofia", role=Role.CHAIR)
        yield company


def behind(company: Company, lock: str, *deeds: Callable[[], Reply]) -> list[str]:
    """What they are told, done in this order: each is under way before the first can go on."""
    with ThreadPoolExecutor(len(deeds)) as pool:
        with company.write() as tx:
            tx.connection.execute(sql(lock))
            asked = []
            for deed in deeds:
                asked.append(pool.submit(deed))
                patience = monotonic() + 30
                while tx.connection.execute(_WAITING).scalar_one() < len(asked):
                    assert monotonic() < patience, "nobody waits"
        return [text(one.result()) for one in asked]


def member(company: Company, user: str) -> str:
    return _MEMBER.format(company.ids[user])


def test_two_chairs_who_remove_each_other_leave_one(company: Company):
    _, second = behind(
        company,
        _TASK_FORCE,
        lambda: company.press("farah", RemoveMember(member=company.ids["zofia"])),
        lambda: company.press("zofia", RemoveMember(member=company.ids["farah"])),
    )
    assert "Farah Okafor is the only chair." in second
    assert company.me("farah").state is MemberState.ACTIVE


def test_who_leaves_twice_has_left_once(company: Company):
    _, second = behind(
        company,
        _TASK_FORCE,
        lambda: company.press("ada", Leave()),
        lambda: company.press("ada", Leave()),
    )
    assert "You are not in the task force." in second
    assert company.recorded(f"member:{company.ids['ada']}").count("people.leave") == 1


def test_who_says_twice_that_they_are_away_is_away_once(company: Company):
    _, second = behind(
        company,
        member(company, "ada"),
        lambda: company.say("ada", "away wed..thu"),
        lambda: company.say("ada", "away wed..thu"),
    )
    assert second.startswith("You said so already.")
    with company.read() as tx:
        assert len(tx.aways.overlapping(EVER, [company.ids["ada"]])) == 1


def test_nobody_has_a_feed_who_has_just_been_removed(company: Company):
    company.bot = replace(company.bot, public_url=lambda: "https://muster.example")
    _, second = behind(
        company,
        member(company, "ada"),
        lambda: company.press("farah", RemoveMember(member=company.ids["ada"])),
        lambda: company.press("ada", AddFeed(kind="all")),
    )
    assert "You are not in the task force." in second
    with company.read() as tx:
        assert not tx.feeds.of_member(company.ids["ada"])


def test_nobody_s_calendar_is_read_who_has_just_been_removed(company: Company):
    company.bot = replace(company.bot, sealer=FernetSealer(b"k" * 32))
    address = "https://calendar.google.com/calendar/ical/ada/private-1/basic.ics"
    _, second = behind(
        company,
        member(company, "ada"),
        lambda: company.press("farah", RemoveMember(member=company.ids["ada"])),
        lambda: company.press("ada", SaveCalendar(address=address, mode=ASK)),
    )
    assert "You are not in the task force." in second
    with company.read() as tx:
        assert not tx.calendars.of_member(company.ids["ada"])


def test_what_two_take_back_at_once_is_taken_back_once(company: Company):
    company.user("nele")
    with company.read() as tx:
        [department, *_] = tx.people.departments()
    company.press("nele", Join(department=department.id))
    asking = company.by_user("nele")
    assert asking is not None
    company.press("farah", LetIn(member=asking.id))
    with company.read() as tx:
        change = tx.record.of_subject(f"member:{asking.id}")[-1].id
    _, second = behind(
        company,
        _TASK_FORCE,
        lambda: company.press("farah", Undo(change=change)),
        lambda: company.press("zofia", Undo(change=change)),
    )
    assert "This can no longer be undone." in second
    assert company.recorded(f"member:{asking.id}").count("undo") == 1


def saving(one: Member, **fields: str) -> SaveMember:
    """The form as it is filled in beforehand, but for these."""
    same = SaveMember(
        member=one.id,
        name=one.name,
        email=one.email or "",
        role=one.role.value,
        department=one.department_id,
        zone=one.zone,
    )
    return replace(same, **fields)


def test_an_undo_does_not_write_over_what_was_just_saved(company: Company):
    company.press("farah", saving(company.me("ada"), name="Ada Brand"))
    ada = company.me("ada")
    with company.read() as tx:
        change = tx.record.of_subject(f"member:{ada.id}")[-1].id
    _, second = behind(
        company,
        _TASK_FORCE,
        lambda: company.press("zofia", saving(ada, name="Ada Brandt-Lund")),
        lambda: company.press("farah", Undo(change=change)),
    )
    assert "Something changed since" in second
    assert company.me("ada").name == "Ada Brandt-Lund"


def test_who_is_just_claiming_does_not_become_somebody_else(company: Company):
    """Else a turn is held by a member who is gone, and nobody sees that it is open."""
    teams = Side(company.bot, *TEAMS)
    where = company.bot.store.add_workspace(company.id, *TEAMS, "")
    with company.write() as tx:
        plain = replace(
            company.me("ada"), name="Ada of Teams", email=None, role=Role.MEMBER, clearances=()
        )
        twin = tx.people.add(plain, company.clock.now())
        tx.people.link(twin, Identity(where, "aad-twin"), company.clock.now())
    teams.say("twin", "home")  # where they were last is known
    card = company.say("ada", "link").card
    assert card is not None
    code, turn = card.title.partition(": ")[2], company.turn("Vimeo", week=1)
    behind(
        company,
        _MEMBER.format(twin),
        lambda: teams.press("twin", Claim(turn=turn.id)),
        lambda: teams.say("twin", f"link {code}"),
    )
    [held] = company.turn("Vimeo", week=1).claims
    assert held.member_id == twin
    assert company.find(twin).state is MemberState.ACTIVE
