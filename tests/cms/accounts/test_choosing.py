"""Choosing a unit, as an editor does in the form of a document."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.models import Organisation
from cms.accounts.roles import Role, create_user
from cms.cluster.models import SiteProfile


@pytest.fixture
def found(client: Client, gaoping: SiteProfile) -> Callable[[str], str]:
    """Return what searches for a unit and gives the page that is answered."""
    Organisation.objects.bulk_create([
        Organisation(key="education", name="晋城市教育局", short_name="市教育局", code="111405JC00400"),
        Organisation(key="housing", name="晋城市住房和城乡建设局", short_name="市住建局", code="111405JC01200"),
    ])
    client.force_login(create_user("wang", role=Role.WEBMASTER, site_key="gaoping", password="long-enough-word"))

    address = reverse(Organisation.snippet_viewset.chooser_viewset.get_url_name("choose_results"))

    def search(text: str) -> str:
        return client.get(address, {"q": text}).content.decode()

    return search


@pytest.mark.parametrize("text", ["教育局", "晋城市教育局", "晋城市", " 教育 ", "市教育", "jc004"])
def test_a_unit_is_found_by_any_part_of_its_names_and_code(found: Callable[[str], str], text: str) -> None:
    assert "晋城市教育局" in found(text)


def test_what_no_unit_has_in_its_names_finds_none(found: Callable[[str], str]) -> None:
    assert "教育局" not in found("住建局") and "建设局" in found("住建局") and "没有" in found("气象台")
