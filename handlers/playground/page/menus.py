"""Slack's menus and pickers of people and rooms, each as a Finder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.playground.objects import Json, Kind
from handlers.playground.page.board import Board
from handlers.playground.page.finder import Choice, Finder, Source, fixed
from handlers.playground.page.reader import Reader

# A conversations menu's `filter.include` → what it shows
INCLUDED = {
    "im": Kind.DIRECT,
    "mpim": Kind.GROUP,
    "private": Kind.PRIVATE,
    "public": Kind.PUBLIC,
}


def draw_menu(board: Board, block: Json, element: Json, label: str, **more: str | bool) -> None:
    """Any of the *_select and multi_*_select elements."""
    many = str(element["type"]).startswith("multi_")
    kind = str(element["type"]).removeprefix("multi_").removesuffix("_select")
    held = board.value(block, element)
    start = [_named(board.reader, kind, one) for one in (held if many else [held]) if one]

    async def chosen(picked: list[Choice]) -> bool:
        values = [choice.value for choice in picked]
        return await board.use(block, element, values if many else values[0])

    Finder(
        label,
        _source(board, block, element, kind),
        chosen,
        start=start,
        many=many,
        most=int(element.get("max_selected_items") or 100),
        placeholder=_text(element.get("placeholder")),
        spot=board.next_spot(),
        described_by=str(more.get("described_by", "")),
    )


def _source(board: Board, block: Json, element: Json, kind: str) -> Source:
    if kind == "static":
        return fixed(list(options_of(element)))
    if kind == "users":
        return fixed(people(board.reader))
    if kind in {"channels", "conversations"}:
        return fixed(list(_rooms(board.reader, element, kind)))

    async def ask(typed: str) -> Sequence[Choice]:
        ids = (block["block_id"], element["action_id"])
        return list(_choices(await board.doing.suggest(*ids, typed)))

    return ask


def _named(reader: Reader, kind: str, value: Json | str) -> Choice:
    if isinstance(value, dict):
        return next(_choices([value]))
    name = reader.person_name(value) if kind == "users" else reader.room_name(value)
    return Choice(value, name or value, value=value)


def options_of(element: Json) -> Iterator[Choice]:
    """A menu's own options, with the groups they are in."""
    yield from _choices(element.get("option_groups") or element.get("options") or [])


def _choices(given: list[Json], group: str = "") -> Iterator[Choice]:
    for item in given:
        if "options" in item:
            yield from _choices(item["options"], _text(item.get("label")))
        else:
            label, note = _text(item.get("text")), _text(item.get("description"))
            yield Choice(f"{group}|{item.get('value')}", label, note, group, item)


def people(reader: Reader) -> list[Choice]:
    """Everyone who can be chosen: no bots, no leavers."""
    users = sorted(reader.workspace.users.values(), key=lambda user: user.name)
    return [
        Choice(user.id, user.name, user.title, value=user.id)
        for user in users
        if not (user.is_bot or user.deleted)
    ]


def _rooms(reader: Reader, element: Json, kind: str) -> Iterator[Choice]:
    include = (element.get("filter") or {}).get("include") or list(INCLUDED)
    wanted = {INCLUDED[name] for name in include if name in INCLUDED}
    for channel in sorted(reader.workspace.channels.values(), key=lambda c: c.name):
        is_public = channel.kind is Kind.PUBLIC
        fits = is_public if kind == "channels" else channel.kind in wanted
        if channel.archived or not fits or not (is_public or reader.user in channel.members):
            continue
        sign = "#" if channel.name and channel.kind is not Kind.GROUP else ""
        yield Choice(channel.id, sign + reader.room_name(channel.id), value=channel.id)


def _text(composed: Json | None) -> str:
    return str((composed or {}).get("text", ""))
