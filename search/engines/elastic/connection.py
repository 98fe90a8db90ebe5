"""The client, and what its failures mean to people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import msgspec
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    Elasticsearch,
    NotFoundError,
    SSLError,
    TransportError,
    UnsupportedProductError,
)
from elasticsearch.serializer import JsonSerializer

from search.engines.base import EngineError

FULL = "flood-stage"  # a word of the server's for disks that are so full that it writes nothing more
BUSY = (429, 502, 503, 504)


class Encoder(JsonSerializer):
    """JSON by msgspec, which takes a tenth of the time."""

    def json_dumps(self, data: Any) -> bytes:
        return msgspec.json.encode(data)


def connect(address: str) -> Elasticsearch:
    """Return a client for one address or several with commas between them, each with user and password if need be.

    Nothing is asked yet. Raises EngineError if an address is none.
    """
    hosts = [each.strip() for each in address.split(",") if each.strip()]
    if not hosts:
        raise EngineError("没有写明检索服务器的地址。")
    return Elasticsearch([_complete(host) for host in hosts], serializers={"application/json": Encoder()})


def _complete(host: str) -> str:
    """Return an address with the port that the client insists on."""
    try:
        parts = urlsplit(host)
        port = parts.port
    except ValueError as error:
        raise EngineError("检索服务器的地址有误，应类似 http://127.0.0.1:9200。") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EngineError("检索服务器的地址有误，应类似 http://127.0.0.1:9200。")
    if port is None:
        parts = parts._replace(netloc=f"{parts.netloc.rstrip(':')}:{443 if parts.scheme == 'https' else 9200}")
    return parts.geturl()


@contextmanager
def explained() -> Iterator[None]:
    """Turn every failure of the client into an EngineError in the city's language."""
    try:
        yield
    except UnsupportedProductError as error:
        raise EngineError("这个地址上的服务器不是 Elasticsearch 8。") from error
    except ApiError as error:
        raise EngineError(_explain(error)) from error
    except ConnectionTimeout as error:
        raise EngineError("检索服务器没有及时回答。") from error
    except SSLError as error:
        raise EngineError("检索服务器的证书无法验证。") from error
    except TransportError as error:
        raise EngineError("检索服务器连接不上。") from error


def _explain(error: ApiError) -> str:
    if isinstance(error, AuthenticationException):
        return "检索服务器不认这个用户名和密码。"
    if FULL in str(error.body):
        return "检索服务器的磁盘快满了，只能查询，不能写入。"
    if isinstance(error, AuthorizationException):
        return f"检索服务器不允许这样做（{_reason(error)}）。"
    if isinstance(error, NotFoundError):
        return "检索服务器上没有这个索引，或者它刚刚被删除。"
    if error.status_code in BUSY:
        return "检索服务器太忙，暂时不能回答。"
    return f"检索服务器报告了错误（{error.status_code}，{_reason(error)}）。"


def _reason(error: ApiError) -> str:
    """Return what the server says is wrong; its answer may be anything if something stands between."""
    said = error.body.get("error") if isinstance(error.body, dict) else None
    return str(said.get("reason", error.message)) if isinstance(said, dict) else error.message
