"""A small cluster to try things on: two sites with a channel each."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page, Site

from cms.accounts.models import Organisation, User
from cms.accounts.roles import Role, create_user
from cms.cluster.channel_types import ChannelType
from cms.cluster.models import ChannelPage, HomePage, SiteProfile
from cms.disclosure.models import DocumentPage
from cms.media.models import CustomDocument, CustomImage
from tests.layers import layer

CODES = {"portal": "1405000000", "gaoping": "1405810000", "talent": "1405000027"}
NAMES = {"portal": "晋城市人民政府", "gaoping": "高平市人民政府", "talent": "晋城人才网"}


def new_site(key: str) -> SiteProfile:
    home = Page.get_first_root_node().add_child(instance=HomePage(title=NAMES[key], slug=key))
    site = Site.objects.create(hostname=f"{key}.localhost", port=8000, root_page=home, site_name=NAMES[key])
    return SiteProfile.objects.create(
        site=site, key=key, name=NAMES[key], short_name=NAMES[key][:3], theme="portal", description="政府网站",
        keywords="政府", id_code=CODES[key], icp="晋ICP备00000000号", police="晋公网安备 14050000000000号",
        sponsor="办公室", operator="信息中心", phone="0356-0000000",
    )


def new_channel(profile: SiteProfile, title: str = "要闻动态", **fields: object) -> ChannelPage:
    values = {"type": ChannelType.NEWS, "description": "发布动态。", "keywords": "动态", **fields}
    return profile.site.root_page.add_child(instance=ChannelPage(title=title, **values))


def new_organisation() -> Organisation:
    return Organisation.objects.create(key="jincheng", name="晋城市人民政府", short_name="市政府", code="111405JC00100")


def new_document(channel: ChannelPage, organisation: Organisation, **fields: object) -> DocumentPage:
    values = {"title": "通知", "publisher": organisation, "created": date(2026, 1, 5), "theme": "0201", **fields}
    return ChannelPage.objects.get(pk=channel.pk).add_child(instance=DocumentPage(**values))


def new_image(title: str = "太行山", **fields: str) -> CustomImage:
    data = io.BytesIO()
    Image.new("RGB", (640, 360), "steelblue").save(data, "JPEG")
    file = ContentFile(data.getvalue(), name="a.jpg")
    return CustomImage.objects.create(title=title, file=file, alt=f"{title}的照片", **fields)


def new_file(title: str = "申请表") -> CustomDocument:
    return CustomDocument.objects.create(title=title, file=ContentFile(title.encode(), name="a.txt"))


@pytest.fixture
def make_site(db: None) -> Callable[[str], SiteProfile]:
    return new_site


@layer
def portal() -> SiteProfile:
    return new_site("portal")


@layer
def gaoping() -> SiteProfile:
    return new_site("gaoping")


@pytest.fixture
def make_channel() -> Callable[..., ChannelPage]:
    return new_channel


@layer
def channel(portal: SiteProfile) -> ChannelPage:
    return new_channel(portal)


@layer
def organisation() -> Organisation:
    return new_organisation()


@layer
def wang(portal: SiteProfile) -> User:
    """Return the webmaster of the portal."""
    return create_user("wang", role=Role.WEBMASTER, site_key="portal", password="long-enough-word")


@pytest.fixture
def make_image(db: None) -> Callable[..., CustomImage]:
    return new_image


@pytest.fixture
def make_file(db: None) -> Callable[..., CustomDocument]:
    return new_file


@pytest.fixture
def make_document(channel: ChannelPage, organisation: Organisation) -> Callable[..., DocumentPage]:
    """Return what publishes a disclosure document, in the portal's channel unless told otherwise."""

    def make(*, parent: ChannelPage = channel, **fields: object) -> DocumentPage:
        return new_document(parent, organisation, **fields)

    return make
