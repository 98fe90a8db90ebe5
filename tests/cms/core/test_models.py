from datetime import UTC, datetime

from wagtail.models import Page, get_page_models

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, HomePage
from cms.core.models import ContentPage


def own_page_models() -> list[type[Page]]:
    return [model for model in get_page_models() if model.__module__.startswith("cms.")]


def test_content_lives_in_channels_and_channels_below_home_pages() -> None:
    assert HomePage.allowed_parent_page_models() == [Page]
    assert set(ChannelPage.allowed_parent_page_models()) == {HomePage, ChannelPage}
    for model in own_page_models():
        if issubclass(model, ContentPage):
            assert model.allowed_parent_page_models() == [ChannelPage]
            assert model.allowed_subpage_models() == []


def test_no_form_asks_for_a_slug() -> None:
    for model in own_page_models():
        form = model.get_edit_handler().get_form_class()
        assert "slug" not in form.base_fields, model


def test_a_pages_public_address_is_on_its_sites_mirror(channel: ChannelPage) -> None:
    page = channel.add_child(
        # Half past midnight in Jincheng is the day before in Greenwich.
        instance=ArticlePage(title="通知", published_at=datetime(2026, 1, 31, 16, 30, tzinfo=UTC))
    )
    assert channel.full_url == "http://portal.localhost:8000/yaowendongtai/index.html"
    assert page.full_url == f"http://portal.localhost:8000/yaowendongtai/202602/t20260201_{page.pk}.html"
    assert channel.get_parent().specific.full_url == "http://portal.localhost:8000/"


def test_publication_is_stated_to_the_minute(channel: ChannelPage) -> None:
    page = channel.add_child(instance=ArticlePage(title="通知"))
    assert (page.published_at.second, page.published_at.microsecond) == (0, 0)
