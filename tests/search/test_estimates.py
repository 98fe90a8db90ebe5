"""What is said of a count that is an estimate: the embedded engine estimates what very many pages have."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from msgspec.structs import replace

from cms.cluster.models import SiteProfile
from search.analysis import entry_of
from search.documents import Document
from search.engines.base import EXACT, Engine
from search.project import engine

pytestmark = pytest.mark.django_db
PAGES = 2 * EXACT


@pytest.fixture(autouse=True)
def many_pages(index: Engine, portal: SiteProfile, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = ""
    page = Document(id=0, site="portal", kind="article", title="简报", url="/", date="2026-01-05", text="抓好落实")
    first, other = entry_of(page), entry_of(replace(page, site="gaoping"))
    engine().replace((replace(other if number % 2 else first, id=number) for number in range(1, PAGES + 1)), "")


@pytest.mark.parametrize("asked", ["抓好落实", '"抓好落实"'])
def test_it_says_about_how_many_there_are(client: Client, asked: str) -> None:
    answer: dict[str, Any] = client.get("/api/v1/search/", {"q": asked}).json()
    assert answer["estimated"] is True and answer["count"] == PAGES
    assert {value["value"]: value["estimated"] for value in answer["facets"]["site"]} == {"portal": True, "gaoping": True}
    text = client.get("/search/", {"q": asked}).content.decode()
    assert f"找到约 {PAGES} 条结果" in text and "（约 " in text
    said = StringIO()
    call_command("search", asked, stdout=said)
    assert f"约 {PAGES} 条结果" in said.getvalue()


def test_it_says_nothing_of_the_kind_of_what_was_counted(client: Client) -> None:
    answer = client.get("/api/v1/search/", {"kind": "article"}).json()
    assert (answer["count"], answer["estimated"]) == (PAGES, False)
    assert not any("estimated" in value for value in answer["facets"]["site"])
    text = client.get("/search/", {"kind": "article"}).content.decode()
    assert f"找到 {PAGES} 条结果" in text and "约" not in text
