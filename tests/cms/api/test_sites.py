from collections.abc import Callable
from typing import Any

from wagtail.models import PageViewRestriction

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, QuickLink, SiteProfile

Ask = Callable[..., Any]


def test_sites_are_listed_in_their_order(ask: Ask, portal: SiteProfile, gaoping: SiteProfile) -> None:
    SiteProfile.objects.filter(pk=portal.pk).update(order=2)
    SiteProfile.objects.filter(pk=gaoping.pk).update(order=1)
    answer = ask("sites/")
    assert (answer["count"], answer["next"], answer["previous"]) == (2, None, None)
    assert [site["key"] for site in answer["results"]] == ["gaoping", "portal"]
    assert answer["results"][1]["base_url"] == "http://portal.localhost:8000"


def test_the_links_of_a_site_are_addresses(
    ask: Ask, portal: SiteProfile, channel: ChannelPage, make_article: Callable[..., ArticlePage]
) -> None:
    gone = make_article(live=False)
    portal.quick_links = [QuickLink(title="要闻", page=channel), QuickLink(title="撤下", page=gone)]
    portal.save()
    expected = [{"title": "要闻", "url": f"/{channel.slug}/index.html"}]
    assert ask("sites/portal/")["quick_links"] == ask("sites/")["results"][0]["quick_links"] == expected


def test_a_site_that_is_none_is_not_found(ask: Ask, portal: SiteProfile) -> None:
    for path in ("sites/nowhere/", "sites/nowhere/channels/"):
        assert ask(path, 404)["detail"] == "没有站点“nowhere”。"


def test_channels_are_a_flat_list_in_the_order_of_the_tree(
    ask: Ask, portal: SiteProfile, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    news = make_channel(portal, "要闻", slug="news")
    make_channel(portal, "公告", slug="notices")
    make_channel(gaoping, "别站")
    news.add_child(
        instance=ChannelPage(title="县区", slug="counties", type="政务动态", description="动态。", keywords="动态")
    )
    answer = ask("sites/portal/channels/")
    assert answer["count"] == 3
    assert [channel["path"] for channel in answer["results"]] == ["news", "news/counties", "notices"]


def test_a_channel_below_one_that_is_private_or_not_live_is_not_listed(
    ask: Ask, portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    private, draft = make_channel(portal, "内部"), make_channel(portal, "草稿", live=False)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for parent in (private, draft):
        parent.add_child(instance=ChannelPage(title="下级", type="政务动态", description="动态。", keywords="动态"))
    assert ask("sites/portal/channels/")["results"] == []


def test_links_in_the_text_of_a_channel_are_addresses(
    ask: Ask, portal: SiteProfile, channel: ChannelPage, make_channel: Callable[..., ChannelPage]
) -> None:
    make_channel(portal, "说明", intro=f'<p><a linktype="page" id="{channel.pk}">要闻</a></p>')
    intro = ask("sites/portal/channels/")["results"][1]["intro"]
    assert intro == f'<p><a href="/{channel.slug}/index.html">要闻</a></p>'
