"""What somebody without a right to a feed gets: nothing, and not even the knowledge of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import catalog, installing
from bot.app import Bot
from bot.feeds.requests import AddFeed, EndFeed, ListFeeds
from bot.feeds.rules import digest_of, new_token
from bot.model import Account, Role
from bot.people.requests import RemoveMember
from handlers.feeds import guard
from tests.bot.cast import MONDAY, Cast
from tests.bot.feeds.stage import PUBLIC, connected, make, read_text, titles
from tests.handlers.feeds.conftest import Got, Reader


def answer(got: Got) -> tuple[int, bytes, list[str]]:
    """Everything of it but the hour at which it was given."""
    headers = sorted(f"{name}: {value}" for name, value in got.headers.items() if name != "Date")
    return got.status, got.body, headers


def statements(cast: Cast, token: str) -> list[str]:
    """What the database is asked when this token is."""
    from sqlalchemy import event

    asked: list[str] = []
    engine = cast.bot.store.database._reader

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        cast.bot.store.feeds.find(digest_of(token))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


async def test_guessing_gets_one_answer_whatever_is_guessed(reader: Reader, stage: Cast):
    make(stage, "ada", "all")
    guesses = ("x", new_token(), "1", "a" * 500, "%00", "%E2%80%AE", "' OR 1=1", "%0d%0aX:y")
    answers = {str(answer(await reader.get(guess))) for guess in guesses}
    assert len(answers) == 1
    assert "404" in answers.pop()


def test_a_token_has_more_bits_than_anybody_guesses(stage: Cast):
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 32 for token in tokens)  # 6 bits each


async def test_an_ended_feed_is_like_one_that_never_was(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    assert (await reader.get(token)).status == 200
    stage.press("ada", EndFeed(feed=1))
    assert answer(await reader.get(token)) == answer(await reader.get("never"))
    assert statements(stage, token) == statements(stage, "never")


async def test_a_tag_kept_from_before_opens_nothing(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    tag = (await reader.get(token)).headers["ETag"]
    stage.press("ada", EndFeed(feed=1))
    assert (await reader.get(token, If_None_Match=tag)).status == 404


async def test_a_leaver_reads_nothing_more(reader: Reader, stage: Cast):
    tokens = [make(stage, "ada"), make(stage, "ada", "all")]
    assert [(await reader.get(token)).status for token in tokens] == [200, 200]
    stage.press("carla", RemoveMember(member=stage.by_user("ada").id))
    for token in tokens:
        assert answer(await reader.get(token)) == answer(await reader.get("never"))


async def test_who_has_left_by_any_way_reads_nothing(reader: Reader, stage: Cast):
    """Also where whoever made them leave forgot about feeds."""
    token = make(stage, "ada", "all")
    with stage.write() as tx:
        tx.people.change(stage.by_user("ada").id, state="left")
    assert answer(await reader.get(token)) == answer(await reader.get("never"))
    assert statements(stage, token) == statements(stage, "never")


async def test_another_task_force_shows_nothing_of_itself(reader: Reader, stage: Cast):
    store = stage.bot.store
    other_id = installing.found(store, "Other", "Asia/Tokyo", MONDAY)
    store.add_workspace(other_id, "slack", "T2", "UBOT")
    here = store.find_workspace("slack", "T2")
    assert here is not None
    other = Cast(Bot(store, stage.clock, catalog.CODEC), stage.clock, other_id, here)
    connected(other)
    other.member("zoe", Role.CHAIR)
    other.duty("Secret plans")
    ours, theirs = make(stage, "ada", "all"), make(other, "zoe", "all")
    assert set(titles(read_text((await reader.get(ours)).text))) == {"Facebook (open)"}
    assert set(titles(read_text((await reader.get(theirs)).text))) == {"Secret plans (open)"}
    # their chair sees and ends none of ours, nor makes one of our duty
    assert "Ada" not in str(other.press("zoe", ListFeeds()).card)
    with stage.read() as tx:
        [feed], [duty] = tx.feeds.all(), tx.roster.duties()
    other.press("zoe", EndFeed(feed=feed.id))
    assert (await reader.get(ours)).status == 200
    reply = other.press("zoe", AddFeed(kind="duty", duty=duty.id))
    assert "feeds/" not in str(reply.card)


async def test_guessing_is_not_let_go_on_and_locks_nobody_else_out(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    assert (await reader.get(token)).status == 200
    for _ in range(guard.MOST_WRONG):
        assert (await reader.get(new_token())).status == 404
    refused = await reader.get(new_token())
    assert refused.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 601
    # a calendar's servers that somebody guesses through still get what is there
    assert (await reader.get(token)).status == 200
    stage.clock.forward(minutes=11)
    assert (await reader.get(new_token())).status == 404


async def test_one_feed_is_not_asked_for_without_end(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    for _ in range(guard.MOST_READ):
        assert (await reader.get(token)).status == 200
    assert (await reader.get(token)).status == 429
    stage.clock.forward(minutes=2)
    assert (await reader.get(token)).status == 200


async def test_an_ended_feed_is_not_asked_for_without_end_nor_taken_for_guessing(
    reader: Reader, stage: Cast
):
    ended, new = make(stage, "ada", "all"), make(stage, "ada")
    assert (await reader.get(ended)).status == 200
    stage.press("ada", EndFeed(feed=1))
    got = [(await reader.get(ended)).status for _ in range(guard.MOST_READ)]
    assert set(got[:-1]) == {404}
    assert got[-1] == 429
    # a calendar's servers that go on asking for it get another one that they never saw
    assert (await reader.get(new)).status == 200


async def test_names_bring_no_header_and_no_property_with_them(reader: Reader, stage: Cast):
    evil = "Write\r\nATTENDEE:mailto:eve@example.org\r\nEND:VEVENT\u2028\x0b\x85\x00;,\\n"
    with stage.write() as tx:
        account = tx.roster.add_account(
            Account(0, "Evil", "", "https://x.example/\r\nX-EVIL:1\r\nBEGIN:VALARM")
        )
    duty = stage.duty(evil, account_id=account)
    got = await reader.get(make(stage, "ada", "duty", duty.id))
    assert got.status == 200
    assert "eve@example.org" not in str(got.headers)
    lines = got.text.replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith(("ATTENDEE", "X-EVIL", "URL"))]
    assert "BEGIN:VALARM" not in lines
    assert all("\r" not in line and "\n" not in line for line in lines)
    [title] = set(titles(read_text(got.text)))
    assert title.startswith("Write ATTENDEE:mailto:eve@example.org END:VEVENT")


@given(name=st.text(min_size=1, max_size=60).filter(lambda text: any(map(str.isalnum, text))))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_duty_is_called_two_readers_read_the_same(stage: Cast, name: str):
    from bot.feeds.rules import Calendar, Entry, Event
    from bot.weeks import Span
    from handlers.feeds.calendar import render

    span = Span(MONDAY, MONDAY.replace(hour=12))
    entry = Entry(1, span, None, name, f"{name}\n{name}", f"https://{name}.example/")
    calendar = Calendar(name, name, "Europe/Berlin", "turn", (Event(entry, 0, MONDAY),))
    text = render(calendar, "muster.example.com").decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert len(read_text(text)) == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("::ffff:203.0.113.7", "::ffff:cb00:7107"),
        ("", ""),
        ("x" * 300, "x" * 64),
    ],
)
def test_whoever_has_many_addresses_counts_once(address: str, network: str):
    assert guard.network(address) == network


def test_what_is_remembered_of_those_who_ask_has_an_end(stage: Cast, monkeypatch):
    monkeypatch.setattr(guard, "REMEMBERED", 10)
    watching = guard.Guard()
    for number in range(100):
        watching.note(f"10.0.0.{number}", str(number), MONDAY, found=bool(number % 2))
    assert len(watching._wrong._seen) == 10
    assert len(watching._reads._seen) == 10


async def test_a_huge_roster_is_read_by_many_and_made_once(reader: Reader, stage: Cast):
    from bot.weeks import Window

    often = tuple(Window(day, hour * 60, (hour + 2) * 60) for day in range(7) for hour in (6, 12))
    for number in range(8):
        stage.duty(f"Watch {number}", windows=often)
    made = []
    shelf = reader.door._shelf
    make_it = shelf._make
    shelf._make = lambda key, make: made.append(key) or make_it(key, make)  # type: ignore[method-assign]
    tokens = [make(stage, user, "all") for user in ("ada", "ben", "carla")]
    import asyncio

    got = await asyncio.gather(*(reader.get(token) for token in tokens for _ in range(4)))
    assert {one.status for one in got} == {200}
    assert len({one.headers["ETag"] for one in got}) == 1
    assert len(made) == 1
    assert got[0].text.count("BEGIN:VEVENT") > 900


def test_a_public_address_with_a_path_is_kept_whole(stage: Cast):
    stage.bot = replace(stage.bot, public_url=lambda: f"{PUBLIC}/muster")
    said = str(stage.press("ada", AddFeed()).card)
    assert f"{PUBLIC}/muster/feeds/" in said
