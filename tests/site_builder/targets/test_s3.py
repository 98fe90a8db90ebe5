"""What is particular to a bucket: headers, pages that are gone, and who may change it."""

import boto3
import pytest

from site_builder.errors import RaceLost, TargetError
from site_builder.manifest import ROOT
from site_builder.plan import Group, Operation
from site_builder.redirects import moved_page
from tests.services.fault_proxy import Fault, Request, faultless
from tests.services.s3 import BUCKET
from tests.site_builder.targets.conftest import Place, plan

pytestmark = pytest.mark.server


def head(place: Place, path: str) -> dict[str, str]:
    client = boto3.client("s3")
    return dict(client.head_object(Bucket=BUCKET, Key=f"{place.root.name}/portal{path}")["ResponseMetadata"]["HTTPHeaders"])


@pytest.mark.parametrize(("path", "kind", "lifetime", "disposition"), [
    ("/index.html", "text/html; charset=utf-8", "no-cache", None),
    ("/_manifest/3f.jsonl", "application/json; charset=utf-8", "no-cache", None),
    ("/_img/a-320.webp", "image/webp", "public, max-age=31536000, immutable", None),
    ("/_files/a.html", "text/html; charset=utf-8", "public, max-age=31536000, immutable", "attachment"),
    ("/_files/a.pdf", "application/pdf", "public, max-age=31536000, immutable", None),
])
def test_an_object_says_its_type_and_lifetime_and_whether_to_save_it(
    place: Place, path: str, kind: str, lifetime: str, disposition: str | None
) -> None:
    place.put(place.target(), {path: b"x"})
    headers = head(place, path)
    assert (headers["content-type"], headers["cache-control"], headers.get("content-disposition")) == (kind, lifetime, disposition)


def test_a_large_file_and_a_name_that_is_not_ascii_arrive_whole(place: Place) -> None:
    target, data = place.target(), bytes(range(256)) * 10_000
    place.put(target, {"/_files/附件 1+.zip": data})
    assert target.read("/_files/附件 1+.zip") == data
    assert [entry.size for entry in target.scan().values()] == [len(data)]


def test_a_page_that_is_gone_lies_at_its_own_address(place: Place) -> None:
    target = place.target()
    place.put(target, {"/a.html": b"page"})
    place.put(target, {"/_gone/a.html": b"gone"}, "/a.html")
    assert head(place, "/a.html")["x-amz-meta-status"] == "410"
    assert (target.read("/_gone/a.html"), target.read("/a.html"), set(target.scan())) == (b"gone", None, {"/_gone/a.html"})


def test_a_page_that_moved_says_where_to(place: Place) -> None:
    target = place.target()
    page = moved_page("/b.html", "新的地址")
    place.put(target, {"/_moved/a.html": page})
    headers = head(place, "/a.html")
    assert (headers["x-amz-meta-status"], headers["x-amz-website-redirect-location"]) == ("301", "/b.html")
    assert (target.read("/_moved/a.html"), set(target.scan())) == (page, {"/_moved/a.html"})


def test_a_page_that_is_published_again_takes_the_place_of_its_tombstone(place: Place) -> None:
    target = place.target()
    place.put(target, {"/_gone/a.html": b"gone"})
    place.put(target, {"/_moved/a.html": moved_page("/b.html", "b")}, "/_gone/a.html")
    place.put(target, {"/a.html": b"page"}, "/_moved/a.html")
    assert (target.read("/a.html"), set(target.scan())) == (b"page", {"/a.html"})
    assert "x-amz-meta-status" not in head(place, "/a.html")


def test_two_sites_do_not_see_each_other(place: Place) -> None:
    place.put(place.target(site="portal"), {"/a.html": b"1"})
    assert place.target(site="por").scan() == {}


def test_of_two_publishers_that_saw_the_same_root_the_second_changes_nothing(place: Place) -> None:
    first, second = place.target("one"), place.target("two")
    assert first.read(ROOT) is None
    place.put(first, {"/a.html": b"1", ROOT: b"{1}"})
    assert second.read(ROOT) == b"{1}"
    place.put(first, {"/a.html": b"2", ROOT: b"{2}"})
    with pytest.raises(RaceLost):
        place.put(second, {"/a.html": b"3", ROOT: b"{3}"})
    assert (first.read("/a.html"), first.read(ROOT)) == (b"2", b"{2}")
    assert not first.left_unfinished()
    assert second.read(ROOT) == b"{2}"
    place.put(second, {"/a.html": b"3", ROOT: b"{3}"})
    assert (first.read("/a.html"), first.read(ROOT)) == (b"3", b"{3}")


def test_the_first_root_is_put_by_one_publisher_only(place: Place) -> None:
    first, second = place.target("one"), place.target("two")
    assert (first.read(ROOT), second.read(ROOT)) == (None, None)
    place.put(first, {"/a.html": b"1", ROOT: b"{1}"})
    with pytest.raises(RaceLost):
        place.put(second, {"/a.html": b"2", ROOT: b"{2}"})
    assert first.read("/a.html") == b"1"


def test_a_publisher_that_stopped_half_way_keeps_others_out_until_its_time_is_over(place: Place) -> None:
    first = place.target("one")
    stop_after(place, first, "/b.html")
    other = place.target("two")
    assert not other.left_unfinished()
    with pytest.raises(RaceLost, match="正在更新"):
        place.put(other, {"/a.html": b"3"})
    assert (other.read("/a.html"), other.read("/b.html")) == (b"1", None)


def test_who_comes_after_a_publisher_that_died_has_to_look_first(place: Place) -> None:
    stop_after(place, place.target("one"), "/b.html")
    other = place.target("two", lease=0)
    assert other.read(ROOT) is None
    assert other.left_unfinished()
    files = {"/b.html": b"3", ROOT: b"{3}"}
    with pytest.raises(RaceLost, match="重新读取"):
        place.put(other, files)
    assert set(other.scan()) == {"/a.html"}
    place.put(other, files, "/a.html")
    assert set(other.scan()) == {"/b.html", ROOT}
    assert not place.target("three").left_unfinished()


def test_a_publisher_that_slept_too_long_stops_before_it_changes_more(place: Place) -> None:
    sleeper, other = place.target("one"), place.target("two", lease=0)
    sleeper._claim._renewal = 0.0  # as if it had slept before every request
    groups = {"/_assets/a.css": Group.ASSETS, "/b.html": Group.NEW_PAGES, "/index.html": Group.LISTS}

    def take_over(request: Request) -> None:
        if request.path.endswith("/b.html"):
            place.proxy.rule = faultless
            other.scan()
            other.apply(plan({"/other.html": b"2"}), place.staging({"/other.html": b"2"}, "other"))

    place.proxy.rule = take_over
    with pytest.raises(RaceLost, match="接手"):
        sleeper.apply(
            [Operation(group, path, False, "新文件") for path, group in groups.items()],
            place.staging(dict.fromkeys(groups, b"1")),
        )
    assert set(other.scan()) == {"/_assets/a.css", "/b.html", "/other.html"}


def test_the_same_publisher_goes_on_where_it_stopped_and_sends_only_what_is_missing(place: Place) -> None:
    files = stop_after(place, place.target("one"), "/b.html")
    place.proxy.start_over()
    again = place.target("one")
    assert again.left_unfinished()
    again.apply(plan(files), place.staging(files))
    sent = [path for path in place.proxy.seen("PUT") if "/portal/" in path]
    assert [path.rpartition("/")[2] for path in sent] == ["b.html", "root.json"]
    assert not again.left_unfinished()


def test_a_store_that_ignores_conditions_is_refused_before_anything_is_changed(place: Place) -> None:
    target = place.target()
    place.proxy.rule = lambda request: Fault.IGNORED if request.path.endswith("/probe") else None
    with pytest.raises(TargetError, match="条件写入"):
        place.put(target, {"/a.html": b"1"})
    place.proxy.start_over()
    assert target.scan() == {}


def test_conditions_are_probed_once(place: Place) -> None:
    target = place.target()
    for data in (b"1", b"2"):
        place.put(target, {"/a.html": data})
    first = len([path for path in place.proxy.seen("PUT") if path.endswith("/probe")])
    place.proxy.start_over()
    place.put(target, {"/a.html": b"3"})
    assert 0 < first < 5
    assert [path for path in place.proxy.seen("PUT") if path.endswith("/probe")] == []


@pytest.mark.parametrize(("changes", "cause"), [
    ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "127.0.0.1:9"),
    ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "凭据"),
])
def test_a_bucket_that_cannot_be_reached_is_named_with_the_cause(
    place: Place, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], cause: str
) -> None:
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(TargetError, match=f"{BUCKET} 无法使用.*{cause}"):
        place.target().read(ROOT)


def stop_after(place: Place, target: object, path: str) -> dict[str, bytes]:
    """Put two pages and a root, and fail for good at one of them."""
    files = {"/a.html": b"1", "/b.html": b"1", ROOT: b"{1}"}
    place.proxy.rule = lambda request: Fault.BUSY if request.method == "PUT" and request.path.endswith(path) else None
    assert target.read(ROOT) is None  # type: ignore[attr-defined]
    with pytest.raises(TargetError):
        place.put(target, files)  # type: ignore[arg-type]
    place.proxy.rule = faultless
    return files
