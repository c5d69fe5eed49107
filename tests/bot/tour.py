"""People who say, press and fill in whatever they come across; and all that they are shown."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bot.buttons import encode
from bot.cards import Card, Form, Reply, Request
from bot.catalog import make_compose
from bot.model import DeliveryState
from bot.people.requests import Leave, RemoveMember
from bot.ports.outside import Heard
from tests.bot.company import LONG_AGO, Company
from tests.scenarios.noise import Noise, requests_in

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
OF_EACH = 12  # buttons that ask for the same, with other values
LAST = (Leave, RemoveMember)  # whoever is gone has nothing to press any more


@dataclass
class Tour:
    """`forms`: whether what was asked for was answered by a form, each time."""

    company: Company
    user: str
    left: list[Request] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    forms: dict[type[Request], list[bool]] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)

    def hear(self, heard: Heard) -> Reply:
        reply = self.company._heard(self.user, heard)
        self.replies.append(reply)
        for request in requests_in(reply.card) if reply.card else ():
            if not isinstance(request, LAST) and self.seen.setdefault(request.ACTION, 0) < OF_EACH:
                self.seen[request.ACTION] += 1
                self.left.append(request)
        return reply

    def walk(self, chance: random.Random, most: int = MOST) -> None:
        """Every kind of button that there is, again and again."""
        for line in (*SAID[0].split(), *SAID[1:]):
            self.hear(Heard(words=line))
        for _ in range(most):
            if not self.left:
                return
            request = self.left.pop(chance.randrange(len(self.left)))
            reply = self.hear(Heard(pressed=encode(request)))
            self.forms.setdefault(type(request), []).append(reply.form is not None)

    def fill_in(self, noise: Noise, times: int) -> None:
        """Send the forms that were shown: as they came, and with anything."""
        shown = [reply.form for reply in self.replies if reply.form]
        for form in {form.request.ACTION: form for form in shown}.values():
            for _ in range(times):
                self.hear(noise.submit(form))


def cards_of_a_week(company: Company, seed: int) -> tuple[list[Card], list[Form]]:
    """What three people and the room come across in a week and a half."""
    tours, noise, chance = [], Noise(seed), random.Random(seed)
    for day in (23, 25, 27, 30):
        company.travel(day, 10)
        for user in (CHAIR, LEAD, MEMBER):
            tour = Tour(company, user)
            tour.walk(chance, MOST // 4)
            tour.fill_in(noise, 3)
            tours.append(tour)
    newcomer = Tour(company, company.user("nia"))
    newcomer.walk(chance, 20)
    replies = [reply for tour in (*tours, newcomer) for reply in tour.replies]
    cards = [reply.card for reply in replies if reply.card]
    return [*cards, *_owed(company)], [reply.form for reply in replies if reply.form]


def _owed(company: Company) -> list[Card]:
    """All that was said unasked: prompts, reminders, digests, panels, changes."""
    compose = make_compose(company.bot.store, company.clock)
    with company.read() as tx:
        owed = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
    found = [company.card(d.content) if d.content else compose(d) for d in owed]
    return [card for card in found if isinstance(card, Card)]  # a group or a topic is none
