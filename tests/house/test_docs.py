"""What the pages say to type works, what they point at is there, and the tables are complete.

In a fenced block marked `console`, a line that begins with `$ ` is a command. Each such command is
one that exists, with options that exist; in a block marked `console tested` it is also run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.house.tree import ROOT, committed

PAGES = [path for path in committed() if path.suffix == ".md"]
FENCE = re.compile(r"(?ms)^[ ]*```console(?P<mark> tested)?\n(?P<body>.*?)^[ ]*```")


def console_commands(*, tested_only: bool = False) -> list[str]:
    """The commands of all pages, each once, in order."""
    blocks = [m for page in PAGES for m in FENCE.finditer(page.read_text())]
    lines = [
        line.strip().removeprefix("$ ")
        for block in blocks
        if block["mark"] or not tested_only
        for line in block["body"].splitlines()
        if line.strip().startswith("$ ")
    ]
    return list(dict.fromkeys(lines))


def mentioned(pattern: str) -> list[str]:
    """What stands between back-quotes in a page and begins so."""
    texts = [page.read_text() for page in PAGES]
    return sorted({hit for text in texts for hit in re.findall(rf"`({pattern}[^`\n]*)`", text)})


def our_commands() -> list[str]:
    """Every `python -m bot …` in the pages and in the Procfile."""
    lines = [line.partition(": ")[2] for line in (ROOT / "Procfile").read_text().splitlines()]
    words = [*console_commands(), *mentioned("python -m bot"), *lines]
    return sorted({w[w.index("-m bot") + 7 :] for w in words if "python -m bot" in w})


@pytest.mark.parametrize("command", our_commands())
def test_a_command_in_the_pages_is_one_that_muster_takes(command):
    """Parsed as at the prompt, without being run."""
    from bot.cli import app

    name, *words = shlex.split(command)
    verbs = typer.main.get_command(app).commands
    assert name in verbs
    if words:  # a name alone may be talk of the command
        # A word in capitals stands for a path of the reader's; any that exists will do here.
        verbs[name].make_context(name, ["." if word.isupper() else word for word in words])


def test_a_make_target_in_the_pages_is_one_that_make_has():
    targets = set(re.findall(r"(?m)^([a-z0-9]+):", (ROOT / "Makefile").read_text()))
    typed = [c for c in (*console_commands(), *mentioned("make ")) if c.startswith("make ")]
    named = {word for command in typed for word in command.split()[1:] if "=" not in word}
    assert typed
    assert named <= targets


@pytest.mark.parametrize("command", console_commands(tested_only=True))
def test_a_command_marked_as_tested_works(command, tmp_path):
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "MUSTER_DATABASE_URL": f"sqlite:///{tmp_path / 'muster.db'}",
    }
    done = subprocess.run(
        ["bash", "-ec", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_points_at_what_is_there(page):
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_points_at_its_own_headings(page):
    text = page.read_text()
    headings = {
        re.sub(r"[^\w\s-]", "", title.lower()).strip().replace(" ", "-")
        for title in re.findall(r"(?m)^#+ (.+)$", text)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_a_path_that_a_page_names_is_there():
    named = mentioned(r"(?:bot|handlers|storage|tests|docs|bench|deploy|\.ci)/")
    paths = [name.split()[0].rstrip(":,") for name in named if "<" not in name]
    assert not [path for path in paths if not list(ROOT.glob(path))]


def test_every_folder_of_bot_has_its_place_in_the_architecture():
    folders = {path.parent.name for path in committed() if path.parent.parent == ROOT / "bot"}
    page = (ROOT / "docs/architecture.md").read_text()
    assert not [name for name in folders if f"`{name}`" not in page and f"bot/{name}/" not in page]


def test_decisions_are_numbered_once_and_say_their_number():
    pages = sorted(path for path in PAGES if path.parent == ROOT / "docs/decisions")
    numbers = [int(path.name[:4]) for path in pages]
    assert numbers == list(range(1, len(pages) + 1))
    titled = [int(page.read_text().removeprefix("# ").partition(".")[0]) for page in pages]
    assert titled == numbers


def test_every_page_of_docs_is_in_the_readme():
    named = (ROOT / "README.md").read_text()
    pages = [path for path in PAGES if path.parent == ROOT / "docs"]
    assert not [page.name for page in pages if f"(docs/{page.name})" not in named]


def test_ci_calls_the_commands_of_the_readme_in_order():
    steps = re.findall(r"(?m)^step (make \w+)", (ROOT / ".ci/run").read_text())
    assert steps[-3:] == ["make check", "make test", "make e2e"]
