"""Who draws a button knows whether it opens a form, before anybody presses it."""

from __future__ import annotations

import dataclasses
import random

import pytest

from bot import catalog
from tests.bot.tour import CHAIR, LEAD, MEMBER, Tour


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
        assert reply.form or _names_something(kind), kind


def _names_something(kind):
    """A turn, a claim, a swap by its id: nothing has the one that the request begins with.

    Without a public address there are no feeds to choose, either.
    """
    return kind.ACTION == "feeds.duty.1" or any(
        spec.type == "int" for spec in dataclasses.fields(kind)
    )


def test_what_asks_for_a_form_changes_nothing():
    """A dialog may be asked for twice: it is opened, and made anew after a wrong answer."""
    assert [kind for kind, entry in catalog.ENTRIES.items() if kind.FORM and not entry.reads] == []
