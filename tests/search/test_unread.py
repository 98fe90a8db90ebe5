"""Pages do not wait for the text of their attachments; it comes when it has been read."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from cms.articles.models import ArticleAttachment, ArticlePage
from cms.cluster.models import ChannelPage
from cms.media.models import CustomDocument
from search.engines.base import Engine
from search.indexing import AGAIN, Indexer
from search.project import attachments
from search.source import Source
from tests.search.conftest import Publish, follow

Attach = Callable[..., ArticlePage]


@pytest.fixture
def hasty(index: Engine) -> Indexer:
    """Return an indexer of an empty index that waits for no file."""
    return Indexer(index, patience=0)


@pytest.fixture
def attach(channel: ChannelPage) -> Attach:
    """Return what publishes an article with a text file."""

    def make(title: str, words: str) -> ArticlePage:
        file = CustomDocument.objects.create(title=title, file=ContentFile(words.encode(), name="a.txt"))
        page = ArticlePage(title=title, source="市政府", attachments=[ArticleAttachment(document=file)])
        return ChannelPage.objects.get(pk=channel.pk).add_child(instance=page)

    return make


@pytest.fixture
def found(ask: Callable[..., Any]) -> Callable[[str], list[int]]:
    return lambda words: [each["id"] for each in ask("search/", q=words)["results"]]


@pytest.fixture
def read(settings: Any) -> Callable[[], None]:
    """Return what has all files read, as the process that reads does in the meantime."""

    def wait() -> None:
        for name in CustomDocument.objects.values_list("file", flat=True):
            attachments().text(Path(settings.MEDIA_ROOT) / name)

    return wait


def test_a_page_comes_at_once_and_the_text_of_its_file_later(
    hasty: Indexer, attach: Attach, found: Callable[[str], list[int]], read: Callable[[], None],
) -> None:
    hasty.rebuild()
    page = attach("物资清单", "编织袋三千条")
    follow(hasty)
    assert (found("物资清单"), found("编织袋"), hasty.unread()) == ([page.pk], [], 1)
    read()
    follow(hasty)
    assert (found("编织袋"), hasty.unread()) == ([page.pk], 0)


def test_a_new_index_notes_what_it_lacks(
    hasty: Indexer, attach: Attach, found: Callable[[str], list[int]], read: Callable[[], None],
) -> None:
    page = attach("物资清单", "编织袋三千条")
    hasty.rebuild()
    assert (found("物资清单"), found("编织袋"), hasty.unread()) == ([page.pk], [], 1)
    read()
    follow(hasty)
    assert (found("编织袋"), hasty.unread()) == ([page.pk], 0)


def test_who_is_patient_has_it_all_at_once(indexer: Indexer, attach: Attach, found: Callable[[str], list[int]]) -> None:
    indexer.rebuild()
    page = attach("物资清单", "编织袋三千条")
    follow(indexer)
    assert (found("编织袋"), indexer.unread()) == ([page.pk], 0)


def test_files_that_a_body_names_are_read_too(
    indexer: Indexer, publish: Publish, found: Callable[[str], list[int]],
) -> None:
    indexer.rebuild()
    page = publish("物资清单")
    file = CustomDocument.objects.create(title="明细", file=ContentFile("编织袋三千条".encode(), name="a.txt"))
    page.body = [("attachments", [file])]
    page.save_revision().publish()
    follow(indexer)
    assert found("编织袋") == [page.pk]


def test_nothing_is_lost_while_what_is_known_is_read_anew(
    hasty: Indexer, indexer: Indexer, attach: Attach, found: Callable[[str], list[int]], read: Callable[[], None], settings: Any,
) -> None:
    page = attach("物资清单", "编织袋三千条")
    indexer.rebuild()
    attachments().close()  # a process that is still to be started reads nothing in no time
    shutil.rmtree(Path(settings.SEARCH_ROOT) / "texts")
    hasty.compare_everything()
    follow(hasty)
    assert (found("编织袋"), hasty.unread()) == ([page.pk], 1)
    read()
    follow(hasty)
    assert (found("编织袋"), hasty.unread()) == ([page.pk], 0)


def test_a_page_that_was_withdrawn_is_not_tried_again(hasty: Indexer, attach: Attach, index: Engine, read: Callable[[], None]) -> None:
    hasty.rebuild()
    page = attach("物资清单", "编织袋三千条")
    follow(hasty)
    page.unpublish()
    follow(hasty)
    assert (hasty.unread(), index.digests()) == (0, {})
    read()
    assert not hasty.follow() and not index.digests()


def test_of_many_pages_all_have_their_turn(
    hasty: Indexer, attach: Attach, found: Callable[[str], list[int]], read: Callable[[], None],
) -> None:
    hasty.rebuild()
    for number in range(AGAIN + 5):
        attach(f"第{number}批", f"第{number}批编织袋")
    follow(hasty)
    assert hasty.unread() > AGAIN
    read()
    assert hasty.follow()  # some are done, so the others are at hand
    follow(hasty)
    assert hasty.unread() == 0
    assert all(found(f"第{number}批编织袋") for number in range(AGAIN + 5))


def test_a_command_lists_what_nothing_is_found_in(indexer: Indexer, attach: Attach) -> None:
    attach("物资清单", "编织袋三千条")
    empty = attach("空白清单", " ")
    assert listed() == ["还没有读", "还没有读"]
    indexer.rebuild()
    assert listed() == ["没有文字，可能是扫描件"]
    said = StringIO()
    call_command("search_index", attachments=True, stdout=said)
    assert said.getvalue().startswith(f"portal {empty.pk} 空白清单：documents/")
    assert said.getvalue().endswith("（没有文字，可能是扫描件）\n1 个附件没有文字可检索。\n")


def listed() -> list[str]:
    return [reason for _, _, reason in Source().without_text()]
