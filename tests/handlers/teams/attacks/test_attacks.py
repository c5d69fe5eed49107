"""What somebody tries whom Teams lets in: other data, other names, others' rights; and is refused.

The door is real, from HTTP to the database; only Teams beyond it is fake.
"""

from __future__ import annotations

import pytest

from bot import catalog
from bot.buttons import encode
from bot.cards import Card
from bot.errors import DeliveryFailed
from bot.home.requests import OpenHome
from bot.model import Role
from bot.people.requests import RemoveMember, SaveMember
from bot.ports.outside import Target
from bot.roster.requests import ShowPanel
from bot.setup.requests import EditBasics, OpenSetup, SaveBasics, SaveRoom
from bot.undo.requests import Undo
from handlers.teams.messenger import TeamsMessenger
from tests.handlers.teams.attacks.attacked import EVER, MEMBER, ROOM

# ---- card data changed on the client -------------------------------------------------------------


async def test_a_member_who_sends_the_chairs_button_is_refused(stage):
    for data in ({"m": encode(SaveBasics(name="Mine"))}, {"m": encode(EditBasics())}):
        await stage.heard(stage.pressed(data))
        await stage.heard(stage.sent(data | {"k": {}, "f": data["m"]}))
    assert stage.trace() == 0
    assert "Only the chair can do this" in stage.said()


async def test_a_member_who_makes_themselves_chair_is_refused(stage):
    with stage.store.read(stage.tenant) as tx:
        me = next(member for member in tx.people.all() if member.name == MEMBER)
    forged = encode(SaveMember(member=me.id, name=MEMBER, role="chair"))
    await stage.heard(stage.pressed({"m": forged}))
    await stage.heard(stage.sent({"f": forged, "k": {"role": "c"}, "i_role": "chair"}))
    assert stage.role_of(MEMBER) is Role.MEMBER


async def test_a_dialog_that_somebody_else_sends_is_theirs(stage):
    """What the chair's dialog carries gives its sender none of the chair's rights."""
    data = {"f": encode(SaveBasics()), "k": {"name": "t", "zone": "t"}}
    data |= {"i_name": "Mine", "i_zone": "UTC", "o": {"p": encode(EditBasics())}}
    await stage.heard(stage.sent(data))
    await stage.heard(stage.sent(data, room=ROOM))
    assert stage.trace() == 0
    with stage.store.read(stage.tenant) as tx:
        assert tx.task_force.name == "Acme"


async def test_undo_of_somebody_elses_change_is_refused(stage):
    await stage.chair.asks("hours 3")
    with stage.store.read(stage.tenant) as tx:
        change = tx.record.since(*EVER)[-1]
    await stage.heard(stage.pressed({"m": encode(Undo(change=change.id))}))
    assert stage.trace() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"m": "x"},
        {"m": "claim.1?" + "a" * 100_000},
        {"m": ["claim.1"]},
        {"m": {"a": 1}},
        {"m": None, "c": "c"},
        {"c": "m", "m": 5},
        {"w": "\x00\ud800"},
        {"w": "setup " * 10_000},
        {"f": "nothing.9", "k": {"a": "t"}},
        {"f": "setup.save_basics.1", "k": []},
        {"f": "x", "k": {"name": "z"}, "i_name": "a"},
        {"f": "x", "k": {"name": "n"}, "i_name": {"a": 1}},
        {"o": "x", "m": "home.1"},
        {"o": {"t": 5}, "m": "home.1"},
        {"o": {"zz": ""}, "m": "home.1"},
        {"h": True, "m": "home.1"},
        {},
    ],
)
async def test_data_that_no_card_of_ours_carries_breaks_nothing(stage, data):
    before = stage.trace()
    for activity in (stage.pressed(data), stage.sent(data), stage.sent(data, room=ROOM)):
        assert await stage.heard(activity) in {200, 400}
    assert stage.trace() == before
    assert (await stage.member.asks("who")).text


@pytest.mark.parametrize("claim", [{}, {"n": True}, {"h": True}])
async def test_a_shared_message_is_not_replaced_by_what_a_dialog_claims(stage, claim):
    """“That card is mine alone” is for Muster to know, not for the client to say."""
    shared = await _shared_post(stage)
    data = {"m": encode(OpenHome()), "h": True, "o": {"t": shared} | claim}
    await stage.heard(stage.sent(data, room=ROOM))
    await stage.heard(stage.pressed(data, room=ROOM, replyToId=shared))
    assert stage.teams.calls("update") == []


async def test_somebody_elses_private_message_is_not_replaced_either(stage):
    """Ids of messages are instants, and can be guessed."""
    await stage.chair.says("mine", ROOM)
    await stage.settled()
    (private,) = stage.door._replies._targeted
    data = {"m": encode(OpenHome()), "h": True}
    await stage.heard(stage.sent(data | {"o": {"t": private, "h": True}}, room=ROOM))
    await stage.heard(stage.pressed(data, room=ROOM, replyToId=private))
    assert stage.teams.calls("update") == []
    await stage.heard(stage.pressed(data, stage.chair, ROOM, replyToId=private))
    assert len(stage.teams.calls("update")) == 1


async def _shared_post(stage):
    """A message of Muster's in the channel that everybody there sees."""
    api = stage.door._api
    kept = await stage.door._addresses.find(stage.teams.tenant, stage.room.id)
    return await api.send(kept, {"type": "message", "text": "The roster"})


def test_a_card_that_asks_for_itself_changes_nothing():
    """Whoever looks at it sends this, without having pressed anything."""
    assert catalog.ENTRIES[ShowPanel].reads


# ---- another tenant ------------------------------------------------------------------------------


ELSEWHERE = "99999999-0000-4000-8000-000000000000"


@pytest.mark.parametrize("request_", [SaveBasics(name="Theirs"), OpenSetup()])
async def test_an_action_of_another_tenant_is_not_heard(stage, request_):
    """Whoever knows our app id can upload a package with it in a tenant of their own."""
    activity = stage.pressed({"m": encode(request_)}, stage.chair)
    activity["conversation"]["tenantId"] = activity["channelData"]["tenant"]["id"] = ELSEWHERE
    before = len(stage.teams.calls())
    assert await stage.heard(activity) == 400
    assert len(stage.teams.calls()) == before
    assert stage.trace() == 0
    assert len(stage.store.task_forces()) == 1


async def test_being_installed_in_another_tenant_is_not_greeted(stage):
    activity = stage.teams.activities.installation(stage.member.user, stage.room, "add")
    activity["conversation"]["tenantId"] = activity["channelData"]["tenant"]["id"] = ELSEWHERE
    before = len(stage.teams.calls())
    assert await stage.heard(activity) == 400
    assert len(stage.teams.calls()) == before


async def test_being_removed_elsewhere_does_not_make_us_forget_somebody_here(stage):
    activity = stage.teams.activities.installation(stage.chair.user, stage.room, "remove")
    activity["conversation"]["tenantId"] = activity["channelData"]["tenant"]["id"] = ELSEWHERE
    await stage.heard(activity)
    assert await stage.door._addresses.find(stage.teams.tenant, stage.room.id) is not None


async def test_the_chair_of_another_company_cannot_reach_into_this_one(shared):
    """One bot for many companies: ids of one are nothing in another."""
    room = shared.room
    await shared.chair.asks("hours 3")
    with shared.store.read(shared.tenant) as tx:
        change, before = tx.record.since(*EVER)[-1], tx.people.all()
        ada = next(member for member in before if member.name == MEMBER)
    trace = shared.trace()
    shared.teams.world.tenant = ELSEWHERE
    mallory = shared.teams.person("Mallory", "ada.brandt@example.com")
    await mallory.asks("setup")
    assert len(shared.store.task_forces()) == 2
    calls = len([call for call in shared.teams.calls() if call.conversation == room.id])
    for request in (
        Undo(change=change.id),
        SaveMember(member=ada.id, name="Mallory", role="chair"),
        RemoveMember(member=ada.id),
        SaveRoom(channel=room.id, gets=("panel",)),
    ):
        await shared.heard(shared.pressed({"m": encode(request)}, mallory))
    with shared.store.read(shared.tenant) as tx:
        assert tx.people.all() == before
    assert shared.trace() == trace
    theirs = shared.store.find_workspace("teams", ELSEWHERE)
    messenger = TeamsMessenger(shared.door._api, shared.store)
    with pytest.raises(DeliveryFailed):  # the panel, were it said
        await messenger.post(Target(theirs, channel=room.id), Card("Mallory was here"), "1")
    assert len([c for c in shared.teams.calls() if c.conversation == room.id]) == calls


# ---- names and mentions --------------------------------------------------------------------------

NAMES = [
    "**Bold** [click](https://attacker.example)",
    "<at>Everyone</at>",
    "<b>Ada</b><script>alert(1)</script>",
    "{{DATE(2026-01-01T00:00:00Z)}}",
    "&lt;at&gt;Ada&lt;/at&gt;",
    "# Heading\n- list",
    "\u202eadA\u0000",
]


@pytest.mark.parametrize("name", NAMES)
async def test_markup_in_a_name_stays_text(stage, name):
    stage.teams.world.user(MEMBER).name = name
    with stage.store.write(stage.tenant) as tx:
        me = next(member for member in tx.people.all() if member.name == MEMBER)
        tx.people.change(me.id, name=name)
    await stage.chair.says("who", ROOM)
    await stage.member.says("mine", ROOM)
    await stage.settled()
    for call in stage.teams.calls("send"):
        for text in _markdown(call.body):
            assert "](https://attacker" not in text
            assert "<at>Everyone" not in text
            assert "**" not in text
            assert "{{DATE(2026-01" not in text


def _markdown(value):
    """What Teams reads as Markdown: texts of TextBlocks, and of a message itself."""
    if isinstance(value, list):
        for one in value:
            yield from _markdown(one)
    elif isinstance(value, dict):
        if value.get("type") in {"TextBlock", "message"} and isinstance(value.get("text"), str):
            yield value["text"]
        for one in value.values():
            yield from _markdown(one)


async def test_somebody_elses_mention_is_not_ours(stage):
    """A mention is what its entity says, not what the text looks like."""
    activity = stage.teams.activities.message(stage.member.user, stage.room, "@Muster hours 3")
    for entity in activity["entities"]:
        if entity["type"] == "mention":
            entity["mentioned"]["id"] = "28:another-bot"
    await stage.heard(activity)
    assert stage.trace() == 0


async def test_a_typed_mention_does_not_make_somebody_else_speak(stage):
    activity = stage.spoken(f"<@{stage.chair.user.aad}|x> setup")
    await stage.heard(activity)
    assert stage.trace() == 0


async def test_another_bot_is_not_heard(stage):
    activity = stage.spoken("hours 3")
    for sender in ({"id": "28:another"}, activity["from"] | {"role": "bot"}):
        await stage.heard(activity | {"from": sender, "id": str(sender)})
    assert stage.trace() == 0


async def test_who_speaks_is_whom_teams_names_not_what_the_card_says(stage):
    data = {"m": encode(EditBasics()), "user": stage.chair.user.aad, "from": stage.chair.user.id}
    await stage.heard(stage.pressed(data))
    assert "Only the chair can do this" in stage.said()


async def test_nobody_without_an_id_is_heard(stage):
    activity = stage.spoken("hours 3") | {"from": {"name": "Farah Okafor"}}
    assert await stage.heard(activity) == 400
    assert stage.trace() == 0
