"""The playground's clock: what time it is, and the buttons that move it on."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.playground.crowd import Crowd
from handlers.playground.page.stage import Stage
from handlers.playground.page.tags import Tag, hidden, icon
from handlers.playground.page.travel import a_day_on, next_monday


class ClockBar:
    """Drawn once per page; `sync` shows what has changed."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._wanted = ""
        with Tag("section", cls="clock", aria_label="The playground’s clock") as self.frame:
            with Tag("div", cls="clock-face"):
                self._dot = Tag("span", cls="dot", aria_hidden="true")
                self._time = Tag("time", cls="clock-time")
                self._zone = Tag("span", cls="note clock-zone")
            self._draw_move()
            self._status = Tag("p", cls="clock-status", role="status")
        self.sync()

    def _draw_move(self) -> None:
        with Tag("div", cls="clock-move"):
            opener = Tag("button", cls="button plain small opener", type="button")
            opener.set(aria_expanded="false")
            with opener:
                icon("more_time")
                Tag("span", "Move the clock", cls="shy")
            with Tag("div", cls="clock-buttons") as buttons:
                self._buttons = [
                    self._button("To Monday 09:00", lambda now: next_monday(now, self.stage.zone)),
                    self._button("An hour on", lambda now: now + timedelta(hours=1)),
                    self._button("A day on", lambda now: a_day_on(now, self.stage.zone)),
                    self._button("A week on", lambda now: a_day_on(now, self.stage.zone, 7)),
                ]
                self._draw_exact()
                self._run = Tag("button", cls="button plain small run", type="button")
                self._run.on_press(self._toggle)
                with self._run:
                    self._run_icon = icon("pause")
                    self._run_words = Tag("span", cls="run-words")
                if self.stage.others is not None:
                    self._draw_others(self.stage.others)

        def toggle() -> None:
            buttons.classes(toggle="shown")
            shown = opener.props["aria-expanded"] == "false"
            opener.set(aria_expanded="true" if shown else "false")
            if not shown:
                opener.run_method("focus")

        opener.on_press(toggle)
        buttons.on("keydown.esc", lambda _: toggle() if "shown" in buttons.classes else None, [])

    def _draw_others(self, others: Crowd) -> None:
        """The switch of the people whom nobody plays."""
        self._others = Tag("button", cls="button plain small run", type="button")
        with self._others:
            self._others_icon = icon("groups")
            self._others_words = Tag("span", cls="run-words")

        def toggle() -> None:
            others.on = not others.on
            self.sync()

        self._others.on_press(toggle)

    def _button(self, words: str, goal: object) -> Tag:
        button = Tag("button", words, cls="button plain small", type="button")
        button.on_press(lambda: self._go(goal(self.stage.traveller.clock.now())))  # type: ignore[operator]
        return button

    def _draw_exact(self) -> None:
        """A day and time of one's own choosing."""
        with Tag("form", cls="exact") as form:
            field = Tag("input", cls="field short small", type="datetime-local")
            field.set(aria_label=f"Move the clock to ({self.stage.zone.key})")
            field.on_value(self._want)
            go = Tag("button", "Go", cls="button plain small", type="submit")
            with go:
                hidden("to this time")
        form.on("submit.prevent", lambda _: self._go_exact(), [])
        self._buttons_exact = go

    def _want(self, typed: str) -> None:
        self._wanted = typed

    async def _go_exact(self) -> None:
        try:
            local = datetime.fromisoformat(self._wanted)
        except ValueError:
            self._status.set_text("Choose a day and a time first.")
            return
        await self._go(local.replace(tzinfo=self.stage.zone))

    async def _go(self, goal: datetime) -> None:
        try:
            await self.stage.traveller.go(goal)
        except ValueError as why:
            self._status.set_text(str(why))

    def _toggle(self) -> None:
        traveller = self.stage.traveller
        if traveller.goal is not None:
            traveller.stop()
        else:
            traveller.set_running(running=not traveller.clock.running)

    def sync(self) -> None:
        """Show the time, and whether it runs, stands or is being moved."""
        traveller = self.stage.traveller
        now = traveller.clock.now().astimezone(self.stage.zone)
        self._time.set_text(f"{now:%a} {now.day} {now:%b %Y}, {now:%H:%M}")
        self._time.set(datetime=now.isoformat(timespec="minutes"))
        self._zone.set_text(self.stage.zone.key)
        moving, running = traveller.goal is not None, traveller.clock.running
        state = "moving" if moving else "running" if running else "paused"
        self._dot.classes(replace=f"dot {state}")
        self._run_icon.set_text("stop" if moving else "pause" if running else "play_arrow")
        self._run_words.set_text(_RUN[state])
        self._run.set(title=_RUN[state])
        for button in (*self._buttons, self._buttons_exact):
            button.set(disabled=moving)
        if self.stage.others is not None:
            on = self.stage.others.on
            words = f"Others act: {'on' if on else 'off'}"
            self._others_icon.set_text("groups" if on else "person_off")
            self._others_words.set_text(words)
            self._others.set(aria_pressed="true" if on else "false", title=words)
        self._say(state, moving=moving)

    def _say(self, state: str, *, moving: bool) -> None:
        traveller = self.stage.traveller
        if moving and traveller.goal is not None:
            goal = traveller.goal.astimezone(self.stage.zone)
            self._status.set_text(f"Moving to {goal:%a %H:%M} … {traveller.progress:.0%}")
        elif traveller.trouble:
            self._status.set_text(traveller.trouble)
        else:
            self._status.set_text({"running": "Running", "paused": "Paused"}.get(state, ""))


_RUN = {
    "moving": "Stop the clock here",
    "running": "Pause the clock",
    "paused": "Let the clock run",
}
