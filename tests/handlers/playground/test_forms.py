"""Forms, played against a Bolt app: opened, filled in, refused, changed, closed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from slack_sdk.errors import SlackApiError

from handlers.playground.errors import CannotDo
from tests.handlers.playground.formapp import (
    HOURS,
    TEXT,
    App,
    field,
    modal,
    open_form,
    option,
    plain,
)


async def test_a_form_is_opened_filled_in_and_handed_in(app, playground, anna, ben):
    form = await open_form(anna)
    assert form.title == "Hours"
    assert form.labels == ("Hours", "Note", "Day", "Duties", "With", "Room")
    assert form.buttons == ("Save",)
    room = playground.workspace.channel("#task-force").id
    left = await anna.submit(
        {"Hours": "2.5", "Note": "x < y", "Duties": ["Answer"], "With": "Ben Okoye"}
    )
    assert left is None
    [body] = app.submitted
    values = {block: entry["in"] for block, entry in body["view"]["state"]["values"].items()}
    assert values == {
        "hours": {"type": "number_input", "value": "2.5"},
        "note": {"type": "plain_text_input", "value": "x < y"},
        "day": {"type": "datepicker", "selected_date": "2026-12-01"},
        "duties": {"type": "checkboxes", "selected_options": [option("Answer")]},
        "with": {"type": "multi_users_select", "selected_users": [ben.user.id]},
        "room": {"type": "conversations_select", "selected_conversation": room},
    }
    assert body["view"]["private_metadata"] == "17"
    assert [url["channel_id"] for url in body["response_urls"]] == [room]


async def test_slacks_client_keeps_a_wrong_form(app, anna, ben):
    await open_form(anna)
    left = await anna.submit({"Note": "x" * 11, "With": ["Ada Brandt", "Ben Okoye"]})
    assert left.errors == {
        "Hours": "This is a required field",
        "Note": "Must be at most 10 characters",
        "With": "Choose at most 1",
    }
    left = await anna.submit({"Hours": "eighty", "Note": None, "With": []})
    assert left.errors == {"Hours": "Please enter a valid number"}
    left = await anna.submit({"Hours": "81"})
    assert left.errors == {"Hours": "Must be at most 80"}
    assert app.submitted == []
    assert await anna.submit({"Hours": "80"}) is None
    with pytest.raises(CannotDo, match="No form"):
        await anna.submit()


async def test_the_app_refuses_field_by_field(app, anna):
    await open_form(anna)
    app.answers = [{"response_action": "errors", "errors": {"hours": "There are 40 at most."}}]
    left = await anna.submit({"Hours": "41"})
    assert left.errors == {"Hours": "There are 40 at most."}
    assert left.says("40 at most")
    anna.fill({"Hours": "40"})
    assert anna.modal.errors == {}
    assert await anna.submit() is None


async def test_an_answer_may_change_push_and_clear(app, anna):
    await open_form(anna)
    app.answers = [
        {"response_action": "update", "view": modal(title=plain("Second"))},
        {"response_action": "push", "view": modal(title=plain("Third"))},
        {"response_action": "push", "view": modal(title=plain("Fourth"))},
        {"response_action": "push", "view": modal(title=plain("Fifth"))},
        {"response_action": "clear"},
    ]
    titles = [(await anna.submit({"Hours": "1"})).title]
    titles += [(await anna.submit()).title for _ in range(2)]
    assert titles == ["Second", "Third", "Fourth"]
    full = await anna.submit()
    assert (full.title, full.says("trouble", "push_limit_reached")) == ("Fourth", True)
    assert app.submitted[2]["view"]["previous_view_id"] == app.submitted[0]["view"]["id"]
    assert await anna.submit() is None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "dance"},
    ],
)
async def test_a_wrong_answer_leaves_the_form_with_trouble(bolt, anna, answer, app):
    await open_form(anna)
    app.answers = [answer]
    left = await anna.submit({"Hours": "1"})
    assert left.says("trouble connecting", "invalid_arguments")


async def test_closing_tells_the_app_if_it_wants_to_know(app, anna):
    await open_form(anna)
    await anna.close()
    assert anna.modal is None
    assert [body["is_cleared"] for body in app.closed] == [False]


async def test_an_update_keeps_what_was_entered(app, web, playground, anna):
    form = await open_form(anna)
    anna.fill({"Hours": "3"})
    more = modal(*HOURS["blocks"], field("More", TEXT, optional=True))
    await web.views_update(view_id=form.source.id, hash=form.source.hash, view=more)
    assert "More" in anna.modal.labels
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await web.views_update(view_id=form.source.id, hash="old", view=more)
    await anna.submit()
    assert app.submitted[0]["view"]["state"]["values"]["hours"]["in"]["value"] == "3"


async def test_an_input_speaks_up_only_if_it_shall(bolt, anna):
    quiet = field("Quiet", {"type": "static_select", "options": [option("A")], "action_id": "go"})
    loud = {**quiet, "block_id": "loud", "label": plain("Loud"), "dispatch_action": True}
    app = App(bolt, modal(quiet, loud))
    await open_form(anna)
    await anna.choose("Quiet", "A")
    await anna.choose("Loud", "A")
    [body] = app.acted
    assert body["actions"][0]["block_id"] == "loud"
    assert body["view"]["state"]["values"]["quiet"]["go"]["selected_option"] == option("A")


async def test_a_menu_of_the_apps_own(bolt, anna):
    app = App(bolt, modal(field("Duty", {"type": "external_select", "min_query_length": 2})))
    asked = []

    @bolt.options("in")
    async def offer(ack, body):
        asked.append(body["value"])
        await ack(options=[option("Facebook")])

    await open_form(anna)
    assert await anna.options("Duty", "f") == []
    offered = await anna.options("Duty", "fa")
    assert (asked, offered) == (["fa"], [option("Facebook")])
    await anna.submit({"Duty": offered[0]})
    assert (
        app.submitted[0]["view"]["state"]["values"]["duty"]["in"]["selected_option"] == offered[0]
    )


async def test_a_document_is_handed_in(bolt, web, session, playground, anna):
    app = App(bolt, modal(field("People", {"type": "file_input", "max_files": 1})))
    await open_form(anna)
    await anna.submit({"People": anna.file("members.csv", "name;email\n")})
    [file] = app.submitted[0]["view"]["state"]["values"]["people"]["in"]["files"]
    headers = {"Authorization": f"Bearer {playground.bot_token}"}
    async with session.get(file["url_private"], headers=headers) as answer:
        assert await answer.text() == "name;email\n"


ODD = modal(
    field("Mail", {"type": "email_text_input"}, optional=True),
    field("Link", {"type": "url_text_input"}, optional=True),
    field("Count", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
          optional=True),
    field("Words", {**TEXT, "min_length": 5}, optional=True),
    field("At", {"type": "timepicker", "timezone": "Europe/Berlin"}, optional=True),
    field("When", {"type": "datetimepicker"}, optional=True),
    field("Story", {"type": "rich_text_input"}, optional=True),
    field("Pick", {"type": "static_select", "option_groups": [
        {"label": plain("Letters"), "options": [option("A")]}]}, optional=True),
    field("Channel", {"type": "channels_select"}, optional=True),
)  # fmt: skip


async def test_each_kind_of_input_is_checked_and_travels(bolt, anna, playground):
    app = App(bolt, ODD)
    await open_form(anna)
    left = await anna.submit({"Mail": "ada@", "Link": "example", "Count": "0.5", "Words": "four"})
    assert left.errors == {
        "Mail": "Please enter a valid email address",
        "Link": "Please enter a valid URL",
        "Count": "Please enter a valid number",
        "Words": "Must be at least 5 characters",
    }
    left = await anna.submit(
        {"Mail": "ada@example.com", "Link": "https://example.com", "Count": "0", "Words": "words"}
    )
    assert left.errors == {"Count": "Must be at least 1"}
    for label, given in (("Pick", "B"), ("Channel", "#nowhere")):
        with pytest.raises(CannotDo, match=given):
            anna.fill({label: given})
    at = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    filled = {"Count": None, "At": at.time(), "When": at, "Story": "Once", "Pick": "A",
              "Channel": "#general"}  # fmt: skip
    assert await anna.submit(filled) is None
    values = app.submitted[0]["view"]["state"]["values"]
    assert values["count"]["in"]["value"] is None
    assert values["at"]["in"] | {"selected_time": "09:30"} == values["at"]["in"]
    assert values["when"]["in"]["selected_date_time"] == 1_796_117_400
    assert values["story"]["in"]["rich_text_value"]["type"] == "rich_text"
    assert values["pick"]["in"]["selected_option"] == option("A")
    general = playground.workspace.channel("#general").id
    assert values["channel"]["in"]["selected_channel"] == general


async def test_what_is_off_the_screen_cannot_be_touched(app, playground, anna, ben):
    form = (await open_form(anna)).source
    touch = playground.touch
    with pytest.raises(CannotDo, match="no longer on the screen"):
        touch.enter(ben.user, form, "hours", "in", "1")
    with pytest.raises(CannotDo, match="no longer there"):
        touch.enter(anna.user, form, "gone", "in", "1")
    await anna.close()
    with pytest.raises(CannotDo, match="no longer on the screen"):
        touch.enter(anna.user, form, "hours", "in", "1")
    with pytest.raises(CannotDo, match="not on top"):
        await touch.submit(anna.user, form)
