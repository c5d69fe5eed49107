"""What the app's manifest.yml allows it: scopes, events, commands, tabs. Slack knows no more."""

from __future__ import annotations

from collections.abc import Mapping
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
    def read(cls, path: Path) -> Manifest:
        """Read a manifest file. Raises OSError or yaml.YAMLError."""
        return cls.of(yaml.safe_load(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Manifest:
        """From the parsed file; what is absent is not allowed."""
        features = raw.get("features", {})
        settings = raw.get("settings", {})
        home = features.get("app_home", {})
        commands = features.get("slash_commands", [])
        return cls(
            scopes=frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands={c["command"]: bool(c.get("should_escape")) for c in commands},
            hints={c["command"]: str(c.get("usage_hint", "")) for c in commands},
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
        )
