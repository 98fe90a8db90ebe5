"""What every view of the API does: parameters checked, answers tagged, faults in JSON, nothing but reading."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.answering.entity_tags import answer_tagged
from cms.answering.faults import answer_fault
from cms.answering.parameters import NoParameters, Parameters, checked
from cms.answering.rendering import AlwaysJson, RecordRenderer
from cms.api.entity_tags import entity_tag

MAX_AGE = 60  # seconds


class ReadView(APIView):
    """Answers GET and HEAD with what `answer` returns. `query` names the parameters; any other is refused."""

    query: type[Parameters] = NoParameters
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    parser_classes = ()
    renderer_classes = (RecordRenderer,)
    content_negotiation_class = AlwaysJson
    http_method_names = ("get", "head", "options")

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        # A transaction would take SQLite's write lock, and readers would wait for writers.
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def answer(self, parameters: dict[str, Any], **place: Any) -> Any:
        """Return the value to encode, or a file; `place` are the parts of the address."""
        raise NotImplementedError

    def get(self, request: Request, **place: Any) -> HttpResponseBase:
        parameters = checked(self.query, request.query_params)
        tag = entity_tag(request.build_absolute_uri())
        return answer_tagged(request, tag, lambda: self.answer(parameters, **place), max_age=MAX_AGE)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer what a browser asks before it sends a script's conditional request."""
        methods = ", ".join(self.allowed_methods)
        return Response(
            status=204,
            headers={"Access-Control-Allow-Methods": methods, "Access-Control-Allow-Headers": "If-None-Match"},
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        return response

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return answer_fault
