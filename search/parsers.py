"""What the body of a click may be: a form, JSON, or a beacon, which sends a form as plain text."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import FormParser, JSONParser


class PlainTextParser(FormParser):
    """What a beacon of plain text carries is the same as a form."""

    media_type = "text/plain"


class SmallJSONParser(JSONParser):
    """JSON; what cannot be read is said in Chinese, also when it is nested so deeply that Python gives up."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except (ParseError, RecursionError):
            raise ParseError("请求的内容不是可以读取的 JSON。") from None
