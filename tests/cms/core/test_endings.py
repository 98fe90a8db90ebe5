from collections.abc import Callable

import pytest
from wagtail.models import Page

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.core.endings import endings
from cms.media.models import CustomImage


def test_every_ending_of_a_chinese_run_is_a_word() -> None:
    assert endings("冬季供热（二期）") == "季供热 供热"


@pytest.mark.parametrize("words", ["供热", "供热改造", "改造工作", "全市冬季", "启动"])
def test_the_admin_finds_any_part_of_a_title(channel: ChannelPage, words: str) -> None:
    page = channel.add_child(instance=ArticlePage(title="全市冬季供热改造工作启动"))
    ChannelPage.objects.get(pk=channel.pk).add_child(instance=ArticlePage(title="夏粮收购工作座谈会召开"))
    assert [found.pk for found in Page.objects.autocomplete(words)] == [page.pk]


def test_pictures_are_found_by_any_part_of_their_title(make_image: Callable[..., CustomImage]) -> None:
    image = make_image("陵川王莽岭云海")
    make_image("皇城相府")
    assert list(CustomImage.objects.autocomplete("王莽岭")) == [image]
