"""Forms for the sample app: one small, one with every kind of field."""

from __future__ import annotations

from typing import Any

from tests.e2e.sample_blocks import mrkdwn, option, plain


def hours_form() -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "hours",
        "title": plain("Your hours"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            {"type": "section", "text": mrkdwn("For the week of *23 to 29 November*.")},
            {
                "type": "input",
                "block_id": "hours",
                "label": plain("How many hours?"),
                "hint": plain("Such as 3 or 2.5"),
                "element": {"type": "plain_text_input", "action_id": "hours"},
            },
        ],
    }


def every_field() -> dict[str, Any]:
    choices = [option("One", "1"), option("Two", "2", "The second"), option("Three", "3")]

    def field(label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
        name = label.lower().replace(" ", "_")
        return {
            "type": "input",
            "block_id": name,
            "label": plain(label),
            "optional": True,
            "element": {"action_id": name} | element,
            **more,
        }

    return {
        "type": "modal",
        "callback_id": "every",
        "title": plain("Every field"),
        "submit": plain("Send"),
        "blocks": [
            {"type": "alert", "level": "info", "text": plain("Nothing here is needed.")},
            field(
                "Name",
                {"type": "plain_text_input", "placeholder": plain("Your name")},
                optional=False,
            ),
            field("Story", {"type": "plain_text_input", "multiline": True}),
            field("Mail", {"type": "email_text_input"}),
            field("Link", {"type": "url_text_input"}),
            field("Number", {"type": "number_input", "is_decimal_allowed": True}),
            field("Day", {"type": "datepicker"}),
            field("Time", {"type": "timepicker"}),
            field("Instant", {"type": "datetimepicker"}),
            field("One of", {"type": "static_select", "options": choices}),
            field("Some of", {"type": "multi_static_select", "options": choices}),
            field("Person", {"type": "users_select"}),
            field("People", {"type": "multi_users_select"}),
            field("Room", {"type": "channels_select"}),
            field(
                "Conversation",
                {"type": "conversations_select", "default_to_current_conversation": True},
            ),
            field("Duty", {"type": "external_select", "min_query_length": 0}),
            field("Boxes", {"type": "checkboxes", "options": choices}),
            field("Circle", {"type": "radio_buttons", "options": choices}),
            field("Rich", {"type": "rich_text_input"}),
            field("File", {"type": "file_input", "filetypes": ["csv"]}),
        ],
    }


FORMS = {"hours": hours_form, "form": every_field}
