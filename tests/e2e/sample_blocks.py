"""Blocks of every kind for the sample app."""

from __future__ import annotations

from typing import Any

from tests.e2e.sample_figures import charts, rich, table

DUTIES = (
    "Moderate the Facebook page",
    "Moderate the LinkedIn group",
    "Answer on the support handle",
    "Write the engineering blog",
)

MARKDOWN = """**Markdown** with a list:

- one
- two <b>no HTML</b>

| a | b |
|---|---|
| 1 | 2 |
"""


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def option(text: str, value: str, about: str = "") -> dict[str, Any]:
    made = {"text": plain(text), "value": value}
    return made | ({"description": plain(about)} if about else {})


def button(text: str, action: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action, **more}


def private_answer(verb: str) -> list[dict[str, Any]]:
    return [
        {"type": "section", "text": mrkdwn(f"You said *{verb or 'nothing'}*.")},
        {"type": "context", "elements": [mrkdwn("Understood: this week, *23 to 29 November*.")]},
        {"type": "actions", "elements": [button("Undo", "undo"), button("Form", "open_form")]},
    ]


def roster(holder: str) -> list[dict[str, Any]]:
    who = f"<@{holder}>" if holder else "_open_"
    lines = [
        {
            "type": "section",
            "text": mrkdwn(f"*{duty}*\n{who if number == 0 else '_open_'} · 2 h of 6 h"),
            "accessory": button(
                "Claim",
                f"claim.{number}",
                value=str(number),
                accessibility_label=f"Claim {duty}",
                **({"style": "primary"} if number == 0 else {}),
            ),
        }
        for number, duty in enumerate(DUTIES)
    ]
    return [{"type": "header", "text": plain("Roster, 23 to 29 November")}, *lines]


def words(user: str) -> list[dict[str, Any]]:
    return [
        {"type": "header", "text": plain("Good morning :wave:")},
        {
            "type": "section",
            "text": mrkdwn(
                f"*Bold*, _italic_, ~struck~, `code`, <@{user}>, <!here> and "
                "<https://example.com/a_b?c=1&amp;d=2|a *link*>.\n"
                "> A quotation\n> of two lines\n```\nSELECT <1> & 2;\n```\n"
                "The week begins <!date^1795424400^{date_long} at {time}|on Monday>."
            ),
        },
        {
            "type": "section",
            "fields": [
                mrkdwn("*Duty*\nModerate the Facebook page"),
                mrkdwn("*When*\nMon–Fri 09:00–12:00"),
                mrkdwn("*Holder*\nAda Brandt"),
                mrkdwn("*Hours*\n2 of 6"),
            ],
        },
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("Small print: *23 November*, Europe/Berlin")]},
        {
            "type": "markdown",
            "text": MARKDOWN,
        },
    ]


def controls() -> list[dict[str, Any]]:
    groups = [
        {"label": plain("Pages"), "options": [option(DUTIES[0], "fb"), option(DUTIES[1], "li")]},
        {"label": plain("Handles"), "options": [option(DUTIES[2], "x", "20 h a week")]},
    ]
    sure = {
        "title": plain("Give it back?"),
        "text": plain("Your turn becomes open again."),
        "confirm": plain("Give it back"),
        "deny": plain("Keep it"),
        "style": "danger",
    }
    return [
        {
            "type": "section",
            "text": mrkdwn("Choose a *duty*"),
            "accessory": {
                "type": "static_select",
                "action_id": "duty",
                "placeholder": plain("A duty"),
                "option_groups": groups,
            },
        },
        {
            "type": "section",
            "text": mrkdwn("Who covers?"),
            "accessory": {
                "type": "users_select",
                "action_id": "cover",
                "placeholder": plain("A person"),
            },
        },
        {
            "type": "section",
            "text": mrkdwn("Your boxes"),
            "accessory": {
                "type": "checkboxes",
                "action_id": "boxes",
                "options": [
                    option("Remind me", "remind", "A day before"),
                    option("Ping me", "ping"),
                ],
            },
        },
        {
            "type": "actions",
            "elements": [
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-23"},
                {"type": "timepicker", "action_id": "time", "initial_time": "09:00"},
                {
                    "type": "radio_buttons",
                    "action_id": "much",
                    "options": [option("A little", "little"), option("A lot", "lot")],
                },
            ],
        },
        {
            "type": "actions",
            "elements": [
                button("Take it", "take", style="primary", value="1"),
                button("Give it back", "release", style="danger", value="2", confirm=sure),
                button("Plain", "plain", value="3"),
                {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("Show", "show"), option("Copy", "copy")],
                },
            ],
        },
    ]


def pictures() -> list[dict[str, Any]]:
    return [
        {
            "type": "image",
            "image_url": "https://pictures.example/chart.png",
            "alt_text": "Hours went up from 10 to 30",
            "title": plain("Hours"),
        }
    ]


def home(user: str) -> dict[str, Any]:
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("My turns")},
            {
                "type": "section",
                "text": mrkdwn(f"<@{user}>, you hold *Moderate the Facebook page* until Sunday."),
                "accessory": button("Release", "release_home"),
            },
            {"type": "divider"},
            {"type": "header", "text": plain("Open for me")},
            {
                "type": "section",
                "text": mrkdwn("*Answer on the support handle*\nMon–Fri 09:00–13:00 · 4 h"),
                "accessory": button("Claim", "take_home", style="primary"),
            },
            {
                "type": "actions",
                "elements": [button("My hours", "open_form"), button("Settings", "settings")],
            },
        ],
    }


def deaf() -> list[dict[str, Any]]:
    return [{"type": "actions", "elements": [button("Nobody hears this", "deaf")]}]


# verb → the messages it says, given the user's and the channel's id
MESSAGES = {
    "show": lambda user, _: [words(user), controls(), pictures()],
    "more": lambda user, channel: [rich(user, channel), table(), charts()],
    "claim": lambda _user, _channel: [roster("")],
    "deaf": lambda _user, _channel: [deaf()],
}
