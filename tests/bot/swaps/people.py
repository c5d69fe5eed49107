"""What people hold, and the cards that they have about exchanges."""

from __future__ import annotations

from bot.cards import Card
from bot.catalog import make_compose
from bot.model import Address, Claim, Delivery, DeliveryState, Recipient
from bot.ports.swaps import SwapState
from bot.swapping import SWAP
from tests import parity
from tests.bot.company import LONG_AGO, Company


def deliveries(company: Company, user: str) -> list[Delivery]:
    to = Recipient(member_id=company.ids[user])
    with company.read() as tx:
        found = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
    return sorted((d for d in found if d.recipient == to and d.kind == SWAP), key=lambda d: d.id)


def swap_cards(company: Company, user: str) -> list[Card]:
    """Every card about an exchange that the person has, as it reads now; the oldest first."""
    compose = make_compose(company.bot.store, company.clock)
    cards = [card for one in deliveries(company, user) if (card := compose(one))]
    for card in cards:
        parity.check(card)
    return cards


def newest(company: Company, user: str) -> Card:
    return swap_cards(company, user)[-1]


def say_everything(company: Company) -> None:
    """What is owed and due has been said: from now on it can only be edited."""
    lanes, now, lane = company.bot.store.lanes, company.clock.now(), company.workspace.id
    assert lanes.take(lane, "p", now)
    while batch := lanes.take_batch(lane, "p", now):
        lanes.said([(one, Address("D1", str(one.delivery.id))) for one in batch], now)
    lanes.give_back(lane, "p", [], now)


def states(company: Company) -> list[SwapState]:
    """Of every exchange there ever was, in order."""
    found = []
    with company.read() as tx:
        key = 1
        while swap := tx.swaps.find(key):
            found.append(swap.state)
            key += 1
    return found


def duties_of(company: Company, user: str) -> list[str]:
    """Names of what the person holds from now on, in order of time."""
    with company.read() as tx:
        names = {duty.id: duty.name for duty in tx.roster.duties(retired=True)}
    return [names[turn.duty_id] for turn, _claim in company.held_by(company.ids[user])]


def only_claim(company: Company, user: str) -> Claim:
    [(_turn, claim)] = company.held_by(company.ids[user])
    return claim


def propose(company: Company, words: str = "swap facebook with @bao for linkedin") -> None:
    assert "I have asked Bao Xu." in company.says("ada", words)
