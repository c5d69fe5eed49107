"""Two people who hold something, and the cards that they get about an exchange."""

from __future__ import annotations

from bot.cards import Card
from bot.catalog import make_compose
from bot.model import Claim, Delivery, DeliveryState, Recipient
from bot.swapping import SWAP
from tests import parity
from tests.bot.company import LONG_AGO, Company


def deliveries(company: Company, user: str, kind: str = SWAP) -> list[Delivery]:
    to = Recipient(member_id=company.ids[user])
    with company.read() as tx:
        found = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
    mine = (d for d in found if d.recipient == to and d.kind == kind)
    return sorted(mine, key=lambda delivery: delivery.id)


def swap_cards(company: Company, user: str) -> list[Card]:
    """Every card about an exchange that the person has, as it reads now; the oldest first."""
    compose = make_compose(company.bot.store, company.clock)
    cards = [card for one in deliveries(company, user) if (card := compose(one))]
    for card in cards:
        parity.check(card)
    return cards


def duties_of(company: Company, user: str) -> list[str]:
    """Names of what the person holds from now on, in order of time."""
    with company.read() as tx:
        names = {duty.id: duty.name for duty in tx.roster.duties(retired=True)}
    return [names[turn.duty_id] for turn, _claim in company.held_by(company.ids[user])]


def only_claim(company: Company, user: str) -> Claim:
    [(_turn, claim)] = company.held_by(company.ids[user])
    return claim
