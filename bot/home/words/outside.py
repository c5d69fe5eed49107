"""The home card of people outside of the task force: what Muster is, and the way in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Button, Card, Code, Controls, Element, Line, Style, Text
from bot.connecting.requests import TypeConnectCode
from bot.help.requests import AskHelp
from bot.people.requests import AskToJoin, TypeLinkCode
from bot.setup.requests import OpenSetup

_WHAT = (
    "Muster holds the roster of the social media task force: who looks after which account, when,"
    " and for how many hours. Colleagues of every department give a few hours a week, and Muster"
    " fills the gaps and reminds gently."
)


_TO: Line = (" to Muster there, and type here the code that you get.",)


def newcomer(task_force: str, *, left: bool, never_set_up: bool, elsewhere: str) -> Card:
    """Two sentences and the way in. `elsewhere`: where else the task force lives, if anywhere."""
    if never_set_up:
        text = (
            "Nobody has set it up yet. Whoever does that first becomes its chair. If the task force"
            " is at work on another platform already, its chair gets a code there."
        )
        buttons = (
            Button("Set it up", OpenSetup(), Style.PRIMARY),
            Button("I have a code", TypeConnectCode(), about="Connect a task force by its code"),
            Button("Help", AskHelp()),
        )
        return Card(f"Muster · {task_force}", (Text((_WHAT,)), Text((text,)), Controls(buttons)))
    label = "Ask to join again" if left else "Ask to join"
    body: list[Element] = [Text((_WHAT,))]
    if left:
        body.append(Text(("You are no longer in the task force.",)))
    ways = [Button(label, AskToJoin(), Style.PRIMARY), Button("Help", AskHelp())]
    if elsewhere:
        body.append(Text((f"If you are in it already, in {elsewhere}: say ", Code("link"), *_TO)))
        ways.insert(1, Button("I have a code", TypeLinkCode(), about="Link me by a code"))
    body.append(Controls(tuple(ways)))
    return Card(f"Muster · {task_force}", tuple(body))


def waiting(task_force: str, deciders: Sequence[str]) -> Card:
    who = (
        f"{' or '.join(deciders[:3])} says yes in one tap."
        if deciders
        else "There is no chair now."
    )
    text = f"Your request to join is waiting. {who} You get a message."
    return Card(
        f"Muster · {task_force}",
        (Text((_WHAT,)), Text((text,)), Controls((Button("Help", AskHelp()),))),
    )


def cannot_join(task_force: str, sentences: Sequence[str]) -> Card:
    """A stranger of another company, or an app: what this is, and why it is not for them."""
    return Card(
        f"Muster · {task_force}", (Text((_WHAT,)), Text((" ".join(s for s in sentences if s),)))
    )
