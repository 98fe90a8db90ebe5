"""The roles of staff: on one site, or on the whole cluster.

A role is a group of Django's. On a site its rights end at the site's own tree of pages and its own collection of
pictures and files, so that a county's webmaster runs that county's site and nobody else's.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.accounts.models import Organisation, User
from cms.cluster.models import SiteProfile


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "信息员"
    REVIEWER1 = "reviewer1", "一审"
    REVIEWER2 = "reviewer2", "二审"
    REVIEWER3 = "reviewer3", "三审"
    WEBMASTER = "webmaster", "站点管理员"
    ADMINISTRATOR = "administrator", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "审计员"
    EDITOR = "editor", "总编辑"


SITE_ROLES: tuple[Any, ...] = (Role.CONTRIBUTOR, Role.REVIEWER1, Role.REVIEWER2, Role.REVIEWER3, Role.WEBMASTER)
APPROVERS = (Role.REVIEWER1, Role.REVIEWER2, Role.REVIEWER3, Role.WEBMASTER)
PUBLISHERS = (*APPROVERS, Role.EDITOR)
WITHOUT_CONTENT = (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)  # the first is a superuser instead

PAGE_RIGHTS = {Role.CONTRIBUTOR: ("add",), **dict.fromkeys(PUBLISHERS, ("add", "change", "publish"))}
FILE_RIGHTS = {
    Role.CONTRIBUTOR: ("add", "choose"), **dict.fromkeys(PUBLISHERS, ("add", "change", "choose")),
}
FILES = ("wagtailimages.{}_image", "wagtaildocs.{}_document")


class RoleError(Exception):
    """A role cannot be given; the message says why."""


@dataclass(frozen=True)
class Place:
    """Where a role holds: a site's tree and collection, or everything."""

    name: str
    page: Page
    collection: Collection
    profile: SiteProfile | None = None


def find_permissions(*names: str) -> list[Permission]:
    """Return the permissions of these names, `app.codename`; a KeyError names one that there is not."""
    codes = [name.partition(".")[2] for name in names]
    found = Permission.objects.filter(codename__in=codes).select_related("content_type")
    by_name = {f"{each.content_type.app_label}.{each.codename}": each for each in found}
    return [by_name[name] for name in names]


@transaction.atomic
def create_user(
    username: str, *, role: Role, site_key: str = "", password: str, name: str = "",
    organisation: Organisation | None = None,
) -> User:
    """Return the new or updated user with exactly this role."""
    place = find_place(role, site_key)
    user, _ = User.objects.get_or_create(username=username)
    user.name = name or user.name or f"{place.name}{role.label}"
    user.organisation = organisation or user.organisation
    user.is_superuser = user.is_staff = role == Role.ADMINISTRATOR
    user.is_active = True
    user.set_password(password)
    user.save()
    user.groups.set([ensure_group(role, place)])
    return user


def find_place(role: Role, site_key: str) -> Place:
    if role not in SITE_ROLES:
        if site_key:
            raise RoleError(f"角色“{role.label}”管理整个网站群，不能限定站点。")
        return Place("网站群", Page.get_first_root_node(), Collection.get_first_root_node())
    if not site_key:
        raise RoleError(f"角色“{role.label}”属于某个站点，请用 --site 指定。")
    profile = SiteProfile.objects.select_related("site__root_page").filter(key=site_key).first()
    if profile is None:
        known = "、".join(SiteProfile.objects.values_list("key", flat=True)) or "（还没有站点）"
        raise RoleError(f"没有标识为“{site_key}”的站点。现有站点：{known}。")
    return Place(profile.short_name, profile.site.root_page, ensure_collection(profile), profile)


def ensure_collection(profile: SiteProfile) -> Collection:
    """Return the collection for a site's pictures and files."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=profile.name).first() or root.add_child(name=profile.name)


def ensure_group(role: Role, place: Place) -> Group:
    """Return the group of a role in its place, with its rights."""
    group, _ = Group.objects.get_or_create(name=f"{place.name}·{role.label}")
    group.permissions.add(*find_permissions("wagtailadmin.access_admin"))
    if role in WITHOUT_CONTENT:
        group.permissions.add(*find_permissions("publishing.view_release"))
    GroupPagePermission.objects.bulk_create((
        GroupPagePermission(group=group, page=place.page, permission=permission)
        for permission in find_permissions(*(f"wagtailcore.{right}_page" for right in PAGE_RIGHTS.get(role, ())))
    ), ignore_conflicts=True)
    GroupCollectionPermission.objects.bulk_create((
        GroupCollectionPermission(group=group, collection=place.collection, permission=permission)
        for permission in find_permissions(*(name.format(right) for right in FILE_RIGHTS.get(role, ()) for name in FILES))
    ), ignore_conflicts=True)
    if place.profile:
        review = ensure_review(place)
        if role in APPROVERS:
            review.groups.add(group)
        if role == Role.WEBMASTER:
            allow_profile(group, place.profile)
    return group


def allow_profile(group: Group, profile: SiteProfile) -> None:
    """Let the group edit the profile of this one site."""
    (permission,) = find_permissions("cluster.change_siteprofile")
    GroupSitePermission.objects.get_or_create(group=group, site=profile.site, permission=permission)


def ensure_review(place: Place) -> GroupApprovalTask:
    """Return the site's one review stage, so that what a contributor submits reaches who may publish it."""
    name = f"{place.name}审核"
    task, _ = GroupApprovalTask.objects.get_or_create(name=name)
    workflow, _ = Workflow.objects.get_or_create(name=name)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=place.page, defaults={"workflow": workflow})
    return task
