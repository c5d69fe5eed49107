"""Somebody asks for cover in the sample company; what people then have in their chats."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card, Reply
from bot.covering import ASK, HOLDER, LEAD
from bot.model import Address
from bot.ports.covers import Ask, AskState, Cover
from tests.bot.cast import labels
from tests.bot.company import Company

FIND = "Find cover"


def give_up(company: Company, user: str, words: str) -> Reply:
    """They say that they cannot, read what follows, and ask for cover."""
    reply = company.say(user, f"release {words}")
    assert FIND in labels(reply), labels(reply)
    return company.push(user, reply, FIND)


def open_covers(company: Company) -> list[Cover]:
    with company.read() as tx:
        return list(tx.covers.open())


def the_cover(company: Company) -> Cover:
    [cover] = open_covers(company)
    return cover


def cover_now(company: Company, cover: Cover) -> Cover:
    with company.read() as tx:
        found = tx.covers.find(cover.id)
    assert found is not None
    return found


def asks(company: Company, cover: Cover, *states: AskState) -> dict[str, Ask]:
    """By user."""
    users = {member_id: user for user, member_id in company.ids.items()}
    with company.read() as tx:
        found = tx.covers.asks(cover.id)
    return {users[a.member_id]: a for a in found if not states or a.state in states}


def asked_card(company: Company, user: str) -> Card:
    """The latest that they have in their chat about it, as it stands there by now."""
    return _standing(company, ASK, user)


def _standing(company: Company, kind: str, user: str, which: int = -1) -> Card:
    delivery = company.asked(kind)[user][which]
    return company.shown(replace(delivery, address=Address("D1", "1.1")))


def first_asked_card(company: Company, user: str) -> Card:
    return _standing(company, ASK, user, 0)


def lead_card(company: Company, user: str) -> Card:
    return _standing(company, LEAD, user)


def holder_card(company: Company, user: str) -> Card:
    return _standing(company, HOLDER, user)


def first(company: Company, cover: Cover) -> str:
    """Whose answer is waited for."""
    [user] = asks(company, cover, AskState.ASKED)
    return user


def check_held_once(company: Company, cover: Cover) -> None:
    """Nothing is lost, nothing held twice: the turn's minutes are those it always had."""
    with company.read() as tx:
        turn = tx.roster.find_turn(cover.turn_id)
    assert turn is not None
    assert sum(claim.minutes for claim in turn.claims) == 360
    assert len(turn.claims) == 1
