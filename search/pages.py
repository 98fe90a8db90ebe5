"""The page of results on the public dynamic host, for readers whose browser runs no script: the form and its answer as HTML."""

import logging
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from cms.answering.faults import sentences_of
from cms.answering.parameters import checked
from search import asking
from search.answers import FacetValue
from search.asking import Asked
from search.current import current
from search.engines.base import EngineError
from search.parameters import RelatedQuery, SearchQuery, home_of, query_of
from search.query import FACETS, MOST_HITS, Query
from search.statistics import tally
from search.throttling import SearchThrottle

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
BUSY, AWAY = "请求过于频繁，请过一会儿再试。", "搜索服务暂时不可用，请稍后再试。"
FACET_NAMES = {
    "site": "站点", "kind": "类型", "year": "年份", "organisation": "发布单位", "channel": "栏目", "theme": "主题", "genre": "体裁",
    "category": "组配分类", "audience": "服务对象", "validity": "有效性",
}
TEXTS = {"phrase": "包含完整词句", "any": "包含任意一个词", "none": "不包含这些词", "number": "文号"}
DAYS = {"from": "发布日期，从", "to": "发布日期，到", "created_from": "成文日期，从", "created_to": "成文日期，到"}
NAMES = {"q": "搜索词", "title_only": "只在标题中查找", "page": "页码", **TEXTS, **DAYS, **FACET_NAMES}  # what readers call the parameters
MARKED = {"amended": "已修改", "expired": "失效", "repealed": "废止", "pending": "尚未施行"}
MOST_VALUES = 12  # of a facet
RELATED = 10  # pages that are related to one

logger = logging.getLogger(__name__)


class Choice(NamedTuple):
    """A value of a facet with the address that chooses it, or lets go of it."""

    label: str
    results: int
    is_estimate: bool
    chosen: bool
    address: str


@csrf_exempt  # it only answers questions: what is sent to it in another way is told that it may not be
@transaction.non_atomic_requests
def search_page(request: HttpRequest) -> HttpResponse:
    """Answer the form; without anything to search for it is the form alone."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
    given = _without_empty(request.GET)
    status, found = HTTPStatus.OK, dict[str, Any]()
    if any(name not in ("home", "site") for name in given):
        status, found = _answer(request, given, _related if "related" in given else _found)
    home = given.get("home") or given.get("site") or ""
    names = current.names()
    variables = {
        "given": given, "texts": [(name, words, given.get(name, "")) for name, words in TEXTS.items()], "kept": _kept(given),
        "days": [(name, words, given.get(name, "")) for name, words in DAYS.items()],
        "opened": any(name in given for name in (*TEXTS, *DAYS, "title_only")),
        "sites": names.labels.get("site", {}), "home_name": names.labels.get("site", {}).get(home), "home_url": names.homes.get(home),
        **found,
    }
    answer = render(request, "search/page.html", variables, status=status)
    for name, value in (("Content-Security-Policy", POLICY), ("X-Robots-Tag", "noindex"), ("Cache-Control", "no-store")):
        answer.headers[name] = value
    return answer


def _answer(
    request: HttpRequest, given: QueryDict, answer: Callable[[QueryDict], dict[str, Any]],
) -> tuple[HTTPStatus, dict[str, Any]]:
    if not SearchThrottle().allow_request(Request(request), None):
        return HTTPStatus.TOO_MANY_REQUESTS, {"fault": BUSY}
    try:
        return HTTPStatus.OK, answer(given)
    except ValidationError as error:
        return HTTPStatus.BAD_REQUEST, {"fault": "；".join(map(_in_words, sentences_of(error)))}
    except EngineError as error:
        logger.error("search is not available: %s", error)
        return HTTPStatus.SERVICE_UNAVAILABLE, {"fault": AWAY}


def _found(given: QueryDict) -> dict[str, Any]:
    parameters = checked(SearchQuery, given)
    query, home = query_of(parameters), home_of(parameters)
    found = asking.search(query, home)
    if query.page == 1:
        tally().searched(home, query.text or query.phrase or query.any, found=found.total > 0)
    return _shown(given, query, found)


def _related(given: QueryDict) -> dict[str, Any]:
    """Answer what is about the same as one page; other conditions say nothing here."""
    parameters = checked(RelatedQuery, {"id": given["related"], "size": RELATED})
    return {"related": asking.related(parameters["id"], parameters["size"]), "marked": MARKED}


def _shown(given: QueryDict, query: Query, found: Asked) -> dict[str, Any]:
    last = min(-(-found.total // query.size), MOST_HITS // query.size)
    return {
        "found": found, "marked": MARKED, "page": query.page, "last": last, "beyond": query.page > 1 and not found.results,
        "better": _address(given, q=[found.did_you_mean]) if found.did_you_mean else "",
        "previous": _address(given, page=[str(min(query.page - 1, last))]) if query.page > 1 else "",
        "next": _address(given, page=[str(query.page + 1)]) if query.page < last else "",
        "orders": [
            ("按相关度", _address(given, sort=[]), query.sort == "relevance" and not query.by_site),
            ("按时间", _address(given, sort=["time"]), query.sort == "time"),
            ("按站点分组", _address(given, by_site=[] if query.by_site else ["1"]), query.by_site),
        ],
        "facets": [
            (FACET_NAMES[name], [_choice(given, name, value) for value in values])
            for name, values in ((name, _offered(found.facets.get(name, ()))) for name in FACETS)
            # Channels of several sites have the same names.
            if values and (name != "channel" or len(query.site) == 1)
        ],
    }


def _in_words(sentence: str) -> str:
    """Return what is wrong with a parameter under the name that its field has on the page."""
    return re.sub(r"^参数 (\w+)：", lambda found: f"{NAMES[found[1]]}：" if found[1] in NAMES else found[0], sentence)


def _offered(values: tuple[FacetValue, ...]) -> list[FacetValue]:
    """Return the values with most results, and those that are chosen; one that is all there is narrows nothing down."""
    if len(values) == 1 and not values[0].chosen:
        return []
    return [each for place, each in enumerate(values) if place < MOST_VALUES or each.chosen]


def _choice(given: QueryDict, name: str, value: FacetValue) -> Choice:
    others = [each for each in given.getlist(name) if each != value.value]
    chosen = value.value in given.getlist(name)
    address = _address(given, **{name: others if chosen else [*others, value.value]})
    return Choice(value.label, value.count, value.estimated, chosen, address)


def _address(given: QueryDict, **changes: list[str]) -> str:
    """Return the address with some parameters changed; others than `page` lead to the first page."""
    changed = given.copy()
    changed.pop("page", None)
    for name, values in changes.items():
        changed.setlist(name, values)
    return f"?{changed.urlencode()}"


def _without_empty(given: QueryDict) -> QueryDict:
    """Return the parameters that say something: a form sends the fields that were left empty, too."""
    kept = given.copy()
    for name, values in list(given.lists()):
        full = [value for value in values if value.strip()]
        if full:
            kept.setlist(name, full)
        else:
            del kept[name]
    return kept


def _kept(given: QueryDict) -> Iterator[tuple[str, str]]:
    """Yield what the next search keeps without a field of its own for it."""
    for name in ("home", "sort", "by_site", *(name for name in FACETS if name != "site")):
        yield from ((name, value) for value in given.getlist(name))
