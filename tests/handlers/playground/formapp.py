"""Forms, and an app that opens one and keeps what it is sent."""

from __future__ import annotations


def plain(text):
    return {"type": "plain_text", "text": text}


def field(label, element, **more):
    element = {"action_id": "in", **element}
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element,
            **more}  # fmt: skip


def modal(*blocks, **more):
    base = {
        "type": "modal",
        "callback_id": "form.1",
        "title": plain("Hours"),
        "submit": plain("Save"),
    }
    return {**base, "blocks": list(blocks), **more}


def option(label):
    return {"text": plain(label), "value": label.lower()}


TEXT = {"type": "plain_text_input"}
HOURS = modal(
    field("Hours", {"type": "number_input", "is_decimal_allowed": True, "max_value": "80"}),
    field("Note", {**TEXT, "max_length": 10}, optional=True),
    field("Day", {"type": "datepicker", "initial_date": "2026-12-01"}),
    field("Duties", {"type": "checkboxes", "options": [option("Write"), option("Answer")]},
          optional=True),
    field("With", {"type": "multi_users_select", "max_selected_items": 1}, optional=True),
    field("Room", {"type": "conversations_select", "default_to_current_conversation": True,
                   "response_url_enabled": True}),
    private_metadata="17",
    notify_on_close=True,
)  # fmt: skip


class App:
    """What the app does with a form: `answers` are acks, in order; payloads are kept."""

    def __init__(self, bolt, view):
        self.submitted, self.closed, self.acted, self.answers = [], [], [], []
        self.triggers = []

        @bolt.command("/muster")
        async def open_form(ack, body, client):
            await ack()
            self.triggers.append(body["trigger_id"])
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        @bolt.view("form.1")
        async def submit(ack, body):
            self.submitted.append(body)
            await ack(**(self.answers.pop(0) if self.answers else {}))

        @bolt.view_closed("form.1")
        async def close(ack, body):
            self.closed.append(body)
            await ack()

        @bolt.action({"action_id": "go"})
        async def act(ack, body):
            self.acted.append(body)
            await ack()


async def open_form(anna):
    return await anna.command("/muster", "hours", channel="#task-force")


def button(label, action, **more):
    return {"type": "button", "text": plain(label), "action_id": action, **more}
