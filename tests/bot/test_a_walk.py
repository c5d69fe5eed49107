"""People who press whatever they are shown and fill in forms as they come, for some days."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from bot.buttons import encode
from bot.cards import ChoiceInput, Form, Reply, Request, RoomInput
from bot.model import Role
from bot.ports.outside import Heard
from handlers.playground.rules_payload import check_message, check_view
from handlers.slack.blocks import message
from handlers.slack.forms import Opened, form_view
from tests.bot.cast import _initial, buttons

CHAIR = "farah"
PEOPLE = ("zofia", "ada", "bao", "sanjay", "arjun", "northlight", "nia", "guest")
SAID = (
    "setup",
    "status",
    "open",
    "mine",
    "hours",
    "claim facebook",
    "claim copywriting next week",
    "claim answer on support tue 9-11",
    "away fri..mon",
    "back",
    "hours 3",
    "release",
)
WRITTEN = ("", "3", "2.5", "41", "Mon-Fri 09:00-12:00", "Ünlike #%d", "a@b.de", "London", "DE")
STEPS = 900


@dataclass
class Walk:
    company: object
    chance: random.Random
    seen: dict[str, list[Request | Form]] = field(default_factory=dict)

    def step(self, number: int) -> Reply:
        user = CHAIR if self.chance.random() < 0.6 else self.chance.choice(PEOPLE)
        there = self.seen.setdefault(user, [])
        if not there or self.chance.random() < 0.15:
            heard = Heard(words=self.chance.choice(SAID))
        else:
            thing = self.chance.choice(there[-12:])
            heard = Heard(pressed=encode(thing)) if isinstance(thing, Request) else None
            heard = heard or self.fill_in(thing, number)
        reply = self.company._heard(user, heard)
        there += [b.request for b in buttons(reply.card)] if reply.card else []
        there += [reply.form] if reply.form else []
        return reply

    def fill_in(self, form: Form, number: int) -> Heard:
        answers = {}
        for one in form.inputs:
            answers[one.name] = _initial(one)
            if isinstance(one, RoomInput):
                answers[one.name] = f"C{self.chance.randint(1, 5)}"
            elif isinstance(one, ChoiceInput):
                value = self.chance.choice(one.options)[0] if one.options else None
                answers[one.name] = (value,) if one.many else value
            elif self.chance.random() < 0.4:
                text = self.chance.choice(WRITTEN)
                answers[one.name] = text % number if "%" in text else text
        return Heard(submitted=encode(form.request), answers=answers)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_wherever_one_walks_there_is_an_answer_that_slack_takes_and_a_chair(company, seed):
    company.user("nia")
    company.user("guest", is_guest=True)
    walk = Walk(company, random.Random(seed))
    for number in range(STEPS):
        reply = walk.step(number)
        assert reply.card or reply.form or reply.errors
        if reply.card:
            assert [str(p) for p in check_message(message(reply.card)["blocks"])] == []
        if reply.form:
            assert [str(p) for p in check_view(form_view(reply.form, Opened()), "modal")] == []
        if walk.chance.random() < 0.03:
            company.clock.forward(hours=walk.chance.choice([1, 3, 20]))
    chairs = [member for member in company.members() if member.role is Role.CHAIR]
    assert chairs
    assert all(chair.identities or chair.email for chair in chairs)
