"""Follows the Change feed and keeps the mirrors up to date, for as long as it runs."""

import gc
import socket
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.publishing import days, leases, schedule, switches
from cms.publishing.followers import Followers
from site_builder.attempts import noted
from site_builder.build import Report
from site_builder.errors import BuilderError
from site_builder.orders import Clerk, next_order
from site_builder.project import exporter, look_at_feed, name_of, one_builder, open_store, options
from site_builder.redirect_map import reload_web_server, write_redirects
from site_builder.refresh import Taken, refresh
from site_builder.render import Renderer
from site_builder.tombstones import MOVED
from site_builder.upkeep import Upkeep
from site_builder.watchman import Watchman

PAUSE = 0.2  # seconds between two looks at the feed: nobody is told of news, so that no word of it can be lost
PAUSE_AFTER_ERROR = 5.0
ROUND = 1.0  # seconds between two looks at what is due by the clock, and at the other publishers
RECONCILED_EVERY = 24 * 60 * 60.0  # seconds between two comparisons of all records with the database

Tell = Callable[[str], None]


def publish_forever(stop: Event, tell: Tell, **chosen: Any) -> None:
    """Publish whatever changes, until `stop` is set; what is under way is finished first.

    What cannot be reached now (the database, a mirror, a builder that runs elsewhere) is tried again later. A broken page
    is reported and waits for the next change: trying it again would fail again.
    """
    options(**chosen).state.mkdir(parents=True, exist_ok=True)
    publisher: Publisher | None = None
    try:
        while not stop.is_set():
            try:
                publisher = publisher or Publisher(tell, **chosen)
                publisher.look()
                publisher.rest(PAUSE)
            except (BuilderError, DatabaseError, OSError) as error:
                tell(f"发布未完成：{error}")
                if publisher:
                    publisher.distrust()
                stop.wait(PAUSE_AFTER_ERROR)
            finally:
                let_go()
    finally:
        if publisher:
            publisher.close()


def let_go() -> None:
    """Hold nothing of a database in a file between two looks: the file may be replaced. A server's is kept while it works."""
    if connection.vendor == "sqlite":
        connection.close()
    else:
        connection.close_if_unusable_or_obsolete()


class Publisher:
    """A process that publishes: what it holds between two looks."""

    def __init__(self, tell: Tell, **chosen: Any) -> None:
        self._tell = tell
        chosen_options = options(**chosen)
        self._name = name_of(chosen_options.state)
        self._leases = leases.Leases(self._name)
        self._options = replace(chosen_options, may_publish=self._leases.holds)
        self._store = open_store()
        self._upkeep = Upkeep(self._store, self._options)
        self._watchman = Watchman(self._store, self._upkeep, self._options, tell)
        self._clerk = Clerk(self._store, self._upkeep, self._options, self._watchman, self._note_report)
        self._exporter = exporter()
        self._followers = Followers(tell, patient=False)
        self._followers_have_more = False
        self._held: set[str] = set()
        self._frozen: set[str] = set()
        self._later: dict[str, float] = {}  # sites that could not be written, and until when they are left alone
        self._looked = timezone.now()  # up to when notices that appear or come down by themselves are reported
        self._settled: Renderer | None = None
        self._next_round = 0.0
        self._next_reconciliation = time.monotonic() + RECONCILED_EVERY
        leases.enlist(self._name, socket.gethostname())
        self._heart = Heart(self._name)

    def distrust(self) -> None:
        """Compare everything the next time: something was broken off, perhaps after the store took in what is news."""
        self._upkeep.forget()

    def close(self) -> None:
        """Let others have the sites."""
        self._heart.stop()
        self._watchman.stop()
        self._followers.close()
        try:
            leases.resign(self._name)
        except DatabaseError as error:
            self._tell(f"退出时未能登记：{error}")
        finally:
            connection.close()
            self._store.close()

    def rest(self, seconds: float) -> None:
        """Do nothing for a while, unless somebody touches a mirror."""
        let_go()
        if self._watchman.wait(seconds):
            with one_builder(self._options.state):
                self._watchman.look()

    def look(self) -> None:
        """Do what there is to be done. Followers hear of what is withdrawn before the mirrors do, and of what is new after."""
        begins_round = time.monotonic() >= self._next_round
        if self._look_at_mirrors() or begins_round or self._followers_have_more:
            self._followers_have_more = self._followers.follow()

    def _look_at_mirrors(self) -> bool:
        """Bring the mirrors up to date; return whether there was anything to do."""
        if time.monotonic() >= self._next_round:
            self._go_round()  # what is due by the clock is in the feed after that
        feed = look_at_feed(self._store)
        anew = feed.is_another or self._store.change < 0 or self._store.exported_with() != self._exporter
        if not (anew or feed.has_news or self._due() or self._upkeep.due_switches(self._frozen_now())):
            return False
        if feed.has_news:
            self._followers.withdraw()
        with one_builder(self._options.state):
            if self._store.was_written_elsewhere():
                self._upkeep.forget()
            if anew or feed.has_news:
                self._take(refresh(self._store, full=anew, compare=True))
            self._publish()
        return True

    def _go_round(self) -> None:
        """Look after what no change announces."""
        self._next_round = time.monotonic() + ROUND
        self._heart.beat_if_alone()
        self._keep_time()
        self._frozen = set(switches.frozen_sites())
        self._held = self._leases.share(self._store.site_keys())
        self._watchman.follow(self._held)
        self._upkeep.look_at_themes()
        stale = self._watchman.stale_statements(self._held, time.monotonic())
        if stale:
            with one_builder(self._options.state):
                self._watchman.vouch(stale, time.monotonic())
        self._carry_out_orders()

    def _keep_time(self) -> None:
        """Do what is due by the clock; of several publishers the one with the first site."""
        now = timezone.now()
        sites = self._store.site_keys()
        if not sites or sites[0] in self._held:
            for problem in schedule.run_due(now):
                self._tell(problem)
            switches.record_due(self._looked, now)
            days.record_new_day(now)
        self._looked = now

    def _carry_out_orders(self) -> None:
        while order := next_order(self._held):
            with one_builder(self._options.state):
                self._tell(self._clerk.carry_out(order, self._held))
        if time.monotonic() >= self._next_reconciliation:
            self._next_reconciliation = time.monotonic() + RECONCILED_EVERY
            with one_builder(self._options.state):
                self._tell(f"每日核对：{self._clerk.reconcile()}")

    def _take(self, taken: Taken) -> None:
        self._store.set_exported_with(self._exporter)
        self._upkeep.take(taken.keys, taken.sites)
        self._held = self._leases.share(self._store.site_keys())

    def _publish(self) -> None:
        self._work(self._due(), self._upkeep.publish)
        self._work(self._frozen_now(), self._upkeep.publish_switches, wholly=False)
        self._settle_memory()

    def _due(self) -> set[str]:
        """Return the sites to be published now."""
        return self._upkeep.due(self._at_hand() - self._frozen)

    def _frozen_now(self) -> set[str]:
        return self._at_hand() & self._frozen

    def _at_hand(self) -> set[str]:
        """Return what is held; a site that could not be written is left alone for a while."""
        now = time.monotonic()
        return {site for site in self._held if now >= self._later.get(site, now)}

    def _settle_memory(self) -> None:
        """After a build keep the collector from looking at all that will stay, which would take longer than publishing."""
        renderer = self._upkeep.renderer()
        if renderer is not None and renderer is not self._settled:
            self._settled = renderer
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def _work(
        self, sites: Collection[str], publish: Callable[[Collection[str]], Iterator[Report]], *, wholly: bool = True
    ) -> None:
        if not sites:
            return
        started = time.perf_counter()
        with noted(self._store, self._options, sites if wholly else None, wholly=wholly) as note:
            for report in publish(sites):
                note(report)
                self._later.update(dict.fromkeys(report.passing, time.monotonic() + PAUSE_AFTER_ERROR))
                self._say(report, time.perf_counter() - started)
                self._follow_up(report)

    def _note_report(self, report: Report) -> None:
        with noted(self._store, self._options) as note:
            note(report)
        self._follow_up(report)

    def _follow_up(self, report: Report) -> None:
        """Do what follows from a publication: vouch for the mirrors, and tell the web server of pages that moved."""
        self._watchman.vouch(report.plans, time.monotonic())
        moved = any(operation.path.startswith(MOVED) for plan in report.plans.values() for operation in plan)
        if moved and write_redirects(self._options.mirrors, settings.REDIRECTS_FILE):
            reload_web_server(settings.WEB_SERVER_RELOAD)

    def _say(self, report: Report, seconds: float) -> None:
        for failure in report.failures:
            self._tell(f"{failure.output.site} {failure.output.path} 无法生成：{failure.cause}")
        for site, message in sorted(report.site_errors.items()):
            self._tell(f"站点 {site}：{message}；镜像保持原样。")
        if report.written or report.deleted:
            self._tell(f"已发布到镜像：写入 {report.written} 个文件，删除 {report.deleted} 个，用时 {seconds:.2f} 秒。")


class Heart:
    """Shows other publishers that this one lives, also while it is busy."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stop = Event()
        self._thread: Thread | None = None
        # A database in a file has no publishers on other machines, and a thread in SQLite must not be forked.
        if connection.vendor != "sqlite":
            self._thread = Thread(target=self._run, name="heart", daemon=True)
            self._thread.start()

    def beat_if_alone(self) -> None:
        if self._thread is None:
            leases.beat(self._name)

    def stop(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(leases.BEAT):
            try:
                leases.beat(self._name)
            except DatabaseError:
                connection.close()  # it may be back at the next beat
        connection.close()
