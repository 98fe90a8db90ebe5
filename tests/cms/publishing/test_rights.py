"""Who may look at publishing, and who may order something of the publisher."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.cluster.models import SiteProfile
from cms.publishing.rights import rights_of

People = Callable[..., User]


@pytest.fixture(autouse=True)
def cluster(portal: SiteProfile, gaoping: SiteProfile) -> None:
    """Two sites."""


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR])
def test_who_runs_the_cluster_sees_and_orders_everything(person: People, role: Role) -> None:
    rights = rights_of(person(role))
    assert set(rights.sites) == {"portal", "gaoping"}
    assert rights.may_order("")
    assert rights.may_order("portal")
    assert rights.cluster


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDITOR])
def test_who_watches_sees_everything_and_orders_nothing(person: People, role: Role) -> None:
    rights = rights_of(person(role))
    assert set(rights.sites) == {"portal", "gaoping"}
    assert not rights.may_order("")
    assert not rights.may_order("portal")


def test_every_entry_of_the_menu_asks_and_it_is_found_out_once(
    person: People, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    user = person(Role.WEBMASTER, "gaoping")
    rights = rights_of(user)
    with django_assert_num_queries(0):
        assert rights_of(user) == rights


def test_a_webmaster_has_the_own_site_only(person: People) -> None:
    rights = rights_of(person(Role.WEBMASTER, "gaoping"))
    assert list(rights.sites) == ["gaoping"]
    assert rights.may_order("gaoping")
    assert not rights.may_order("portal")
    assert not rights.may_order("")
    assert not rights.cluster


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER1, Role.REVIEWER2, Role.REVIEWER3])
def test_who_writes_or_reviews_has_nothing_to_do_with_it(person: People, role: Role) -> None:
    assert not rights_of(person(role, "portal"))


def test_an_account_that_was_closed_has_no_rights(person: People) -> None:
    for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.AUDITOR):
        user = person(role)
        user.is_active = False
        user.save()
        assert not rights_of(User.objects.get(pk=user.pk))
