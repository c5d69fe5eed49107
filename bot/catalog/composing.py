"""The words of deliveries whose content is made as they are said: the newest truth, by kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.calendars import usecases as calendars
from bot.cards import Card
from bot.cover import usecases as cover
from bot.covering import ASK, HOLDER, LEAD
from bot.handover import usecases as handover
from bot.model import Delivery
from bot.notify import PANEL
from bot.plan import usecases as plan
from bot.ports.outside import Clock, Shown
from bot.ports.store import Store, Transaction
from bot.reminders import usecases as reminders
from bot.roster import usecases as roster
from bot.signs import SIGN, compose_sign
from bot.speaking import Compose
from bot.swapping import SWAP
from bot.swaps import usecases as swaps

Composer = Callable[[Transaction, Delivery, datetime], Card | Shown | None]


def _panel(tx: Transaction, _delivery: Delivery, now: datetime) -> Card:
    return roster.compose_panel(tx, now)


def _swap(tx: Transaction, delivery: Delivery, now: datetime) -> Card | None:
    member, said = delivery.recipient.member_id or 0, delivery.address is not None
    return swaps.compose(tx, delivery.occasion, member, now, said=said)


def _plan(tx: Transaction, delivery: Delivery, now: datetime) -> Card | None:
    member = delivery.recipient.member_id or 0
    return plan.compose(tx, delivery.kind, delivery.occasion, member, now)


COMPOSERS: dict[str, Composer] = {
    PANEL: _panel,
    SIGN: compose_sign,
    SWAP: _swap,
    plan.PLAN: _plan,
    plan.ASK: _plan,
    ASK: cover.compose,
    HOLDER: cover.compose,
    LEAD: cover.compose,
    reminders.REMINDER: reminders.compose,
    calendars.CALENDAR: calendars.compose,
    **dict.fromkeys(handover.KINDS, handover.compose),
}


def make_compose(store: Store, clock: Clock) -> Compose:
    """A delivery of another kind has its words already."""

    def compose(delivery: Delivery) -> Card | Shown | None:
        composer = COMPOSERS.get(delivery.kind)
        if composer is None:
            return None
        with store.read(delivery.task_force_id) as tx:
            return composer(tx, delivery, clock.now())

    return compose
