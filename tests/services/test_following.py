"""Search follows the mirrors through all that happens to its index: a server that stops, a rebuild, an older index."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from search.engines.base import Engine
from search.engines.elastic.connection import connect
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from tests.services.demo import Demo
from tests.services.elasticsearch import ElasticsearchNode, running
from tests.services.running import Running

pytestmark = pytest.mark.server

PUBLISH = """
from cms.articles.models import ArticlePage
from cms.publishing.models import PublishedAddress
articles = ArticlePage.objects.live().order_by("pk").values_list("pk", flat=True)
kept, gone = PublishedAddress.objects.filter(page_id__in=list(articles), site="portal").order_by("page_id")[:2]
page = ArticlePage.objects.get(pk=kept.page_id)
page.title = WORD
page.save_revision().publish()
withdrawn = ArticlePage.objects.get(pk=gone.page_id)
withdrawn.unpublish()
print("EDIT", kept.page_id, kept.site + kept.path, gone.page_id, gone.site + gone.path, withdrawn.title)
"""
# Publishes one article after the other, each with a number of its own in its title, until it is told to stop.
EDIT_FOR_EVER = """
import itertools, signal, django; django.setup()
from threading import Event
from cms.articles.models import ArticlePage
stop = Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
parent = ArticlePage.objects.live().order_by("pk").first().get_parent()
for number in itertools.count():
    parent.refresh_from_db()
    page = parent.add_child(instance=ArticlePage(title=f"重建期间第{number}号", source="市政府", body=[("html", "<p>正文</p>")]))
    print("ARTICLE", page.pk, flush=True)
    if stop.wait(0.3):
        break
"""
# Asks as the public does, one question after the other; whatever goes wrong ends it.
ASK_FOR_EVER = """
import signal, django; django.setup()
from threading import Event
from search import asking
from search.query import Query
stop = Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
while not stop.wait(0.05):
    print("TOTAL", asking.search(Query(text=""), "").total, flush=True)
"""
OF_ANOTHER_VERSION = """
import search.entries; search.entries.VERSION -= 1
import django; django.setup()
from django.core.management import call_command
call_command("search_index")
"""


class Searched(Demo):
    """A built cluster that nobody else edits."""

    @property
    def engine(self) -> Engine:
        return ElasticsearchEngine(self.elasticsearch) if self.elasticsearch else EmbeddedEngine(self.data / "search/index")

    def titles(self, words: str) -> list[str]:
        """Return the titles that the public finds."""
        return [each["title"] for each in json.loads(self.manage("search", words, "--json"))["results"]]

    def assert_nothing_differs(self) -> None:
        """Compare the whole index with the database: what a comparison has to mend was lost."""
        assert "补上 0 项，去掉 0 项" in self.manage("search_index")


def shows(file: Path, title: str) -> bool:
    return file.exists() and title in file.read_text()


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticsearchNode]:
    """Give a node that these tests may stop."""
    yield from running(tmp_path_factory.mktemp("elasticsearch"))


@pytest.fixture
def new_cluster(demo: Demo, tmp_path: Path) -> Callable[[str], Searched]:
    """Return what copies the built cluster, with the index that is to be on a server or, without an address, in a folder."""

    def copy(elasticsearch: str) -> Searched:
        shutil.copytree(demo.data, tmp_path / "data", symlinks=True)
        if elasticsearch:
            client = connect(elasticsearch)
            for index in client.indices.get(index="search-v*"):
                client.indices.delete(index=index)
        return Searched(tmp_path / "data", demo.port, elasticsearch=elasticsearch)

    return copy


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    """Return what runs Python with some words on a cluster; what still runs at the end is killed."""
    started: list[Running] = []

    def run(cluster: Searched, *words: str) -> Running:
        started.append(Running([sys.executable, *words], cluster.environment))
        return started[-1]

    yield run
    for each in started:
        if each.process.poll() is None:
            each.kill()


@pytest.fixture(params=["embedded", "elasticsearch"])
def cluster(request: pytest.FixtureRequest, new_cluster: Callable[[str], Searched]) -> Searched:
    return new_cluster(request.getfixturevalue("node").url if request.param == "elasticsearch" else "")


def test_the_mirrors_go_on_without_the_search_server_and_the_index_catches_up(
    node: ElasticsearchNode, new_cluster: Callable[[str], Searched], start: Callable[..., Running]
) -> None:
    cluster, word = new_cluster(node.url), f"停机期间{uuid4().hex}"
    publisher = start(cluster, "manage.py", "publisher")
    publisher.wait_until(lambda: bool(cluster.engine.note()))
    before = cluster.engine.digests()
    node.stop()
    said = cluster.manage("shell", "--verbosity", "0", "-c", PUBLISH.replace("WORD", repr(word)))
    line = next(line for line in said.splitlines() if line.startswith("EDIT"))
    _, kept, kept_file, gone, gone_file, title = line.split(maxsplit=5)
    publisher.wait_until(lambda: word in (cluster.mirrors / kept_file).read_text())
    publisher.wait_until(lambda: not shows(cluster.mirrors / gone_file, title))
    publisher.wait_until(lambda: "检索索引没有更新".encode() in publisher.said)
    node.start()
    publisher.wait_until(lambda: "检索索引已恢复更新".encode() in publisher.said)
    publisher.wait_until(lambda: cluster.engine.digests().get(int(kept)) not in (None, before[int(kept)]))
    assert before.keys() - cluster.engine.digests().keys() == {int(gone)}
    publisher.end()
    assert cluster.titles(word)[:1] == [word]
    assert title not in cluster.titles(title)
    cluster.assert_nothing_differs()


def test_a_rebuild_hinders_neither_who_asks_nor_who_publishes(cluster: Searched, start: Callable[..., Running]) -> None:
    publisher = start(cluster, "manage.py", "publisher")
    publisher.wait_until(lambda: bool(cluster.engine.note()))
    least = len(cluster.engine.digests())
    editor, asker = start(cluster, "-c", EDIT_FOR_EVER), start(cluster, "-c", ASK_FOR_EVER)
    editor.wait_until(lambda: editor.said.count(b"ARTICLE") >= 2)
    asker.wait_until(lambda: b"TOTAL" in asker.said)
    for _ in range(2):
        assert "索引已建成" in cluster.manage("search_index", "--rebuild")
    articles = {int(line.split()[1]) for line in editor.end().splitlines() if line.startswith("ARTICLE")}
    publisher.wait_until(lambda: articles <= cluster.engine.digests().keys())
    totals = [int(line.split()[1]) for line in asker.end().splitlines() if line.startswith("TOTAL")]
    assert len(articles) > 5 and len(totals) > 5
    assert min(totals) >= least  # no question met half an index
    publisher.end()
    cluster.assert_nothing_differs()


def test_an_index_of_another_version_is_built_anew(cluster: Searched, start: Callable[..., Running]) -> None:
    older = start(cluster, "-c", OF_ANOTHER_VERSION)
    assert older.process.communicate(timeout=120)[0] and older.process.returncode == 0
    assert cluster.engine.note() == ""
    cluster.manage("publish", "--verbosity", "0")
    assert cluster.engine.digests()
    cluster.assert_nothing_differs()
    if cluster.elasticsearch:  # elasticsearch keeps all versions in one place, and the older one must not stay there
        assert len(connect(cluster.elasticsearch).indices.get(index="search-v*")) == 1
