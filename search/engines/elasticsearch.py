"""The engine on a server of Elasticsearch 8.

An index has a name of its own, `NAME-vVERSION-LAYOUT-…`, and two aliases. Questions go through `NAME-vVERSION-LAYOUT`, which a new
index takes over in one step. Writers go through the index's name with `.writing` behind it: whoever began to write into an
index that was replaced meanwhile fails, instead of leaving half of its work in the new one. The note is in the index's mapping,
and is written when everything else is there and visible: a crash before that can only make somebody repeat it.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from elasticsearch import ApiError, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.engines.base import Engine, EngineError, Found, Question
from search.engines.elastic import asking, layout
from search.engines.elastic.connection import connect, explained
from search.entries import VERSION, Entry

NAME = re.compile(r"[a-z][a-z0-9-]{0,99}")
ASKING = 3.0  # seconds that a reader waits for a server which does not answer
WRITING = 60.0
AT_ONCE, AT_ONCE_BYTES = 500, 5 << 20  # of a request: as much as both sides have to keep in memory
RETRIES = 4  # while the server says that it is too busy: after 1, 2, 4 and 8 seconds
PAGE = 5_000


class ElasticsearchEngine(Engine):
    """The indexes of one name at an address, which is as `connect` takes it; raises EngineError if it is none.

    Nothing is asked before it has to be. `shards` is for more documents than one machine searches well:
    with several of them each has scores of its own, which differ a little from those of the other engines.
    """

    def __init__(self, address: str, name: str = "search", *, shards: int = 1) -> None:
        if not NAME.fullmatch(name):
            raise EngineError("索引的名称只能由小写字母、数字和连字符组成，并以字母开头。")
        client = connect(address)
        self._reader = client.options(request_timeout=ASKING, max_retries=1)
        self._writer = client.options(request_timeout=WRITING, max_retries=3, retry_on_timeout=True)
        self._name, self._shards = name, shards
        self._alias = f"{name}-v{VERSION}-{layout.LAYOUT}"

    def update(self, put: Iterable[Entry], remove: Iterable[int], note: str) -> None:
        with explained():
            index = self._current()
            if index is None:
                index = self._create("")
                self._swap(index)
            if self._send(index, ({"_op_type": "delete", "_id": str(number)} for number in remove)):
                self._show(index)
            if self._send(index, map(_action, put)):
                self._show(index)
            self._write_note(index, note)

    def replace(self, entries: Iterable[Entry], note: str) -> None:
        with explained():
            index = self._create(note)
            try:
                self._send(index, map(_action, entries))
                self._show(index)
                self._swap(index)
            except BaseException:
                with suppress(ApiError, TransportError):  # then the next one takes it away
                    self._delete([index])
                raise
            self._delete([each for each in self._indexes() if each != index])

    def ask(self, question: Question) -> Found:
        with explained():
            request = asking.search(question).using(self._reader).index(self._alias)
            try:
                answer = request.execute().to_dict()
            except NotFoundError as error:
                # The index may have been replaced, and deleted, in the middle of this.
                if self._current() is None:
                    raise EngineError("还没有建立索引。") from error
                answer = request.execute(ignore_cache=True).to_dict()
        if answer["timed_out"]:
            raise EngineError("检索服务器没有及时答完。")
        return asking.found(question, answer)

    def digests(self) -> dict[int, str]:
        with explained():
            index = self._current()
            return {} if index is None else dict(self._pages_of_digests(index))

    def note(self) -> str:
        with explained():
            try:
                answer = self._reader.indices.get_mapping(index=self._alias)
            except NotFoundError:
                return ""
        return str(next(iter(answer.values()))["mappings"]["_meta"]["note"])

    def _current(self) -> str | None:
        """Return the index that answers questions."""
        try:
            return str(next(iter(self._reader.indices.get_alias(name=self._alias))))
        except NotFoundError:
            return None

    def _create(self, note: str) -> str:
        index = f"{self._alias}-{secrets.token_hex(6)}"
        self._writer.indices.create(
            index=index, aliases={_writing(index): {}}, **layout.body({"note": note}, shards=self._shards)
        )
        return index

    def _send(self, index: str, actions: Iterable[dict[str, Any]]) -> bool:
        """Carry out all actions, a bounded part at a time; return whether there were any. What is to go may be gone."""
        are_any = False
        # Without an alias the server would make up an index, with fields as it guesses them.
        for is_done, result in streaming_bulk(
            self._writer, actions, chunk_size=AT_ONCE, max_chunk_bytes=AT_ONCE_BYTES, raise_on_error=False,
            max_retries=RETRIES, initial_backoff=1, retry_on_status=(429, 503), index=_writing(index), require_alias=True,
        ):
            are_any = True
            if not is_done:
                _complain(result)
        return are_any

    def _show(self, index: str) -> None:
        self._writer.indices.refresh(index=index)

    def _write_note(self, index: str, note: str) -> None:
        self._writer.indices.put_mapping(index=index, meta={"note": note})

    def _swap(self, index: str) -> None:
        """Let questions go to this index, and to no other, from one moment to the next."""
        self._writer.indices.update_aliases(actions=[
            {"remove": {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}},
            {"add": {"index": index, "alias": self._alias}},
        ])

    def _indexes(self) -> list[str]:
        """Return all indexes of this name, of other versions and those that were never finished too."""
        ours = re.compile(re.escape(self._name) + r"-v\d+-\d+-[0-9a-f]{12}")
        return [name for name in self._writer.indices.get_alias(index=f"{self._name}-v*") if ours.fullmatch(name)]

    def _delete(self, indexes: list[str]) -> None:
        for index in indexes:
            self._writer.options(ignore_status=404).indices.delete(index=index)

    def _pages_of_digests(self, index: str) -> Iterator[tuple[int, str]]:
        after: list[Any] | None = None
        while True:
            answer = self._writer.search(
                index=index, size=PAGE, sort=[{layout.NUMBER: "asc"}], search_after=after, source={"includes": [layout.DIGEST]},
                track_total_hits=False, allow_partial_search_results=False,
            )
            hits = answer["hits"]["hits"]
            yield from ((hit["sort"][0], hit["_source"][layout.DIGEST]) for hit in hits)
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]


def _writing(index: str) -> str:
    return f"{index}.writing"


def _action(entry: Entry) -> dict[str, Any]:
    return {"_op_type": "index", "_id": str(entry.id), "_source": layout.document(entry)}


def _complain(result: dict[str, Any]) -> None:
    (action, outcome), = result.items()
    error = outcome.get("error") or {}
    if action == "delete" and outcome["status"] == 404 and not error:
        return  # it was not there
    reason = error.get("reason", outcome["status"]) if isinstance(error, dict) else error
    raise EngineError(f"检索服务器没有收下编号为 {outcome.get('_id')} 的内容（{reason}）。")
