"""The index follows the Change feed: out at once, in when it is live, and nothing that is not public."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from cms.cluster.models import ChannelPage, SiteProfile
from cms.publishing.models import Change
from search import indexing, sweep
from search.engines.base import Engine
from search.engines.memory import MemoryEngine
from search.indexing import Indexer, NoIndex
from search.notes import read_note
from tests.search.conftest import Publish, follow, make_live


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def test_without_an_index_there_is_nothing_to_follow(indexer: Indexer, channel: ChannelPage) -> None:
    with pytest.raises(NoIndex):
        indexer.follow()


def test_a_rebuild_takes_in_what_is_published_and_nothing_else(
    indexer: Indexer, index: Engine, publish: Publish, channel: ChannelPage, make_channel: Callable[..., ChannelPage],
    portal: SiteProfile,
) -> None:
    shown, withdrawn, private = publish(), publish("撤下"), publish("内部")
    draft = publish("草稿", live=False)
    hidden = publish("其下", parent=make_channel(portal, "不公开栏目"))
    withdrawn.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    hidden.get_parent().specific.unpublish()
    seen: list[int] = []
    assert indexer.rebuild(seen.append) == 1
    assert sum(seen) == 1
    assert index.digests().keys() == {shown.pk} and draft.pk not in index.digests()


def test_what_is_new_comes_when_it_is_live(indexer: Indexer, index: Engine, publish: Publish) -> None:
    make_live("portal")
    indexer.rebuild()
    page = publish()
    follow(indexer)
    assert not index.digests()
    make_live("portal")
    follow(indexer)
    assert index.digests().keys() == {page.pk}


def test_what_is_new_on_one_site_does_not_wait_for_another(
    indexer: Indexer, index: Engine, publish: Publish, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage],
) -> None:
    county = make_channel(gaoping)
    make_live("portal")
    make_live("gaoping")
    indexer.rebuild()
    waiting, shown = publish("县里的", parent=county), publish()
    make_live("portal")
    follow(indexer)
    assert index.digests().keys() == {shown.pk}
    note = read_note(index.note())
    assert note and list(note.waiting) == ["gaoping"] and f"content:{waiting.pk}" in note.waiting["gaoping"]
    make_live("gaoping")
    follow(indexer)
    assert index.digests().keys() == {shown.pk, waiting.pk}
    assert read_note(index.note()).waiting == {}  # type: ignore[union-attr]


def test_a_rebuild_leaves_out_what_is_not_live_yet(indexer: Indexer, index: Engine, publish: Publish) -> None:
    shown = publish()
    make_live("portal")
    waiting = publish("还没上线")
    indexer.rebuild()
    assert index.digests().keys() == {shown.pk}
    make_live("portal")
    follow(indexer)
    assert index.digests().keys() == {shown.pk, waiting.pk}


def test_what_is_withdrawn_leaves_before_its_mirror_knows(indexer: Indexer, index: Engine, publish: Publish) -> None:
    page, other = publish(), publish("另一篇")
    make_live("portal")
    indexer.rebuild()
    before = index.note()
    page.unpublish()
    indexer.withdraw()
    assert index.digests().keys() == {other.pk}
    assert index.note() == before
    follow(indexer)
    assert index.digests().keys() == {other.pk}


def test_an_edit_replaces_the_entry(indexer: Indexer, index: Engine, publish: Publish) -> None:
    page = publish()
    indexer.rebuild()
    before = index.digests()
    page.title = "秋收"
    page.save_revision().publish()
    follow(indexer)
    assert index.digests().keys() == before.keys() and index.digests() != before


def test_a_channel_takes_along_all_that_is_below_it(indexer: Indexer, index: Engine, publish: Publish, channel: ChannelPage) -> None:
    pages = {publish(f"第{number}篇").pk for number in range(3)}
    indexer.rebuild()
    before = index.digests()
    fresh(channel).unpublish()
    follow(indexer)
    assert not index.digests()
    fresh(channel).save_revision().publish()
    follow(indexer)
    assert index.digests() == before and before.keys() == pages
    renamed = fresh(channel)
    renamed.title = "另一名称"
    renamed.save_revision().publish()
    follow(indexer)
    assert all(index.digests()[number] != before[number] for number in pages)


def test_a_site_that_is_gone_leaves_nothing_behind(
    indexer: Indexer, index: Engine, publish: Publish, portal: SiteProfile, gaoping: SiteProfile,
    make_channel: Callable[..., ChannelPage],
) -> None:
    publish()
    kept = publish("县里的", parent=make_channel(gaoping))
    indexer.rebuild()
    portal.site.root_page.specific.unpublish()
    follow(indexer)
    assert index.digests().keys() == {kept.pk}


def test_everything_is_compared_in_parts(
    indexer: Indexer, index: Engine, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "STEP", 2)
    pages = [publish(f"第{number}篇") for number in range(5)]
    indexer.rebuild()
    whole = index.digests()
    index.update((), [pages[0].pk, pages[3].pk], index.note())
    Change.objects.create(site="portal", kind="everything", object_key="everything", action="change")
    assert indexer.follow()
    follow(indexer)
    assert index.digests() == whole


def test_a_comparison_mends_what_differs_and_says_how_much(indexer: Indexer, index: Engine, publish: Publish) -> None:
    pages = [publish(f"第{number}篇") for number in range(3)]
    indexer.rebuild()
    whole = index.digests()
    entries = list(indexing.Source().all_entries())
    stranger = type(entries[0])(
        id=10**6, words={}, keywords={"site": ["portal"]}, numbers={}, stored=entries[0].stored, digest="00"
    )
    index.update([stranger], [pages[1].pk], index.note())
    compared = indexer.compare_everything()
    follow(indexer)
    assert index.digests() == whole
    assert (compared.seen, compared.changed, compared.removed) == (3, 1, 1)


def test_too_many_at_once_are_taken_in_step_by_step(
    indexer: Indexer, index: Engine, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    indexer.rebuild()
    pages = {publish(f"第{number}篇").pk for number in range(5)}
    assert indexer.follow()
    assert len(index.digests()) == 2
    follow(indexer)
    assert index.digests().keys() == pages


def test_a_pile_that_waits_becomes_a_comparison_of_the_site(
    indexer: Indexer, index: Engine, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "MOST_WAITING", 3)
    indexer.rebuild()
    pages = {publish(f"第{number}篇").pk for number in range(6)}
    follow(indexer)
    assert index.digests().keys() == pages


def test_a_database_that_was_restored_is_compared_as_a_whole(indexer: Indexer, index: Engine, publish: Publish) -> None:
    page = publish()
    publish("只在备份之后")
    indexer.rebuild()
    type(page).objects.exclude(pk=page.pk).delete()
    Change.objects.all().delete()
    Change.objects.create(number=1, site="portal", kind="site", object_key="site:portal", action="change")
    follow(indexer)
    assert index.digests().keys() == {page.pk}


def test_other_addresses_of_the_sites_make_other_documents(
    indexer: Indexer, index: Engine, publish: Publish, settings: Any
) -> None:
    publish()
    indexer.rebuild()
    before = index.digests()
    settings.PUBLIC_BASE_URL_PATTERN = "https://{host}"
    follow(indexer)
    assert index.digests() != before


def test_nothing_to_do_writes_nothing(indexer: Indexer, index: Engine, publish: Publish) -> None:
    publish()
    indexer.rebuild()
    follow(indexer)
    note = index.note()
    assert not indexer.follow()
    assert index.note() == note


class Interrupted(MemoryEngine):
    """An engine of which somebody publishes while it is being built anew."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act

    def replace(self, entries: Any, note: str) -> None:
        def disturbed() -> Any:
            for number, entry in enumerate(entries):
                if number == 0:
                    self._act()
                yield entry

        super().replace(disturbed(), note)


def test_what_is_published_during_a_rebuild_is_not_lost(publish: Publish) -> None:
    first = publish()
    later: list[Any] = []
    indexer = Indexer(Interrupted(lambda: later.append(publish("其间发布"))))
    indexer.rebuild()
    follow(indexer)
    assert indexer.engine.digests().keys() == {first.pk, later[0].pk}
