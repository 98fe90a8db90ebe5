"""`manage.py search_index`: what it says, and what is in the index afterwards."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.engines.base import Engine
from search.locks import Lock, held
from tests.search.conftest import Publish


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("search_index", *arguments, stdout=out)
    return out.getvalue()


def test_a_rebuild_shows_how_far_it_is(publish: Publish, index: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    pages = [publish(f"通知{number}") for number in range(4)]
    assert "共 4 项内容" in said("--rebuild")
    assert index.digests().keys() == {page.pk for page in pages}
    lines = capsys.readouterr().err.splitlines()
    assert lines and lines[-1] == "建立索引：4/4"


def test_without_an_index_one_is_built_and_then_compared(publish: Publish, index: Engine) -> None:
    publish()
    assert "索引已建成" in said()
    publish("又一篇")
    assert "索引有 2 项内容" in said()


def test_who_comes_second_is_told(publish: Publish) -> None:
    with held(Lock.REBUILD), pytest.raises(CommandError, match="另一个进程"):
        said("--rebuild")
