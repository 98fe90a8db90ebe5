"""Whatever changes a record leaves its key in the feed: every field that an export reads, and every way an editor has."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone
from modelcluster.fields import ParentalKey
from taggit.models import Tag
from wagtail.fields import StreamField
from wagtail.models import Collection, Page, PageViewRestriction, Site

from cms.accounts.models import Organisation, User
from cms.articles.models import ArticleAttachment, ArticlePage, TopicSection
from cms.cluster.models import ChannelPage, HomeBlock, HomePage, QuickLink, SiteProfile
from cms.disclosure.fields import IndexNumberField
from cms.disclosure.models import DocumentPage
from cms.media.models import CustomImage
from cms.publishing.models import AnnouncedDay, Change, FormerAddress, PublishedAddress, Withdrawal
from cms.publishing.read import latest_number
from tests.cms.conftest import new_channel, new_file, new_image
from tests.cms.publishing.whole_cluster import fields_read, fill, state, unreported
from tests.layers import layer

pytestmark = pytest.mark.django_db

# What is not a fact about content: the tree's own columns change by moving, which has its scenarios below.
BY_MOVING = {"path", "depth"}
OUR_OWN = (AnnouncedDay, FormerAddress, PublishedAddress, Withdrawal)  # written with the facts themselves, never by an editor


@layer
def whole(portal: SiteProfile, gaoping: SiteProfile, channel: ChannelPage, organisation: Organisation) -> dict[str, tuple[Any, Any]]:
    """Put one of everything into the database; return where it is, as (model, key), under its names."""
    things = fill(portal, new_channel(gaoping, "上级要闻"), channel, organisation, new_image, new_file)
    return {name: (type(thing), thing.pk) for name, thing in things.items() if name != "aliases"}


@pytest.fixture
def cluster(whole: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Give what is in the database under its names, as nobody has edited it."""
    cache.clear()
    return {name: model.objects.get(pk=key) for name, (model, key) in whole.items()}


class Undo(Exception):
    """Takes an attempt back."""


def missed_by(action: Callable[[], Any], before: dict[str, bytes]) -> tuple[set[str], int]:
    """Return the keys that an action changed without a fact, and how many facts it left; it is taken back."""
    result: tuple[set[str], int] = set(), 0
    try:
        with transaction.atomic():
            number = latest_number()
            action()
            result = unreported(before, number), Change.objects.filter(number__gt=number).count()
            raise Undo
    except Undo:
        return result


def other_value(field: Any, instance: Any) -> Any:
    """Return a value that a field does not have now; the same where only another row could make a difference."""
    now = getattr(instance, field.attname)
    if isinstance(field, models.OneToOneField | models.FileField) or (isinstance(field, StreamField) and field.name != "body"):
        return now
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=now)
        return None if field.null else getattr(others.first(), "pk", now)
    if field.choices:
        return next((value for value, _ in field.flatchoices if value not in (now, "")), now)
    return next(change(field, now) for kinds, change in CHANGES if isinstance(field, kinds))


def changed_text(field: Any, now: Any) -> Any:
    return f"{now[:(field.max_length or 1000) - 1]}改" if isinstance(now, str) else now


CHANGES: list[tuple[Any, Callable[[Any, Any], Any]]] = [
    (IndexNumberField, lambda field, now: "111405JC00100/2026-99999"),
    (StreamField, lambda field, now: [("html", "<p>改了</p>")]),
    (models.BooleanField, lambda field, now: not now),
    (models.DateField, lambda field, now: (now or timezone.now()) + dt.timedelta(days=40)),
    (models.IntegerField, lambda field, now: (now or 0) + 1),
    (models.SlugField, lambda field, now: "changed"),
    (models.Field, changed_text),
]


def instances(model: type[models.Model]) -> Iterator[models.Model]:
    """Yield one row of a model; of pages one that is live, of each kind for the table that all share."""
    rows = model._default_manager.order_by("pk")
    if issubclass(model, Page):
        rows = rows.filter(live=True, depth__gt=1, alias_of=None)
    if model is Page:
        yield from {type(row): row for row in rows.specific()}.values()
    elif rows:
        yield rows.first()


def save(instance: models.Model, field: Any, value: Any, *, alone: bool) -> Callable[[], None]:
    def action() -> None:
        fresh = type(instance)._default_manager.get(pk=instance.pk)
        setattr(fresh, field.attname if isinstance(field, models.ForeignKey) else field.name, value)
        options: dict[str, Any] = {"clean": False} if isinstance(fresh, Page) else {}
        fresh.save(**options, **({"update_fields": [field.name]} if alone else {}))

    return action


def delete(instance: models.Model) -> Callable[[], Any]:
    return lambda: type(instance)._default_manager.get(pk=instance.pk).delete()


def test_every_field_that_an_export_reads_leaves_a_fact_when_it_is_saved(cluster: dict[str, Any]) -> None:
    read = fields_read()
    assert {Page, ChannelPage, ArticlePage, DocumentPage, CustomImage, Organisation, Tag, Site, HomeBlock} <= read.keys()
    missed, before = [], state()
    for model, fields in read.items():
        if issubclass(model, OUR_OWN) or model._meta.auto_created:
            continue
        rows = list(instances(model))
        if not rows:
            assert model is PageViewRestriction, f"nothing of {model.__name__} to try"
        for field in fields:
            if field.primary_key or field.name in BY_MOVING or isinstance(field, ParentalKey):
                continue
            for row in rows:
                value = other_value(field, row)
                for alone in (False, True):
                    keys, facts = missed_by(save(row, field, value, alone=alone), before)
                    if keys or not facts:
                        missed.append((type(row).__name__, field.name, alone, keys, facts))
    assert not missed


def test_every_row_that_an_export_reads_leaves_a_fact_when_it_is_deleted(cluster: dict[str, Any]) -> None:
    missed, before = [], state()
    for model in fields_read():
        if issubclass(model, OUR_OWN) or model._meta.auto_created:
            continue
        for row in instances(model):
            try:
                keys, facts = missed_by(delete(row), before)
            except models.ProtectedError:
                continue
            if keys or not facts:
                missed.append((type(row).__name__, row, keys, facts))
    assert not missed


def fresh(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)


def edit(thing: Any, **changes: Any) -> Any:
    """Change a page in the editor's form and publish it."""
    page = fresh(thing)
    for name, value in changes.items():
        setattr(page, name, value)
    return page.save_revision().publish()


def schedule(thing: Any, **times: Any) -> None:
    edit(thing, **times)
    past = timezone.now() - dt.timedelta(minutes=1)
    type(thing).objects.filter(pk=thing.pk, expire_at__isnull=False).update(expire_at=past)
    fresh(thing).revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=past)
    call_command("publish_scheduled", stdout=io.StringIO())


def approve(thing: Any) -> None:
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    user = User.objects.create_superuser("chief", password="long-enough-word")
    task, workflow = GroupApprovalTask.objects.create(name="审"), Workflow.objects.create(name="审")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = fresh(thing)
    page.title = "审过的"
    page.save_revision(user=user)
    state = workflow.start(page, user)
    state.current_task_state.approve(user=user)


def restrict(thing: Any) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=thing, restriction_type=PageViewRestriction.LOGIN)


def add_inline(cluster: dict[str, Any]) -> None:
    page = fresh(cluster["article"])
    page.attachments.add(ArticleAttachment(document=cluster["file"], title="附件二"))
    page.save_revision().publish()


def retag(cluster: dict[str, Any], *, publish: bool) -> None:
    page = fresh(cluster["article"])
    page.tags.add("供水")
    if publish:
        page.save_revision().publish()
    else:
        page.save()


def choose_publishers(cluster: dict[str, Any]) -> None:
    page = fresh(cluster["document"])
    page.joint_publishers.clear()
    page.save()


def rearrange_home(cluster: dict[str, Any]) -> None:
    home = HomePage.objects.get(pk=cluster["home"].pk)
    home.blocks.add(HomeBlock(slot="news", title="另一版块", channel=cluster["other"]))
    home.save_revision().publish()


def unpublish_and_publish_again(thing: Any) -> None:
    fresh(thing).unpublish()
    edit(thing)


def add_channel(cluster: dict[str, Any]) -> ChannelPage:
    values = {"type": cluster["channel"].type, "description": "动态。", "keywords": "动态"}
    return fresh(cluster["channel"]).add_child(instance=ChannelPage(title="又一个", slug="another", **values))


WAYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "publish": lambda c: edit(c["article"], title="新题"),
    "publish a channel": lambda c: edit(c["child"], title="新名"),
    "a new slug": lambda c: edit(c["child"], slug="renamed"),
    "a new slug above": lambda c: edit(c["channel"], slug="renamed"),
    "another date": lambda c: edit(c["article"], published_at=timezone.now() - dt.timedelta(days=90)),
    "unpublish": lambda c: fresh(c["article"]).unpublish(),
    "unpublish a channel": lambda c: fresh(c["child"]).unpublish(),
    "unpublish and publish again": lambda c: unpublish_and_publish_again(c["child"]),
    "delete": lambda c: fresh(c["article"]).delete(),
    "delete a channel": lambda c: fresh(c["child"]).delete(),
    "move": lambda c: fresh(c["article"]).move(fresh(c["channel"]), pos="last-child"),
    "move a channel": lambda c: fresh(c["child"]).move(fresh(c["other"]), pos="last-child"),
    "reorder": lambda c: fresh(c["child"]).move(fresh(c["document"]), pos="right"),
    "reorder channels": lambda c: fresh(add_channel(c)).move(fresh(c["child"]), pos="left"),
    "copy": lambda c: fresh(c["child"]).copy(recursive=True, update_attrs={"slug": "copy"}, to=fresh(c["channel"])),
    "alias": lambda c: fresh(c["article"]).create_alias(parent=fresh(c["channel"]), update_slug="again"),
    "schedule": lambda c: schedule(c["article"], title="定时", go_live_at=timezone.now() + dt.timedelta(days=1)),
    "expire": lambda c: schedule(c["article"], expire_at=timezone.now() + dt.timedelta(days=1)),
    "workflow": lambda c: approve(c["article"]),
    "restrict": lambda c: restrict(c["child"]),
    "restrict and open": lambda c: restrict(c["child"]).delete(),
    "delete what is restricted": lambda c: (restrict(c["article"]), fresh(c["article"]).delete()),
    "an inline child": add_inline,
    "tags, published": lambda c: retag(c, publish=True),
    "tags, saved": lambda c: retag(c, publish=False),
    "a tag renamed": lambda c: edit_plain(Tag.objects.get(name="供热"), name="供暖"),
    "a tag deleted": lambda c: Tag.objects.get(name="供热").delete(),
    "many to many": choose_publishers,
    "home blocks": rearrange_home,
    "a block deleted": lambda c: HomeBlock.objects.all().delete(),
    "links deleted": lambda c: QuickLink.objects.all().delete(),
    "a picture": lambda c: edit_plain(c["image"], alt="另一说明"),
    "a picture replaced": lambda c: edit_plain(c["image"], file_hash="0" * 40),
    "a picture deleted": lambda c: c["image"].delete(),
    "pictures deleted": lambda c: CustomImage.objects.all().delete(),
    "a picture in another collection": lambda c: edit_plain(
        c["image"], collection=Collection.get_first_root_node().add_child(name="图库")
    ),
    "a file replaced": lambda c: edit_plain(c["file"], file=ContentFile(b"new", name="b.txt")),
    "a unit renamed": lambda c: edit_plain(c["office"], name="市教育局"),
    "a unit deleted": lambda c: c["office"].delete(),
    "a site's host": lambda c: edit_plain(c["portal"].site, hostname="www.example.org"),
    "a site's key": lambda c: edit_plain(c["portal"], key="city"),
    "a site deleted": lambda c: Site.objects.get(pk=c["portal"].site_id).delete(),
    "a profile deleted": lambda c: fresh(c["portal"]).delete(),
    "a home page": lambda c: fresh(c["home"]).unpublish(),
    "pages deleted by a query": lambda c: ArticlePage.objects.filter(title="消息").delete(),
    "topics' channel": lambda c: TopicSection.objects.first().channel.delete(),
}


def edit_plain(thing: Any, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.save()


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_an_editor_names_all_that_it_changes(cluster: dict[str, Any], way: str) -> None:
    keys, facts = missed_by(lambda: WAYS[way](cluster), state())
    assert not keys
    assert facts
