"""A list of suggestions under a text field: the combobox pattern of the ARIA practices.

The field keeps the focus; the arrow keys move through the list, Enter takes, Escape closes. In the
composer Tab takes, too, and the first line at once; elsewhere Tab leaves the field as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui.events import GenericEventArguments

from handlers.playground.page.tags import Tag, said

# While the list is open these keys belong to it. The rest of the field's keys are its own.
KEYS = """(event) => {
  const open = event.target.getAttribute('data-open') === 'yes';
  const chosen = event.target.getAttribute('aria-activedescendant');
  const completes = event.target.role !== 'combobox' && !event.shiftKey;
  const taken = ['ArrowDown', 'ArrowUp', 'Escape'].includes(event.key)
    || (event.key === 'Enter' && (chosen || !completes)) || (event.key === 'Tab' && completes);
  if (open && taken && !event.isComposing) {
    event.preventDefault(); event.stopPropagation(); emit(event.key);
  } else if (!open && event.key === 'ArrowDown' && event.target.role === 'combobox') {
    event.preventDefault(); emit('open');
  } else if (event.key === 'Tab') { emit('leave'); }
}"""

# What was typed makes the list on screen an old one: no line of it may be taken any more.
TYPED = """(event) => {
  event.target.removeAttribute('aria-activedescendant'); emit(event.target.value);
}"""


@dataclass(frozen=True, slots=True)
class Item:
    """One line: `key` says which was taken. `group` is shown once above those that share it."""

    key: str
    label: str
    note: str = ""
    group: str = ""
    ticked: bool = False


class Listbox:
    """The list below `field`, drawn where it is made. `taken(key)` is called with the choice."""

    def __init__(
        self,
        field: Tag,
        label: str,
        taken: Callable[[str], object],
        *,
        opened: Callable[[], object] | None = None,
        many: bool = False,
        first: bool = False,
    ) -> None:
        self.field = field
        self.first = first  # whether the first line is chosen at once
        self.active = -1
        self._items: Sequence[Item] = ()
        self._taken = taken
        self._opened = opened
        self._rows: list[Tag] = []
        self.box = Tag(
            "div",
            cls="listbox",
            role="listbox",
            aria_label=label,
            aria_multiselectable="true" if many else None,
            hidden=True,
        )
        # Only a combobox may say that it is expanded; a text area has the list by aria-controls
        self._is_combobox = field.props.get("role") == "combobox"
        field.set(aria_controls=self.box.html_id, aria_autocomplete="list", data_open="no")
        if self._is_combobox:
            field.set(aria_expanded="false", aria_haspopup="listbox", autocomplete="off")
        field.on("keydown", self._key, js_handler=KEYS)

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose from on screen."""
        return bool(self._items)

    def show(self, items: Sequence[Item]) -> None:
        """Offer these; none closes the list."""
        self._items = items
        self.box.clear()
        self._rows = []
        group = ""
        with self.box:
            for number, item in enumerate(items):
                if item.group != group:
                    group = item.group
                    Tag("div", group, cls="group", role="presentation")
                self._rows.append(self._row(number, item))
        self.box.set(hidden=not items)
        self.field.set(data_open="yes" if items else "no")
        if self._is_combobox:
            self.field.set(aria_expanded="true" if items else "false")
        self._mark(0 if self.first and items else -1)

    def outdate(self) -> None:
        """Something was typed: until `show`, no line is the chosen one."""
        self._mark(-1)

    def close(self) -> None:
        """Take the list away."""
        if self._items:
            self.show(())

    def _row(self, number: int, item: Item) -> Tag:
        row = Tag("div", cls="option", role="option", aria_selected="false")
        with row:
            Tag("span", item.label, cls="label")
            if item.note:
                Tag("span", item.note, cls="note")
            if item.ticked:
                Tag("span", "check", cls="material-icons icon", aria_hidden="true")
                row.classes("ticked")
        # mousedown, not click: the field would lose the focus before
        row.on("mousedown.prevent", lambda _: self._take(number), [])
        return row

    def _key(self, event: GenericEventArguments) -> object:
        """What a key does; NiceGUI awaits what is returned, if it can be."""
        key, many = said(event), len(self._items)
        if key == "ArrowDown" and many:
            self._mark((self.active + 1) % many)
        elif key == "ArrowUp" and many:
            self._mark((self.active - 1) % many if self.active >= 0 else many - 1)
        elif many and (self.active >= 0 or key == "Tab") and key in {"Enter", "Tab"}:
            return self._take(max(self.active, 0))
        elif key in {"Escape", "leave"}:
            self.close()
        elif key == "open" and self._opened:
            return self._opened()
        return None

    def _mark(self, number: int) -> None:
        """Make one line the active one; -1 for none. It scrolls into view."""
        if 0 <= self.active < len(self._rows):
            self._rows[self.active].set(aria_selected="false")
        self.active = number
        row = self._rows[number] if 0 <= number < len(self._rows) else None
        self.field.set(aria_activedescendant=row.html_id if row else None)
        if row:
            row.set(aria_selected="true")
            row.run_method("scrollIntoView", {"block": "nearest"})

    def _take(self, number: int) -> object:
        return self._taken(self._items[number].key)
