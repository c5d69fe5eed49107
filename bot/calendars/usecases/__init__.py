"""What can be done about calendars and statuses: opt in and out, read, answer."""

from bot.calendars.usecases.answering import answer_all, answer_event, follow_event
from bot.calendars.usecases.composing import compose
from bot.calendars.usecases.opting import (
    open_calendar_form,
    read_now,
    save_calendar,
    show_calendars,
    stop_reading,
)
from bot.calendars.usecases.reading import (
    Failed,
    Job,
    Outcome,
    Read,
    ReadStatus,
    begin_reading,
    end_reading,
    status_heard,
)
from bot.calendars.usecases.taking_over import CALENDAR

__all__ = [
    "CALENDAR",
    "Failed",
    "Job",
    "Outcome",
    "Read",
    "ReadStatus",
    "answer_all",
    "answer_event",
    "begin_reading",
    "compose",
    "end_reading",
    "follow_event",
    "open_calendar_form",
    "read_now",
    "save_calendar",
    "show_calendars",
    "status_heard",
    "stop_reading",
]
