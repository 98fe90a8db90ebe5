from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.core.slugs import find_fault, slug_from_title


@pytest.mark.parametrize(("title", "slug"), [
    ("要闻动态", "yaowendongtai"), ("政府信息公开年度报告", "zfxxgkndbg"), ("12345热线", "12345rexian"),
    ("202601", "c202601"), ("！！！", "channel"), ("_草稿", "caogao"), ("News 2026", "news-2026"),
])
def test_a_channels_slug_is_the_pinyin_of_its_title(title: str, slug: str) -> None:
    assert slug_from_title(title) == slug
    assert find_fault(slug) == ""


@pytest.mark.parametrize("slug", ["202601", "_img", "../etc", "Xinwen", "要闻", "a/b", "a.html", "", "-a"])
def test_slugs_that_would_break_addresses_are_refused(slug: str) -> None:
    assert find_fault(slug)


def test_two_channels_of_one_name_get_different_slugs(
    portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    first, second = make_channel(portal), make_channel(portal)
    assert (first.slug, second.slug) == ("yaowendongtai", "yaowendongtai-2")


def test_a_channel_with_a_path_for_a_slug_is_refused_by_name(
    portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    with pytest.raises(ValidationError):
        make_channel(portal, slug="../etc")
    with pytest.raises(ValidationError, match="六位数字"):
        make_channel(portal, slug="202601")


def test_articles_get_slugs_without_anybody_typing_them(channel: ChannelPage) -> None:
    pages = [channel.add_child(instance=ArticlePage(title="同一个标题")) for _ in range(3)]
    assert len({page.slug for page in pages}) == 3


def test_renaming_a_channel_keeps_its_slug(channel: ChannelPage) -> None:
    channel.title = "本市要闻"
    channel.save_revision().publish()
    channel.refresh_from_db()
    assert channel.slug == "yaowendongtai"
