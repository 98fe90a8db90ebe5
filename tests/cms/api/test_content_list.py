from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.accounts.models import Organisation
from cms.articles.models import ArticlePage, GalleryPage, GalleryPicture
from cms.cluster.models import ChannelPage, SiteProfile
from cms.disclosure.models import DocumentPage
from cms.media.models import CustomImage

Ask = Callable[..., Any]
MakeArticle = Callable[..., ArticlePage]
Titles = Callable[..., list[str]]


def test_a_list_has_cards_as_the_mirrors_have_them(
    ask: Ask, make_article: MakeArticle, channel: ChannelPage, make_image: Callable[..., CustomImage]
) -> None:
    page = make_article("春耕备耕", "2026-01-05 08:30", summary="春耕正忙。", source="晋城日报", lead_image=make_image())
    answer = ask("content/")
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    (card,) = answer["results"]
    assert card["thumb"]["renditions"]
    assert {name: value for name, value in card.items() if name not in ("thumb", "sort")} == {
        "id": page.pk, "site": "portal", "channel": channel.pk, "kind": "article", "title": "春耕备耕",
        "url": f"/{channel.slug}/202601/t20260105_{page.pk}.html", "date": "2026-01-05",
        "published": "2026-01-05T08:30+08:00", "summary": "春耕正忙。", "source": "晋城日报",
    }


def test_the_newest_comes_first_and_of_two_at_one_time_the_later_id(titles: Titles, make_article: MakeArticle) -> None:
    for title, at in (("乙", "2026-01-02 08:00"), ("甲", "2026-01-01 08:00"), ("丙", "2026-01-02 08:00")):
        make_article(title, at)
    assert titles() == ["丙", "乙", "甲"]
    assert titles(ordering="published") == ["甲", "乙", "丙"]


def test_pages_are_bounded_and_linked(ask: Ask, make_article: MakeArticle) -> None:
    for number in range(5):
        make_article(f"第{number}篇", f"2026-01-0{number + 1} 08:00")
    middle = ask("content/", page=2, page_size=2, site="portal")
    assert (middle["count"], [card["title"] for card in middle["results"]]) == (5, ["第2篇", "第1篇"])
    assert middle["next"] == "http://testserver/api/v1/content/?page=3&page_size=2&site=portal"
    assert middle["previous"] == "http://testserver/api/v1/content/?page=1&page_size=2&site=portal"
    assert ask("content/", page=3, page_size=2)["next"] is None


def test_sites_are_chosen_by_key_and_several_at_once(
    titles: Titles, make_article: MakeArticle, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    make_article("市里")
    make_article("高平", parent=make_channel(gaoping))
    assert titles(site="gaoping") == ["高平"]
    assert sorted(titles(site=["gaoping", "portal"])) == sorted(titles()) == ["市里", "高平"]


def test_a_channel_is_chosen_by_number_or_path_with_all_below_it(
    titles: Titles, ask: Ask, make_article: MakeArticle, portal: SiteProfile, channel: ChannelPage,
    make_channel: Callable[..., ChannelPage],
) -> None:
    below = channel.add_child(
        instance=ChannelPage(title="县区", slug="xianqu", type="政务动态", description="动态。", keywords="动态")
    )
    make_article("上级")
    make_article("下级", parent=below)
    make_article("别处", parent=make_channel(portal, "公告"))
    assert sorted(titles(channel=channel.pk)) == ["上级", "下级"]
    assert titles(channel=f"{channel.slug}/xianqu", site="portal") == ["下级"]
    assert "同时给出 site" in ask("content/", 400, channel=f"{channel.slug}/xianqu")["detail"]
    assert ask("content/", 400, channel="99999999")["detail"].startswith("参数 channel：没有栏目“99999999”")


def test_kinds_tags_organisations_and_days_narrow_the_list(
    titles: Titles, make_article: MakeArticle, channel: ChannelPage, organisation: Organisation
) -> None:
    tagged = make_article("有标签", "2026-01-31 23:59")
    tagged.tags.add("春耕")
    tagged.save()
    make_article("没标签", "2026-02-01 00:00")
    education = Organisation.objects.create(key="edu", name="晋城市教育局", short_name="教育局", code="111405JC00200")
    document = DocumentPage(
        title="文件", publisher=organisation, created=date(2026, 1, 5), theme="0201", joint_publishers=[education]
    )
    ChannelPage.objects.get(pk=channel.pk).add_child(instance=document)
    assert titles(kind="document") == ["文件"]
    assert sorted(titles(kind=["document", "article"])) == ["文件", "有标签", "没标签"]
    assert titles(tag="春耕") == ["有标签"]
    assert titles(organisation="jincheng") == titles(organisation="edu") == ["文件"]
    assert titles(kind="article", to="2026-01-31") == ["有标签"]
    assert titles(kind="article", from_="2026-02-01") == ["没标签"]
    assert titles(kind="guide", tag="春耕") == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_a_day(titles: Titles, make_article: MakeArticle, day: str) -> None:
    make_article("今年")
    assert titles(from_=day) == (["今年"] if day < "2026" else [])
    assert titles(to=day) == (["今年"] if day > "2026" else [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "-1"), ("page", "0"), ("page", "9" * 40), ("page", "2"), ("page", "abc"), ("page_size", "101"),
        ("page_size", "0"), ("from", "2026-13-01"), ("to", "昨天"), ("kind", "recipe"), ("ordering", "title"),
        ("site", "nowhere"), ("site", "a\x00b"), ("site", "../portal"), ("tag", "a\x00b"), ("organisation", "x' OR 1=1"),
        ("channel", "\x00"), ("channel", "12345678901234567890123"), ("colour", "red"), ("format", "json"), ("tag", "字" * 101),
        ("site", ""), ("to", ""),
    ],
)
def test_a_bad_parameter_is_named_in_chinese(
    client: Client, make_article: MakeArticle, name: str, value: str
) -> None:
    make_article()
    answer = client.get("/api/v1/content/", {name: value})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(f"参数 {name}：")


def test_dates_the_wrong_way_round_are_refused(ask: Ask, portal: SiteProfile) -> None:
    assert ask("content/", 400, from_="2026-02-01", to="2026-01-01")["detail"] == "参数 from：起始日期不能晚于截止日期 to。"


def test_only_what_the_mirrors_show_is_listed_and_counted(
    ask: Ask, make_article: MakeArticle, portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    make_article("公开")
    make_article("草稿", live=False)
    private = make_article("内部")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    closed, hidden = make_channel(portal, "内部栏目"), make_channel(portal, "停用栏目", live=False)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    below = hidden.add_child(
        instance=ChannelPage(title="下级", type="政务动态", description="动态。", keywords="动态")
    )
    for parent in (closed, hidden, below):
        make_article("不见", parent=parent)
    answer = ask("content/")
    assert (answer["count"], [card["title"] for card in answer["results"]]) == (1, ["公开"])
    assert ask("content/", 400, channel=below.pk)["detail"].startswith("参数 channel：")


def test_a_gallery_shows_its_first_picture(
    ask: Ask, channel: ChannelPage, make_image: Callable[..., CustomImage]
) -> None:
    channel.add_child(instance=GalleryPage(title="太行秋色", pictures=[GalleryPicture(image=make_image("红叶"))]))
    (card,) = ask("content/", kind="gallery")["results"]
    assert card["thumb"]["alt"] == "红叶的照片"


def test_a_cluster_without_anything_has_an_empty_list(ask: Ask, db: None) -> None:
    assert ask("content/") == {"count": 0, "next": None, "previous": None, "results": []}
