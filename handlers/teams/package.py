"""The Teams app package: what Muster is called and may do there, and two icons, as a zip.

The twin of Slack's manifest.yml, made here because it names the operator: their registration, their
host, their pages. The same input gives the same bytes. Facts are of the app manifest's schema 1.29
and of learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package.

Muster asks for no permission beyond being a bot: no resource-specific consent (it hears what is
said to it, not what is said), no sign-in, no Graph, no files. docs/teams.md says so to an admin.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from bot.help.words import HelpLine
from handlers.teams.limits import DEVELOPER_NAME, HOST_LENGTH, PAGE_LENGTH, VERSION_LENGTH

ICONS: Final = Path(__file__).parent / "icons"  # the playground's sign, 192 and 32 pixels square
SCHEMA: Final = (
    "https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json"
)
FIRST_VERSION: Final = "1.0.0"

# What is offered where words are typed; `help` says the rest. Starters of the private chat, and
# what an @mention or a slash offers in a room. A test holds them against the catalog.
PERSONAL: Final = (
    "home",
    "mine",
    "open",
    "claim",
    "release",
    "hours",
    "done",
    "away",
    "who",
    "help",
)
ROOMS: Final = (
    "who",
    "open",
    "claim",
    "release",
    "mine",
    "hours",
    "done",
    "away",
    "setup",
    "help",
)
SCOPES: Final = ("personal", "team", "groupChat")

_GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_HOST = re.compile(rf"({_LABEL}\.)+{_LABEL}")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip can name
_REGULAR_FILE = 0o100644 << 16

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class App:
    """Whose bot this is. `host`: under which name Muster is reached, without scheme and port."""

    app_id: str  # of the bot's registration, MICROSOFT_APP_ID
    host: str
    company: str  # who runs it, as Teams shows it
    website: str
    privacy: str = ""  # the website, if they have no page of their own
    terms: str = ""
    version: str = FIRST_VERSION


def make_package(app: App, lines: Sequence[HelpLine]) -> bytes:
    """The zip, of an app in which `find_problems` finds none. `lines`: bot.catalog.LINES."""
    text = json.dumps(make_manifest(app, lines), ensure_ascii=False, indent=2) + "\n"
    files = {"manifest.json": text.encode()}
    files |= {name: (ICONS / name).read_bytes() for name in ("color.png", "outline.png")}
    packed = BytesIO()
    # stored, not deflated: what deflating makes differs from one zlib to the next
    with ZipFile(packed, "w", ZIP_STORED) as package:
        for name, content in files.items():
            entry = ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = _REGULAR_FILE
            package.writestr(entry, content)
    return packed.getvalue()


def make_manifest(app: App, lines: Sequence[HelpLine]) -> Json:
    """manifest.json. The words about Muster are those of Slack's manifest.yml."""
    app_id = app.app_id.strip().lower()
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.29",
        "version": app.version,
        "id": app_id,
        "developer": {
            "name": app.company,
            "websiteUrl": app.website,
            "privacyUrl": app.privacy or app.website,
            "termsOfUseUrl": app.terms or app.website,
        },
        "name": {"short": "Muster", "full": "Muster, the roster of your social media task force"},
        "description": {
            "short": "The roster of your social media task force.",
            "full": "Muster keeps the roster of a company's social media task force. It shows who "
            "is on duty now and next, asks everyone once a week how many hours they can give, "
            "finds people for what is still open, reminds before a turn, and tells the chair and "
            "the room every week where things stand.",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#0f6b57",  # the icon's ground
        "bots": [_bot(app_id, lines)],
        "validDomains": [app.host.lower()],
    }


def _bot(app_id: str, lines: Sequence[HelpLine]) -> Json:
    by_name = {line.name: line for line in lines}
    return {
        "botId": app_id,
        "scopes": list(SCOPES),
        "isNotificationOnly": False,
        "supportsFiles": False,  # sheets are pasted and copied as text
        "supportsTargetedMessages": True,  # private answers in a room; a slash needs it too
        "commandLists": [
            {"scopes": ["personal"], "commands": [_starter(by_name[name]) for name in PERSONAL]},
            {
                "scopes": ["team", "groupChat"],
                "triggers": ["mention", "slash"],
                "commands": [_command(by_name[name]) for name in ROOMS],
            },
        ],
    }


def _command(line: HelpLine) -> Json:
    words = "" if line.example == line.name else f", such as: {line.example}"
    return {"title": line.name, "description": f"{line.summary}{words}"}


def _starter(line: HelpLine) -> Json:
    """Each verb by itself asks for what it needs, as its button does."""
    return _command(line) | {"type": "prompt", "prompt": line.name}


def find_problems(app: App) -> list[str]:
    """A sentence for each thing that Teams or its admin would refuse, and how to mend it."""
    return [
        *_about_id(app.app_id),
        *_about_host(app.host),
        *_about_company(app.company),
        *_about_page("--website", app.website),
        *(_about_page("--privacy", app.privacy) if app.privacy else ()),
        *(_about_page("--terms", app.terms) if app.terms else ()),
        *_about_version(app.version),
    ]


def _about_id(app_id: str) -> Iterator[str]:
    asked = app_id.strip().lower()
    if not asked:
        yield "MICROSOFT_APP_ID is not set: copy the Microsoft App ID from the bot's registration."
    elif not _GUID.fullmatch(asked) or not asked.strip("0-"):
        yield (
            "MICROSOFT_APP_ID is no application id, which is 32 digits and letters a to f, "
            "written 8-4-4-4-12: copy the Microsoft App ID from the bot's registration."
        )


def _about_host(host: str) -> Iterator[str]:
    example = "such as muster.example.com"
    if not host:
        yield f"--host is missing: say under which name Teams reaches Muster, {example}."
    elif "/" in host:
        yield f"--host is the name alone, {example}: leave out https:// and whatever follows it."
    elif _is_address(host):
        yield f"--host is a number: give the name that its certificate is for, {example}."
    elif ":" in host:
        yield f"--host is the name alone, {example}: leave out the port, Teams uses 443."
    elif host.lower() == "localhost" or host.lower().endswith((".localhost", ".local")):
        yield f"--host is known to this network alone: give one that Microsoft finds, {example}."
    elif not _HOST.fullmatch(host.lower()) or len(host) > HOST_LENGTH:
        yield f"--host is no name of a server, {example}."


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _about_company(company: str) -> Iterator[str]:
    if not company.strip():
        yield "--company is missing: say who runs Muster, as Teams shall show it."
    elif len(company) > DEVELOPER_NAME:
        yield f"--company has {len(company)} characters: Teams shows {DEVELOPER_NAME} at most."
    elif not company.isprintable():
        yield "--company has characters that cannot be shown: type it anew."


def _about_page(option: str, url: str) -> Iterator[str]:
    if not url:
        yield f"{option} is missing: give a page about Muster in your company, with https://."
        return
    try:
        parts = urlsplit(url)
        named = parts.scheme.lower() == "https" and bool(parts.hostname)
    except ValueError:
        named = False
    if not named:
        yield f"{option} is no address of a page: write it with https://."
    elif len(url) > PAGE_LENGTH:
        yield f"{option} has {len(url)} characters: Teams takes {PAGE_LENGTH} at most."
    elif not url.isascii() or not url.isprintable() or " " in url:
        yield f"{option} has letters that no address has: copy it from a browser."


def _about_version(version: str) -> Iterator[str]:
    if not _VERSION.fullmatch(version) or len(version) > VERSION_LENGTH:
        yield "--version is three numbers with dots between, such as 1.0.1, higher at each upload."
