"""That pages with all words in the title are looked for before all others makes answers sooner, never others."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from search.analysis import entry_of
from search.engines.embedded import EmbeddedEngine
from search.planning import Plan
from search.searching import question_of
from search.synonyms import Synonyms
from search.vocabulary import builtin_synonyms
from tests.search.quality.corpus import corpus
from tests.search.quality.judgements import judged_queries

TODAY = date(2026, 11, 1)


def test_what_is_found_first_is_what_would_be_found_anyhow(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.replace(map(entry_of, corpus()), "")
    others = Synonyms(builtin_synonyms())
    told = 0
    for judged in judged_queries():
        question = question_of(judged.query, Plan(judged.query, others, TODAY))
        sooner, anyhow = engine.ask(question), engine.ask(replace(question, first=None))
        told += question.first is not None
        assert (sooner.total, sooner.counts) == (anyhow.total, anyhow.counts), judged.query
        assert [score for score, _ in sooner.hits] == pytest.approx([score for score, _ in anyhow.hits], abs=0.01), judged.query
    assert told > 200
