"""What is particular about the engine on a server: the server fails, others write too, and indexes have to be swept up."""

import socket
from collections.abc import Callable, Iterator
from threading import Event, Thread
from uuid import uuid4

import pytest

from search.conditions import Everything, Phrase
from search.engines import elasticsearch
from search.engines.base import EngineError, Question
from search.engines.elastic.connection import connect
from search.engines.elasticsearch import ElasticsearchEngine
from search.entries import Entry
from tests.contract.engines.entries import ask, entry, word
from tests.services.fault_proxy import Fault, FaultProxy, Request
from tests.services.nginx import Nginx
from tests.services.programs import free_port

ALL = Everything()


@pytest.fixture
def name() -> str:
    return f"test-{uuid4().hex}"


@pytest.fixture
def engine(elasticsearch_url: str, name: str) -> ElasticsearchEngine:
    return ElasticsearchEngine(elasticsearch_url, name)


@pytest.fixture
def proxy(elasticsearch_url: str) -> Iterator[FaultProxy]:
    with FaultProxy(int(elasticsearch_url.rpartition(":")[2])) as between:
        yield between


def indexes(url: str, name: str) -> list[str]:
    return sorted(connect(url).indices.get(index=f"{name}*"))


@pytest.mark.parametrize("address", ["", " , ", "localhost:9200", "ftp://localhost", "http://", "http://localhost:none", "http://[::1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(EngineError, match="地址"):
        ElasticsearchEngine(address)


def test_addresses_may_be_several_and_leave_the_port_out() -> None:
    nodes = connect("http://127.0.0.1, https://user:word@search.example.gov.cn/es").transport.node_pool.all()
    assert sorted(node.base_url for node in nodes) == ["http://127.0.0.1:9200", "https://search.example.gov.cn:443/es"]


@pytest.mark.parametrize("name", ["", "Search", "a_b", "a*", "1a", "a" * 101])
def test_names_are_those_that_the_server_takes(name: str) -> None:
    with pytest.raises(EngineError, match="名称"):
        ElasticsearchEngine("http://127.0.0.1:9200", name)


def test_a_server_that_is_down_cannot_be_reached() -> None:
    engine = ElasticsearchEngine(f"http://127.0.0.1:{free_port()}")
    for act in (lambda: engine.ask(Question(condition=ALL)), engine.note, engine.digests, lambda: engine.update([], [], "")):
        with pytest.raises(EngineError, match="连接不上"):
            act()


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elasticsearch, "ASKING", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = ElasticsearchEngine(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(EngineError, match="没有及时回答"):
            engine.ask(Question(condition=ALL))


@pytest.mark.server
def test_another_server_at_the_address_is_named(new_nginx: Callable[[], Nginx]) -> None:
    nginx = new_nginx()
    port = nginx.start(f"server {{ listen 127.0.0.1:{nginx.port}; return 200 'hello'; }}")
    with pytest.raises(EngineError, match="不是 Elasticsearch"):
        ElasticsearchEngine(f"http://127.0.0.1:{port}").ask(Question(condition=ALL))


@pytest.mark.server
def test_a_note_that_is_not_written_can_only_make_somebody_repeat(engine: ElasticsearchEngine, proxy: FaultProxy, name: str) -> None:
    engine.replace([entry(1, "a"), entry(2, "b")], "one")
    through = ElasticsearchEngine(proxy.address, name)
    proxy.start_over(lambda request: Fault.REFUSED if "_mapping" in request.path and request.method == "PUT" else None)
    with pytest.raises(EngineError):
        through.update([entry(3, "c")], [1], "two")
    assert (engine.note(), ask(engine, ALL)) == ("one", [3, 2])
    proxy.start_over()
    through.update([entry(3, "c")], [1], "two")
    assert (engine.note(), ask(engine, ALL)) == ("two", [3, 2])


@pytest.mark.server
@pytest.mark.parametrize("fault", [Fault.RESET, Fault.LOST, Fault.CUT_UPLOAD, Fault.CUT_DOWNLOAD, Fault.BUSY])
def test_writing_goes_on_after_a_request_that_failed(name: str, proxy: FaultProxy, fault: Fault) -> None:
    engine = ElasticsearchEngine(proxy.address, name)
    engine.replace([entry(1, "a")], "one")
    failed: list[int] = []

    def once(request: Request) -> Fault | None:
        if "_bulk" in request.path and not failed:
            failed.append(request.number)
            return fault
        return None

    proxy.start_over(once)
    engine.update([entry(2, "b")], [1], "two")
    assert failed
    assert (engine.note(), ask(engine, ALL)) == ("two", [2])


@pytest.mark.server
def test_requests_are_bounded(proxy: FaultProxy, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elasticsearch, "AT_ONCE_BYTES", 10_000)
    ElasticsearchEngine(proxy.address, name).replace((entry(number, stored=b"x" * 1_500) for number in range(40)), "")
    sizes = [request.size for request in proxy.requests if "_bulk" in request.path]
    assert len(sizes) >= 8
    assert max(sizes) <= 10_000


@pytest.mark.server
def test_an_index_that_was_never_finished_is_swept_up(engine: ElasticsearchEngine, elasticsearch_url: str, name: str) -> None:
    engine.replace([entry(1, "a")], "one")
    before = indexes(elasticsearch_url, name)

    def broken() -> Iterator[Entry]:
        yield entry(2, "b")
        raise LookupError

    with pytest.raises(LookupError):
        engine.replace(broken(), "two")
    assert indexes(elasticsearch_url, name) == before
    client = connect(elasticsearch_url)
    client.indices.create(index=f"{name}-v0-1-0123456789ab")  # of another version, or of one who was killed
    client.indices.create(index=f"{name}-v0-other")  # somebody else's
    engine.replace([entry(3, "c")], "three")
    left = indexes(elasticsearch_url, name)
    assert len(left) == 2
    assert f"{name}-v0-other" in left
    assert ask(engine, ALL) == [3]


@pytest.mark.server
def test_who_writes_into_an_index_that_was_replaced_fails(engine: ElasticsearchEngine, elasticsearch_url: str, name: str) -> None:
    engine.replace([entry(1, "a")], "one")

    def overtaken() -> Iterator[Entry]:
        yield entry(2, "b")
        engine.replace([entry(3, "c")], "replaced")

    with pytest.raises(EngineError, match="没有收下"):
        engine.update(overtaken(), [], "two")
    assert (engine.note(), ask(engine, ALL)) == ("replaced", [3])
    assert len(indexes(elasticsearch_url, name)) == 1  # nor has the server made up another


@pytest.mark.server
def test_questions_are_answered_while_indexes_are_replaced(engine: ElasticsearchEngine) -> None:
    engine.replace([entry(number, "a") for number in range(50)], "")
    done, totals = Event(), []

    def keep_asking() -> None:
        while not done.is_set():
            totals.append(engine.ask(Question(condition=word("a"))).total)

    asker = Thread(target=keep_asking)
    asker.start()
    for _ in range(8):
        engine.replace([entry(number, "a") for number in range(50)], "")
    done.set()
    asker.join()
    assert len(totals) > 8
    assert set(totals) == {50}


@pytest.mark.server
def test_long_tokens_keep_their_place(engine: ElasticsearchEngine) -> None:
    long = "长" * 5_000
    engine.replace([entry(1, f"a {long} b"), entry(2, f"a b {long}")], "")
    assert ask(engine, word(long)) == [2, 1]
    assert ask(engine, Phrase(field="title", tokens=("a", long, "b"))) == [1]
