"""Search follows the mirrors; whatever happens to it, they are published."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from cms.publishing.followers import Followers, told
from cms.publishing.models import FollowerState
from search import follower as module
from search.engines.base import Engine, EngineError
from search.engines.memory import MemoryEngine
from search.follower import SearchFollower
from search.locks import Busy, Lock, held
from tests.search.conftest import Publish, make_live


class Down(MemoryEngine):
    """An engine that cannot be reached."""

    def note(self) -> str:
        raise EngineError("连接被拒绝")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def followers(said: list[str]) -> Iterator[Followers]:
    with told(said.append) as found:
        yield found


def test_the_first_time_an_index_is_built(followers: Followers, index: Engine, publish: Publish, said: list[str]) -> None:
    page = publish()
    followers.follow()
    assert index.digests().keys() == {page.pk}
    assert not said and not FollowerState.objects.exclude(problem="").exists()


def test_out_before_and_in_after(followers: Followers, index: Engine, publish: Publish) -> None:
    old = publish()
    make_live("portal")
    followers.follow()
    old.unpublish()
    new = publish("新的")
    followers.withdraw()
    assert not index.digests()
    followers.follow()
    assert not index.digests()
    make_live("portal")
    followers.follow()
    assert index.digests().keys() == {new.pk}


def test_an_engine_that_is_down_is_told_once_and_tried_again(
    followers: Followers, publish: Publish, said: list[str], monkeypatch: pytest.MonkeyPatch, index: Engine
) -> None:
    page = publish()
    monkeypatch.setattr("cms.publishing.followers.PAUSE_AFTER_ERROR", 0.0)
    monkeypatch.setattr(module, "engine", Down)
    followers.withdraw()
    followers.follow()
    assert len(said) == 1 and "连接被拒绝" in said[0]
    assert FollowerState.objects.get(pk="search").problem == "连接被拒绝"
    monkeypatch.setattr(module, "engine", lambda: index)
    for each in followers._followers:
        each._indexer = None  # type: ignore[attr-defined]
    followers.follow()
    assert index.digests().keys() == {page.pk}
    assert said[1:] == ["检索索引已恢复更新。"]
    assert FollowerState.objects.get(pk="search").problem == ""


def test_a_mistake_in_a_follower_is_kept_from_whoever_publishes(settings: Any, db: None, said: list[str], caplog: Any) -> None:
    settings.PUBLICATION_FOLLOWERS = ["tests.search.test_follower.Mistaken"]
    with told(said.append) as followers:
        followers.withdraw()
    assert "内部错误（ZeroDivisionError）" in said[0]
    assert "ZeroDivisionError" in caplog.text


class Mistaken(SearchFollower):
    def withdraw(self) -> None:
        raise ZeroDivisionError


def test_who_finds_another_one_at_it_leaves_it_to_them(followers: Followers, index: Engine, publish: Publish, said: list[str]) -> None:
    followers.follow()
    publish()
    with held(Lock.WRITE):
        followers.follow()
        assert not index.digests() and not said
    followers.follow()
    assert index.digests()


def test_a_lock_is_held_once(db: None) -> None:
    with held(Lock.REBUILD):
        with pytest.raises(Busy), held(Lock.REBUILD):
            raise AssertionError
        with held(Lock.WRITE):
            pass


def test_publish_builds_and_indexes(publish: Publish, index: Engine, settings: Any, tmp_path: Any) -> None:
    settings.STATE_ROOT, settings.MIRRORS_ROOT = tmp_path / "state", tmp_path / "mirrors"
    page = publish()
    call_command("publish", verbosity=0)
    assert (tmp_path / "mirrors/portal/index.html").exists()
    assert index.digests().keys() == {page.pk}
    page.unpublish()
    call_command("build", verbosity=0)
    assert not index.digests()


def test_who_only_builds_mirrors_loads_no_dictionaries() -> None:
    program = "import django, sys; django.setup(); import search.follower; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"pypinyin", "rjieba", "opencc"} & set(done.stdout.split())
    assert "search.analysis" in done.stdout.split()
