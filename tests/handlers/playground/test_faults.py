"""What a test breaks on purpose is broken so, so often, and no more."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from handlers.playground.faults import What


async def post(web, text="x"):
    return await web.chat_postMessage(channel="#general", text=text)


def texts(anna):
    return [seen.text for seen in anna.room("#general")]


async def test_a_limit_comes_with_the_time_to_wait(playground, web, anna):
    playground.faults.limit("chat.postMessage", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await post(web)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
        assert caught.value.response["error"] == "ratelimited"
    await web.auth_test()
    await post(web, "at last")
    assert texts(anna) == ["at last"]


async def test_the_sdk_retries_a_limit_by_itself_if_told_to(playground, web, anna):
    web.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    playground.faults.limit("chat.postMessage", retry_after=0)
    await post(web, "twice asked")
    assert [call.error for call in playground.calls("chat.postMessage")] == ["ratelimited", ""]


async def test_slack_fails_by_status_or_by_code(playground, web, anna):
    playground.faults.fail("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as caught:
        await post(web)
    assert caught.value.response.status_code == 503
    playground.faults.refuse("account_inactive")
    with pytest.raises(SlackApiError, match="account_inactive"):
        await post(web)
    assert texts(anna) == []


async def test_a_connection_that_breaks_before_leaves_nothing(playground, web, anna):
    playground.faults.drop("chat.postMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(web)
    assert texts(anna) == []


async def test_a_connection_that_breaks_after_leaves_the_message(playground, web, anna):
    playground.faults.drop("chat.postMessage", accepted=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(web, "said, but nobody knows")
    assert texts(anna) == ["said, but nobody knows"]
    history = await web.conversations_history(channel=playground.workspace.channel("#general").id)
    assert len(history["messages"]) == 1


async def test_an_answer_can_be_late_to_what_was_done_at_once(playground, web, anna):
    gate = playground.faults.slow("chat.postMessage", accepted=True)
    call = asyncio.create_task(post(web, "done"))
    await anna.hears("done")
    assert not call.done()
    gate.set()
    assert (await call)["ok"]


async def test_a_slow_call_waits_for_its_release(playground, web, anna):
    gate = playground.faults.slow("chat.postMessage")
    call = asyncio.create_task(post(web, "slow"))
    await web.auth_test()
    assert (texts(anna), call.done()) == ([], False)
    gate.set()
    await call
    assert texts(anna) == ["slow"]


async def test_a_block_type_is_refused_until_it_is_rolled_out(playground, web, anna):
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
    nested = {
        "type": "container",
        "title": {"type": "plain_text", "text": "x"},
        "child_blocks": [table],
    }
    playground.faults.refuse_blocks("table", times=2)
    for blocks in ([table], [nested]):
        with pytest.raises(SlackApiError) as caught:
            await web.chat_postMessage(channel="#general", text="x", blocks=blocks)
        assert caught.value.response["error"] == "invalid_blocks"
        assert caught.value.response["errors"] == [
            "unsupported type: table [json-pointer:/blocks/0/type]"
        ]
    await web.chat_postMessage(channel="#general", text="x", blocks=[table])


async def test_slack_is_away_altogether_and_comes_back(playground, web):
    playground.faults.down()
    for call in (post(web), web.auth_test(), post(web)):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await call
    playground.faults.up()
    await post(web)
    assert playground.faults.pending() == ()


async def test_response_urls_break_as_methods_do(playground, raw, session, anna):
    raw.answers = [(200, {"text": "ok"}, {})]
    await anna.command("/muster", "who", channel="#general")
    url = dict(parse_qsl(raw.requests[0][1].decode()))["response_url"]
    playground.faults.limit("response_url", retry_after=3)
    async with session.post(url, json={"text": "late"}) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "3")
    playground.faults.drop("response_url", accepted=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await session.post(url, json={"text": "said all the same"})
    assert anna.sees("said all the same")


async def test_faults_are_met_in_the_order_they_were_given(playground, web):
    playground.faults.fail("auth.test")
    playground.faults.limit("*", times=2)
    assert [fault.what for fault in playground.faults.pending()] == [What.STATUS, What.LIMIT]
    statuses = []
    for _ in range(3):
        with pytest.raises(SlackApiError) as caught:
            await web.auth_test()
        statuses.append(caught.value.response.status_code)
    assert statuses == [500, 429, 429]
    await web.auth_test()
