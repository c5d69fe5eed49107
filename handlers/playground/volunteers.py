"""One of the crowd: what they do when asked, and now and then of their own accord.

They find their way by the words on buttons, as people do; nothing here knows Muster's insides.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from handlers.playground.objects import Message, User
from handlers.playground.seen import Control, Seen, see_message
from handlers.playground.server import Playground

COMMAND, ROOM = "/muster", "task-force"
SATURDAY, FRIDAY = 5, 4
MENU = "static_select"
_HOURS = re.compile(r"(\d+(?:\.\d+)?) h\b")

Settled = Callable[[], Awaitable[None]]


class Deed(StrEnum):
    """What somebody can want to do."""

    ANSWER = "answer the question about hours"
    CLAIM = "take a turn that is open"
    CLAIM_ON_PANEL = "take a turn from the roster in the room"
    RELEASE = "give a turn back"
    CANNOT = "say “I can't” to a reminder"
    GO_AWAY = "be away for some days"
    LOG = "log hours done"
    LET_IN = "let somebody in who asks to join"


@dataclass(frozen=True, slots=True)
class Habits:
    """`usual`: hours a week; `diligence`: how likely they answer, 0 to 1."""

    usual: float
    diligence: float


class Volunteer:
    """A person of the workspace with habits. Methods raise CannotDo as people's doings do."""

    def __init__(self, user: User, habits: Habits, playground: Playground, random: Random) -> None:
        self.user = user
        self.habits = habits
        self._workspace = playground.workspace
        self._people = playground.people
        self._touch = playground.touch
        self._random = random
        self._read = ""  # ts up to which they have read

    # ---- wanting -------------------------------------------------------------------------------

    def plan_day(self, today: date) -> Iterator[Deed]:
        """What they want to do on this local day without being asked."""
        if today.weekday() >= SATURDAY:
            return
        chances = {Deed.CLAIM_ON_PANEL: 0.04, Deed.RELEASE: 0.05, Deed.GO_AWAY: 0.01}
        if today.weekday() == FRIDAY:
            chances[Deed.LOG] = 0.3
        for deed, chance in chances.items():
            if self._random.random() < chance:
                yield deed

    def read(self) -> Iterator[tuple[Deed, float]]:
        """What new messages make them want to do, and after how many hours."""
        for message in self._inbox():
            if message.ts <= self._read or not message.bot or message.ephemeral_for:
                continue
            self._read = message.ts
            wanted = self._wanted(see_message(self._workspace, message).buttons)
            if wanted is not None:
                yield wanted

    def _wanted(self, buttons: tuple[str, ...]) -> tuple[Deed, float] | None:
        if "Not this week" in buttons and self._random.random() < self.habits.diligence:
            return Deed.ANSWER, min(8.0, self._random.expovariate(0.5))
        if "I can't" in buttons and self._random.random() < 0.05:
            return Deed.CANNOT, self._random.uniform(0, 3)
        if "Let in" in buttons:
            return Deed.LET_IN, self._random.uniform(0.5, 4)
        return None

    # ---- doing ---------------------------------------------------------------------------------

    async def do(self, deed: Deed, settled: Settled) -> list[Deed]:
        """Do it, and say what it makes them want to do next."""
        following: list[Deed] = []
        match deed:
            case Deed.ANSWER:
                following = await self._answer(settled)
            case Deed.CLAIM:
                await self._claim(await self._ask("open"), settled)
            case Deed.CLAIM_ON_PANEL:
                await self._claim(self._panel(), settled)
            case Deed.RELEASE:
                await self._press(await self._ask("mine"), "Give back")
            case Deed.CANNOT:
                await self._press(self._find("I can't"), "I can't")
            case Deed.GO_AWAY:
                await self._go_away()
            case Deed.LOG:
                await self._ask(f"hours done {max(1, round(self.habits.usual))}")
            case Deed.LET_IN:
                await self._press(self._find("Let in"), "Let in")
        await settled()
        return following

    async def _answer(self, settled: Settled) -> list[Deed]:
        question = self._find("Not this week")
        if question is None:
            return []
        if self._random.random() < 0.08:
            await self._press(question, "Not this week")
            return []
        await self._touch_it(question, self._nearest(question))
        await settled()
        if self._random.random() < 0.7:
            await self._press(self._find("Yes, log them"), "Yes, log them")
        wanted = 1 + (self.habits.usual > 2) + (self.habits.usual > 4)
        return [Deed.CLAIM] * wanted if self._random.random() < 0.55 else []

    def _nearest(self, question: Seen) -> Control:
        """The button with the hours nearest to what they usually give."""
        found = [(c, m) for c in question.controls if (m := _HOURS.search(c.label))]
        aim = self.habits.usual + self._random.choice((-1, 0, 0, 0, 1))
        return min(found, key=lambda pair: abs(float(pair[1][1]) - aim))[0]

    async def _claim(self, offered: Seen | None, settled: Settled) -> None:
        """One of the first that are offered; if that leaves a question, any answer to it."""
        open_ones = [c for c in offered.controls if c.label == "Claim"] if offered else []
        if not open_ones or offered is None:
            return
        first = min(int(self._random.expovariate(0.3)), len(open_ones) - 1)
        # the private list begins with what fits; the room's is in no order of one's own
        chosen = open_ones[first] if offered.private else self._random.choice(open_ones)
        await self._touch_it(offered, chosen)
        await settled()
        which = self._newest()
        if which and which.text.startswith("Which turn"):
            await self._choose(which)

    async def _choose(self, which: Seen) -> None:
        control = self._random.choice(which.controls)
        given = self._random.choice(control.options) if control.kind == MENU else None
        await self._touch_it(which, control, given)

    async def _go_away(self) -> None:
        today = self._workspace.clock.now().date()
        first = today + timedelta(days=self._random.randint(1, 10))
        last = first + timedelta(days=self._random.randint(0, 6))
        await self._ask(f"away {first.isoformat()}..{last.isoformat()}")

    # ---- eyes and fingers ----------------------------------------------------------------------

    async def _ask(self, words: str) -> Seen | None:
        """Type a command in the direct message; what is answered at once."""
        channel = self._workspace.direct(self.user.id)
        await self._people.command(self.user, channel, COMMAND, words)
        return self._newest()

    async def _press(self, seen: Seen | None, label: str) -> None:
        """Any of the buttons with this label, if there is one."""
        found = [c for c in seen.controls if c.label == label] if seen else []
        if found and seen is not None:
            await self._touch_it(seen, self._random.choice(found))

    async def _touch_it(self, seen: Seen, control: Control, given: str | None = None) -> None:
        where = (control.block_id, control.action_id)
        await self._touch.press(self.user, seen.source, *where, given)

    def _inbox(self) -> list[Message]:
        return self._workspace.visible(self.user.id, self._workspace.direct(self.user.id).id)

    def _find(self, label: str) -> Seen | None:
        """The newest message in the inbox that has such a button."""
        shown = (see_message(self._workspace, message) for message in reversed(self._inbox()))
        return next((seen for seen in shown if label in seen.buttons), None)

    def _newest(self) -> Seen | None:
        """The last thing that was said to this person anywhere, and to nobody else."""
        rooms = self._workspace.rooms_of(self.user.id)
        mine = [
            message
            for room in rooms
            for message in self._workspace.visible(self.user.id, room.id)[-3:]
            if message.ephemeral_for == self.user.id
        ]
        newest = max(mine, key=lambda message: message.touched, default=None)
        return see_message(self._workspace, newest) if newest else None

    def _panel(self) -> Seen | None:
        """The newest thing with a Claim button in the room."""
        try:
            room = self._workspace.channel(ROOM)
        except KeyError:
            return None
        for message in reversed(self._workspace.visible(self.user.id, room.id)):
            if message.bot and not message.ephemeral_for:
                seen = see_message(self._workspace, message)
                if "Claim" in seen.buttons:
                    return seen
        return None
