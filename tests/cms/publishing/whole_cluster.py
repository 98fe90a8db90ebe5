"""A cluster with one of everything that leaves the CMS, and what an export of it reads."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model
from django.test.utils import CaptureQueriesContext

from cms.accounts.models import Organisation
from cms.articles.models import ArticleAttachment, ArticlePage, GalleryPage, GalleryPicture, TopicPage, TopicSection
from cms.cluster.models import ChannelPage, FooterLink, HomeBlock, NoticeLink, QuickLink, SiteProfile
from cms.core.models import ContentPage
from cms.disclosure.models import DocumentAttachment, DocumentPage, DocumentRelation
from cms.export.export import export_all
from cms.organisations.models import Department, LeaderPage, OrganisationPage
from cms.publishing.models import Switch
from cms.publishing.position import Position
from cms.publishing.read import read_since
from cms.records import AnyRecord, MediaFile, digest, key_of
from cms.services.models import GuideAttachment, GuideMaterial, GuidePage, GuideQuestion, GuideStep

COLUMN = re.compile(r'"(\w+)"\."(\w+)"')
GUIDE = {
    "agency": "市公安局", "basis": "条例", "conditions": "有住所", "place": "政务服务中心", "hours": "工作日",
    "phone": "0356-0000000", "fee": "不收费",
}


def fill(
    portal: SiteProfile, other: ChannelPage, channel: ChannelPage, organisation: Organisation,
    make_image: Callable[..., Any], make_file: Callable[..., Any],
) -> dict[str, Any]:
    """Put one of everything into two sites; return what scenarios need by name."""
    image, file = make_image(), make_file()

    def add(page: Any, below: ChannelPage = channel) -> Any:
        if isinstance(page, ContentPage):
            page.source = "市政府"  # without one no page can be published
        return ChannelPage.objects.get(pk=below.pk).add_child(instance=page)

    values = {"type": channel.type, "description": "动态。", "keywords": "动态"}
    child = add(ChannelPage(title="下级", slug="child", intro="<p>说明</p>", **values))
    article = ArticlePage(
        title="消息", lead_image=image, body=[("html", "<p>正文</p>")],
        attachments=[ArticleAttachment(document=file)],
    )
    article.tags.add("供热")
    add(article, child)
    office = Organisation.objects.create(key="edu", name="教育局", short_name="教育局", code="111405JC00200")
    document = add(DocumentPage(
        title="通知", publisher=organisation, created=dt.date(2026, 1, 5), theme="0201", joint_publishers=[office],
        attachments=[DocumentAttachment(document=file)], relations=[DocumentRelation(type="interprets", target=article)],
    ))
    add(GuidePage(
        title="户口", **GUIDE, materials=[GuideMaterial(name="申请表", sample=file)], steps=[GuideStep(title="申请", text="到窗口。")],
        questions=[GuideQuestion(question="可以吗？", answer="可以。")], attachments=[GuideAttachment(document=file)],
    ))
    add(OrganisationPage(
        title="办公室", organisation=organisation, address="凤台街", phone="0356-0000000", hours="工作日",
        departments=[Department(name="综合科")],
    ))
    add(LeaderPage(title="某某", post="市长", duties="全面工作", organisation=organisation))
    add(GalleryPage(title="美景", pictures=[GalleryPicture(image=image)]))
    add(TopicPage(title="专题", sections=[TopicSection(title="动态", channel=child, items=[("page", article)])]))
    home = portal.site.root_page.specific
    block = HomeBlock.objects.create(page=home, slot="news", title="要闻", channel=child)
    Switch.objects.create(site="portal", text="停水通知", level="general")
    for model, more in ((QuickLink, {}), (NoticeLink, {}), (FooterLink, {"group": "县市"})):
        model.objects.create(profile=portal, title="链接", page=article, **more)
    gone = add(ArticlePage(title="撤下的"))
    gone.unpublish()
    aliases = [article.create_alias(parent=other), document.create_alias(parent=ChannelPage.objects.get(pk=other.pk))]
    return {
        "image": image, "file": file, "child": child, "article": article, "document": document, "office": office,
        "home": home, "block": block, "aliases": aliases, "other": other, "channel": channel, "portal": portal,
    }


def fields_read() -> dict[type[Model], set[Field[Any, Any]]]:
    """Return the fields that an export of everything reads, by model."""
    with CaptureQueriesContext(connection) as queries:
        list(export_all())
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    found: dict[type[Model], set[Field[Any, Any]]] = {}
    for query in queries:
        for table, column in COLUMN.findall(query["sql"]):
            model = tables.get(table)
            if model is not None:
                field = next(field for field in model._meta.local_concrete_fields if field.column == column)
                found.setdefault(model, set()).add(field)
    return found


def state() -> dict[str, bytes]:
    """Return the digest of every record but files, which come with whatever shows them."""
    records: list[AnyRecord] = [record for record in export_all() if not isinstance(record, MediaFile)]
    return {key_of(record): digest(record) for record in records}


def unreported(before: dict[str, bytes], number: int) -> set[str]:
    """Return the keys of the records that differ from before and that the feed has not named since a number."""
    now = state()
    news = read_since(Position(number))
    differing = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    return set() if news.everything else differing - news.keys
