"""A bucket of an S3-compatible store, with patience: what may be over in a moment is tried again, what is not is an error."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from secrets import SystemRandom
from threading import Lock

from botocore.exceptions import BotoCoreError, ClientError

from site_builder.errors import TargetError
from site_builder.targets.s3_wire import Answer, Unanswered, Wire

ATTEMPTS = 6  # of one request, with about six seconds of pauses between them at most
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
OVER_SOON = frozenset((408, 409, 429, 500, 502, 503, 504))
# A body that was cut or altered on its way is refused with one of these.
DAMAGED = frozenset(("BadDigest", "IncompleteBody", "RequestTimeout", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch"))
ANSWERS = frozenset((200, 204, 404, 412))
_CODE = re.compile(rb"<Code>(\w+)</Code>")
_uniform = SystemRandom().uniform


def pause_before(attempt: int) -> float:
    """Return the seconds to wait before an attempt (1: the second one): growing, and never the same for two that failed together."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempt - 1)) * _uniform(0.5, 1.0)


def nothing() -> None:
    pass


class Bucket:
    """One bucket. Safe to use from several threads. Every method raises TargetError."""

    def __init__(self, name: str, *, addressing: str = "auto", pause: Callable[[float], None] = time.sleep) -> None:
        self.name = name
        self._addressing, self._pause = addressing, pause
        self._opening = Lock()
        self._probed: set[str] = set()

    def request(
        self, method: str, key: str, headers: Mapping[str, str] | None = None, body: bytes | memoryview = b"",
        before: Callable[[], None] = nothing,
    ) -> Answer:
        """Send a request until there is an answer: done, not there (404), or a condition that does not hold (412).

        `before` is called before every attempt.
        """
        failure = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._pause(pause_before(attempt))
            before()
            try:
                answer = self._wire.send(method, key, headers or {}, body)
            except (Unanswered, BotoCoreError) as error:
                failure = str(error)
                if isinstance(error, Unanswered) and not error.trusted:
                    break
                continue
            code = _code(answer)
            if answer.status in ANSWERS and code != "NoSuchBucket":
                return answer
            failure = code
            if answer.status not in OVER_SOON and code not in DAMAGED:
                break
        raise self._error(key, failure)

    def swap(
        self, key: str, body: bytes | memoryview, headers: Mapping[str, str], known: str, before: Callable[[], None] = nothing
    ) -> str | None:
        """Put an object where the one known by its ETag is ("": none); return its ETag, None if there is another one."""
        condition = {"if-match": known} if known else {"if-none-match": "*"}
        answer = self.request("PUT", key, {**headers, **condition}, body, before)
        if answer.status == 200:
            return answer.headers["etag"]
        found = self.request("GET", key)
        # When the answer to the first attempt is lost, the second one meets what the first one put.
        return found.headers["etag"] if found.status == 200 and found.body == body else None

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield all keys that begin with a prefix."""
        try:
            pages = self._wire.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
            for page in pages:
                for each in page.get("Contents", ()):
                    yield each["Key"]
        except (BotoCoreError, ClientError) as error:
            raise self._error(prefix, str(error)) from error

    def probe(self, folder: str) -> None:
        """Make sure, once, that the store refuses to put when a condition does not hold."""
        if folder in self._probed:
            return
        key = f"{folder}probe"
        for condition in ({"if-none-match": "*"}, {"if-none-match": "*"}, {"if-match": '"00000000000000000000000000000000"'}):
            refused = self.request("PUT", key, condition, b"probe").status == 412
        if not refused or self.request("PUT", key, {"if-none-match": "*"}, b"probe").status != 412:
            raise TargetError(
                f"存储桶 {self.name} 所在的存储服务不执行条件写入（If-Match、If-None-Match），两个发布者会互相覆盖，已停止；"
                "请换用支持条件写入的存储服务"
            )
        self._probed.add(folder)

    @property
    def _wire(self) -> Wire:
        with self._opening:
            return self._open

    @cached_property
    def _open(self) -> Wire:
        """The way to the bucket; that it is there and may be used is found out here."""
        try:
            wire = Wire(self.name, self._addressing)
            wire.client.head_bucket(Bucket=self.name)
        except ClientError as error:
            causes = {"404": "没有这个存储桶", "403": "凭据无效，或没有权限", "301": "存储桶在另一个区域"}
            raise self._error("", causes.get(str(error.response["Error"]["Code"]), str(error))) from error
        except (BotoCoreError, ValueError) as error:
            raise self._error("", str(error)) from error
        return wire

    def _error(self, key: str, cause: str) -> TargetError:
        return TargetError(f"存储桶 {self.name} 无法使用：{cause}" + (f"（{key}）" if key else ""))


def _code(answer: Answer) -> str:
    """Return the store's own word for an answer that is no success."""
    if answer.status < 300:
        return ""
    found = _CODE.search(answer.body)
    return found[1].decode() if found else str(answer.status)
