"""What editors do with documents, as rules for machines that make random edits of the tiny cluster."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from cms.records import ArticleRecord, ChannelRecord, DocumentRecord, Relation
from cms.records.addresses import content_address
from tests.site_builder.cluster import Cluster, document

THEMES = [("0201", "综合政务\\政务公开"), ("0203", "综合政务\\应急管理"), ("1102", "科技、教育\\教育"), ("22", "其他")]
GENRES = [("05", "通知"), ("07", "意见"), ("", "")]
PUBLISHERS = [("city", "市政府"), ("school", "实验中学"), ("water_works", "自来水公司")]
AUDIENCES = [(), ("面向公民/教育科研",), ("面向公民/公用事业", "特定人群/老年人")]
WHAT = ["theme", "genre", "publisher", "name", "audiences", "category", "validity", "number", "body", "date", "alias", "withdraw"]


class DocumentEdits(RuleBasedStateMachine):
    """Whoever inherits it has a cluster, and gives out numbers."""

    cluster: Cluster

    def number(self) -> int:
        raise NotImplementedError

    def one_of(self, data: st.DataObject, *kinds: type) -> Any:
        return data.draw(st.sampled_from(sorted(self.cluster.of(kinds), key=lambda record: record.id)))  # type: ignore[arg-type]

    @rule(data=st.data(), count=st.sampled_from([1, 1, 2, 21]), month=st.integers(1, 3), year=st.sampled_from([2025, 2026]))
    def issue(self, data: st.DataObject, count: int, month: int, year: int) -> None:
        place = self.one_of(data, ChannelRecord)
        for each in range(count):
            self.cluster.put(document(self.number(), place, published=f"{year}-{month:02d}-{each % 28 + 1:02d}T10:00+08:00"))

    @precondition(lambda self: any(self.cluster.of(DocumentRecord)))
    @rule(data=st.data(), what=st.sampled_from(WHAT))
    def edit_document(self, data: st.DataObject, what: str) -> None:
        page = self.one_of(data, DocumentRecord)
        if what == "withdraw":
            self.cluster.remove(page)
            return
        changes: dict[str, Any] = {"updated": f"2026-04-01T10:{self.number() % 60:02d}+08:00"}
        if what in ("theme", "genre"):
            changes[f"{what}_code"], changes[what] = data.draw(st.sampled_from(THEMES if what == "theme" else GENRES))
        elif what == "publisher":
            changes["publisher_key"], changes["publisher"] = data.draw(st.sampled_from(PUBLISHERS))
        elif what == "date":
            place = self.cluster.records.get(f"channel:{page.channel}")
            if isinstance(place, ChannelRecord):
                published = f"2025-0{data.draw(st.integers(1, 9))}-11T09:00+08:00"
                changes |= {"published": published, "url": content_address(place.path, published, page.id)}
        else:
            values = {
                "name": ("publisher", ["市政府", "市人民政府"]), "audiences": ("audiences", AUDIENCES),
                "category": ("category", ["", "教育"]),
                "validity": ("validity", ["valid", "repealed", "pending"]), "number": ("number", ["", "晋市政办〔2025〕3号"]),
                "body": ("body", ["<p>甲</p>", "<p>乙</p>"]), "alias": ("canonical", ["", "http://elsewhere.localhost/x.html"]),
            }
            name, choices = values[what]
            changes[name] = data.draw(st.sampled_from(choices))
        self.cluster.change(page, **changes)

    @precondition(lambda self: any(self.cluster.of(DocumentRecord)))
    @rule(data=st.data(), kind=st.sampled_from(["interprets", "amends", "repeals", "replaces", "related", ""]), gone=st.booleans())
    def tie(self, data: st.DataObject, kind: str, gone: bool) -> None:
        page = self.one_of(data, DocumentRecord)
        target = 4711 if gone else self.one_of(data, DocumentRecord, ArticleRecord).id
        relations = (Relation(type=kind, label=kind, target=target),) if kind and target != page.id else ()
        self.cluster.change(page, relations=relations + page.relations[:1])
