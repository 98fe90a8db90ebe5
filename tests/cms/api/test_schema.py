from typing import Any

import msgspec
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema

from cms.api.kinds import KINDS
from cms.api.schema import TITLES, openapi
from cms.export.registry import exporters
from cms.records import AnyContent


def references(value: Any) -> set[str]:
    """Return the names of the components that a part of the schema refers to."""
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if "$ref" in value else set()
        return own.union(*(references(each) for each in value.values()))
    return set().union(*(references(each) for each in value)) if isinstance(value, list) else set()


def test_the_description_is_valid_and_nothing_in_it_was_guessed(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))


def test_the_description_is_served(client: Client, db: None) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.headers["Content-Type"] == "application/json"
    validate_schema(answer.json())
    assert set(answer.json()["paths"]) == {
        "/api/v1/sites/", "/api/v1/sites/{key}/", "/api/v1/sites/{key}/channels/", "/api/v1/content/",
        "/api/v1/content/{number}/", "/api/v1/disclosure/", "/api/v1/search/", "/api/v1/search/click/", "/api/v1/suggest/",
        "/api/v1/related/",
    }


def test_every_object_that_is_referred_to_is_described_and_no_other() -> None:
    schema = openapi()
    assert references(schema) - {"Content"} <= set(schema["components"]["schemas"])
    assert set(TITLES) <= set(schema["components"]["schemas"])


def test_every_page_type_that_is_exported_is_a_kind() -> None:
    assert {kind.model for kind in KINDS} == {exporter.model for exporter in exporters()}
    tags = {kind.tag for kind in msgspec.inspect.multi_type_info(AnyContent.__args__)}
    assert {kind.name for kind in KINDS} == tags
