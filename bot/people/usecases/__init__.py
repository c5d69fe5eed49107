"""What is done about people: met, let in, changed, removed, made chair."""

from __future__ import annotations

from bot.people.usecases.chairing import name_chair, with_first_chair
from bot.people.usecases.changing import person_changed
from bot.people.usecases.joining import (
    ask_to_join,
    decline,
    join,
    let_in,
    undo_decline,
    undo_let_in,
)
from bot.people.usecases.leaving import leave_myself, remove_member, undo_remove
from bot.people.usecases.linking import count_codes, link_me, type_link_code, unlink
from bot.people.usecases.managing import (
    edit_member,
    find_people,
    list_people,
    save_member,
    show_member,
    undo_add,
    undo_edit,
)
from bot.people.usecases.meeting import meet, people_seen

__all__ = [
    "ask_to_join",
    "count_codes",
    "decline",
    "edit_member",
    "find_people",
    "join",
    "leave_myself",
    "let_in",
    "link_me",
    "list_people",
    "meet",
    "name_chair",
    "people_seen",
    "person_changed",
    "remove_member",
    "save_member",
    "show_member",
    "type_link_code",
    "undo_add",
    "undo_decline",
    "undo_edit",
    "undo_let_in",
    "undo_remove",
    "unlink",
    "with_first_chair",
]
