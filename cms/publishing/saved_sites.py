"""Facts about sites: a profile that others show, too, and a site whose pages are suddenly somewhere else."""

from wagtail.models import Site

from cms.cluster.models import SiteProfile
from cms.publishing import record
from cms.publishing.addresses import follow_site
from cms.publishing.models import Action

MOVES = "_its_pages_move"


def look_before(instance: Site | SiteProfile) -> None:
    """Remember whether saving a site or its profile will move its pages: it gets another key, or another home page."""
    if isinstance(instance, Site):
        others = Site.objects.filter(pk=instance.pk).exclude(root_page=instance.root_page_id)
        instance.__dict__[MOVES] = others.exists()
    else:
        same = SiteProfile.objects.filter(pk=instance.pk, key=instance.key, site=instance.site_id)
        instance.__dict__[MOVES] = not same.exists()


def record_profile(profile: SiteProfile, *, new: bool) -> None:
    """Append that the profile of a site was saved; `new`: for the first time."""
    record.record_site(profile.key, cause="站点资料变更")
    if new:
        record.record_pages([profile.site.root_page], Action.CHANGE, cause="站点资料变更")
    if profile.__dict__.pop(MOVES, False) and (not new or profile.site.root_page.numchild):
        _record_all_pages(profile)


def record_host(site: Site) -> None:
    """Append that a site got another host or home page: its address stands in what any page shows."""
    record.record_everything(cause="站点变更")
    profile = SiteProfile.objects.filter(site=site).first()
    if site.__dict__.pop(MOVES, False) and profile is not None:
        _record_all_pages(profile)


def _record_all_pages(profile: SiteProfile) -> None:
    record.record_everything(cause="站点变更")
    record.record_changes(follow_site(profile.key, profile.site, cause="站点变更"))
