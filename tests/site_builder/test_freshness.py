"""The statement that a mirror is the newest."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from site_builder.freshness import VALID, renew, state_fresh
from site_builder.manifest import FRESH, NOT_OF_A_BUILD
from site_builder.signing import Signer
from site_builder.verifier.check import check
from site_builder.verifier.differences import Kind
from site_builder.verifier.places import FolderPlace
from tests.site_builder.cluster import Cluster, small, tree

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    cluster = small(tmp_path)
    cluster.build()
    return cluster


def state(cluster: Cluster, now: datetime = NOON) -> bool:
    return renew(cluster.options().mirror("portal"), Signer(cluster.options().signing_key), now)


def audit(cluster: Cluster, now: datetime = NOON) -> list[Kind]:
    key = Signer(cluster.options().signing_key).public_key()
    found = check(FolderPlace(cluster.root / "mirrors/portal"), [key], now=now)
    assert all(difference.path == FRESH for difference in found.differences)
    return [difference.kind for difference in found.differences]


def test_a_statement_names_the_root_and_when_it_ends(cluster: Cluster) -> None:
    assert state(cluster)
    statement = json.loads(cluster.text("portal", FRESH))
    assert (statement["site"], statement["signed_at"]) == ("portal", "2026-01-02T12:00:00+00:00")
    assert datetime.fromisoformat(statement["expires"]) - NOON == VALID
    assert audit(cluster) == []


def test_a_mirror_without_a_statement_is_no_difference_but_is_told(cluster: Cluster) -> None:
    key = Signer(cluster.options().signing_key).public_key()
    found = check(FolderPlace(cluster.root / "mirrors/portal"), [key], now=NOON)
    assert found.differences == []
    assert any("没有时效声明" in note for note in found.notes)


@pytest.mark.parametrize("later", [VALID, timedelta(seconds=-1)], ids=["expired", "from the future"])
def test_a_statement_that_does_not_hold_now_says_that_the_mirror_is_frozen(cluster: Cluster, later: timedelta) -> None:
    state(cluster)
    assert audit(cluster, NOON + later) == [Kind.FROZEN]


def test_a_renewed_statement_holds_again(cluster: Cluster) -> None:
    state(cluster)
    state(cluster, NOON + VALID)
    assert audit(cluster, NOON + VALID) == []


def test_a_statement_about_another_release_is_mixing(cluster: Cluster) -> None:
    state(cluster)
    cluster.change(cluster.get("content:101"), title="另一版")
    cluster.build()
    assert audit(cluster) == [Kind.BAD_FRESH]


def test_a_statement_that_nobody_signed_is_none(cluster: Cluster) -> None:
    state(cluster)
    root = (cluster.root / "mirrors/portal/_manifest/root.json").read_bytes()
    (cluster.root / "mirrors/portal/_manifest/fresh.json").write_bytes(state_fresh(root, NOON + timedelta(minutes=9)))
    assert audit(cluster, NOON + timedelta(minutes=10)) == [Kind.BAD_FRESH]


def test_builds_leave_the_statement_alone_also_when_they_scan(cluster: Cluster) -> None:
    state(cluster)
    before = tree(cluster.root / "mirrors")
    assert cluster.build(scan=True).deleted == 0
    cluster.build(full=True)
    (cluster.root / "mirrors/portal/_manifest/root.json").unlink()
    cluster.build()
    assert tree(cluster.root / "mirrors") == before
    cluster.change(cluster.get("content:101"), title="另一版")
    cluster.build()
    assert {path for path in tree(cluster.root / "mirrors/portal") if "fresh" in path} == {
        path.lstrip("/") for path in NOT_OF_A_BUILD
    }


def test_there_is_nothing_to_state_about_a_mirror_that_is_not_there(tmp_path: Path) -> None:
    assert not state(small(tmp_path))
