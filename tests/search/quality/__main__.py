"""Prints how good the search is: `python -m tests.search.quality [--engine NAME …] [--worst 15] [--known FILE.jsonl] [--explain WORDS]`."""

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.documents import Document
from tests.contract.engines.conftest import NEEDS
from tests.search.quality.corpus import corpus
from tests.search.quality.engines import ENGINES, engine_of
from tests.search.quality.judgements import judged_queries
from tests.search.quality.judging import Answer, Ask, judge, table
from tests.search.quality.known_items import LEAST, known_items, measure_known, rank, read_articles
from tests.services.elasticsearch import running


def main(words: Sequence[str]) -> None:
    parser = ArgumentParser(prog="python -m tests.search.quality", description="How good the search is.")
    parser.add_argument("--engine", action="append", choices=sorted(ENGINES), help="the embedded one, unless told")
    parser.add_argument("--address", default="", help="of the server of the engine; without it one is started")
    parser.add_argument("--worst", type=int, default=15, metavar="N", help="how many of the worst queries to print; none is held out")
    parser.add_argument("--known", type=Path, metavar="FILE.jsonl", help="known items over these articles instead of the judged queries")
    parser.add_argument("--most", type=int, default=200, metavar="N", help="known items of so many documents at most")
    parser.add_argument("--explain", metavar="WORDS", help="print the hits of the judged query that is typed so")
    chosen = parser.parse_args(words)
    documents = read_articles(chosen.known) if chosen.known else corpus()
    say(f"{len(documents)} documents")
    for name in chosen.engine or ["embedded"]:
        with server_of(name, chosen.address) as address, engine_of(name, documents, address) as ask:
            say(f"\n== {name}")
            if chosen.known:
                print_known(ask, documents, chosen.most, chosen.worst)
            else:
                print_judged(ask, documents, chosen.worst, chosen.explain)


@contextmanager
def server_of(engine: str, address: str) -> Iterator[str]:
    """Give the address of the server that an engine needs: the given one, or that of a node for the time of this."""
    if address or engine not in NEEDS:
        yield address
        return
    with tempfile.TemporaryDirectory() as folder:
        nodes = running(Path(folder))
        try:
            url = next(nodes).url
        except (pytest.skip.Exception, pytest.fail.Exception) as error:
            sys.exit(f"{engine} cannot be started: {error}")
        try:
            yield url
        finally:
            nodes.close()


def print_judged(ask: Ask, documents: Sequence[Document], worst: int, explain: str | None) -> None:
    queries = [one for one in judged_queries() if explain in (None, one.words)]
    answers = judge(ask, queries, documents)
    if explain is None:
        say(f"{'kind':<12} {'n':>4} {'nDCG@10':>8} {'MRR@10':>7}")
        for one in table(answers):
            say(f"{one.name:<12} {one.count:>4} {one.ndcg:>8.3f} {one.rank:>7.3f}")
    seen = [answer for answer in answers if explain or not answer.judged.held_out]
    for answer in sorted(seen, key=lambda answer: answer.ndcg)[:worst]:
        print_answer(answer, all_hits=explain is not None)


def print_answer(answer: Answer, *, all_hits: bool) -> None:
    judged = answer.judged
    limits = " ".join(filter(None, (judged.site, judged.year, judged.document_kind)))
    say(f"\n{answer.ndcg:.3f}  {judged.kind}: {judged.words} {limits}")
    for grade, document in answer.hits[: 10 if all_hits else 4]:
        say(f"       {grade}  {document.site}/{document.title}")


def print_known(ask: Ask, documents: Sequence[Document], most: int, worst: int) -> None:
    step = max(1, len(documents) // most)
    items = list(known_items(documents[::step][:most]))
    for kind, value in measure_known(ask, items).items():
        say(f"{kind:<12} {sum(item.kind == kind for item in items):>4} {value:>7.3f}  (at least {LEAST[kind]})")
    missed = [(rank(ask, item), item) for item in items]
    for place, item in sorted(missed, key=lambda pair: pair[0])[:worst]:
        say(f"{place:>8.2f}  {item.kind}: {item.words}   ←   {item.wanted.title}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
