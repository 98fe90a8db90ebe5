"""Turns what Wagtail and Django report into facts of the Change feed; each handler is one statement."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage, SiteProfile
from cms.media.models import CustomDocument, CustomImage
from cms.publishing import record
from cms.publishing.models import Action, Switch


def note_published(instance: Page, revision: Any = None, **_: Any) -> None:
    # Wagtail says so too of a page that is to go live later; if it was live until now, it no longer is.
    action = Action.PUBLISH if instance.live else Action.WITHDRAW
    record.record_page(instance, action, by=getattr(revision, "user", None))


def note_unpublished(instance: Page, **_: Any) -> None:
    record.record_page(instance, Action.WITHDRAW)


def note_deleted(instance: Any, **_: Any) -> None:
    if isinstance(instance, Page) and instance.live:
        record.record_page(instance, Action.WITHDRAW, cause="删除")


def note_moved(instance: Page, **_: Any) -> None:
    record.record_subtree(instance, cause="移动")


def note_new_slug(instance: ChannelPage, update_fields: Any = None, **_: Any) -> None:
    # Wagtail's own signal comes after the commit; a fact must be in the transaction of what it reports.
    if (update_fields is None or "slug" in update_fields) and record.has_another_slug(instance):
        record.record_subtree(instance, cause="地址变更")


def note_restriction(instance: PageViewRestriction, **_: Any) -> None:
    record.record_subtree(instance.page, cause="访问限制变更")


def note_profile(instance: SiteProfile, raw: bool = False, **_: Any) -> None:
    record.record_site(instance.key, cause="站点资料变更")


def note_switch(instance: Switch, raw: bool = False, **_: Any) -> None:
    record.record_switch(instance.site, cause="紧急开关变更", by=instance.changed_by)


def note_shared(instance: Any, created: bool = False, **_: Any) -> None:
    # What is new is not used anywhere yet; the page that will use it reports itself.
    if not created:
        record.record_everything(cause=f"{instance._meta.verbose_name}变更")


def connect() -> None:
    """Connect every handler; called once, when the app is ready."""
    page_published.connect(note_published)
    page_unpublished.connect(note_unpublished)
    pre_delete.connect(note_deleted)
    post_page_move.connect(note_moved)
    pre_save.connect(note_new_slug, sender=ChannelPage)
    for signal in (post_save, post_delete):
        signal.connect(note_restriction, sender=PageViewRestriction)
        signal.connect(note_profile, sender=SiteProfile)
        signal.connect(note_switch, sender=Switch)
    for model in (CustomImage, CustomDocument, Organisation, Site):
        post_save.connect(note_shared, sender=model)
        post_delete.connect(note_shared, sender=model)
