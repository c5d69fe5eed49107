"""What every use-case receives: the bot it works for, and the visit it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.buttons import Codec
from bot.cards import Request
from bot.errors import Offer, Refusal
from bot.model import Member, MemberState, TaskForce, Workspace
from bot.ports.outside import Caller, Clock, Sealer
from bot.ports.pages import Pages
from bot.ports.store import Store
from bot.reader import Reader
from bot.weeks import to_local, week_of


@dataclass(frozen=True, slots=True)
class Bot:
    store: Store
    clock: Clock
    codec: Codec
    first_chair_email: str = ""  # if set, only this person may become the first chair
    zone: str = "UTC"  # of a task force that is founded by somebody whose platform names no zone
    platforms: tuple[str, ...] = ("slack", "teams")  # on which this Muster can be met
    public_url: Callable[[], str] = str  # where calendars reach its feeds; "": nowhere
    pages: Pages | None = None  # None: there is no public address, or no key to sign with
    sealer: Sealer | None = None  # None: nothing secret can be kept

    def workspace(self, platform: str, external_id: str) -> Workspace | None:
        """Looked up each time: it may have joined a task force, or left one, in any process."""
        return self.store.find_workspace(platform, external_id)


@dataclass(frozen=True, slots=True)
class Visit:
    """One person asking one thing, at one instant."""

    bot: Bot
    caller: Caller
    workspace: Workspace
    task_force: TaskForce
    member: Member | None  # None: not (or no longer) in the task force
    now: datetime

    @property
    def me(self) -> Member:
        """The member who asks; the entry in the catalog has made sure that there is one."""
        if self.member is None or self.member.state is not MemberState.ACTIVE:
            # who left, or was declined, knows that they were there before
            yet = "" if self.member is not None else " yet"
            raise Refusal(
                "not_a_member",
                f"You are not in the task force{yet}.",
                "Duties are held by its members.",
                "Type `/muster` and choose “Ask to join”.",
            )
        return self.member

    @property
    def zone(self) -> str:
        """The reader's own zone; a newcomer's profile, else the task force's."""
        if self.member:
            return self.member.zone
        profile = self.caller.profile
        return profile.zone if profile and profile.zone else self.task_force.zone

    @property
    def reader(self) -> Reader:
        """In whose time the answer speaks."""
        return Reader(self.zone, self.task_force.zone, self.task_force.first_weekday)

    @property
    def today(self) -> date:
        """The local date in the task force's zone."""
        return to_local(self.now, self.task_force.zone).date()

    @property
    def week(self) -> date:
        return week_of(self.today, self.task_force.first_weekday)


def offer(label: str, request: Request) -> Offer:
    """A button below a refusal: the way out."""
    return Offer(label, request)
