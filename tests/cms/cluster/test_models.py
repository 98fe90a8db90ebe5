from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from cms.cluster.channel_types import ChannelType
from cms.cluster.models import ChannelPage, QuickLink, SiteProfile


def test_a_channel_takes_its_update_interval_from_its_type(
    portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    assert make_channel(portal, type=ChannelType.NEWS).update_days == 14
    assert make_channel(portal, type=ChannelType.NOTICES).update_days == 180
    assert make_channel(portal, type=ChannelType.NEWS, update_days=5).update_days == 5
    assert make_channel(portal, type=ChannelType.NEWS, exempt_reason="长期有效").update_days is None


@pytest.mark.parametrize("missing", ["description", "keywords", "type"])
def test_a_channel_without_its_mandatory_tags_is_refused(
    portal: SiteProfile, make_channel: Callable[..., ChannelPage], missing: str
) -> None:
    with pytest.raises(ValidationError) as error:
        make_channel(portal, **{missing: ""})
    assert missing in error.value.message_dict


def test_a_description_has_at_most_a_hundred_characters(
    portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    with pytest.raises(ValidationError):
        make_channel(portal, description="字" * 101)


@pytest.mark.parametrize("code", ["140500000", "14050000001", "bm1234567", "abcdefghij"])
def test_a_wrong_identification_code_is_refused(portal: SiteProfile, code: str) -> None:
    portal.id_code = code
    with pytest.raises(ValidationError, match="网站标识码"):
        portal.full_clean()


@pytest.mark.parametrize("fields", [{}, {"url": "javascript:alert(1)"}, {"url": "www.example.com"}])
def test_a_link_needs_one_good_target(portal: SiteProfile, fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        QuickLink(profile=portal, title="入口", **fields).full_clean()


def test_a_link_to_a_page_or_a_path_is_fine(portal: SiteProfile) -> None:
    QuickLink(profile=portal, title="入口", url="/zwgk/index.html").full_clean()
    QuickLink(profile=portal, title="入口", page=portal.site.root_page).full_clean()
