"""What is switched on in an emergency is in two files of the site, and in them alone."""

from pathlib import Path

import pytest

from cms.records import Notice, SwitchRecord
from site_builder.plan import Group, group_of
from site_builder.response_headers import STATE, cache_control
from site_builder.routes import NOTICE
from tests.site_builder.cluster import Cluster, small

RED = SwitchRecord(site="portal", notices=(Notice(level="red", text="暴雨<红色>预警"),), mourning=True)


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    found = small(tmp_path)
    found.build()
    return found


def without_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not path.startswith("_manifest/")}


def test_with_nothing_switched_on_both_files_are_there_and_empty(cluster: Cluster) -> None:
    for key in ("portal", "gaoping"):
        files = cluster.files(key)
        assert files[NOTICE[1:]] == files[STATE[1:]] == b""


def test_switching_on_and_off_again_rewrites_two_files_of_one_site(cluster: Cluster) -> None:
    before = {key: without_manifest(cluster.files(key)) for key in ("portal", "gaoping")}
    cluster.put(RED)
    report = cluster.build()
    after = without_manifest(cluster.files("portal"))
    assert report.rendered == 2
    assert {path for path in after if after[path] != before["portal"].get(path)} == {NOTICE[1:], STATE[1:]}
    assert "暴雨&lt;红色&gt;预警" in cluster.text("portal", NOTICE)
    assert "grayscale" in cluster.text("portal", STATE)
    assert without_manifest(cluster.files("gaoping")) == before["gaoping"]
    cluster.remove(RED)
    cluster.build()
    assert without_manifest(cluster.files("portal")) == before["portal"]


def test_the_look_is_there_before_the_notice_and_soon_asked_for_again() -> None:
    assert group_of(STATE, new=False) == Group.ASSETS < group_of(NOTICE, new=False) == Group.LISTS
    assert (cache_control(STATE), cache_control(NOTICE)) == ("public, max-age=60", "no-cache")
