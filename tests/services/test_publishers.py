"""Publishers as processes of their own on PostgreSQL: the server goes away, a publisher dies, two share the sites."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.services.demo import Demo
from tests.services.postgres import Server, running
from tests.services.programs import free_port
from tests.services.running import Running

pytestmark = pytest.mark.server

# What is committed must outlast a crash of the server, but not of the machine.
OPTIONS = "-c fsync=off -c listen_addresses=127.0.0.1"
RUN = """
import django; django.setup()
from cms.publishing import leases
leases.BEAT, leases.PATIENCE = 0.3, 3.0
from django.core.management import call_command
call_command("publisher")
"""
EDIT = """
from cms.articles.models import ArticlePage
from cms.publishing.models import PublishedAddress
articles = ArticlePage.objects.live().values_list("pk", flat=True)
for address in {each.site: each for each in PublishedAddress.objects.filter(page_id__in=list(articles))}.values():
    page = ArticlePage.objects.get(pk=address.page_id)
    page.title = WORD
    page.save_revision().publish()
    print("FILE", address.site + address.path)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from running(OPTIONS)


@pytest.fixture(scope="module")
def demo(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("publishers"), free_port(), server.url).seed().build()


class Process(Running):
    """A running publisher with a state folder of its own, for the mirrors of a demo."""

    def __init__(self, demo: Demo, data: Path) -> None:
        data.mkdir(exist_ok=True)
        if not (data / "media").exists():
            (data / "media").symlink_to(demo.data / "media")
        environment = {
            **demo.environment, "DATA_ROOT": str(data), "PUBLISH_TARGET": demo.mirrors.as_uri(),
            "SIGNING_KEY_FILE": str(demo.data / "state/signing.key"),
        }
        super().__init__([sys.executable, "-c", RUN], environment)


class Edit:
    """An article of each site with a new title, committed when this is made."""

    def __init__(self, demo: Demo, word: str) -> None:
        said = demo.manage("shell", "--verbosity", "0", "-c", EDIT.replace("WORD", repr(word)))
        self._word = word
        self._files = [demo.mirrors / line.removeprefix("FILE ") for line in said.splitlines() if line.startswith("FILE ")]
        assert len(self._files) > 3

    def is_live(self) -> bool:
        return all(self._word in file.read_text() for file in self._files)


def holders(server: Server) -> dict[str, int]:
    """Return how many sites each publisher holds."""
    with psycopg.connect(server.url) as connection:
        query = "SELECT holder_id, count(*) FROM publishing_sitestate WHERE holder_id IS NOT NULL GROUP BY holder_id"
        return dict(connection.execute(query).fetchall())


def is_caught_up(server: Server) -> bool:
    """Return whether every mirror shows the last change that concerns it, also one that no page shows."""
    behind = (
        "SELECT count(*) FROM publishing_sitestate s"
        " WHERE s.change < (SELECT max(c.number) FROM publishing_change c WHERE c.site = s.site)"
    )
    with psycopg.connect(server.url) as connection:
        return connection.execute(behind).fetchone() == (0,)


def files(mirrors: Path) -> dict[str, bytes]:
    """Return every file but the statements that have a time in them."""
    found = (file for file in mirrors.rglob("*") if file.is_file() and "/fresh." not in str(file))
    return {str(file.relative_to(mirrors)): file.read_bytes() for file in found if not str(file.relative_to(mirrors)).startswith(".")}


def assert_like_a_full_build(demo: Demo, tmp_path: Path) -> None:
    fresh = Demo(tmp_path / "fresh", demo.port, demo.database)
    (fresh.data / "state").mkdir(parents=True)
    (fresh.data / "media").symlink_to(demo.data / "media")
    shutil.copy(demo.data / "state/signing.key", fresh.data / "state")
    fresh.manage("build", "--verbosity", "0")
    ours, theirs = files(demo.mirrors), files(fresh.mirrors)
    assert sorted(path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)) == []


def test_a_database_that_stops_and_comes_back_while_publishing_loses_nothing(server: Server, demo: Demo, tmp_path: Path) -> None:
    publisher = Process(demo, demo.data)
    first = Edit(demo, "停机之前的标题")
    publisher.wait_until(first.is_live)
    for number in range(3):
        edit = Edit(demo, f"第{number}次停机的标题")
        server.stop()  # wherever the publisher is just now
        before = files(demo.mirrors)
        publisher.wait_until(lambda: "发布未完成".encode() in publisher.said)
        assert before.keys() == files(demo.mirrors).keys()
        server.start()
        publisher.said = b""
        publisher.wait_until(edit.is_live)
    publisher.wait_until(lambda: is_caught_up(server))
    publisher.end()
    assert_like_a_full_build(demo, tmp_path)


def test_two_publishers_share_the_sites_and_one_takes_over_when_the_other_is_killed(
    server: Server, demo: Demo, tmp_path: Path
) -> None:
    one, two = Process(demo, tmp_path / "one"), Process(demo, tmp_path / "two")
    two.wait_until(lambda: len(holders(server)) == 2 and sum(holders(server).values()) == 9)
    assert max(holders(server).values()) == 5
    both = Edit(demo, "两个进程发布的标题")
    one.wait_until(both.is_live)
    one.kill()
    alone = Edit(demo, "一个进程发布的标题")
    two.wait_until(lambda: alone.is_live() and is_caught_up(server))
    assert sorted(holders(server).values()) == [9]
    two.end()
    assert_like_a_full_build(demo, tmp_path)
