"""Whose publishing a member of staff may look at, and for whom they may give orders to the publisher."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy

from cms.cluster.models import SiteProfile

LOOKER = "publishing.view_release"
REMEMBERED = "_publishing_rights"


@dataclass(frozen=True)
class Rights:
    """`sites` are those to look at, in their order, with their short names; orders may be given for `orders`.

    `cluster` is the right to look at the publishers and at all sites, `commands` to order something for all of them.
    """

    sites: dict[str, str]
    orders: frozenset[str]
    cluster: bool = False
    commands: bool = False

    def __bool__(self) -> bool:
        return bool(self.sites) or self.cluster

    def may_order(self, site: str) -> bool:
        """Return whether an order for the site may be given; an empty key stands for all sites."""
        return site in self.orders if site else self.commands


def rights_of(user: Any) -> Rights:
    """Return what a user may see and order: who runs a site, that one; who publishes everywhere, everything.

    Security administrators and auditors hold a permission to look at everything. Who only writes or reviews sees nothing.
    It is found out once for each object of a user, as Django does with permissions: every entry of the menu asks for it.
    """
    found: Rights | None = getattr(user, REMEMBERED, None)
    if found is None:
        found = _find_rights(user)
        setattr(user, REMEMBERED, found)
    return found


def _find_rights(user: Any) -> Rights:
    names = dict(SiteProfile.objects.order_by("order", "id").values_list("key", "short_name"))
    if user.is_active and (user.is_superuser or publishes_everywhere(user)):
        return Rights(names, frozenset(names), cluster=True, commands=True)
    policy = SitePermissionPolicy(SiteProfile)
    own = frozenset(policy.instances_user_has_any_permission_for(user, ["change"]).values_list("key", flat=True))
    if user.has_perm(LOOKER):
        return Rights(names, own, cluster=True)
    return Rights({key: name for key, name in names.items() if key in own}, own)


def publishes_everywhere(user: Any) -> bool:
    root = Page.get_first_root_node()
    return root is not None and PagePermissionPolicy().user_has_permission_for_instance(user, "publish", root)
