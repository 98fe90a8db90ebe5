"""Requests that schemathesis makes up from the description of search."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings as hypothesis_settings
from schemathesis import checks

from cms.api.schema import openapi
from search.indexing import Indexer
from tests.search.conftest import Publish

CHECKS = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance,
    checks.response_headers_conformance, checks.unsupported_method,
]


@pytest.fixture
def indexed(publish: Publish, indexer: Indexer, settings: Any) -> Iterator[None]:
    """Fill an index, and keep the connection of the test, as Django's own test client does."""
    settings.SEARCH_RATE = settings.SUGGEST_RATE = settings.CLICK_RATE = 10**6
    publish()
    indexer.rebuild()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_dict(openapi()).include(path_regex="/(search|suggest|related)/")
schema.app = get_wsgi_application()


@schema.parametrize()
@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)
def test_no_request_breaks_search(case: schemathesis.Case, indexed: None) -> None:
    case.call_and_validate(checks=CHECKS)
