"""Absence that is read in calendars and statuses."""

from __future__ import annotations

from bot.calendars import usecases as calendars
from bot.calendars.requests import (
    AnswerAll,
    AnswerEvent,
    FollowEvent,
    OpenCalendarForm,
    ReadNow,
    SaveCalendar,
    ShowCalendars,
    StopReading,
)
from bot.catalog.entry import Entry

CALENDARS: tuple[Entry, ...] = (
    Entry(OpenCalendarForm, calendars.open_calendar_form, reads=True),
    Entry(SaveCalendar, calendars.save_calendar),
    Entry(ShowCalendars, calendars.show_calendars, reads=True),
    Entry(StopReading, calendars.stop_reading),
    Entry(ReadNow, calendars.read_now),
    Entry(AnswerEvent, calendars.answer_event),
    Entry(AnswerAll, calendars.answer_all),
    Entry(FollowEvent, calendars.follow_event),
)
