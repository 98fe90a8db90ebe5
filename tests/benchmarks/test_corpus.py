"""The corpus is the same for everyone who writes it."""

from tests.benchmarks.corpus import write_articles


def test_the_same_seed_gives_the_same_articles() -> None:
    assert list(write_articles(20, seed=1)) == list(write_articles(20, seed=1))


def test_another_seed_gives_other_articles() -> None:
    assert list(write_articles(20, seed=1)) != list(write_articles(20, seed=2))


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one() -> None:
    assert list(write_articles(10, seed=1)) == list(write_articles(20, seed=1))[:10]


def test_a_slug_names_one_article() -> None:
    slugs = [article["slug"] for article in write_articles(500, seed=1)]
    assert len(set(slugs)) == len(slugs)
