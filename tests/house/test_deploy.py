"""What deploy/ names is there: paths, commands, settings, services; without a container engine."""

from __future__ import annotations

import json
import re
import shlex

import pytest
import typer
import yaml

from bot.cli import app
from bot.settings import Settings
from tests.house.tree import ROOT, committed, project

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"] == "muster"}
SETTINGS = {field.validation_alias for field in Settings.model_fields.values()}


def instructions():
    """The Dockerfile's: their word, and what follows it."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text())
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


def given(word):
    return [rest for one, rest in instructions() if one == word]


def variables(path):
    """The names in an example of a .env file, also those behind a #."""
    return set(re.findall(r"(?m)^(?:# )?([A-Z_]+)=", path.read_text()))


def test_the_dockerfile_is_made_of_instructions_in_their_order():
    words = [word for word, _ in instructions()]
    known = "FROM ENV WORKDIR COPY RUN USER EXPOSE HEALTHCHECK ENTRYPOINT CMD"
    assert set(words) == set(known.split())
    assert words[0] == "FROM"
    assert words.count("FROM") == 2


def test_what_the_image_copies_is_committed_and_not_ignored():
    committed_names = {path.relative_to(ROOT).parts[0] for path in committed()}
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    copied = {
        name
        for line in given("COPY")
        if not line.startswith("--from")
        for name in line.split()[:-1]
    }
    assert copied <= committed_names
    assert {f"!{name}" for name in copied} == {line for line in ignored if line.startswith("!")}


def test_the_image_installs_what_the_project_names_and_runs_as_nobody():
    install = next(line for line in given("RUN") if "--group" in line)
    group = re.search(r"--group (\S+)", install)[1]
    assert group in project()["dependency-groups"]
    assert "--constraint constraints.txt" in install
    assert int(given("USER")[-1]) > 0
    version = re.match(r"python:(\d+\.\d+)", given("FROM")[-1])[1]
    assert version == project()["project"]["requires-python"].removeprefix(">=")


def test_the_image_starts_muster_and_asks_whether_it_lives():
    assert json.loads(given("ENTRYPOINT")[0]) == ["python", "-m", "bot"]
    check = json.loads(given("HEALTHCHECK")[0].partition("CMD ")[2])
    assert check[:2] == ["python", "-c"]
    compile(check[2], "HEALTHCHECK", "exec")
    assert "/healthz" in check[2]


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_that_muster_takes(name):
    command, *words = shlex.split(OURS[name]["command"])
    typer.main.get_command(app).commands[command].make_context(command, words)


def test_there_are_two_webs_and_two_workers_after_one_migration():
    commands = [shlex.split(one["command"])[0] for one in OURS.values()]
    assert sorted(commands) == ["migrate", "serve", "serve", "work", "work"]
    for name, one in OURS.items():
        if name != "migrate":
            waits = one["depends_on"]["migrate"]["condition"]
            assert waits == "service_completed_successfully"
            assert int(one["stop_grace_period"].removesuffix("s")) > 10


def test_the_services_point_at_what_is_there():
    for one in SERVICES.values():
        assert set(one.get("depends_on", ())) <= set(SERVICES)
        for volume in one.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / source).exists()
    build = OURS["web1"]["build"]
    assert ((DEPLOY / build["context"]).resolve() / build["dockerfile"]).exists()


def test_the_proxy_knows_every_web_and_nothing_else():
    caddy = (DEPLOY / "Caddyfile").read_text()
    webs = {name for name, one in OURS.items() if one["command"].startswith("serve")}
    assert set(re.findall(r"(\w+):8000", caddy)) == webs
    assert "path /slack/events /api/messages" in caddy
    assert "PORT=8000" in given("ENV")[0]


def test_the_settings_are_those_that_muster_reads():
    own = {"POSTGRES_PASSWORD", "ADDRESS"}  # of the database and the proxy
    for one in OURS.values():
        assert set(one["environment"]) <= SETTINGS
        assert one["env_file"] == ".env"
    assert variables(DEPLOY / ".env.example") <= SETTINGS | own
    compose = (DEPLOY / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+)", compose)) == own <= variables(DEPLOY / ".env.example")
