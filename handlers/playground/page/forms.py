"""Input blocks: a label, a control, a hint, and what was wrong with the answer."""

from __future__ import annotations

from base64 import b64decode

from nicegui.events import GenericEventArguments

from handlers.playground.objects import Json
from handlers.playground.page.board import Board
from handlers.playground.page.controls import Label, draw_control, words
from handlers.playground.page.tags import Tag

# How the browser is told what kind of text is meant; it brings the right keyboard on a phone
TEXTS = {
    "plain_text_input": {"type": "text"},
    "email_text_input": {"type": "email", "autocomplete": "off"},
    "url_text_input": {"type": "url"},
    "number_input": {"type": "text", "inputmode": "decimal"},
    "rich_text_input": {"type": "text"},
}
FILE_MOST = 700_000  # bytes: what the page's socket takes at once, less a third for base64
READ_FILES = """(event) => {
  for (const file of event.target.files) {
    const reader = new FileReader();
    reader.onload = () => emit(file.name, reader.result);
    file.size > %d ? emit(file.name, null) : reader.readAsDataURL(file);
  }
}"""
LONG = frozenset({"rich_text_input"})


class Complaints:
    """What is wrong with a form's answers, shown under each without drawing the form anew."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[Tag, Tag]] = {}  # block_id → (its frame, its line)

    def add(self, block_id: str, frame: Tag, line: Tag) -> None:
        """Remember where the complaint about this block goes."""
        self._lines[block_id] = (frame, line)

    def show(self, errors: dict[str, str]) -> None:
        """Show these sentences, by block_id, and no others."""
        for block_id, (frame, line) in self._lines.items():
            sentence = errors.get(block_id, "")
            line.set_text(sentence)
            line.set(hidden=not sentence)
            frame.classes(add="wrong" if sentence else "", remove="" if sentence else "wrong")

    def first(self, errors: dict[str, str]) -> Tag | None:
        """The frame of the first answer that is wrong."""
        return next((frame for key, (frame, _) in self._lines.items() if key in errors), None)


def draw_input(board: Board, block: Json, complaints: Complaints | None = None) -> None:
    """An input block with its element."""
    element = block["element"]
    name = words(block.get("label"))
    with Tag("div", cls="input-block") as frame:
        head = Tag("div", name, cls="input-label")
        if block.get("optional"):
            with head:
                Tag("span", "(optional)", cls="note")
        if block.get("hint"):
            hint = Tag("p", words(block["hint"]), cls="hint")
        wrong = Tag("p", cls="complaint", role="alert", hidden=True)
        described = f"{hint.html_id} {wrong.html_id}" if block.get("hint") else wrong.html_id
        named = name + (" (optional)" if block.get("optional") else "")
        _element(board, block, element, Label(named, described))
    if complaints:
        complaints.add(block["block_id"], frame, wrong)


def _element(board: Board, block: Json, element: Json, label: Label) -> None:
    if element["type"] in TEXTS:
        draw_text(board, block, element, label)
    elif element["type"] == "file_input":
        draw_file(board, block, element, label)
    else:
        draw_control(board, block, element, label)


def draw_text(board: Board, block: Json, element: Json, label: Label) -> None:
    """A field for words, one line or several."""
    kind = element["type"]
    is_long = bool(element.get("multiline")) or kind in LONG
    field = Tag("textarea" if is_long else "input", cls="field")
    if is_long:
        field.set(rows="4")
    else:
        field.set(**TEXTS[kind])
    most = element.get("max_length")
    field.set(
        placeholder=words(element.get("placeholder")) or None,
        maxlength=str(most) if most else None,
        defaultValue=_text_of(board.value(block, element)),
        data_spot=board.next_spot(),
        data_first="yes" if element.get("focus_on_load") else None,
        **label.attributes(element),
    )
    typed = (element.get("dispatch_action_config") or {}).get("trigger_actions_on") or []
    told = block.get("dispatch_action") and "on_character_entered" not in typed
    # With dispatch_action Muster hears of each press: on leaving the field, unless it wants all
    field.on_value(
        lambda text: board.use(block, element, text or None), "change" if told else "input"
    )


def _text_of(value: str | Json | None) -> str:
    """A text value; of rich text the words."""
    if not isinstance(value, dict):
        return value or ""
    parts = [p for e in value.get("elements", []) for p in e.get("elements", [])]
    return "".join(str(part.get("text", "")) for part in parts)


def draw_file(board: Board, block: Json, element: Json, label: Label) -> None:
    """A place to hand in documents."""

    async def handed_in(event: GenericEventArguments) -> None:
        name, address = event.args
        if address is None:
            kept.set_text(f"{name} is larger than {FILE_MOST // 1000} kB: too large for this page.")
            return
        data = b64decode(str(address).partition(",")[2])
        await board.doing.attach(block["block_id"], element["action_id"], str(name), data)
        kept.set_text(f"{kept.text}{', ' if kept.text else 'Handed in: '}{name}")

    kinds = ",".join(f".{kind}" for kind in element.get("filetypes") or [])
    several = int(element.get("max_files") or 10) > 1
    with Tag("div", cls="files"):
        chooser = Tag("input", type="file", multiple=several, accept=kinds or None)
        chooser.set(data_spot=board.next_spot(), **label.attributes(element))
        chooser.on("change", handed_in, js_handler=READ_FILES % FILE_MOST)
        kept = Tag("p", cls="note", role="status")
