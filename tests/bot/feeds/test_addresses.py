"""Feeds are made, shown once, replaced and ended, by whom it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.feeds.requests import AddFeed, EndFeed, ListFeeds, OpenFeeds, ShowNames
from bot.feeds.usecases import find_feed, note_reading
from bot.model import Role
from bot.people.requests import RemoveMember
from bot.undo.requests import Undo
from storage.tables import feeds
from tests.bot.cast import Cast, labels, text
from tests.bot.feeds.stage import PUBLIC, connected, make, read, text_of, titles, token_in


@pytest.fixture
def stage(cast: Cast) -> Cast:
    connected(cast)
    cast.member("ada")
    cast.member("ben")
    cast.member("carla", Role.CHAIR)
    cast.duty("Moderate the Facebook page")
    return cast


def feed_of(cast: Cast, user: str):
    member = cast.by_user(user)
    assert member is not None
    with cast.read() as tx:
        return tx.feeds.of_member(member.id)


def is_there(cast: Cast, token: str) -> bool:
    return find_feed(cast.bot.store, token) is not None


def test_one_press_gives_an_address_and_says_where_it_goes(stage: Cast):
    reply = stage.press("ada", AddFeed())
    token, said = token_in(reply), text(reply)
    assert len(token) >= 22  # 128 bits at the least
    assert f"{PUBLIC}/feeds/{token}.ics" in said
    assert f"webcal://muster.example.com/feeds/{token}.ics" in said
    assert all(f"{name}: " in said for name in ("Google", "Outlook", "Apple"))
    assert "shown this once" in said
    assert is_there(stage, token)


def test_nothing_that_is_kept_gives_the_address_away(stage: Cast):
    token = make(stage, "ada")
    with stage.bot.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM feeds").all()
        lines = connection.exec_driver_sql('SELECT "before", "after", subject FROM changes').all()
        owed = connection.exec_driver_sql("SELECT content FROM deliveries").all()
    assert len(rows) == 1
    assert token not in repr((rows, lines, owed))
    digest = next(value for value in rows[0] if isinstance(value, str) and len(value) == 64)
    assert digest not in repr((lines, owed))


def test_what_is_there_is_not_replaced_by_pressing_twice(stage: Cast):
    token = make(stage, "ada")
    again = stage.press("ada", AddFeed())
    assert "There is a calendar feed of your turns." in text(again)
    assert is_there(stage, token)
    assert {"New address", "End it"} <= set(labels(again))


def test_a_new_address_ends_the_old_one(stage: Cast):
    old = make(stage, "ada")
    new = token_in(stage.push("ada", stage.press("ada", AddFeed()), "New address"))
    assert new != old
    assert not is_there(stage, old)
    assert is_there(stage, new)
    assert len(feed_of(stage, "ada")) == 1


def test_words_name_what_the_feed_is_of(stage: Cast):
    assert "Your turns, for your calendar" in text(stage.say("ada", "feed mine"))
    assert "The whole roster, for your calendar" in text(stage.say("ada", "feed all"))
    assert "Moderate the Facebook page, for your calendar" in text(stage.say("ada", "feed face"))
    overview = stage.say("ada", "feed")
    assert text(overview).count("read by no calendar yet") == 3
    assert labels(overview).count("Change") == 3


def test_words_that_fit_several_duties_are_asked_about(stage: Cast):
    stage.duty("Moderate the LinkedIn group")
    reply = stage.say("ada", "feed moderate")
    assert "Which one do you mean?" in text(reply)
    token = token_in(stage.push("ada", reply, "Moderate the LinkedIn group"))
    assert "LinkedIn" in text_of(stage, token)


def test_without_a_public_address_one_sentence_says_so(stage: Cast):
    stage.bot = replace(stage.bot, public_url=lambda: "")
    for asked in (OpenFeeds(), AddFeed(), AddFeed(kind="all")):
        assert "MUSTER_PUBLIC_URL" in text(stage.press("ada", asked))
    assert feed_of(stage, "ada") == []


def test_its_owner_ends_it(stage: Cast):
    token = make(stage, "ada")
    reply = stage.push("ada", stage.press("ada", AddFeed()), "End it")
    assert "has ended" in text(reply)
    assert not is_there(stage, token)
    assert "has ended" in text(stage.press("ada", EndFeed(feed=1)))  # pressed again


def test_nobody_ends_anothers_but_the_chair_who_is_seen_doing_it(stage: Cast):
    token = make(stage, "ada", "all")
    [feed] = feed_of(stage, "ada")
    assert "somebody else's" in text(stage.press("ben", EndFeed(feed=feed.id)))
    assert is_there(stage, token)
    listed = stage.press("carla", ListFeeds())
    assert "Ada: the whole roster, made Mon 23 Nov 2026" in text(listed)
    after = stage.push("carla", listed, "End it")
    assert "Nobody has made one." in text(after)
    assert not is_there(stage, token)
    [told] = stage.told(feed.member_id)
    assert "Carla ended the one that you made on Mon 23 Nov 2026" in text(told)
    assert stage.recorded(f"feed:{feed.id}") == ["feeds.add", "feeds.end"]


def test_only_the_chair_sees_everybodys(stage: Cast):
    assert "Only the chair" in text(stage.press("ada", ListFeeds()))
    assert "Only the chair" in text(stage.press("ada", ShowNames(on=True)))


def test_a_leavers_feeds_end(stage: Cast):
    tokens = [make(stage, "ada"), make(stage, "ada", "all")]
    stage.press("carla", RemoveMember(member=stage.by_user("ada").id))
    assert not any(is_there(stage, token) for token in tokens)


def test_a_leaver_who_is_taken_back_makes_new_ones(stage: Cast):
    ada = stage.by_user("ada").id
    token = make(stage, "ada")
    removed = stage.press("carla", RemoveMember(member=ada))
    stage.push("carla", removed, "Undo")
    assert stage.find(ada).state == "active"
    assert not is_there(stage, token)
    assert feed_of(stage, "ada") == []


def test_the_chair_lets_names_be_shown_and_takes_it_back(stage: Cast):
    ada = stage.by_user("ada").id
    stage.hold(ada, stage.turns(stage.duty("Write"))[0])
    token = make(stage, "ben", "all")
    assert not any("Ada" in title for title in titles(read(stage, token)))
    shown = stage.push("carla", stage.press("carla", ListFeeds()), "Show names")
    assert "Write: Ada (partly open)" in titles(read(stage, token))
    undo = next(b for b in _requests(shown) if isinstance(b, Undo))
    stage.press("carla", undo)
    assert not any("Ada" in title for title in titles(read(stage, token)))
    assert "so already" in text(stage.press("carla", ShowNames(on=False)))


def _requests(reply):
    from tests.bot.cast import buttons

    return [button.request for button in buttons(reply.card)]


def test_its_owner_sees_that_a_calendar_reads_it(stage: Cast):
    token = make(stage, "ada")
    store, now = stage.bot.store, stage.clock.now()
    note_reading(store, *find_feed(store, token), now)
    assert "last read about Mon 23 Nov 2026" in text(stage.say("ada", "feed"))
    with store.database.read() as connection:
        before = connection.execute(feeds.select().execution_options(across_task_forces=True)).all()
    stage.clock.forward(hours=1)
    note_reading(store, *find_feed(store, token), stage.clock.now())
    with store.database.read() as connection:
        after = connection.execute(feeds.select().execution_options(across_task_forces=True)).all()
    assert before == after  # it is written seldom


def test_what_is_looked_at_is_one_tap_from_ones_calendar(stage: Cast):
    from bot.home.requests import OpenHome
    from bot.setup.requests import ShowDuty

    with stage.read() as tx:
        [duty] = tx.roster.duties()
    for words in ("mine", "who", "who facebook"):
        reply = stage.push("ada", stage.say("ada", words), "Add to my calendar")
        assert "for your calendar" in text(reply)
    assert "In your calendar" in text(
        stage.push("ada", stage.press("ada", OpenHome()), "In my calendar")
    )
    card = stage.press("carla", ShowDuty(duty=duty.id))
    assert duty.name in text(stage.push("carla", card, "Add to my calendar"))
    assert [feed.kind for feed in feed_of(stage, "ada")] == ["mine", "all", "duty"]


def test_where_no_calendar_reaches_there_is_no_button(stage: Cast):
    from bot.home.requests import OpenHome

    stage.bot = replace(stage.bot, public_url=lambda: "")
    for reply in (
        stage.say("ada", "mine"),
        stage.say("ada", "who"),
        stage.press("ada", OpenHome()),
    ):
        assert not {"Add to my calendar", "In my calendar"} & set(labels(reply))


def test_a_duty_is_chosen_from_a_list(stage: Cast):
    with stage.read() as tx:
        [duty] = tx.roster.duties()
    form = stage.push("ada", stage.say("ada", "feed"), "A duty")
    token = token_in(stage.submit("ada", form, duty=str(duty.id)))
    assert duty.name in text_of(stage, token)
