"""A bucket behind a bad network, and a server that goes away: nothing is lost, nothing half visible, nothing sent twice."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from site_builder.build import Report
from site_builder.errors import TargetError
from site_builder.manifest import ROOT
from site_builder.targets.s3_bucket import ATTEMPTS, LONGEST_PAUSE
from tests.services.fault_proxy import Fault, FaultProxy, Request
from tests.site_builder.cluster import article, small
from tests.site_builder.targets.conftest import Place

pytestmark = pytest.mark.server
LINK = re.compile(rb'(?:href|src)="(/[^"#?]*)"')


class Published:
    """A small cluster on its mirror in the bucket."""

    def __init__(self, place: Place) -> None:
        self.place, self.cluster = place, small(place.root)
        self._targets = place.factory()

    def build(self, *, anew: bool = False) -> Report:
        """Publish; `anew` as a process that remembers nothing but what is in its files."""
        if anew:
            self._targets = self.place.factory()
        return self.cluster.build(target=self._targets)

    def publish_article(self, number: int) -> None:
        notices = self.cluster.get("channel:2")
        self.cluster.put(article(number, notices, published="2026-03-01T09:00+08:00"))

    def check_whole(self) -> None:
        """Compare all objects with the files of a build into folders."""
        assert self.build().ok
        found = {f"{site}{path}": self._targets(site).read(path) for site in ("portal", "gaoping") for path in self._scan(site)}
        assert found == self.cluster.built_anew()

    def check_links(self) -> None:
        there = self._scan("portal")
        target = self._targets("portal")
        for path in there:
            if path.endswith(".html"):
                for link in LINK.findall(target.read(path) or b""):
                    address = link.decode() + ("index.html" if link.endswith(b"/") else "")
                    assert address in there, f"{path} → {address}"

    def _scan(self, site: str) -> set[str]:
        return set(self.place.target(site=site).scan())


@pytest.fixture
def published(place: Place) -> Published:
    published = Published(place)
    assert published.build().ok
    return published


def test_a_build_into_a_bucket_is_the_build_into_folders(published: Published) -> None:
    published.check_whole()


def test_a_build_with_nothing_changed_puts_nothing_and_lists_nothing(published: Published) -> None:
    proxy = published.place.proxy
    proxy.start_over()
    assert published.build(anew=True).ok
    assert {request.method for request in proxy.requests} <= {"GET", "HEAD"}
    assert [path for path in proxy.seen("GET") if "list-type" in path] == []


def test_a_change_puts_what_changed_and_lists_nothing(published: Published) -> None:
    published.publish_article(500)
    proxy = published.place.proxy
    proxy.start_over()
    report = published.build()
    sent = [path.partition("/portal/")[2] for path in proxy.seen("PUT") if "/portal/" in path]
    assert sorted(sent) == sorted(each.path.lstrip("/") for each in report.plans["portal"] if not each.delete)
    assert [path for path in proxy.seen("PUT") if "/gaoping/" in path] == []
    assert [path for path in proxy.seen("GET") if "list-type" in path] == []
    published.check_whole()


@pytest.mark.parametrize("fault", [
    Fault.RESET, Fault.LOST, Fault.CUT_UPLOAD, Fault.CUT_DOWNLOAD, Fault.LATE, Fault.BUSY, Fault.CONFLICT,
])
def test_what_is_over_soon_is_tried_again(published: Published, fault: Fault) -> None:
    published.publish_article(500)
    published.place.proxy.start_over(lambda request: fault if request.number % 3 == 0 else None)
    report = published.build(anew=True)
    assert report.ok, report.site_errors
    published.place.proxy.start_over()
    published.check_whole()


def test_a_first_publication_survives_cut_uploads(place: Place) -> None:
    attempts: Counter[str] = Counter()

    def cut_twice(request: Request) -> Fault | None:
        attempts[request.path] += request.method == "PUT"
        return Fault.CUT_UPLOAD if request.method == "PUT" and attempts[request.path] < 3 else None

    place.proxy.rule = cut_twice
    published = Published(place)
    report = published.build()
    assert report.ok, report.site_errors
    place.proxy.start_over()
    published.check_whole()


def test_a_large_file_is_sent_from_its_beginning_when_a_kept_connection_turns_out_to_be_closed(place: Place) -> None:
    target, data = place.target(), bytes(range(256)) * 10_000
    attempts: list[int] = []

    def reset_once(request: Request) -> Fault | None:
        if request.method != "PUT" or not request.path.endswith("/a.zip"):
            return None
        attempts.append(request.size)
        return Fault.RESET if len(attempts) == 1 else None

    place.proxy.rule = reset_once
    place.put(target, {"/_files/a.zip": data})
    assert attempts == [len(data)] * 2
    assert place.pauses == []
    assert target.read("/_files/a.zip") == data


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.CUT_UPLOAD, Fault.BUSY])
def test_attempts_and_pauses_have_an_end(place: Place, fault: Fault) -> None:
    target = place.target()
    assert target.read(ROOT) is None
    place.proxy.start_over(lambda request: fault if request.path.endswith("/a.html") else None)
    with pytest.raises(TargetError, match=r"a\.html"):
        place.put(target, {"/a.html": b"x" * 1000})
    # An idle connection may have been closed by the other side: one attempt more, without a pause.
    assert ATTEMPTS <= len([path for path in place.proxy.seen("PUT") if path.endswith("/a.html")]) <= 2 * ATTEMPTS
    assert len(place.pauses) == ATTEMPTS - 1
    assert place.pauses == sorted(place.pauses)
    assert place.pauses[-1] <= LONGEST_PAUSE
    place.proxy.start_over()
    assert target.scan() == {}


def test_wherever_a_publication_fails_no_link_is_broken_and_the_next_run_sends_the_rest(published: Published) -> None:
    proxy = published.place.proxy
    failed = 0
    for number in range(1, 100, 3):
        published.publish_article(500 + number)
        proxy.start_over(fail_from_put(proxy, number))
        report = published.build()
        if report.ok:
            break
        done = {path for path in proxy.seen("PUT")[: number - 1] if "/portal/" in path}
        proxy.start_over()
        published.check_links()
        assert published.build(anew=True).ok
        assert [path for path in proxy.seen("PUT") if path in done and not re.search("_manifest|index|rss|_fragments|json", path)] == []
        failed += 1
    assert failed > 4
    published.check_whole()


def test_a_server_that_stops_and_comes_back_while_publishing_loses_nothing(published: Published) -> None:
    place = published.place
    published.publish_article(500)

    def stop(request: Request) -> None:
        if request.method == "PUT" and request.path.endswith("t20260301_500.html"):
            place.server.stop()

    place.proxy.rule = stop
    try:
        report = published.build()
        assert not report.ok
        assert "无法使用" in "".join(report.site_errors.values())
    finally:
        place.proxy.start_over()
        place.server.start()
    published.check_links()
    published.check_whole()


def fail_from_put(proxy: FaultProxy, first: int) -> Callable[[Request], Fault | None]:
    """Return a rule that lets some objects be put and then none."""
    done: set[str] = set()

    def rule(request: Request) -> Fault | None:
        if request.method != "PUT":
            return None
        if len(done) < first - 1:
            done.add(request.path)
        return None if request.path in done else Fault.BUSY

    return rule


