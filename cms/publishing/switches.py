"""What the emergency switches say at a moment, and who may turn them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import GroupSitePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.cluster.models import SiteProfile
from cms.core.site_rows import CLUSTER
from cms.publishing.models import Switch
from cms.publishing.record import record_switch
from cms.publishing.sites import site_keys_by_path


def switch_of(scope: str) -> Switch:
    """Return the switch of a site or of the cluster; a new one, not saved, before it was first turned."""
    return Switch.objects.filter(site=scope).first() or Switch(site=scope)


@transaction.atomic
def turn_switch(switch: Switch, *, by: Any) -> None:
    """Save a switch with who turned it. The Change rows are written in the same transaction."""
    before = Switch.objects.select_for_update().filter(site=switch.site).first()
    switch.changed_by = by
    if switch.text and switch.since is None:
        switch.since = timezone.now().replace(second=0, microsecond=0)  # readers see since when it holds
    if not switch.frozen:
        switch.reason, switch.frozen_by, switch.frozen_at = "", None, None
    elif before is None or not before.frozen or before.reason != switch.reason:
        switch.frozen_by, switch.frozen_at = by, timezone.now()
    switch.save()


def may_turn(user: Any, scope: str) -> bool:
    """Return whether somebody may turn a switch: the site's own webmaster, or for all sites who may publish on all."""
    if not user.is_active:
        return False
    if scope == CLUSTER:
        root = Page.get_first_root_node()
        return user.is_superuser or PagePermissionPolicy().user_has_permission_for_instance(user, "publish", root)
    return scope in scopes_of(user)


def scopes_of(user: Any) -> list[str]:
    """Return the sites whose switches somebody may turn, in order."""
    profiles = SiteProfile.objects.order_by("order", "id")
    if not user.is_active:
        return []
    if not user.is_superuser:
        # Who may edit the profile of a site is its webmaster.
        own = GroupSitePermission.objects.filter(
            group__user=user, permission__content_type__app_label="cluster", permission__codename="change_siteprofile"
        )
        profiles = profiles.filter(site__in=own.values("site"))
    return list(profiles.values_list("key", flat=True))


def frozen_sites() -> dict[str, str]:
    """Return the sites that are not to be published now, each with the reason."""
    reasons = dict(Switch.objects.filter(frozen=True).values_list("site", "reason"))
    if not reasons:
        return {}
    keys = sorted(set(site_keys_by_path().values()))
    return {key: reasons.get(key) or reasons[CLUSTER] for key in keys if key in reasons or CLUSTER in reasons}


def due(after: datetime, now: datetime) -> list[str]:
    """Return the scopes (sites, or "" for all) of notices that appeared or came down by themselves after `after`, up to `now`."""
    passed = Q(since__gt=after, since__lte=now) | Q(until__gt=after, until__lte=now)
    return sorted(_with_notice().filter(passed).values_list("site", flat=True))


def record_due(after: datetime, now: datetime) -> list[str]:
    """Append to the Change feed what `due` returns, and return it."""
    scopes = due(after, now)
    for scope in scopes:
        record_switch(scope, cause="紧急通知到时")
    return scopes


def _with_notice() -> Any:
    return Switch.objects.exclude(text="")
