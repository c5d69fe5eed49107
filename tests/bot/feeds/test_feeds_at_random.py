"""Whatever people do, in whatever order: what calendars say is true, and numbered."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.feeds.requests import ShowNames
from bot.feeds.rules import Event
from bot.feeds.usecases import find_feed, load_version
from bot.holding import load_holding
from bot.model import Role
from bot.people.requests import RemoveMember
from bot.setup.requests import RestoreDuty, RetireDuty, SaveDuty
from bot.undo.requests import Undo
from bot.weeks import Span, Window
from tests.bot.cast import Cast, buttons, set_stage
from tests.bot.feeds.stage import composed, connected, make, read

PEOPLE = ("ada", "ben", "carla")
DUTIES = ("Facebook", "Support")
WHEN = ("this week", "next week", "tomorrow", "fri")
said = st.one_of(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.builds(
            "{} {} {}".format,
            st.sampled_from(("claim", "release")),
            st.sampled_from(DUTIES),
            st.sampled_from(WHEN),
        ),
    ),
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(("away tomorrow..fri", "back"))),
)
acts = st.one_of(
    said,
    st.tuples(st.just("names"), st.booleans()),
    st.tuples(st.just("rename"), st.sampled_from(("Facebook page", "Facebook"))),
    st.tuples(st.just("retire"), st.booleans()),
    st.tuples(st.just("press"), st.sampled_from(("Find cover", "Undo", "Give it back"))),
    st.tuples(st.just("forward"), st.sampled_from((1, 7, 30, 100))),
    st.tuples(st.just("leave"), st.just("ben")),
)


@dataclass
class World:
    cast: Cast
    tokens: dict[str, str]
    last: tuple[str, object] = ("", None)  # who read which card

    def do(self, who: str, what: object) -> None:
        cast = self.cast
        if who in PEOPLE:
            self.last = (who, cast.say(who, str(what)))
        elif who == "names":
            cast.press("carla", ShowNames(on=bool(what)))
        elif who == "forward":
            cast.clock.forward(hours=int(str(what)))
        elif who == "press":
            self._press(str(what))
        elif who == "leave" and (member := cast.by_user(str(what))):
            cast.press("carla", RemoveMember(member=member.id))
        else:
            self._change_duty(who, what)

    def _press(self, label: str) -> None:
        user, reply = self.last
        card = getattr(reply, "card", None)
        wanted = Undo if label == "Undo" else object
        found = [b for b in buttons(card) if b.label == label] if card else []
        if found and isinstance(found[0].request, wanted):
            self.last = (user, self.cast.press(user, found[0].request))

    def _change_duty(self, who: str, what: object) -> None:
        with self.cast.read() as tx:
            duty = tx.roster.duties(retired=True)[0]
        if who == "retire":
            kind = RetireDuty if what else RestoreDuty
            self.cast.press("carla", kind(duty=duty.id))
        else:
            form = SaveDuty(
                duty=duty.id, name=str(what), hours="6", least="1", most="2", windows="", kind="x"
            )
            self.cast.press("carla", form)

    def events(self, name: str) -> dict[int, Event]:
        calendar = composed(self.cast, self.tokens[name])
        return {event.entry.about: event for event in calendar.events}

    def stamp(self) -> object:
        store = self.cast.bot.store
        task_force, _feed = find_feed(store, self.tokens["all"])
        return load_version(store, task_force, self.cast.clock.now())


@contextmanager
def world(migrated_file: Path) -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "muster.db"
        shutil.copy(migrated_file, path)
        for cast in set_stage(f"sqlite:///{path}"):
            connected(cast)
            for user in PEOPLE:
                cast.member(user, Role.CHAIR if user == "carla" else Role.MEMBER)
            cast.duty("Facebook")
            week = tuple(Window(day, 9 * 60, 13 * 60) for day in range(5))
            cast.duty("Support", windows=week, people_most=1, minutes_a_week=600)
            kinds = {"all": ("carla", "all"), "mine": ("ada", "mine")}
            yield World(cast, {name: make(cast, *kind) for name, kind in kinds.items()})


def check_numbers(before: dict[int, Event], after: dict[int, Event]) -> None:
    """A number grows with every change, and with nothing else."""
    for about, event in after.items():
        if (old := before.get(about)) is None:
            continue
        if old.entry == event.entry:
            assert (event.sequence, event.changed_at) == (old.sequence, old.changed_at)
        else:
            assert event.sequence > old.sequence
            assert event.changed_at >= old.changed_at


def check_truth(here: World) -> None:
    """The feed of all says who holds what as the one answer does; one's own, what one holds."""
    now = here.cast.clock.now()
    names = here.cast.press("carla", ShowNames(on=True))
    assert names.card is not None
    seen, mine = here.events("all"), here.events("mine")
    ada = here.cast.by_user("ada")
    assert ada is not None
    with here.cast.read() as tx:
        held = load_holding(tx, Span(now, now + timedelta(weeks=7)))
        coming = tx.claims.of_member(ada.id, Span(now, now + timedelta(weeks=7)))
    for one in held:
        title = seen[one.turn.id].entry.title
        for holder in one.holders:
            assert holder.name in title
        assert ("open)" in title) == one.is_open(now)
    assert all(mine[claim.id].entry.standing == "held" for _turn, claim in coming)


@given(st.lists(acts, max_size=12))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_calendars_are_numbered_and_true(migrated_file: Path, doing: list[tuple[str, object]]):
    with world(migrated_file) as here:
        for who, what in doing:
            before = {name: here.events(name) for name in here.tokens}
            stamp = here.stamp()
            here.do(who, what)
            after = {name: here.events(name) for name in here.tokens}
            for name in here.tokens:
                check_numbers(before[name], after[name])
            if here.stamp() == stamp:  # else a calendar would be told that nothing has changed
                assert before == after, (who, what)
        check_truth(here)
        for token in here.tokens.values():
            read(here.cast, token)
