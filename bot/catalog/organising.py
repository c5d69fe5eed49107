"""What chairs and leads ask: status, import and export, people, the set-up; and joining."""

from __future__ import annotations

from bot.catalog.entry import Entry, Verb, Who
from bot.connecting import usecases as connecting
from bot.connecting.requests import Connect, Disconnect, ShowPlaces, TypeConnectCode
from bot.digest import usecases as digest
from bot.digest.requests import PostDigest, PreviewDigest
from bot.exchange import usecases as exchange
from bot.exchange.requests import ApplyImport, Export, OpenImport, TryImport
from bot.people import usecases as people
from bot.people.requests import (
    AskToJoin,
    Decline,
    EditMember,
    FindPeople,
    Join,
    Leave,
    LetIn,
    LinkMe,
    ListPeople,
    RemoveMember,
    SaveMember,
    ShowMember,
    TypeLinkCode,
    Unlink,
)
from bot.setup import usecases as setup
from bot.setup.requests import (
    EditAccount,
    EditBasics,
    EditDeadline,
    EditDepartment,
    EditDuty,
    EditRoom,
    EditTime,
    ListAccounts,
    ListDepartments,
    ListDuties,
    OpenSetup,
    RemoveRoom,
    RestoreDuty,
    RetireDuty,
    SaveAccount,
    SaveBasics,
    SaveDeadline,
    SaveDepartment,
    SaveDuty,
    SaveRoom,
    SaveTime,
    ShowDuty,
    ShowRooms,
    ShowTimes,
    UseThisRoom,
)
from bot.status import usecases as status
from bot.status.requests import AskStatus

ORGANISING: tuple[Entry, ...] = (
    # ---- for everybody and for the chair ---------------------------------------------------------
    Entry(
        AskStatus,
        status.ask_status,
        Who.CHAIR,
        reads=True,
        verb=Verb("status", "status", "status", "How things stand, holes first", ("report",)),
    ),
    Entry(PreviewDigest, digest.preview_digest, Who.CHAIR, reads=True),
    Entry(PostDigest, digest.post_digest, Who.CHAIR),
    # ---- import and export -----------------------------------------------------------------------
    Entry(OpenImport, exchange.open_import, Who.CHAIR, reads=True),
    Entry(TryImport, exchange.try_import, Who.CHAIR),
    Entry(ApplyImport, exchange.apply, Who.CHAIR),
    Entry(Export, exchange.export_sheet, Who.CHAIR, reads=True),
    # ---- people ----------------------------------------------------------------------------------
    Entry(AskToJoin, people.ask_to_join, Who.ANYONE, reads=True),
    Entry(Join, people.join, Who.ANYONE),
    Entry(LetIn, people.let_in, Who.LEADS),
    Entry(Decline, people.decline, Who.LEADS),
    Entry(Leave, people.leave_myself),
    Entry(ListPeople, people.list_people, Who.CHAIR, reads=True),
    Entry(FindPeople, people.find_people, Who.CHAIR, reads=True),
    Entry(ShowMember, people.show_member, Who.CHAIR, reads=True),
    Entry(EditMember, people.edit_member, Who.CHAIR, reads=True),
    Entry(SaveMember, people.save_member, Who.CHAIR),
    Entry(RemoveMember, people.remove_member, Who.CHAIR),
    # ---- one person, several identities ----------------------------------------------------------
    Entry(
        LinkMe,
        people.link_me,
        Who.ANYONE,
        before=people.count_codes,
        verb=Verb(
            "link",
            "link [code]",
            "link",
            "Be one person on Slack and Teams: a code here, typed there",
            ("link me", "identity"),
        ),
    ),
    Entry(TypeLinkCode, people.type_link_code, Who.ANYONE, reads=True),
    Entry(Unlink, people.unlink),
    # ---- where the task force lives --------------------------------------------------------------
    Entry(
        Connect,
        connecting.connect,
        Who.ANYONE,  # a code may be typed by whoever was given it; only a chair is shown one
        before=connecting.join_by_code,
        verb=Verb(
            "connect",
            "connect [code]",
            "connect",
            "Let the task force live on a second platform as well",
        ),
        shown_to=Who.CHAIR,
    ),
    Entry(
        TypeConnectCode,
        connecting.type_connect_code,
        Who.ANYONE,
        reads=True,
        before=connecting.type_connect_code_nowhere,
    ),
    Entry(ShowPlaces, connecting.show_places, Who.CHAIR, reads=True),
    Entry(Disconnect, connecting.disconnect, Who.CHAIR),
    # ---- set-up ----------------------------------------------------------------------------------
    Entry(
        OpenSetup,
        # open to anyone: while nobody is chair, the first to come becomes it; others are refused
        people.with_first_chair(setup.open_setup),
        Who.ANYONE,
        verb=Verb(
            "setup",
            "setup",
            "setup",
            "Set everything up: rooms, times, people, accounts, duties",
            ("set up", "set-up", "settings", "admin", "config"),
        ),
        shown_to=Who.CHAIR,
        before=connecting.found_here,
    ),
    Entry(EditBasics, setup.edit_basics, Who.CHAIR, reads=True),
    Entry(SaveBasics, setup.save_basics, Who.CHAIR),
    Entry(ShowRooms, setup.show_rooms, Who.CHAIR, reads=True),
    Entry(EditRoom, setup.edit_room, Who.CHAIR, reads=True),
    Entry(SaveRoom, setup.save_room, Who.CHAIR),
    Entry(UseThisRoom, setup.use_this_room, Who.CHAIR),
    Entry(RemoveRoom, setup.remove_room, Who.CHAIR),
    Entry(ShowTimes, setup.show_times, Who.CHAIR, reads=True),
    Entry(EditTime, setup.edit_time, Who.CHAIR, reads=True),
    Entry(SaveTime, setup.save_time, Who.CHAIR),
    Entry(EditDeadline, setup.edit_deadline, Who.CHAIR, reads=True),
    Entry(SaveDeadline, setup.save_deadline, Who.CHAIR),
    Entry(ListDepartments, setup.list_departments, Who.CHAIR, reads=True),
    Entry(EditDepartment, setup.edit_department, Who.CHAIR, reads=True),
    Entry(SaveDepartment, setup.save_department, Who.CHAIR),
    Entry(ListAccounts, setup.list_accounts, Who.CHAIR, reads=True),
    Entry(EditAccount, setup.edit_account, Who.CHAIR, reads=True),
    Entry(SaveAccount, setup.save_account, Who.CHAIR),
    Entry(ListDuties, setup.list_duties, Who.CHAIR, reads=True),
    Entry(ShowDuty, setup.show_duty, Who.CHAIR, reads=True),
    Entry(EditDuty, setup.edit_duty, Who.CHAIR, reads=True),
    Entry(SaveDuty, setup.save_duty, Who.CHAIR),
    Entry(RetireDuty, setup.retire_duty, Who.CHAIR),
    Entry(RestoreDuty, setup.restore_duty, Who.CHAIR),
)
