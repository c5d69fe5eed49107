"""Who is looking: names, rooms and dates as this person is shown them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.playground.objects import SLACKBOT, User
from handlers.playground.state import Workspace

ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Reader:
    """One person of the workspace as the one who reads. `user` is a user id."""

    workspace: Workspace
    user: str

    @property
    def me(self) -> User:
        """The person themselves."""
        return self.workspace.users[self.user]

    @property
    def zone(self) -> ZoneInfo:
        """The person's own time zone."""
        return ZoneInfo(self.me.tz)

    def now(self) -> datetime:
        """The playground's present, in the person's zone."""
        return self.workspace.clock.now().astimezone(self.zone)

    def local(self, ts: float | str) -> datetime:
        """Seconds since 1970 as an instant in the person's zone. Raises ValueError."""
        try:
            return datetime.fromtimestamp(float(ts), UTC).astimezone(self.zone)
        except (OverflowError, OSError) as wrong:
            raise ValueError(ts) from wrong

    def person_name(self, user: str) -> str:
        """What a user is called, "" if unknown."""
        if user == SLACKBOT:
            return "Slackbot"
        found = self.workspace.users.get(user)
        return found.name if found else ""

    def room_name(self, channel: str) -> str:
        """A room's name without "#"; a direct message's other people; "" if unknown."""
        found = self.workspace.channels.get(channel)
        if found is None:
            return ""
        others = [self.person_name(user) for user in found.members if user != self.user]
        return found.name or ", ".join(sorted(others)) or self.me.name

    # ---- dates ---------------------------------------------------------------------------------

    def moment(self, ts: str | float, pattern: str, fallback: str, url: str = "") -> Markup:
        """Slack's date tokens filled in, in the reader's zone; `fallback` if it is no instant."""
        try:
            at = self.local(ts)
        except ValueError:
            return Markup("{}").format(fallback or ts)
        said = pattern
        for token, value in date_tokens(at, self.now()).items():
            said = said.replace("{" + token + "}", value)
        full = f"{at:%A} {at.day} {at:%B %Y}, {at:%H:%M} ({self.me.tz})"
        shown = Markup('<time datetime="{}" title="{}">{}</time>').format(
            at.isoformat(), full, said or fallback
        )
        return link(url, shown) if url else shown

    def clock_time(self, ts: str | float) -> str:
        """An instant's time of day, as 09:05."""
        return f"{self.local(ts):%H:%M}"

    def day(self, ts: str | float) -> str:
        """An instant's day: "Today", "Yesterday" or "Monday, 23 November 2026"."""
        at, today = self.local(ts).date(), self.now().date()
        if at == today:
            return "Today"
        if at == today - timedelta(days=1):
            return "Yesterday"
        return f"{at:%A}, {at.day} {at:%B %Y}"


def date_tokens(at: datetime, now: datetime) -> dict[str, str]:
    """Slack's tokens for one instant; `now` decides about today, yesterday and "ago"."""
    ending = "th" if at.day in {11, 12, 13} else ORDINALS.get(at.day % 10, "th")
    date = f"{at:%B} {at.day}{ending}, {at.year}"
    short = f"{at:%b} {at.day}, {at.year}"
    long = f"{at:%A}, {date}"
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}.get((at.date() - now.date()).days)
    return {
        "date_num": f"{at:%Y-%m-%d}",
        "date_slash": f"{at:%d/%m/%Y}",
        "date_short_pretty": near or short,
        "date_long_pretty": near or long,
        "date_long_full": long,
        "date_pretty": near or date,
        "date_short": short,
        "date_long": long,
        "date": date,
        "day_divider_pretty": (near or long).capitalize() if near else long,
        "time_secs": f"{at:%H:%M:%S}",
        "time": f"{at:%H:%M}",
        "ago": _ago(now - at),
    }


def _ago(past: timedelta) -> str:
    seconds = abs(past.total_seconds())
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            many = int(seconds // size)
            words = f"{many} {name}{'' if many == 1 else 's'}"
            return f"{words} ago" if past > timedelta() else f"in {words}"
    return "just now"


def link(url: str, label: str | Markup) -> Markup:
    """A link that opens beside the page; only its label if the address is of an odd scheme."""
    if not is_safe(url):
        return Markup("{}").format(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        url, label or url
    )


def is_safe(url: str) -> bool:
    """Whether the address is of a kind that cannot run anything in this page."""
    return url.lower().startswith(("https://", "http://", "mailto:", "tel:"))
