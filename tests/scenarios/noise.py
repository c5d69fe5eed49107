"""People who try everything: random commands, presses and forms; the same seed, the same noise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from bot import catalog
from bot.buttons import encode
from bot.cards import ChoiceInput, DateInput, Form, Reply, Request, TextInput, TimeInput
from bot.ports.outside import Heard

DUTIES = (
    *("facebook", "linkedin group", "support", "answer on the support", "night watch", "brand"),
    *("copywriting", "vimeo", "blog", "fórum", "Write technical posts", "strategy", "numbers"),
    *("careers", "faceboook", "youtube", "search", "experts", "zzz", "the", "“brand”"),
)
WHENS = (
    *("", "", "today", "tomorrow", "this week", "next week", "last week", "mon", "fri..mon"),
    *("tue 10-12", "wed 09:00-17:00", "27 nov", "2026-12-01", "nov 30", "30.11.", "week 49"),
    *(
        "yesterday",
        "in 3 days",
        "next month",
        "24:00",
        "25:61",
        "sun 02:30",
        "32 dec",
        "9999-12-31",
    ),
    *("0001-01-01", "now", "morning", "friday 13", "1..2", "2026-W49", "w49", "w99"),
)
HOURS = ("", "", "2", "3h", "2,5", "1h30", "90m", "0", "-3", "1e9", "½", "99999999999", "2h2h")
ODD = (
    *("", " ", "\u00a0", "🙂", "\u202eabc", "a" * 3000, "%s%n", "'; DROP TABLE claims; --", "\x00"),
    *("<@U0123456789>", "<!channel>", "<#C0|x>", "@Ada Brandt", "&amp;", "```", "=1+1", "\\", "`"),
    *(
        "ada.brandt@example.com",
        "NaN",
        "null",
        "..",
        "?",
        "help help",
        "\uff43\uff4c\uff41\uff49\uff4d",
        "ﷺ" * 50,
        "\ud83d",
    ),
)
VERBS = (*sorted(catalog.VERBS), "clam", "hlep", "swap", "decide", "i", "CLAIM", "Who’s")


class Noise:
    """Makes up what somebody does next. `reply` is what they were last answered."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def words(self) -> str:
        """A command line, sensible more often than not."""
        pick = self.random.choice
        parts = [pick(VERBS), pick(DUTIES), pick(WHENS), pick(HOURS)]
        roll = self.random.random()
        if roll < 0.15:
            parts[self.random.randrange(4)] = pick(ODD)
        elif roll < 0.3:
            del parts[self.random.randrange(4)]
        elif roll < 0.35:
            self.random.shuffle(parts)
        elif roll < 0.4:
            return pick(ODD)
        elif roll < 0.7 and parts[0] not in catalog.VERBS:
            parts[0] = pick(VERBS)
        return " ".join(part for part in parts if part)

    def next(self, reply: Reply | None) -> Heard:
        """Words, or something that the last answer offers."""
        if reply and reply.form and self.random.random() < 0.8:
            return self.submit(reply.form)
        offered = list(requests_in(reply.card)) if reply and reply.card else []
        if offered and self.random.random() < 0.4:
            return Heard(pressed=self.bend(encode(self.random.choice(offered))))
        if self.random.random() < 0.02:
            return Heard(home=True)
        return Heard(words=self.words())

    def hours(self) -> timedelta:
        """Until the next of them does something."""
        return timedelta(hours=self.random.choice((0.1, 1, 5)))

    def bend(self, pressed: str) -> str:
        """Now and then a button is old, or forged."""
        if self.random.random() < 0.9:
            return pressed
        action, _, query = pressed.partition("?")
        number = self.random.choice((0, -1, 1, 7, 2**31, 2**63, 10**30))
        return self.random.choice(
            (
                action,
                f"{action}?turn={number}",
                f"{action}?{query}&duty={number}",
                query,
                "",
                "x.1?a",
            )
        )

    def submit(self, form: Form) -> Heard:
        answers = {one.name: self.answer(one) for one in form.inputs}
        return Heard(submitted=encode(form.request), answers=answers)

    def answer(self, one: Any) -> Any:
        """To one input: what it offers or asks for, or (forms can be forged) anything."""
        pick = self.random.choice
        if self.random.random() < 0.1:
            return pick(ODD)
        match one:
            case ChoiceInput() if one.options:
                chosen = pick(one.options)[0]
                return [chosen] if one.many else chosen
            case DateInput():
                return pick(("2026-11-24", "2026-12-01", "2027-02-30", "1999-01-01", ""))
            case TimeInput():
                return pick(("09:00", "24:00", "00:00", "17:45", ""))
            case TextInput():
                return pick(
                    (one.initial or "3", *HOURS, *WHENS, *DUTIES, "Ada", "Mon-Fri 09:00-12:00")
                )
            case _:
                return pick(("U0123456789", "C0123456789"))


def requests_in(part: Any) -> Iterator[Request]:
    """Everything that a card's buttons and menus ask for."""
    if isinstance(part, Request):
        yield part
    elif dataclasses.is_dataclass(part):
        for spec in dataclasses.fields(part):
            yield from requests_in(getattr(part, spec.name))
    elif isinstance(part, tuple):
        for item in part:
            yield from requests_in(item)
