"""Who draws a button knows whether it opens a form, before anybody presses it."""

from __future__ import annotations

import random

import pytest

from bot import catalog
from bot.buttons import encode
from bot.cards import Card, Form, Request
from bot.people.requests import Leave, RemoveMember
from bot.ports.outside import Heard
from tests.scenarios.noise import requests_in

CHAIR, LEAD, MEMBER = "farah", "zofia", "ada"
SAID = (
    "home setup status help mine open hours away",
    "claim facebook",
    "claim facebook mon-wed",
    "claim copywriting next week 99h",
    "claim zzz",
    "hours lots",
    "hours 3",
    "done 2 facebook next week",
    "away",
    "away someday",
    "back",
    "who facebook",
    "release",
)
MOST = 700  # presses
LAST = (Leave, RemoveMember)  # whoever is gone has nothing to press any more


class Tour:
    """Presses every button of every kind once, and a few of those with the same action."""

    def __init__(self, company, user):
        self.company, self.user = company, user
        self.left: list[Request] = []
        self.seen: dict[str, int] = {}
        self.forms: dict[type[Request], list[bool]] = {}

    def take(self, card: Card | None) -> None:
        for request in requests_in(card) if card else ():
            if not isinstance(request, LAST) and self.seen.setdefault(request.ACTION, 0) < 12:
                self.seen[request.ACTION] += 1
                self.left.append(request)

    def walk(self, chance: random.Random) -> None:
        for line in (*SAID[0].split(), *SAID[1:]):
            self.take(self.company._heard(self.user, Heard(words=line)).card)
        for _ in range(MOST):
            if not self.left:
                return
            request = self.left.pop(chance.randrange(len(self.left)))
            reply = self.company._heard(self.user, Heard(pressed=encode(request)))
            self.forms.setdefault(type(request), []).append(isinstance(reply.form, Form))
            self.take(reply.card)


@pytest.mark.parametrize("user", [CHAIR, LEAD, MEMBER])
def test_a_button_answered_by_a_form_says_so_beforehand(company, user):
    tour = Tour(company, user)
    tour.walk(random.Random(7))
    assert len(tour.forms) > 10
    opened = {kind for kind, forms in tour.forms.items() if any(forms)}
    assert {kind.__name__ for kind in opened if not kind.FORM} == set()


def test_what_says_that_it_opens_a_form_does(company):
    """Pressed as it is, by the chair; what it asks for may be gone, and then it is refused."""
    marked = [kind for kind in catalog.ENTRIES if kind.FORM]
    assert len(marked) > 15
    for kind in marked:
        user = company.user("nia") if kind.ACTION == "people.ask.1" else CHAIR
        values = {"kind": "prompt"} if kind.ACTION == "setup.time.form.1" else {}
        reply = company.press(user, kind(**values))
        assert reply.form, kind


def test_what_asks_for_a_form_changes_nothing():
    """A dialog may be asked for twice: it is opened, and made anew after a wrong answer."""
    assert [kind for kind, entry in catalog.ENTRIES.items() if kind.FORM and not entry.reads] == []
