"""Small iCalendar documents, as providers write them; names and addresses are made up."""

from __future__ import annotations

from collections.abc import Iterable

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//made up//for tests//EN\r\n"
OOF = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
WEST_EUROPE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
""".replace("\n", "\r\n")


def event(uid: str, *lines: str) -> str:
    body = "".join(f"{line}\r\n" for line in lines)
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\n{body}END:VEVENT\r\n"


def days(uid: str, title: str, first: str, after: str, *more: str) -> str:
    """Whole days: `first` to, but without, `after`, as `20261204`."""
    return event(
        uid, f"SUMMARY:{title}", f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}", *more
    )


def hours(uid: str, title: str, start: str, end: str, *more: str) -> str:
    """As `20261204T090000Z`."""
    return event(uid, f"SUMMARY:{title}", f"DTSTART:{start}", f"DTEND:{end}", *more)


def document(*parts: str | Iterable[str]) -> bytes:
    body = "".join(part if isinstance(part, str) else "".join(part) for part in parts)
    return f"{HEAD}{body}END:VCALENDAR\r\n".encode()
