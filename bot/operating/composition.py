"""Everything wired by hand, once: settings → store → messengers → doors → run → close."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from bot import catalog
from bot.answer import answer
from bot.app import Bot
from bot.calendars.usecases import status_heard
from bot.connecting.usecases import workspace_lost
from bot.errors import Fault
from bot.feeds.rules import Calendar
from bot.following.usecases import settle_sign
from bot.installing import regained
from bot.model import Delivery, Workspace
from bot.operating.engines import make_engine
from bot.operating.paging import open_links, pages_of
from bot.operating.platforms import Given, Platform
from bot.operating.sealing import make_sealer
from bot.people.usecases import meet, people_seen, person_changed
from bot.ports.outside import Clock, Profile, SystemClock
from bot.settings import Settings
from handlers.calendars.readers import Readers
from handlers.clock import ClockDoor
from handlers.ears import Ears
from handlers.feeds.door import FeedDoor
from handlers.pacing import BY_PLATFORM, Pacing
from handlers.postman import Postman
from handlers.saying import Tools
from handlers.solving import Solvers
from handlers.web import Endpoint, Server, listen, port_of, web_app, web_server
from storage import open_store
from storage.revisions import newer, pending
from storage.store import SqlStore

DRAINING_SECONDS = 4.0  # for answers under way; requests have had up to 5 before (handlers.web)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """Which of its jobs this process does."""

    doors: bool = True  # hear people
    worker: bool = True  # clock, postman and solver
    health: bool = True  # answer /healthz and /readyz; with doors in any case


_Open = Callable[[Given], Awaitable[Platform]]


def _configured(settings: Settings) -> list[_Open]:
    """Who opens each platform that the settings name. The others' SDKs are not even imported."""
    opening: list[_Open] = []
    if settings.has_slack:
        from bot.operating.on_slack import open_slack

        opening.append(open_slack)
    if settings.has_teams:
        from bot.operating.on_teams import open_teams

        opening.append(open_teams)
    return opening


def _render_feed(calendar: Calendar, host: str) -> bytes:
    from handlers.feeds.calendar import render  # with its library, by the first feed

    return render(calendar, host)


class Muster:
    """One process of Muster: `start`, then `wait`, then `stop`; tests and playground run it too."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        parts: Parts | None = None,
        pacing: Mapping[str, Pacing] = BY_PLATFORM,
    ) -> None:
        self.settings = settings
        self.reached_at = settings.public_url  # the playground learns its own once it listens
        self.clock: Clock = clock or SystemClock()
        self.parts = parts or Parts()
        self.engine = make_engine(settings.database_url)
        self.store: SqlStore = open_store(settings.database_url, self.engine)
        links = open_links(settings, self.public_url)
        self.bot = Bot(
            self.store,
            self.clock,
            catalog.CODEC,
            settings.chair_email,
            settings.zone,
            tuple(
                name
                for name, there in (("slack", settings.has_slack), ("teams", settings.has_teams))
                if there
            ),
            public_url=self.public_url,
            sealer=make_sealer(settings),
            pages=links,
        )
        self.feeds = FeedDoor(self.store, self.clock, self.public_url, _render_feed)
        self._pages = pages_of(links, self.store, self.clock)
        self._pacing = pacing
        self.platforms: list[Platform] = []
        self._server: Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._stop_asked = asyncio.Event()

    async def start(self) -> None:
        """Raises Fault with one sentence if it cannot run as it is set up."""
        self.settings.check_can_serve()
        if pending(self.store):
            raise Fault("The database is not up to date: run `python -m bot migrate` first.")
        if newer(self.store):
            log.warning("A newer version has migrated the database.", action="newer_database")
        try:
            await self._open_doors()
        except BaseException:
            await self.stop()
            raise

    async def _open_doors(self) -> None:
        ears = Ears(
            partial(answer, self.bot), self._person_changed, self._workspace_lost, self._people_seen
        )
        given = Given(self.settings, self.clock, self.store, ears)
        for open_platform in _configured(self.settings):
            self.platforms.append(await open_platform(given))
        self._make_worker()
        if self.parts.worker:
            await self.engine.start(self.postman.run_lane)
            await self.clock_door.start()
            await self.solvers.start()
            await self.readers.start()
        endpoints: dict[str, Endpoint] = {}
        if self.parts.doors:
            for platform in self.platforms:
                endpoints |= await platform.listen()
        if self.parts.doors or self.parts.health:
            await self._serve(endpoints)
        log.info(
            "Muster is up.",
            action="started",
            port=self.port if self._server else None,
            platforms=[platform.name for platform in self.platforms],
            worker=self.parts.worker,
        )

    def _make_worker(self) -> None:
        compose = catalog.make_compose(self.store, self.clock)
        self.postman = Postman(
            Tools(
                bot=self.bot,
                messengers={platform.name: platform.messenger for platform in self.platforms},
                compose=compose,
                met=self._met,
                settle=self._settle,
                pacing=self._pacing,
            )
        )
        self.clock_door = ClockDoor(self.bot, catalog.JOBS)
        self.solvers = Solvers(self.bot)
        messengers = {platform.name: platform.messenger for platform in self.platforms}
        self.readers = Readers(self.bot, messengers)

    async def _serve(self, endpoints: Mapping[str, Endpoint]) -> None:
        host, port = self.settings.host, self.settings.port
        try:
            listener = listen(host, port)
        except OSError as error:
            reason = error.strerror or "it is not free"
            raise Fault(f"Port {port} of {host} cannot be listened on: {reason}.") from error
        pages = {**self.feeds.pages(), **self._pages} if self.parts.doors else {}
        app = web_app(self._problems, endpoints, pages)
        self._server = web_server(app, host, port, self.settings.proxies)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        while not self._server.started:
            if self._serving.done():
                raise Fault("The web server did not start; the log says why.")
            await asyncio.sleep(0.01)

    @property
    def port(self) -> int:
        """Where it listens, also when the system chose."""
        assert self._server is not None
        return port_of(self._server)

    def public_url(self) -> str:
        """Where browsers and calendars reach it, without a slash at the end; "": nowhere."""
        return self.reached_at

    def _problems(self) -> Sequence[str]:
        """Why this process cannot serve now; for /readyz, in a worker thread.

        Anybody may ask there: where the database lives is for the log alone.
        """
        try:
            return ["The database is not migrated."] if pending(self.store) else []
        except Fault as fault:
            log.warning("The database is out of reach.", action="not_ready", reason=str(fault))
            return ["The database cannot be used; the log says why."]

    # ---- what the doors and the postman call, in worker threads ------------------------------

    def _person_changed(self, platform: str, workspace: str, profile: Profile) -> None:
        found = self.bot.workspace(platform, workspace)
        if found:
            now = self.clock.now()
            with self.store.write(found.task_force_id, now=now) as tx:
                person_changed(tx, found, profile, now)
                status_heard(tx, found, profile, now)

    def _workspace_lost(self, platform: str, workspace: str) -> None:
        log.warning(
            "Muster was removed from a workspace.", action="uninstalled", workspace=workspace
        )
        found = self.bot.workspace(platform, workspace)
        if found:
            now = self.clock.now()
            with self.store.write(found.task_force_id, now=now) as tx:
                workspace_lost(tx, found, now)

    def _people_seen(
        self, platform: str, workspace: str, profiles: Sequence[Profile]
    ) -> Sequence[str]:
        """Those who are on the task force's list can be written to from now on: their ids."""
        found = self.bot.workspace(platform, workspace)
        if found is None:
            return ()
        now = self.clock.now()
        with self.store.write(found.task_force_id, now=now) as tx:
            regained(tx, found, now)
            return people_seen(tx, found, profiles, now)

    def _met(self, workspace: Workspace, profile: Profile) -> str | None:
        now = self.clock.now()
        with self.store.write(workspace.task_force_id, now=now) as tx:
            member = meet(tx, workspace, profile, now)
        return profile.user if member else None

    def _settle(self, workspace: Workspace, delivery: Delivery, reason: str) -> None:
        now = self.clock.now()
        with self.store.write(workspace.task_force_id, now=now) as tx:
            settle_sign(tx, delivery, reason, now)

    async def settled(self) -> None:
        """Nothing asked is unanswered, and nothing due is unsaid. For playground and tests."""
        for platform in self.platforms:
            await platform.settled()
        await self.clock_door.sweep_lanes()
        await self.engine.idle()

    # ---- the end -----------------------------------------------------------------------------

    async def wait(self) -> None:
        """Until it is asked to stop, or the server ends."""
        if self._serving is not None:
            await self._serving
        else:
            await self._stop_asked.wait()

    def ask_to_stop(self) -> None:
        """For a signal handler."""
        self._stop_asked.set()
        if self._server:
            self._server.should_exit = True

    async def stop(self) -> None:
        """Let what is under way finish or be handed back, within about 10 s; then close."""
        self.ask_to_stop()
        await asyncio.gather(self._stop_hearing(), self._stop_working())
        for platform in self.platforms:
            await platform.close()
        self.store.close()

    async def _stop_hearing(self) -> None:
        for platform in self.platforms:
            await platform.stop_listening()
        if self._serving:
            await asyncio.gather(self._serving, return_exceptions=True)
        self.feeds.close()
        await asyncio.gather(*(platform.drain(DRAINING_SECONDS) for platform in self.platforms))

    async def _stop_working(self) -> None:
        if hasattr(self, "clock_door"):
            await asyncio.gather(self.clock_door.stop(), self.solvers.stop(), self.readers.stop())
            await asyncio.gather(self.engine.stop(), self.postman.stop())
