"""What the app's manifest.yml allows it: scopes, events, commands, tabs. Slack knows no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of a Slack app manifest (version 2) that decide how Slack treats the app."""

    scopes: frozenset[str]  # of the bot token
    events: frozenset[str]  # subscribed bot events, e.g. "message.im"
    commands: Mapping[str, bool]  # "/muster" → should_escape
    hints: Mapping[str, str]  # "/muster" → its usage hint
    home_tab: bool
    messages_tab: bool
    interactive: bool  # buttons, menus and forms are sent to the app

    @classmethod
    def read(cls, path: Path, declined: Iterable[str] = ()) -> Manifest:
        """Read a manifest file. Raises OSError or yaml.YAMLError."""
        return cls.of(yaml.safe_load(path.read_text(encoding="utf-8")), declined)

    @classmethod
    def of(cls, raw: Mapping[str, Any], declined: Iterable[str] = ()) -> Manifest:
        """From the parsed file; what is absent is not allowed.

        `declined`: optional scopes (bot_optional) that the admin did not grant.
        """
        features = raw.get("features", {})
        settings = raw.get("settings", {})
        home = features.get("app_home", {})
        scopes = raw.get("oauth_config", {}).get("scopes", {})
        optional = frozenset(scopes.get("bot_optional", [])) - frozenset(declined)
        commands = features.get("slash_commands", [])
        return cls(
            scopes=frozenset(scopes.get("bot", [])) | optional,
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands={c["command"]: bool(c.get("should_escape")) for c in commands},
            hints={c["command"]: str(c.get("usage_hint", "")) for c in commands},
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
        )
