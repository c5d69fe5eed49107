"""Choosing from a list by typing: every menu and picker of Slack's is drawn as this one field."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from nicegui import background_tasks

from handlers.playground.objects import Json
from handlers.playground.page.completion import matches
from handlers.playground.page.listbox import TYPED, Item, Listbox
from handlers.playground.page.tags import Tag, icon, said

MOST = 100  # lines shown at once; Slack's own most for a menu


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. `value` is what Muster is told: an option object, or an id."""

    key: str
    label: str
    note: str = ""
    group: str = ""
    value: Json | str = field(default="", compare=False)


Source = Callable[[str], Awaitable[Sequence[Choice]]]
Chosen = Callable[[list[Choice]], Awaitable[bool]]


class Finder:
    """The field, its list and, where several may be chosen, what was chosen so far."""

    def __init__(  # noqa: PLR0913, each is a word of the caller's
        self,
        label: str,
        source: Source,
        chosen: Chosen,
        *,
        start: Sequence[Choice] = (),
        many: bool = False,
        most: int = MOST,
        placeholder: str = "",
        spot: str = "",
        described_by: str = "",
    ) -> None:
        self.picked = list(start)
        self.most = most
        self._source, self._chosen, self._many = source, chosen, many
        self._shown: dict[str, Choice] = {}
        self._asked = 0
        with Tag("div", cls="finder"):
            self._chips = Tag("div", cls="chips") if many else None
            with Tag("div", cls="finder-field"):
                self.field = self._field(label, placeholder, spot, described_by)
                icon("expand_more")
            self._list = Listbox(
                self.field, label, self._taken, opened=self._open, many=many, first=True
            )
        self._draw_chips()

    def _field(self, label: str, placeholder: str, spot: str, described_by: str) -> Tag:
        field = Tag(
            "input",
            type="text",
            role="combobox",
            aria_label=label,
            placeholder=placeholder or "Choose…",
            defaultValue=self._label,
            data_spot=spot or None,
            aria_describedby=described_by or None,
        )
        field.on_press(self._open)
        field.on("input", lambda event: self._search(said(event)), js_handler=TYPED)
        field.on("blur", lambda _: self._leave(), [])
        return field

    @property
    def _label(self) -> str:
        return "" if self._many or not self.picked else self.picked[0].label

    # ---- looking -------------------------------------------------------------------------------

    def open_at_once(self) -> None:
        """Show the list without waiting for a key."""
        background_tasks.create(self._open())

    async def _open(self) -> None:
        await self._search("")

    async def _search(self, typed: str) -> None:
        self._asked += 1
        asked = self._asked
        self._list.outdate()
        found = list(await self._source(typed))[:MOST]
        if asked != self._asked:  # an answer to what was typed before
            return
        if self.field.is_deleted:
            return
        self._shown = {choice.key: choice for choice in found}
        keys = {choice.key for choice in self.picked}
        self._list.show([Item(c.key, c.label, c.note, c.group, c.key in keys) for c in found])

    def _leave(self) -> None:
        self._asked += 1
        self._list.close()
        put(self.field, self._label)

    # ---- choosing ------------------------------------------------------------------------------

    async def _taken(self, key: str) -> None:
        choice, before = self._shown[key], list(self.picked)
        self._list.close()
        if not self._many:
            self.picked = [choice]
        elif choice in self.picked:
            self.picked.remove(choice)
        elif len(self.picked) < self.most:
            self.picked.append(choice)
        self._show_picked()
        if not await self._chosen(self.picked):
            self.picked = before
            self._show_picked()

    async def _drop(self, choice: Choice) -> None:
        self.picked.remove(choice)
        self._show_picked()
        self.field.run_method("focus")
        await self._chosen(self.picked)

    def _show_picked(self) -> None:
        if not self.field.is_deleted:
            put(self.field, self._label)
            self._draw_chips()

    def _draw_chips(self) -> None:
        if self._chips is None:
            return
        self._chips.clear()
        with self._chips:
            for choice in self.picked:
                self._chip(choice)

    def _chip(self, choice: Choice) -> None:
        chip = Tag("button", choice.label, cls="chip", type="button")
        chip.set(aria_label=f"Take {choice.label} out").on_press(lambda: self._drop(choice))
        with chip:
            icon("close")


def put(field: Tag, text: str) -> None:
    """Make a text field hold this, whatever was typed into it."""
    code = f"const field = getHtmlElement({field.id}); if (field) field.value = {json.dumps(text)}"
    field.client.run_javascript(code)


def fixed(choices: Sequence[Choice]) -> Source:
    """A source of choices that are all known."""

    async def search(typed: str) -> Sequence[Choice]:
        wanted = typed.lower().strip()
        return [
            choice
            for choice in choices
            if matches(f"{choice.label} {choice.note}", typed) or wanted in choice.label.lower()
        ]

    return search
