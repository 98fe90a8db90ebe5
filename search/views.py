"""The addresses of search: results, suggestions, related pages, and the counting of clicks."""

from typing import Any

from drf_spectacular.utils import extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from cms.answering.parameters import checked
from search import asking
from search.answering_view import AskingView, View
from search.answers import RelatedList, SearchResults, SuggestionList
from search.parameters import ClickForm, RelatedQuery, SearchQuery, SuggestQuery, home_of, query_of
from search.parsers import PlainTextParser, SmallJSONParser
from search.published import published_among
from search.query import MOST_HITS
from search.schema import describe, describe_click
from search.statistics import tally
from search.throttling import ClickThrottle, SearchThrottle, SuggestThrottle


@extend_schema_view(get=describe("search", "检索全部站点的内容", "SearchResults", SearchQuery))
class SearchView(AskingView):
    query = SearchQuery
    throttle_classes = (SearchThrottle,)

    def answer(self, parameters: dict[str, Any]) -> SearchResults:
        query, home = query_of(parameters), home_of(parameters)
        found = asking.search(query, home)
        if query.page == 1:
            tally().searched(home, query.text or query.phrase or query.any, found=found.total > 0)
        return SearchResults(
            count=found.total, results=found.results, facets=found.facets, did_you_mean=found.did_you_mean,
            best_bets=found.best_bets, estimated=found.estimated, previous=self._address(query.page - 1) if query.page > 1 else None,
            next=self._address(query.page + 1) if query.page * query.size < min(found.total, MOST_HITS - query.size + 1) else None,
        )

    def _address(self, page: int) -> str:
        return str(replace_query_param(self.request.build_absolute_uri(), "page", page))


@extend_schema_view(get=describe("suggest", "输入时的建议，和热门搜索", "SuggestionList", SuggestQuery))
class SuggestView(AskingView):
    query = SuggestQuery
    throttle_classes = (SuggestThrottle,)

    def answer(self, parameters: dict[str, Any]) -> SuggestionList:
        return asking.suggest(parameters.get("q", ""), parameters.get("site", ()), parameters["size"], home_of(parameters))


@extend_schema_view(get=describe("related", "与一项内容相关的其他内容", "RelatedList", RelatedQuery))
class RelatedView(AskingView):
    query = RelatedQuery
    throttle_classes = (SearchThrottle,)

    def answer(self, parameters: dict[str, Any]) -> RelatedList:
        return asking.related(parameters["id"], parameters["size"])


@extend_schema_view(post=describe_click())
class ClickView(View):
    throttle_classes = (ClickThrottle,)
    parser_classes = (FormParser, SmallJSONParser, PlainTextParser)
    http_method_names = ("post", "options")

    def post(self, request: Request) -> Response:
        if not hasattr(request.data, "keys"):
            raise ValidationError({"id": "请以表单或 JSON 对象发送。"})
        form = checked(ClickForm, request.data)
        if published_among([form["id"]]):
            tally().clicked(home_of(form), form.get("q", ""), form["id"])
        return Response(status=204)
