"""Where people type: words to all, or /muster with its verbs offered while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui.events import GenericEventArguments

from handlers.playground.page.completion import offers
from handlers.playground.page.finder import put
from handlers.playground.page.listbox import TYPED, Item, Listbox
from handlers.playground.page.tags import Tag, icon, said

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane

# Enter sends, Shift+Enter breaks the line; a chosen suggestion is taken by listbox.KEYS before
SEND = """(event) => {
  const chosen = event.target.getAttribute('aria-activedescendant');
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !chosen) {
    event.preventDefault(); emit(event.target.value); event.target.value = '';
  }
}"""


class Composer:
    """The field below a room or a thread. `thread`: ts of the thread's first message, or None."""

    def __init__(self, pane: Pane, channel: str, thread: str | None = None) -> None:
        self.pane, self.channel, self.thread = pane, channel, thread
        self._typed = ""
        name = pane.reader.room_name(channel)
        room = pane.stage.workspace.channels[channel]
        where = f"#{name}" if room.name else name
        hint = f"Message {where}" if thread is None else "Reply in this thread"
        with Tag("form", cls="composer", aria_label=hint) as form:
            form.on("submit.prevent", lambda _: self._press(), [])
            with Tag("div", cls="composer-list"):
                self._list_place = Tag("div")
            with Tag("div", cls="composer-row"):
                self.field = self._draw_field(hint)
                button = Tag("button", cls="button primary square", type="submit")
                button.set(aria_label="Send")
                with button:
                    icon("send")
            self._help = Tag("p", cls="sr-only", role="status")
        with self._list_place:
            self._list = Listbox(self.field, "Suggestions", self._taken)

    def _draw_field(self, hint: str) -> Tag:
        tip = "Write a message, or /muster" if self.thread is None else hint
        field = Tag("textarea", cls="composer-field", rows="1", aria_label=hint, placeholder=tip)
        kind = "thread" if self.thread else "composer"
        field.set(data_spot=f"{self.pane.spot}/{kind}", autocomplete="off")
        field.on("input", self._input, js_handler=TYPED)
        field.on("keydown", lambda e: self._send(said(e)), js_handler=SEND)
        return field

    # ---- typing --------------------------------------------------------------------------------

    def _input(self, event: GenericEventArguments) -> None:
        self._typed = said(event)
        self._offer()

    def _offer(self) -> None:
        stage = self.pane.stage
        people = [(u.name, u.title) for u in stage.humans() if not u.deleted]
        found = offers(self._typed, stage.verbs, people, commands=self.thread is None)
        self._list.show([Item(offer.text, offer.label, offer.note) for offer in found])
        many = len(found)
        self._help.set_text(f"{many} suggestion{'' if many == 1 else 's'}" if many else "")

    def _taken(self, text: str) -> None:
        self._typed = text
        put(self.field, text)
        self._offer()

    # ---- sending -------------------------------------------------------------------------------

    async def _press(self) -> None:
        """The button was pressed, not Enter: the field has to be emptied from here."""
        put(self.field, "")
        await self._send(self._typed)

    async def _send(self, typed: str) -> None:
        text = typed.strip()
        if not text:
            return
        self._typed = ""
        self._list.close()
        pane, stage = self.pane, self.pane.stage
        channel = stage.workspace.channels[self.channel]
        if not text.startswith("/"):
            await pane.attempt(stage.people.say(pane.me, channel, text, self.thread))
        elif self.thread is not None:
            pane.tell(f"{text.split()[0]} does not work in threads. Type it in the room.")
        else:
            command, _, rest = text.partition(" ")
            await pane.attempt(stage.people.command(pane.me, channel, command, rest))
