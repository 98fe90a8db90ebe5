from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from cms.accounts.roles import Role, create_user
from cms.articles.models import ArticlePage
from cms.articles.wagtail_hooks import channels_for
from cms.cluster.models import ChannelPage, SiteProfile


def contributor() -> User:
    create_user("li", role=Role.CONTRIBUTOR, site_key="gaoping", password="long-enough-word")
    return User.objects.get(username="li")


def test_the_dashboard_offers_the_channels_that_the_editor_wrote_for_last(
    portal: SiteProfile, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage], client: Client
) -> None:
    make_channel(portal, "门户要闻")
    first, second = make_channel(gaoping, "高平要闻"), make_channel(gaoping, "乡镇动态")
    make_channel(gaoping, "关于我们", list_style="page")
    user = contributor()
    assert channels_for(user) == [first, second]
    for channel in (first, second):
        channel.add_child(instance=ArticlePage(title="稿件", owner=user)).save_revision(user=user)
    assert channels_for(user) == [second, first]
    client.force_login(user)
    assert reverse("wagtailadmin_pages:add", args=["articles", "articlepage", second.pk]) in client.get(
        reverse("wagtailadmin_home")
    ).content.decode()
