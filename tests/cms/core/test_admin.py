"""The admin as editors meet it: in Chinese, without foreign hosts, one form away from publishing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from cms.accounts.models import Organisation, User
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile


@pytest.fixture
def editor(client: Client, channel: ChannelPage, wang: User) -> Client:
    client.force_login(wang)
    return client


def test_what_wagtails_catalogue_lacks_is_supplied() -> None:
    assert gettext("Search all pages…") == "搜索全部页面…"
    assert ngettext("There is one matching page", "There are %(counter)s matching pages", 3) % {"counter": 3} == (
        "找到 3 个页面"
    )


def test_no_page_of_the_admin_loads_or_links_anything_foreign(editor: Client, channel: ChannelPage) -> None:
    for address in (
        reverse("wagtailadmin_home"), reverse("wagtailadmin_explore", args=[channel.pk]),
        reverse("wagtailadmin_pages:add", args=["articles", "articlepage", channel.pk]),
    ):
        html = editor.get(address).content.decode()
        foreign = set(re.findall(r"(?:src|href)=\"(https?://[^\"]+)\"", html))
        assert all(".localhost:8000/" in one for one in foreign), address


def test_the_login_page_says_where_one_is(client: Client, db: None) -> None:
    html = client.get(reverse("wagtailadmin_login")).content.decode()
    assert re.search(r"<h1>\s*网站群管理\s*</h1>", html)
    assert "Wagtail" not in re.sub(r"<script.*?</script>|<link[^>]*>", "", html, flags=re.DOTALL)


def test_publishing_is_the_first_button_for_whoever_may(editor: Client, channel: ChannelPage) -> None:
    html = editor.get(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", channel.pk])).content.decode()
    footer = html[html.index("<footer"):]
    assert footer.index("action-publish") < footer.index("保存草稿")


def article_form(title: str) -> dict[str, str]:
    counts = ("body-count", "attachments-TOTAL_FORMS", "attachments-INITIAL_FORMS", "comments-TOTAL_FORMS",
              "comments-INITIAL_FORMS")
    return {
        "title": title, "genre": "news", "published_at": "2026-03-02 08:00", "action-publish": "action-publish",
        **dict.fromkeys(counts, "0"),
    }


def test_an_article_is_published_by_filling_in_its_title(editor: Client, channel: ChannelPage) -> None:
    address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", channel.pk])
    response = editor.post(address, article_form("全市春耕备耕工作启动"))
    assert response.status_code == 302
    page = ArticlePage.objects.get()
    assert page.live
    assert page.source == "办公室"  # the sponsor of the site, because the editor belongs to no unit
    assert page.full_url == f"http://portal.localhost:8000/yaowendongtai/202603/t20260302_{page.pk}.html"


def test_the_form_offers_the_editors_unit_as_the_source(
    editor: Client, channel: ChannelPage, organisation: Organisation
) -> None:
    user = User.objects.get(pk=editor.session["_auth_user_id"])
    user.organisation = organisation
    user.save()
    address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", channel.pk])
    assert 'value="晋城市人民政府"' in editor.get(address).content.decode()
    editor.post(address, article_form("全市春耕备耕工作启动"))
    assert ArticlePage.objects.get().source == "晋城市人民政府"


def test_a_missing_title_is_said_in_chinese(editor: Client, channel: ChannelPage) -> None:
    address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", channel.pk])
    response = editor.post(address, article_form(""))
    assert response.status_code == 200
    assert "这个字段是必需的" in response.content.decode()


def test_a_copied_page_gets_a_slug_without_being_asked(
    editor: Client, portal: SiteProfile, channel: ChannelPage, make_channel: Callable[..., ChannelPage]
) -> None:
    copy = reverse("wagtailadmin_pages:copy", args=[channel.pk])
    form = {"new_title": "要闻动态（二）", "new_slug": "", "new_parent_page": str(portal.site.root_page_id)}
    assert editor.post(copy, form).status_code == 302
    assert ChannelPage.objects.exclude(pk=channel.pk).get().slug == "yaowendongtai-2"
