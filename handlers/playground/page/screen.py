"""One browser tab: the clock on top, up to three people side by side below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import monotonic
from urllib.parse import urlencode

from nicegui import ui

from handlers.playground.objects import Change
from handlers.playground.page.clockbar import ClockBar
from handlers.playground.page.faces import sign
from handlers.playground.page.faultspanel import FaultsPanel
from handlers.playground.page.pane import Pane
from handlers.playground.page.sidebar import HOME
from handlers.playground.page.stage import Stage
from handlers.playground.page.tags import Tag, icon

MOST = 3  # people side by side
WELCOME = (
    "An invented company, seen through the eyes of its people. Move the clock to Monday 09:00 and "
    "see what Muster asks them; press Claim on the roster; type /muster in any room."
)
PAUSE = 0.1  # seconds between showings of the time while the clock is moved


class Screen:
    """Everything in a tab. `views`: (user id, place) of each pane at first."""

    def __init__(self, stage: Stage, views: Sequence[tuple[str, str]]) -> None:
        self.stage = stage
        self.panes: list[Pane] = []
        self._active = 0
        self._numbers = 0
        self._day = ""
        self._shown_at = 0.0
        # Quasar's page is the <main>; what is not of it belongs beside it
        layout = ui.context.client.layout
        with layout, Tag("header", cls="top") as top:
            Tag("a", "Skip to the people", cls="skip", href="#people")
            self._draw_top()
        top.move(layout, 0)
        with Tag("div", cls="stage", id="people"):
            if not stage.marks.greeted:
                self._greet()
            self._tabs = Tag("div", cls="pane-tabs", role="group", aria_label="Whose view to show")
            self._row = Tag("div", cls="panes")
            self.faults = FaultsPanel(stage, self._faults_button)
        for user, place in views[:MOST]:
            self._add(user, place)
        self._arrange()

    def _draw_top(self) -> None:
        with Tag("div", cls="brand"):
            sign()
            with Tag("h1"):
                Tag("span", "Muster")
                Tag("span", "playground", cls="brand-soft")
        self.clock = ClockBar(self.stage)
        with Tag("div", cls="top-buttons"):
            self._faults_button = Tag("button", cls="button plain small", type="button")
            with self._faults_button:
                icon("bolt")
                Tag("span", "Faults", cls="shy")
            self._more = Tag("button", cls="button plain small", type="button")
            self._more.on_press(self.add_person)
            with self._more:
                icon("person_add_alt")
                Tag("span", "Add a person", cls="shy")

    def _greet(self) -> None:
        with Tag("div", cls="welcome", role="note") as strip:
            icon("waving_hand")
            Tag("p", WELCOME)
            shut = Tag("button", cls="button plain square small", type="button")
            shut.set(aria_label="Put the welcome away")
            with shut:
                icon("close")

        def put_away() -> None:
            self.stage.marks.greeted = True
            strip.delete()

        shut.on_press(put_away)

    # ---- panes ---------------------------------------------------------------------------------

    def add_person(self) -> None:
        """Another pane, and the question whose it is."""
        shown = {pane.user for pane in self.panes}
        free = [u for u in self.stage.humans() if u.id not in shown and not u.deleted]
        if len(self.panes) >= MOST or not free:
            return
        pane = self._add(free[0].id, self.panes[-1].place if self.panes else HOME)
        self._active = len(self.panes) - 1
        self._arrange()
        pane.choose_person()

    def _add(self, user: str, place: str) -> Pane:
        known = {HOME, *(c.id for c in self.stage.workspace.rooms_of(user))}
        place = place if place in known else next(iter(sorted(known - {HOME})), HOME)
        with self._row:
            pane = Pane(self.stage, user, place, f"p{self._numbers}", self._arrange)
        self._numbers += 1
        pane.leave = lambda: self._remove(pane)
        self.panes.append(pane)
        return pane

    def _remove(self, pane: Pane) -> None:
        if len(self.panes) > 1:
            self.panes.remove(pane)
            pane.frame.delete()
            self._active = min(self._active, len(self.panes) - 1)
            self._arrange()

    def _arrange(self) -> None:
        """Crosses, tabs (on a phone one pane is seen at a time) and the address."""
        several = len(self.panes) > 1
        self._more.set(disabled=len(self.panes) >= MOST)
        self._tabs.clear()
        self._tabs.set(hidden=not several)
        for number, pane in enumerate(self.panes):
            pane.may_close(closable=several)
            active = number == self._active
            pane.frame.classes(add="active" if active else "", remove="" if active else "active")
            with self._tabs:
                tab = Tag("button", pane.me.name, cls="pane-tab", type="button")
                tab.set(aria_pressed="true" if active else "false")
                tab.on_press(partial(self._show, number))
        who = [(f"who{n}", pane.user) for n, pane in enumerate(self.panes)]
        where = [(f"in{n}", pane.place) for n, pane in enumerate(self.panes)]
        with self._row:  # what was pressed to come here may be gone by now
            ui.navigate.history.replace(f"/?{urlencode(who + where)}")

    def _show(self, number: int) -> None:
        self._active = number
        self._arrange()

    # ---- being told ----------------------------------------------------------------------------

    def on_change(self, change: Change) -> None:
        """Pass a change of the workspace on to every pane."""
        for pane in self.panes:
            pane.on_change(change)

    def on_clock(self) -> None:
        """The clock has moved: show it, and what depends on the day."""
        now, moving = monotonic(), self.stage.traveller.goal is not None
        if moving and now - self._shown_at < PAUSE:
            return
        self._shown_at = now
        self.clock.sync()
        for pane in self.panes:
            pane.tick()
        day = f"{self.stage.traveller.clock.now().astimezone(self.stage.zone):%F}"
        if day != self._day and self._day:
            for pane in self.panes:
                pane.sync({"messages"})
        self._day = day

    def each_second(self) -> None:
        """What changes by itself: the time, and faults that are used up."""
        self.on_clock()
        self.faults.sync()
