"""What the chair sets up."""

from __future__ import annotations

from bot.setup.usecases.duties import edit_duty, list_duties, save_duty, show_duty, undo_duty
from bot.setup.usecases.lists import (
    edit_account,
    edit_department,
    list_accounts,
    list_departments,
    save_account,
    save_department,
    undo_account,
    undo_department,
)
from bot.setup.usecases.overview import edit_basics, open_setup, save_basics, undo_basics
from bot.setup.usecases.retiring import restore_duty, retire_duty, undo_restore, undo_retire
from bot.setup.usecases.rooms import (
    edit_room,
    remove_room,
    save_room,
    show_rooms,
    undo_room,
    undo_room_add,
    undo_room_remove,
    use_this_room,
)
from bot.setup.usecases.times import (
    edit_deadline,
    edit_time,
    save_deadline,
    save_time,
    show_times,
    undo_deadline,
    undo_time,
)

__all__ = [
    "edit_account",
    "edit_basics",
    "edit_deadline",
    "edit_department",
    "edit_duty",
    "edit_room",
    "edit_time",
    "list_accounts",
    "list_departments",
    "list_duties",
    "open_setup",
    "remove_room",
    "restore_duty",
    "retire_duty",
    "save_account",
    "save_basics",
    "save_deadline",
    "save_department",
    "save_duty",
    "save_room",
    "save_time",
    "show_duty",
    "show_rooms",
    "show_times",
    "undo_account",
    "undo_basics",
    "undo_deadline",
    "undo_department",
    "undo_duty",
    "undo_restore",
    "undo_retire",
    "undo_room",
    "undo_room_add",
    "undo_room_remove",
    "undo_time",
    "use_this_room",
]
