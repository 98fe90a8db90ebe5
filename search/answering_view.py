"""What every view of search does: parameters checked, how often one asks limited, own hosts let in, faults in words."""

import logging
from collections.abc import Callable
from typing import Any

import msgspec
from django.db import transaction
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.answering.entity_tags import answer_tagged, tag_of
from cms.answering.faults import answer_fault
from cms.answering.parameters import NoParameters, Parameters, checked
from cms.answering.rendering import AlwaysJson, RecordRenderer
from search.current import current
from search.engines.base import EngineError

MAX_AGE = 2  # seconds: what is withdrawn must not live on in a cache

logger = logging.getLogger(__name__)


class Unavailable(APIException):
    status_code = 503
    default_detail = "检索暂时不能使用，请稍后再试。"
    wait = 5  # seconds, for Retry-After


class View(APIView):
    """Lets scripts of the cluster's own pages in, and knows no users."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (RecordRenderer,)

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        # A transaction would take SQLite's write lock, and readers would wait for writers.
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer what a browser asks before it sends a script's request that is not a plain one."""
        headers = {
            "Access-Control-Allow-Methods": ", ".join(self.allowed_methods),
            "Access-Control-Allow-Headers": "If-None-Match, Content-Type", "Access-Control-Max-Age": "600",
        }
        return Response(status=204, headers=headers)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        origin = request.headers.get("Origin", "")
        if origin and origin in current.names().origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        patch_vary_headers(response, ["Origin"])
        return response

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return answer_fault

    def throttled(self, request: Request, wait: float | None) -> None:
        throttle = APIException("请求过于频繁，请过一会儿再试。")
        throttle.status_code = 429
        throttle.wait = wait or 1
        raise throttle


class AskingView(View):
    """Answers GET and HEAD with what `answer` returns; `query` names the parameters, any other is refused."""

    query: type[Parameters] = NoParameters
    parser_classes = ()
    content_negotiation_class = AlwaysJson
    http_method_names = ("get", "head", "options")

    def answer(self, parameters: dict[str, Any]) -> Any:
        """Return the value to encode."""
        raise NotImplementedError

    def get(self, request: Request) -> HttpResponseBase:
        parameters = checked(self.query, request.query_params, may_be_empty=True)
        try:
            answer = self.answer(parameters)
        except EngineError as error:
            logger.error("search is not available: %s", error)
            raise Unavailable from error
        return answer_tagged(request, tag_of(msgspec.json.encode(answer)), lambda: answer, max_age=MAX_AGE)
