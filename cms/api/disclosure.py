"""The disclosure catalogue, in parts or as a file."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.exceptions import ValidationError

from cms.api.cluster import Cluster
from cms.api.paging import part_of
from cms.disclosure.catalogue import EntryContext, entries_of
from cms.disclosure.catalogue_selection import Selection, select_documents
from cms.disclosure.downloads import answer_catalogue
from cms.records.catalogue import CatalogueEntry

MOST_ROWS = 20_000  # of a file: what one request may cost
COLUMNS = {"published": "published_at", "created": "created"}
SAME_NAME = ("theme", "genre", "publisher", "audience", "category", "year", "validity", "number", "created_from", "created_to")


def list_disclosure(cluster: Cluster, parameters: dict[str, Any]) -> tuple[int, list[CatalogueEntry]]:
    """Return how many documents meet the parameters, and the entries of one part of the list."""
    found = _ordered(cluster, parameters)
    count = found.count()
    numbers = list(found[part_of(count, parameters)])
    return count, list(entries_of(numbers, EntryContext()))


def download_disclosure(cluster: Cluster, parameters: dict[str, Any]) -> HttpResponseBase:
    """Return all documents that meet the parameters as a file. Raises ValidationError if there are too many."""
    found = _ordered(cluster, parameters)
    numbers = list(found[:MOST_ROWS + 1])
    if len(numbers) > MOST_ROWS:
        raise ValidationError({"format": f"超过 {MOST_ROWS} 条，请用 site、year、publisher 等参数分批下载。"})
    return answer_catalogue(entries_of(numbers, EntryContext()), parameters["format"], "政府信息公开目录")


def _ordered(cluster: Cluster, parameters: dict[str, Any]) -> Any:
    """Return the ids of the documents that meet the parameters, in the order asked for."""
    sites = parameters.get("site", cluster.site_keys)
    unknown = [key for key in sites if key not in cluster.site_keys]
    if unknown:
        raise ValidationError({"site": f"没有站点“{unknown[0]}”。"})
    chosen = Selection(
        sites=sites, issued_from=parameters.get("from"), issued_to=parameters.get("to"),
        **{name: parameters[name] for name in SAME_NAME if name in parameters},
    )
    name = parameters["ordering"]
    sign = "-" if name.startswith("-") else ""
    found = select_documents(chosen, cluster.context.day)
    return found.order_by(f"{sign}{COLUMNS[name.lstrip('-')]}", f"{sign}pk").values_list("pk", flat=True)
