"""Turns what Wagtail and Django report into facts of the Change feed; each handler is one statement."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.accounts.models import Organisation
from cms.cluster.models import FooterLink, NoticeLink, QuickLink, SiteProfile
from cms.media.models import CustomDocument, CustomImage
from cms.publishing import record, saved_pages, saved_sites
from cms.publishing.models import Action, Switch


def note_published(instance: Page, revision: Any = None, **_: Any) -> None:
    # Wagtail says so too of a page that is to go live later; if it was live until now, it no longer is.
    action = Action.PUBLISH if instance.live else Action.WITHDRAW
    record.record_page(instance, action, by=getattr(revision, "user", None))


def note_unpublished(instance: Page, **_: Any) -> None:
    record.record_page(instance, Action.WITHDRAW)


def note_deleted(instance: Any, **_: Any) -> None:
    if isinstance(instance, Page):
        saved_pages.record_deleted(instance)


def note_moved(instance: Page, **_: Any) -> None:
    record.record_move(instance)


def look_before_page(instance: Any, **_: Any) -> None:
    if isinstance(instance, Page):
        saved_pages.look_before(instance)


def note_saved(instance: Any, update_fields: Any = None, **_: Any) -> None:
    # Wagtail's own signal of a new slug comes after the commit; a fact must be in the transaction of what it reports.
    if isinstance(instance, Page):
        saved_pages.record_saved(instance, update_fields)


def note_part(instance: Any, **_: Any) -> None:
    saved_pages.record_part(instance)


def note_choice(instance: Any, action: str, **_: Any) -> None:
    if isinstance(instance, Page) and instance.live and action.startswith("post_"):
        record.record_page(instance, Action.CHANGE)


def note_restriction(instance: PageViewRestriction, **_: Any) -> None:
    record.record_subtree(instance.page, cause="访问限制变更")


def look_before_site(instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:  # of a dump that is being loaded half is not there yet
        saved_sites.look_before(instance)


def note_profile(instance: SiteProfile, created: bool, raw: bool = False, **_: Any) -> None:
    if not raw:
        saved_sites.record_profile(instance, new=created)


def note_profile_gone(instance: SiteProfile, **_: Any) -> None:
    record.record_everything(cause="站点资料删除")


def note_site_link(instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        record.record_site(instance.profile.key, cause="站点资料变更")


def note_host(instance: Site, created: bool = False, **_: Any) -> None:
    # A new site has no profile yet, and without one it is not published.
    if not created:
        saved_sites.record_host(instance)


def note_left_scope(instance: Switch, raw: bool = False, **_: Any) -> None:
    record.record_left_scope(instance)


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
    post_page_move.connect(note_moved)
    pre_delete.connect(note_deleted)
    pre_save.connect(look_before_page)
    pre_save.connect(note_left_scope, sender=Switch)
    post_save.connect(note_saved)
    for model in (Site, SiteProfile):
        pre_save.connect(look_before_site, sender=model)
    post_save.connect(note_profile, sender=SiteProfile)
    post_delete.connect(note_profile_gone, sender=SiteProfile)
    for signal in (post_save, post_delete):
        signal.connect(note_restriction, sender=PageViewRestriction)
        signal.connect(note_host, sender=Site)
        signal.connect(note_switch, sender=Switch)
        for model in (QuickLink, NoticeLink, FooterLink):
            signal.connect(note_site_link, sender=model)
        for model in (CustomImage, CustomDocument, Organisation, Tag):
            signal.connect(note_shared, sender=model)
        for model in parts_of_pages():
            signal.connect(note_part, sender=model)
    for through in choices_of_pages():
        m2m_changed.connect(note_choice, sender=through)


def parts_of_pages() -> set[type[Model]]:
    """Return our models whose rows hang on a page: attachments, tags, blocks of a home page."""
    found = {relation.related_model for model in get_page_models() for relation in get_all_child_relations(model)}
    return {model for model in found if model.__module__.startswith("cms.")}


def choices_of_pages() -> set[type[Model]]:
    """Return the tables between pages and what is chosen for them from a list."""
    return {field.remote_field.through for model in get_page_models() for field in get_all_child_m2m_relations(model)}
