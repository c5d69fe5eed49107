"""Views, played against a Bolt app: triggers and how long they last, stacks, homes, races."""

from __future__ import annotations

from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError

from handlers.playground.tickets import TRIGGER_SECONDS
from tests.handlers.playground.formapp import HOURS, App, button, modal, open_form, plain
from tests.unhurried import PATIENT


async def test_a_trigger_serves_once(app, web, anna):
    await open_form(anna)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await web.views_open(trigger_id=app.triggers[0], view=HOURS)


async def test_views_push_needs_a_trigger_from_the_form(bolt, web, anna):
    view = modal({"type": "actions", "elements": [button("Go", "go")]})
    app = App(bolt, view)
    await open_form(anna)
    await anna.press("Go")
    [body] = app.acted
    assert (body["container"]["type"], body["view"]["callback_id"]) == ("view", "form.1")
    assert "response_url" not in body
    await web.views_push(trigger_id=body["trigger_id"], view=modal(title=plain("Above")))
    assert anna.modal.title == "Above"
    await anna.close()
    assert anna.modal.title == "Hours"


async def test_home_is_published_per_person_and_watched_for_races(web, playground, anna, ben):
    def home(text):
        section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        return {"type": "home", "blocks": [section]}

    first = await web.views_publish(user_id=anna.user.id, view=home("one"))
    await web.views_publish(user_id=anna.user.id, view=home("two"), hash=first["view"]["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await web.views_publish(user_id=anna.user.id, view=home("3"), hash=first["view"]["hash"])
    assert anna.sees("two")
    assert ben.user.home is None


async def test_a_view_too_large_is_refused(web, anna):
    field_text = {"type": "mrkdwn", "text": "x" * 2000}
    blocks = [{"type": "section", "fields": [field_text] * 10}] * 20
    with pytest.raises(SlackApiError, match="view_too_large"):
        await web.views_publish(user_id=anna.user.id, view={"type": "home", "blocks": blocks})


class TestLate:
    @pytest.fixture
    def watch(self):
        return [0.0]

    @pytest.fixture
    def patience(self, watch):
        return replace(PATIENT, monotonic=lambda: watch[0])

    async def test_a_trigger_lasts_three_seconds(self, bolt, web, anna, watch, playground):
        triggers = []

        @bolt.command("/muster")
        async def note(ack, body):
            triggers.append(body["trigger_id"])
            await ack("noted")

        for _ in range(2):
            await anna.command("/muster", channel="#general")
        watch[0] = TRIGGER_SECONDS
        await web.views_open(trigger_id=triggers[0], view=HOURS)
        watch[0] += 0.001
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await web.views_open(trigger_id=triggers[1], view=HOURS)


async def test_an_external_id_is_one_of_a_kind(web, anna, ben):
    view = {"type": "home", "blocks": [], "external_id": "mine"}
    await web.views_publish(user_id=anna.user.id, view=view)
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await web.views_publish(user_id=ben.user.id, view=view)
    await web.views_update(external_id="mine", view={**view, "blocks": [{"type": "divider"}]})
    assert len(anna.user.home.blocks) == 1
