"""A postman without a platform: what is due is composed and said, and edits are counted."""

from __future__ import annotations

from bot.cards import Card
from bot.catalog import make_compose
from bot.handover.requests import WriteHandover
from bot.model import Address, DeliveryState
from bot.plain import plain_text
from tests import parity
from tests.bot.company import Company

FACEBOOK = "Facebook page"


def speak(company: Company) -> dict[str, list[str]]:
    """Everything due now is said, as the postman does it; what each person read, by user."""
    lanes, now, lane = company.bot.store.lanes, company.clock.now(), company.workspace.id
    compose = make_compose(company.bot.store, company.clock)
    users = {member_id: user for user, member_id in company.ids.items()}
    read: dict[str, list[str]] = {}
    assert lanes.take(lane, "p", now)
    while batch := lanes.take_batch(lane, "p", now):
        for taken in batch:
            delivery = taken.delivery
            card = compose(delivery) if delivery.content is None else company.card(delivery.content)
            if card is None:
                lanes.finish(taken, DeliveryState.DROPPED, "nothing to say")
                continue
            parity.check(card)
            address = delivery.address or Address("D", str(delivery.id))
            lanes.said([(taken, address)], now)
            whom = users.get(delivery.recipient.member_id or 0, "room")
            read.setdefault(whom, []).append(_text(card, edited=delivery.address is not None))
    lanes.give_back(lane, "p", [], now)
    return read


def _text(card: Card, *, edited: bool) -> str:
    return ("(edited) " if edited else "") + plain_text(card)


def write(company: Company, user: str = "ada", **said: str):
    return company.press(user, WriteHandover(claim=company.claim, **said))
