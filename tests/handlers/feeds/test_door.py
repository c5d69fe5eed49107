"""A calendar asks for a feed, and asks again."""

from __future__ import annotations

import gzip

from structlog.testing import capture_logs

from bot.feeds.requests import AddFeed, ShowNames
from tests.bot.cast import Cast
from tests.bot.feeds.stage import make, read_text, titles
from tests.handlers.feeds.conftest import Reader


async def test_a_feed_comes_as_a_calendar(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    got = await reader.get(token)
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert got.headers["Content-Disposition"] == 'inline; filename="muster.ics"'
    assert got.headers["Cache-Control"] == "private, max-age=300"
    assert titles(read_text(got.text)) == ["Facebook (open)"] * 9


async def test_nothing_is_sent_again_that_has_not_changed(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    tag = (await reader.get(token)).headers["ETag"]
    for asked in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = await reader.get(token, If_None_Match=asked)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "Content-Type" not in again.headers
    assert (await reader.get(token, If_None_Match='W/"other"')).status == 200


async def test_what_others_change_elsewhere_sends_nothing_again(reader: Reader, stage: Cast):
    mine = make(stage, "ada")
    everybodys = make(stage, "ada", "all")
    tags = [(await reader.get(token)).headers["ETag"] for token in (mine, everybodys)]
    stage.clock.forward(hours=2)
    stage.say("ben", "claim facebook next week")
    statuses = [
        (await reader.get(token, If_None_Match=tag)).status
        for token, tag in zip((mine, everybodys), tags, strict=True)
    ]
    assert statuses == [304, 200]


async def test_a_claim_shows_at_once(reader: Reader, stage: Cast):
    token = make(stage, "ada")
    assert titles(read_text((await reader.get(token)).text)) == []
    stage.say("ada", "claim facebook next week 2h")
    assert titles(read_text((await reader.get(token)).text)) == ["Facebook"]
    stage.say("ada", "release facebook next week")


async def test_names_that_are_taken_back_are_gone_at_once(reader: Reader, stage: Cast):
    stage.say("ada", "claim facebook next week 2h")
    stage.press("carla", ShowNames(on=True))
    token = make(stage, "ben", "all")
    assert "Ada" in (await reader.get(token)).text
    stage.press("carla", ShowNames(on=False))
    assert "Ada" not in (await reader.get(token)).text


async def test_head_says_what_get_would(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    got, head = await reader.get(token), await reader.get(token, "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == got.headers[name]
    assert (await reader.get("nothing", "HEAD")).status == 404


async def test_it_is_packed_for_whoever_unpacks(reader: Reader, stage: Cast):
    token = make(stage, "ada", "all")
    plain = await reader.get(token)
    packed = await reader.get(token, Accept_Encoding="deflate, gzip;q=0.8")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 4
    assert packed.headers["ETag"] == plain.headers["ETag"]
    for refused in ("identity", "gzip;q=0", "br"):
        got = await reader.get(token, Accept_Encoding=refused)
        assert "Content-Encoding" not in got.headers
    assert plain.headers["Vary"] == "Accept-Encoding"


async def test_nobody_else_is_told_of_the_address(reader: Reader, stage: Cast):
    for token in (make(stage, "ada", "all"), "wrong"):
        got = await reader.get(token)
        assert got.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in got.headers["X-Robots-Tag"]
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert token not in str(got.headers)


async def test_the_button_for_apple_leads_into_its_calendar(reader: Reader, stage: Cast):
    token = make(stage, "ada")
    got = await reader.path(f"/feeds/{token}/apple")
    assert got.status == 302
    assert got.headers["Location"] == f"webcal://muster.example.com/feeds/{token}.ics"
    assert (await reader.path("/feeds/no%2Fsuch%0d%0athing/apple")).status == 404


async def test_only_reading_is_answered(reader: Reader, stage: Cast):
    token = make(stage, "ada")
    for method in ("POST", "PUT", "DELETE", "PROPFIND"):
        assert (await reader.get(token, method)).status == 405


async def test_the_owner_learns_that_it_is_read(reader: Reader, stage: Cast):
    token = make(stage, "ada")
    assert "read by no calendar yet" in str(stage.press("ada", AddFeed()).card)
    await reader.get(token)
    assert "last read about" in str(stage.press("ada", AddFeed()).card)


async def test_without_its_database_it_says_come_again(reader: Reader, stage: Cast, monkeypatch):
    token = make(stage, "ada")

    def away(*_: object) -> None:
        raise OSError("The database is away.")

    monkeypatch.setattr(stage.bot.store.feeds, "find", away)
    with capture_logs() as logged:
        got = await reader.get(token)
    assert got.status == 503
    assert got.headers["Retry-After"] == "60"
    assert [entry["action"] for entry in logged] == ["feed_failed"]
    assert token not in str(logged)
    monkeypatch.undo()
    assert (await reader.get(token)).status == 200
