"""Breaking things on purpose: what Slack does to an app on a bad day, in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from handlers.playground.faults import FOREVER, Faults, What
from handlers.playground.page.finder import Choice, Finder, fixed
from handlers.playground.page.stage import Stage
from handlers.playground.page.tags import Tag, icon

WAIT = 30  # seconds Slack asks to be left alone
SLOW = 2.0  # seconds each call is held up


class FaultsPanel:
    """A panel at the page's side, closed at first."""

    def __init__(self, stage: Stage, opener: Tag) -> None:
        self.stage = stage
        self.opener = opener
        self._slow: asyncio.Task[None] | None = None
        opener.set(aria_expanded="false").on_press(self.toggle)
        with Tag("aside", cls="faults", aria_label="Faults", hidden=True) as self.frame:
            self._draw()
        opener.set(aria_controls=self.frame.html_id)
        self.frame.on("keydown.esc", lambda _: self.toggle(), [])

    def toggle(self) -> None:
        """Open or close the panel."""
        opened = bool(self.frame.props.get("hidden"))
        self.frame.set(hidden=not opened)
        self.opener.set(aria_expanded="true" if opened else "false")
        (self._first if opened else self.opener).run_method("focus")

    def _draw(self) -> None:
        faults = self.stage.faults
        with Tag("div", cls="faults-head"):
            Tag("h2", "Break something")
            shut = Tag("button", cls="button plain square", type="button")
            shut.set(aria_label="Close the faults panel").on_press(self.toggle)
            with shut:
                icon("close")
        Tag("p", "See how Muster bears what Slack does on a bad day.", cls="note")
        self._first = self._row(
            "Slack is slow", f"Each call takes {SLOW:g} seconds longer", self._slowly
        )
        self._row(
            "Slack asks to wait",
            f"The next three calls: 429, retry after {WAIT} s",
            lambda: faults.limit("*", WAIT, times=3),
        )
        self._row("Slack fails", "The next three calls: 500", lambda: faults.fail("*", times=3))
        self._row("Slack is down", "Every connection breaks, until mended", faults.down)
        self._row(
            "A connection drops",
            "The next message is accepted, but Muster never hears of it",
            lambda: faults.drop("chat.postMessage", accepted=True),
        )
        self._row(
            "Charts are refused",
            "As in a workspace that has no charts yet",
            lambda: faults.refuse_blocks("data_visualization"),
        )
        mend = Tag("button", "Mend everything", cls="button primary", type="button")
        mend.on_press(self._mend)
        self._status = Tag("p", "Nothing is broken.", cls="note", role="status")
        self._draw_people()

    def _row(self, words: str, about: str, do: Callable[[], object]) -> Tag:
        def press() -> None:
            do()
            self.sync()

        button = Tag("button", cls="fault", type="button")
        with button:
            Tag("span", words, cls="label")
            Tag("span", about, cls="note")
        button.on_press(press)
        return button

    def _slowly(self) -> None:
        """Hold each call up for a while, until mended."""
        if self._slow is None or self._slow.done():
            self._slow = asyncio.create_task(hold_up(self.stage.faults))

    def _mend(self) -> None:
        if self._slow:
            self._slow.cancel()
        self.stage.faults.up()
        self.sync()

    def sync(self) -> None:
        """Say what is broken now."""
        pending = self.stage.faults.pending()
        words = [_said(fault.what, fault.left) for fault in pending]
        self._status.set_text("Broken now: " + ", ".join(words) if words else "Nothing is broken.")
        self.opener.classes(add="lit" if pending else "", remove="" if pending else "lit")

    # ---- people --------------------------------------------------------------------------------

    def _draw_people(self) -> None:
        Tag("h3", "Somebody leaves")
        Tag("p", "Choose a person to deactivate, or to bring back.", cls="note")

        async def find(typed: str) -> list[Choice]:
            choices = [
                Choice(u.id, u.name, "deactivated: bring back" if u.deleted else "deactivate")
                for u in self.stage.humans()
            ]
            return list(await fixed(choices)(typed))

        async def chosen(picked: list[Choice]) -> bool:
            user = self.stage.workspace.users[picked[0].key]
            people = self.stage.people
            await (people.reactivate(user) if user.deleted else people.deactivate(user))
            state = "deactivated" if user.deleted else "back"
            self._gone.set_text(f"{user.name} is {state}.")
            return False

        Finder("Deactivate or bring back", find, chosen, placeholder="Type a name…")
        self._gone = Tag("p", cls="note", role="status")
        Tag("h3", "Somebody deletes a message")
        Tag("p", "The three dots beside each message delete it, Muster’s too.", cls="note")


def _said(what: What, left: int) -> str:
    words = {
        What.SLOW: "slow",
        What.STATUS: "failing",
        What.LIMIT: "asking to wait",
        What.ERROR: "refusing",
        What.DROP: "dropping connections",
        What.DROP_AFTER: "losing answers",
    }[what]
    return words if left > FOREVER // 2 else f"{words} ({left} more)"


async def hold_up(faults: Faults, seconds: float = SLOW) -> None:
    """Slow every call down by about so many seconds, until cancelled."""
    while True:
        gate = faults.slow("*", times=FOREVER)
        await asyncio.sleep(seconds)
        for fault in faults.pending():
            if fault.gate is gate:
                fault.left = 1
        gate.set()
