"""Whatever can be said or pressed in Slack can be in Teams, and has the same answer.

The same person says the same in two plays that begin alike: in one of them in Slack, in the other
in Teams. The walk takes every command of the catalogue, its example, and what the answers' buttons
lead to; a command that is new is walked by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import unified_diff

import pytest

from bot import catalog
from tests.scenarios.both import insist
from tests.scenarios.stage import CHAIR

BEGINS = "2026-11-24 12:00"
PRESSES = 8  # of an answer's buttons, those that were not pressed before come first
MISSPELT = ("clam facebok", "who youtube", "hours many", "zzz")
SAID = (*(words for line in catalog.LINES for words in (line.name, line.example)), *MISSPELT)
# What only Teams needs: a list has a button of its own; words alone cannot open a dialog. And what
# parts from one platform, which only those may press there who were known on it first.
OWN = ("Choose", "Open the form", "Unlink Slack", "Unlink Teams")
OTHER_WORDS = ("Rooms",)  # leads to how a room is joined, which each platform does in its own way
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")  # no two are the same
FEED = re.compile(r"(http|webcal)://127\.0\.0\.1:\d+/feeds/[\w-]+\.ics")  # nor of these


@dataclass(frozen=True)
class Shown:
    """What somebody sees, whatever the platform: words, buttons, inputs, and a form's title."""

    words: str
    buttons: tuple[str, ...]
    inputs: tuple[str, ...]
    form: str = ""


def words_of(text, *, charted):
    """The bare words: without the two ways to address Muster, and without signs.

    With a chart each word once: Teams shows the figures again below it, in small print.
    """
    said = CODE.sub("CODE", re.sub(r"(?i)[/@]muster\b", "", text))
    said = FEED.sub("FEED", said)
    said = re.sub(r"\b(Slack|Teams)\b", "PLATFORM", said)  # each speaks of the other one
    words = re.findall(r"\w+(?:[.,:'’]\w+)*", said.lower())
    return " ".join(sorted(set(words)) if charted else words)


class InSlack:
    def __init__(self, play, name):
        self.play, self.person = play, play.person(name)

    async def say(self, words):
        await self.person.command("/muster", words)
        return await self.look()

    async def press(self, label):
        """On the last answer."""
        await self.person.press(label, on=self.seen)
        return await self.look()

    async def look(self):
        """What came of it; a form is closed again."""
        await self.play.settle()
        answers = (s for s in self.person._answers() if s.source is not self.person.user.home)
        self.seen = self.person.modal or next(answers, None)
        if self.seen is None:
            return None
        form = self.seen.title
        if form:
            await self.person.close()
        text = "" if form else self.seen.text
        words = words_of(text, charted="data_visualization" in str(self.seen.source))
        buttons = tuple(label for label in self.seen.buttons if label not in OWN)
        return Shown(words, buttons, self.seen.labels, form)


class InTeams:
    def __init__(self, play, name):
        self.play, self.person = play, play.colleague(name)

    async def say(self, words):
        await self.person.says(words)
        return await self.look()

    async def press(self, label):
        """On the last answer; where that only asks whether it is meant, yes."""
        await insist(self.person, label, self.seen)
        return await self.look()

    async def look(self):
        await self.play.settle()
        new = (seen for seen in self.person._new() if seen.own)
        self.seen = next(new, None)
        if self.seen is not None and "Open the form" in self.seen.buttons:
            await self.person.opens("Open the form", on=self.seen)
            self.seen = self.person.dialog
        if self.seen is None:
            return None
        form = self.seen.title
        self.person.close()
        text = "" if form else self.seen.text
        buttons = tuple(label for label in self.seen.buttons if label not in OWN)
        assert not re.search(r"(?i)/muster\b", f"{form} {text}"), text  # there it is @Muster
        words = words_of(text, charted="'Chart." in str(self.seen.cards))
        return Shown(words, buttons, self.seen.inputs, form)


@pytest.mark.parametrize("name", ["Ada Brandt", CHAIR])
async def test_every_command_and_what_its_buttons_lead_to(curtain_in_two, name):
    plays = [await curtain_in_two(BEGINS) for _ in range(2)]
    for play in plays:
        await play.muster.solvers.stop()  # a draft would come in the midst of something else
        await play.arrives(name)
        await play.person(name).command("/muster", "mine")
        await play.settle()
    slack, teams = InSlack(plays[0], name), InTeams(plays[1], name)
    pressed: set[str] = set()
    for words in SAID:
        shown = await said(slack, teams, words)
        fresh = [label for label in dict.fromkeys(shown.buttons) if label not in pressed]
        for label in () if shown.form else fresh[:PRESSES]:
            pressed.add(label)
            # said again: in Slack a private answer makes way for the next one
            if label in (await said(slack, teams, words)).buttons:
                here, there = await slack.press(label), await teams.press(label)
                if label in OTHER_WORDS:
                    here, there = replace(here, words=""), replace(there, words="")
                assert there == here, difference(here, there, f"{words}: {label}")
    assert plays[1].teams.problems == []


async def said(slack, teams, words):
    here, there = await slack.say(words), await teams.say(words)
    assert there == here, difference(here, there, words)
    return here


def difference(here, there, what):
    """Readable, for whoever has to find out why."""
    if here is None or there is None:
        return f"{what}: in Slack {here}, in Teams {there}"
    pairs = [(getattr(here, name), getattr(there, name)) for name in here.__dataclass_fields__]
    both = [[one.split() if isinstance(one, str) else one for one in pair] for pair in pairs]
    lines = [line for pair in both for line in unified_diff(*pair, "Slack", "Teams", lineterm="")]
    return "\n".join([what, *lines])
