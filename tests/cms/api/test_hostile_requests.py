"""Requests that schemathesis makes up from the description: valid ones, and such as nobody in their senses would send."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks

from cms.accounts.models import Organisation
from cms.api.schema import openapi
from cms.articles.models import ArticlePage, GalleryPage, GalleryPicture
from cms.cluster.models import ChannelPage, SiteProfile
from cms.disclosure.models import DocumentPage
from cms.media.models import CustomImage

CHECKS = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance, checks.response_headers_conformance, checks.negative_data_rejection,
    checks.unsupported_method,
]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the connection of the test, and with it what is not committed, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def cluster(
    make_article: Callable[..., ArticlePage], channel: ChannelPage, gaoping: SiteProfile, organisation: Organisation,
    make_image: Callable[..., CustomImage],
) -> None:
    article = make_article(lead_image=make_image())
    link = f'<p><a linktype="page" id="{article.pk}">春耕</a></p>'
    document = DocumentPage(
        title="通知", publisher=organisation, created=date(2026, 1, 5), theme="0201", body=[("paragraph", link)]
    )
    for page in (document, GalleryPage(title="红叶", pictures=[GalleryPicture(image=make_image("红叶"))])):
        ChannelPage.objects.get(pk=channel.pk).add_child(instance=page)


# Search has a test of its own, with an index.
schema = schemathesis.openapi.from_dict(openapi()).exclude(path_regex="/(search|suggest|related)/")
schema.app = get_wsgi_application()


@schema.parametrize()
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
def test_no_request_breaks_the_api(case: schemathesis.Case, cluster: None, one_connection: None) -> None:
    case.call_and_validate(checks=CHECKS)
