import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from cms.accounts.models import User
from cms.accounts.roles import SITE_ROLES, Role, create_user, ensure_collection
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from tests.cms.conftest import new_channel
from tests.layers import layer


@layer
def channels(portal: SiteProfile, gaoping: SiteProfile) -> tuple[ChannelPage, ChannelPage]:
    return new_channel(portal), new_channel(gaoping)


def user_as(role: Role, site_key: str = "") -> User:
    user = create_user(f"{role.value}-{site_key}", role=role, site_key=site_key, password="long-enough-word")
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", SITE_ROLES)
def test_a_role_on_a_county_site_ends_at_its_border(role: Role, channels: tuple[ChannelPage, ChannelPage]) -> None:
    portal_channel, county_channel = channels
    user = user_as(role, "gaoping")
    assert county_channel.permissions_for_user(user).can_add_subpage()
    foreign = portal_channel.permissions_for_user(user)
    assert not (foreign.can_add_subpage() or foreign.can_edit() or foreign.can_publish() or foreign.can_delete())


@pytest.mark.parametrize("role", [Role.REVIEWER1, Role.REVIEWER2, Role.REVIEWER3, Role.WEBMASTER])
def test_who_reviews_may_publish(role: Role, channels: tuple[ChannelPage, ChannelPage]) -> None:
    page = channels[1].add_child(instance=ArticlePage(title="通知", live=False))
    assert page.permissions_for_user(user_as(role, "gaoping")).can_publish()


def test_a_contributor_writes_but_does_not_publish(channels: tuple[ChannelPage, ChannelPage]) -> None:
    user = user_as(Role.CONTRIBUTOR, "gaoping")
    own = channels[1].add_child(instance=ArticlePage(title="稿件", owner=user, live=False))
    other = ChannelPage.objects.get(pk=channels[1].pk).add_child(instance=ArticlePage(title="别人的", live=False))
    assert own.permissions_for_user(user).can_edit()
    assert own.permissions_for_user(user).can_submit_for_moderation()
    assert not own.permissions_for_user(user).can_publish()
    assert not other.permissions_for_user(user).can_edit()


def test_a_county_webmaster_cannot_open_another_sites_pages_or_profile(
    channels: tuple[ChannelPage, ChannelPage], portal: SiteProfile, gaoping: SiteProfile, client: Client
) -> None:
    client.force_login(user_as(Role.WEBMASTER, "gaoping"))
    statuses = {}
    for profile, channel in ((portal, channels[0]), (gaoping, channels[1])):
        addresses = (
            reverse("wagtailadmin_pages:edit", args=[channel.pk]),
            reverse("wagtailadmin_pages:add", args=["articles", "articlepage", channel.pk]),
            reverse("wagtailsettings:edit", args=["cluster", "siteprofile", profile.site_id]),
        )
        statuses[profile.key] = [client.get(address).status_code for address in addresses]
    assert statuses == {"portal": [302, 302, 302], "gaoping": [200, 200, 200]}


def test_a_webmaster_edits_the_sites_facts_but_neither_its_key_nor_its_theme(
    gaoping: SiteProfile, client: Client
) -> None:
    address = reverse("wagtailsettings:edit", args=["cluster", "siteprofile", gaoping.site_id])
    client.force_login(user_as(Role.WEBMASTER, "gaoping"))
    own = set(client.get(address).context["form"].fields)
    assert {"name", "phone", "icp"} <= own
    assert not {"key", "theme", "order"} & own
    client.force_login(user_as(Role.ADMINISTRATOR))
    assert {"key", "theme", "order"} <= set(client.get(address).context["form"].fields)


def test_pictures_are_kept_in_the_sites_own_collection(
    channels: tuple[ChannelPage, ChannelPage], portal: SiteProfile, gaoping: SiteProfile
) -> None:
    user = user_as(Role.WEBMASTER, "gaoping")
    policy = policy_registry.get_by_type(get_image_model())
    assert list(policy.collections_user_has_permission_for(user, "add")) == [ensure_collection(gaoping)]
    assert ensure_collection(portal) != ensure_collection(gaoping)


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDITOR])
def test_security_and_audit_see_the_admin_but_no_content(
    role: Role, channels: tuple[ChannelPage, ChannelPage], client: Client
) -> None:
    user = user_as(role)
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert not channels[0].permissions_for_user(user).can_edit()
    assert not user.is_superuser


def test_the_editor_works_on_every_site(channels: tuple[ChannelPage, ChannelPage]) -> None:
    user = user_as(Role.EDITOR)
    assert all(channel.permissions_for_user(user).can_publish() for channel in channels)


def test_a_new_role_replaces_the_old_one(channels: tuple[ChannelPage, ChannelPage]) -> None:
    create_user("zhang", role=Role.ADMINISTRATOR, password="long-enough-word")
    user = create_user("zhang", role=Role.CONTRIBUTOR, site_key="gaoping", password="long-enough-word")
    assert not user.is_superuser
    assert user.groups.count() == 1


def test_the_command_says_what_is_wrong(gaoping: SiteProfile) -> None:
    with pytest.raises(CommandError, match="没有标识为“nowhere”的站点。现有站点：gaoping"):
        call_command("create_user", "li", role="webmaster", site="nowhere")
    with pytest.raises(CommandError, match="请用 --site 指定"):
        call_command("create_user", "li", role="webmaster")
    with pytest.raises(CommandError, match="不能限定站点"):
        call_command("create_user", "li", role="auditor", site="gaoping")


def test_the_command_shows_a_password_only_if_it_made_one(
    gaoping: SiteProfile, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_user", "li", role="webmaster", site="gaoping", password="long-enough-word")
    assert "密码" not in capsys.readouterr().out
    call_command("create_user", "wang", role="webmaster", site="gaoping")
    assert "密码：" in capsys.readouterr().out
