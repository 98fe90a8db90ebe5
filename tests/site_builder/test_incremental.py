"""Whatever editors do, an incremental build leaves the same bytes as one that remembers nothing, and its plan is done once."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from cms.records import (
    ArticleRecord,
    ChannelRecord,
    DocumentRecord,
    HomeBlock,
    HomeRecord,
    Link,
    MediaFile,
    Notice,
    SiteRecord,
    SwitchRecord,
    TombstoneRecord,
)
from cms.records.addresses import content_address
from site_builder.build import Report
from site_builder.plan import Operation
from site_builder.targets.folder import FolderTarget
from site_builder.writer import Staging
from tests.site_builder.cluster import article, channel, picture, small, tombstone, tree
from tests.site_builder.document_edits import DocumentEdits

DAYS = st.integers(1, 28)
MONTHS = st.integers(1, 3)


def moved(page: ArticleRecord | DocumentRecord, place: ChannelRecord) -> dict[str, object]:
    return {"site": place.site, "channel": place.id, "url": content_address(place.path, page.published, page.id)}


class Edits(DocumentEdits):
    """Random edits with builds between them."""

    @initialize(articles=st.integers(0, 45))
    def start(self, articles: int) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.cluster = small(self.folder, articles)
        self.next = 2000

    def teardown(self) -> None:
        self.cluster.store.close()
        shutil.rmtree(self.folder)

    def number(self) -> int:
        self.next += 1
        return self.next

    @rule(
        site=st.sampled_from(["portal", "gaoping"]), texts=st.lists(st.sampled_from(["暴雨", "高温"]), max_size=2),
        mourning=st.booleans(),
    )
    def switch(self, site: str, texts: list[str], mourning: bool) -> None:
        self.cluster.records.pop(f"switch:{site}", None)
        if texts or mourning:
            notices = tuple(Notice(level="red", text=text) for text in texts)
            self.cluster.put(SwitchRecord(site=site, notices=notices, mourning=mourning))

    def pick(self, data: st.DataObject, kind: type) -> object:
        return data.draw(st.sampled_from(sorted(self.cluster.of(kind), key=lambda record: getattr(record, "id", 0))))

    @rule(data=st.data(), month=MONTHS, day=DAYS, pinned=st.booleans())
    def publish(self, data: st.DataObject, month: int, day: int, pinned: bool) -> None:
        place = self.pick(data, ChannelRecord)
        assert isinstance(place, ChannelRecord)
        time = f"2026-{month:02d}-{day:02d}T09:{day:02d}+08:00"
        self.cluster.put(article(self.number(), place, published=time, order=day if pinned else 0))

    @precondition(lambda self: any(self.cluster.of(ArticleRecord)))
    @rule(data=st.data(), what=st.sampled_from(["title", "body", "summary", "date", "withdraw", "move", "link", "picture"]))
    def edit(self, data: st.DataObject, what: str) -> None:
        page = self.pick(data, ArticleRecord)
        assert isinstance(page, ArticleRecord)
        if f"channel:{page.channel}" not in self.cluster.records:
            what = "withdraw" if what == "date" else what
        word = f"改动{self.number()}"
        if what in ("title", "body", "summary"):
            self.cluster.change(page, **{what: word})
        elif what == "date":
            published = f"2026-02-{data.draw(DAYS):02d}T07:00+08:00"
            place = self.cluster.get(f"channel:{page.channel}")
            self.cluster.change(page, published=published, url=content_address(place.path, published, page.id))
        elif what == "withdraw":
            self.cluster.remove(page)
            if data.draw(st.booleans()):
                self._bury(tombstone(self.number(), page, data.draw(st.sampled_from(["gone", "notice"])), title=word))
        elif what == "move":
            self.cluster.change(page, **moved(page, self.pick(data, ChannelRecord)))  # type: ignore[arg-type]
            if data.draw(st.booleans()):
                self._bury(tombstone(self.number(), page, "moved", target=page.id))
        elif what == "link":
            target = data.draw(st.sampled_from([901, 100, 2, 4711]))
            self.cluster.change(page, body=f'<p><a href="ref:{target}">见此</a></p>', links=(target,))
        else:
            image, file = picture(f"p{page.id % 3}")
            self.cluster.put(file)
            self.cluster.change(page, lead=image, media=(file.path,))

    def _bury(self, found: TombstoneRecord) -> None:
        """Put a tombstone in the place of any other at its address, as the CMS does."""
        self.cluster.remove(*[each for each in self.cluster.of(TombstoneRecord) if (each.site, each.path) == (found.site, found.path)])
        self.cluster.put(found)

    @precondition(lambda self: any(self.cluster.of(TombstoneRecord)))
    @rule(data=st.data(), what=st.sampled_from(["forget", "replace", "page"]))
    def edit_tombstone(self, data: st.DataObject, what: str) -> None:
        found = self.pick(data, TombstoneRecord)
        assert isinstance(found, TombstoneRecord)
        if what == "forget":
            self.cluster.remove(found)
        elif what == "replace":
            self.cluster.change(found, fate="replaced", target=data.draw(st.sampled_from([901, 100, 2, 4711])))
        elif f"content:{found.page}" not in self.cluster.records:
            place = self.pick(data, ChannelRecord)
            self.cluster.put(article(found.page, place))  # type: ignore[arg-type]

    @rule(data=st.data())
    def open_channel(self, data: st.DataObject) -> None:
        parent = self.pick(data, ChannelRecord)
        assert isinstance(parent, ChannelRecord)
        number = self.number()
        self.cluster.put(channel(number, parent.site, f"{parent.path}/c{number}", parent=parent.id))

    @rule(data=st.data(), what=st.sampled_from(["title", "style", "path", "order", "type"]))
    def edit_channel(self, data: st.DataObject, what: str) -> None:
        place = self.pick(data, ChannelRecord)
        assert isinstance(place, ChannelRecord)
        if what == "title":
            self.cluster.change(place, title=f"栏目{self.number()}")
        elif what == "style":
            self.cluster.change(place, list_style=data.draw(st.sampled_from(["titles", "blocks"])))
        elif what == "type":
            self.cluster.change(place, type="信息公开目录" if place.type != "信息公开目录" else "政务动态")
        elif what == "order":
            self.cluster.change(place, order=self.number())
        else:
            self._rename(place, f"{place.path.rpartition('/')[0]}/r{self.number()}".lstrip("/"))

    def _rename(self, place: ChannelRecord, path: str) -> None:
        old = place.path + "/"
        self.cluster.change(place, path=path)
        for other in self.cluster.of(ChannelRecord):
            if other.site == place.site and other.path.startswith(old):
                self.cluster.change(other, path=path + "/" + other.path.removeprefix(old))
        for page in self.cluster.of((ArticleRecord, DocumentRecord)):  # type: ignore[arg-type]
            now = self.cluster.records.get(f"channel:{page.channel}")
            if isinstance(now, ChannelRecord):
                self.cluster.change(page, **moved(page, now))

    @precondition(lambda self: sum(1 for _ in self.cluster.of(ChannelRecord)) > 2)
    @rule(data=st.data())
    def close_channel(self, data: st.DataObject) -> None:
        self.cluster.remove(self.pick(data, ChannelRecord))  # type: ignore[arg-type]

    @rule(data=st.data(), what=st.sampled_from(["footer", "notice", "home"]))
    def edit_site(self, data: st.DataObject, what: str) -> None:
        place = data.draw(st.sampled_from(sorted(self.cluster.of(SiteRecord), key=lambda record: record.key)))
        if what == "footer":
            self.cluster.change(place, operator=f"办公室{self.number()}")
        elif what == "notice":
            self.cluster.change(place, notices=(Link(title="公告", url=f"ref:{data.draw(st.sampled_from([1, 2, 3, 100]))}"),))
        else:
            numbers = [each.id for each in self.cluster.of(ChannelRecord) if each.site == place.key]
            blocks = [HomeBlock(slot=slot, title=slot, channel=number, count=3) for slot in ("news", "pictures") for number in numbers]
            self.cluster.put(HomeRecord(site=place.key, blocks=tuple(blocks)))

    @rule(word=st.sampled_from(["甲", "乙"]))
    def edit_theme(self, word: str) -> None:
        (self.cluster.themes / "shared/components/tag/template.html").write_text(
            f"{{% macro tag(word) %}}<b>{word}{{{{ word }}}}</b>{{% endmacro %}}"
        )

    @rule()
    def lose_the_newest_picture_file_record(self) -> None:
        files = [file for file in self.cluster.of(MediaFile) if not any(file.path in page.media for page in self.cluster.of(ArticleRecord))]
        for file in files:
            self.cluster.remove(file)

    def publish_all(self) -> list[Report]:
        return [self.cluster.build()]

    @invariant()
    def the_mirror_equals_a_full_build(self) -> None:
        plans: list[tuple[str, list[Operation]]] = []
        for report in self.publish_all():
            assert report.ok, (report.site_errors, report.failures)
            plans += report.plans.items()
        right = self.cluster.built_anew()
        assert tree(self.folder / "mirrors") == right
        for site, plan in plans:
            mirror = self.cluster.options().mirror(site)
            mirror.target.apply(plan, Staging(mirror.folder))  # once more, with nothing left to put
        assert tree(self.folder / "mirrors") == right


class EditsFollowed(Edits):
    """The same, published by a process that stays in memory and looks only at what is in question."""

    def publish_all(self) -> list[Report]:
        return self.cluster.keep_up()


TestEdits, TestEditsFollowed = Edits.TestCase, EditsFollowed.TestCase
TestEdits.settings = TestEditsFollowed.settings = settings(
    max_examples=35 * int(os.environ.get("SOAK", "1")), stateful_step_count=12, deadline=None,
    suppress_health_check=list(HealthCheck),
)


class DyingTarget(FolderTarget):
    """A folder whose process is killed after some files."""

    def __init__(self, root: Path, survives: int) -> None:
        super().__init__(root)
        self.survives = survives

    def _apply_one_by_one(self, operations, staging):  # type: ignore[no-untyped-def]
        for count, operation in enumerate(operations):
            if count == self.survives:
                os.kill(os.getpid(), signal.SIGKILL)
            super()._apply_one_by_one([operation], staging)


@given(survives=st.integers(0, 40), data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_build_killed_at_any_moment_is_finished_by_the_next(survives: int, data: st.DataObject) -> None:
    folder = Path(tempfile.mkdtemp())
    cluster = small(folder, articles=45)
    cluster.build()
    cluster.change(cluster.get("content:101"), title="改过")
    cluster.remove(cluster.get("content:110"))
    cluster.put(article(777, cluster.get("channel:1"), published="2026-04-01T10:00+08:00"))
    cluster.refresh()
    child = os.fork()
    if child == 0:
        cluster.store.reopen()
        cluster.build(target=lambda key: DyingTarget(folder / "mirrors" / key, survives))
        os._exit(0)
    os.waitpid(child, 0)
    if data.draw(st.booleans()):
        cluster.change(cluster.get("content:102"), title="又改过")
    assert cluster.build().ok
    assert tree(folder / "mirrors") == {**cluster.built_anew()}
    assert not [file for file in (folder / "mirrors/.staging").rglob("*") if file.is_file()]
    cluster.store.close()
    shutil.rmtree(folder)
