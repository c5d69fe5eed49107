"""The Teams app package: within Microsoft's rules, and equal to what the code hears and says."""

from __future__ import annotations

import json
import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot import catalog
from bot.operating.playing import ROOT
from handlers.teams import package
from handlers.teams.limits import COMMANDS
from handlers.teams.package import App, find_problems, make_manifest, make_package
from tests.handlers.teams.apprules import broken_rules

APP_ID = "11111111-2222-4333-8444-555555555555"
SLACK = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
EXAMPLE = {
    "app_id": APP_ID,
    "host": "muster.example.com",
    "company": "Example",
    "website": "https://www.example.com/muster",
}


def app(**others):
    return App(**(EXAMPLE | others))


def unpacked(**others):
    return ZipFile(BytesIO(make_package(app(**others), catalog.LINES)))


def manifest(**others):
    return json.loads(unpacked(**others).read("manifest.json"))


def test_it_is_within_microsofts_rules():
    assert find_problems(app()) == []
    assert broken_rules(manifest()) == []


def test_the_zip_holds_the_manifest_and_what_it_names_and_no_folder():
    with unpacked() as zipped:
        assert zipped.testzip() is None
        icons = manifest()["icons"]
        assert zipped.namelist() == ["manifest.json", icons["color"], icons["outline"]]
        for entry in zipped.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.create_system == 3


def test_the_same_input_gives_the_same_bytes():
    once, again = (make_package(app(), catalog.LINES) for _ in range(2))
    assert once == again
    upper = make_package(app(app_id=f" {APP_ID.upper()} "), catalog.LINES)
    assert upper == once
    assert make_package(app(version="1.0.1"), catalog.LINES) != once


def pixels(name):
    """Width, height, and each pixel's numbers, of a PNG whose rows are not filtered."""
    data = unpacked().read(name)
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert (data[:8], depth) == (b"\x89PNG\r\n\x1a\n", 8)
    size = struct.unpack(">I", data[33:37])[0]
    assert data[37:41] == b"IDAT"
    raw, wide = zlib.decompress(data[41 : 41 + size]), {2: 3, 6: 4}[kind]
    rows = [raw[at : at + 1 + width * wide] for at in range(0, len(raw), 1 + width * wide)]
    assert len(rows) == height
    assert {row[0] for row in rows} == {0}
    found = [tuple(row[at : at + wide]) for row in rows for at in range(1, len(row), wide)]
    return width, height, found


def test_the_colour_icon_is_a_sign_on_its_ground_with_room_to_be_cropped():
    width, height, found = pixels("color.png")
    assert (width, height) == (192, 192)
    ground = tuple(bytes.fromhex(manifest()["accentColor"][1:]))
    rows = [found[at * width : (at + 1) * width] for at in range(height)]
    assert {len(pixel) for pixel in found} == {3}  # nothing is seen through
    edge = [p for y, row in enumerate(rows) for x, p in enumerate(row) if not 48 <= x < 144]
    assert set(edge) == {ground}
    assert (255, 255, 255) in found


def test_the_outline_icon_is_white_on_nothing():
    width, height, found = pixels("outline.png")
    assert (width, height) == (32, 32)
    assert {pixel[:3] for pixel in found} == {(255, 255, 255)}
    alphas = [pixel[3] for pixel in found]
    assert {0, 255} <= set(alphas)
    columns = [x for x in range(width) if any(alphas[x::width])]
    assert (columns[0], columns[-1]) == (0, 31)  # without a margin


def test_commands_are_the_catalogs_own_words():
    private, rooms = manifest()["bots"][0]["commandLists"]
    lines = {line.name: line for line in catalog.LINES}
    for listing in (private, rooms):
        assert len(listing["commands"]) <= COMMANDS
        for command in listing["commands"]:
            line = lines[command["title"]]
            assert command["description"].startswith(line.summary)
            assert line.example in command["description"] or line.example == line.name
            catalog.read_words(command.get("prompt", command["title"]))
    assert {command["type"] for command in private["commands"]} == {"prompt"}
    assert [command["prompt"] for command in private["commands"]] == list(package.PERSONAL)
    assert "type" not in rooms["commands"][0]


def test_every_word_is_offered_or_told_by_help():
    """What the lists have no room for; `help` lists it. A new verb is decided about here."""
    offered = {*package.PERSONAL, *package.ROOMS}
    assert "help" in set(package.PERSONAL) & set(package.ROOMS)
    told = {"back", "status", "link", "connect", "plan", "swap", "feed"}
    assert {line.name for line in catalog.LINES} - offered <= told


def test_where_it_may_be_and_how_it_is_called_there():
    made = manifest()
    bot = made["bots"][0]
    private, rooms = bot["commandLists"]
    assert made["id"] == bot["botId"] == APP_ID
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert bot["supportsTargetedMessages"]
    assert private["scopes"] == ["personal"]
    assert rooms["scopes"] == ["team", "groupChat"]
    assert rooms["triggers"] == ["mention", "slash"]
    assert made["validDomains"] == ["muster.example.com"]


def test_it_asks_for_no_permission_beyond_being_a_bot():
    asked = {"authorization", "webApplicationInfo", "permissions", "devicePermissions"}
    assert not asked & set(manifest())
    assert not manifest()["bots"][0]["supportsFiles"]


def test_it_says_the_same_as_slacks_manifest():
    made, shown = manifest(), SLACK["display_information"]
    assert made["name"]["short"] == shown["name"]
    assert made["description"]["short"] == shown["description"]
    assert made["description"]["full"] == shown["long_description"].strip()


def test_the_operators_own_pages_stand_in_it():
    own = manifest(privacy="https://example.com/p", terms="https://example.com/t")["developer"]
    assert own == {
        "name": "Example",
        "websiteUrl": "https://www.example.com/muster",
        "privacyUrl": "https://example.com/p",
        "termsOfUseUrl": "https://example.com/t",
    }
    assert manifest()["developer"]["privacyUrl"] == "https://www.example.com/muster"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("app_id", "", "MICROSOFT_APP_ID is not set"),
        ("app_id", "muster", "MICROSOFT_APP_ID is no application id"),
        ("app_id", APP_ID[:-1], "MICROSOFT_APP_ID is no application id"),
        ("app_id", "{" + APP_ID + "}", "MICROSOFT_APP_ID is no application id"),
        ("app_id", "00000000-0000-0000-0000-000000000000", "MICROSOFT_APP_ID is no application id"),
        ("host", "", "--host is missing"),
        ("host", "https://muster.example.com", "leave out https://"),
        ("host", "muster.example.com/api/messages", "leave out https://"),
        ("host", "muster.example.com:8443", "leave out the port"),
        ("host", "localhost", "give one that Microsoft finds"),
        ("host", "muster.local", "give one that Microsoft finds"),
        ("host", "127.0.0.1", "--host is a number"),
        ("host", "[::1]", "--host is a number"),
        ("host", "muster", "no name of a server"),
        ("host", "*.example.com", "no name of a server"),
        ("host", "müster.example.com", "no name of a server"),
        ("host", "-.example.com", "no name of a server"),
        ("host", "a." * 127 + "example.com", "no name of a server"),
        ("company", " ", "--company is missing"),
        ("company", "x" * 33, "--company has 33 characters: Teams shows 32 at most"),
        ("company", "a\nb", "--company has characters that cannot be shown"),
        ("website", "", "--website is missing"),
        ("website", "http://example.com", "--website is no address of a page"),
        ("website", "www.example.com", "--website is no address of a page"),
        ("website", "https://[::1", "--website is no address of a page"),
        ("privacy", "javascript:alert(1)", "--privacy is no address of a page"),
        ("privacy", "https://example.com/a b", "--privacy has letters that no address has"),
        ("terms", "https://example.com/" + "a" * 2048, "--terms has 2068 characters"),
        ("version", "1.0", "--version is three numbers"),
        ("version", "1.0.0-beta", "--version is three numbers"),
        ("version", "01.0.0", "--version is three numbers"),
        ("version", "", "--version is three numbers"),
        ("version", "1.0." + "9" * 256, "--version is three numbers"),
    ],
)
def test_each_problem_has_one_sentence(field, value, sentence):
    problems = find_problems(app(**{field: value}))
    assert len(problems) == 1
    assert sentence in problems[0]
    assert problems[0].endswith(".")


def test_every_problem_is_named_at_once():
    assert len(find_problems(App("", "", "", "", "x", "y", "z"))) == 7


ANYTHING = st.text(max_size=40)


@given(
    st.builds(
        App,
        app_id=st.uuids().map(str) | ANYTHING,
        host=st.just("muster.example.com") | st.from_regex(r"[a-z0-9.-]{1,80}") | ANYTHING,
        company=ANYTHING,
        website=st.just("https://example.com") | ANYTHING.map(lambda x: f"https://{x}"),
        privacy=st.just("") | ANYTHING,
        terms=st.just("") | ANYTHING.map(lambda x: f"https://{x}"),
        version=st.just("1.0.0") | st.from_regex(r"[0-9.]{1,9}", fullmatch=True) | ANYTHING,
    )
)
def test_whatever_is_typed_is_refused_or_within_the_rules(anything):
    problems = find_problems(anything)
    assert all(problem.endswith(".") for problem in problems)
    if not problems:
        assert broken_rules(make_manifest(anything, catalog.LINES)) == []
