"""The difference of two manifests, as a table."""

import pytest

from site_builder.errors import PlanRefused
from site_builder.manifest import entry_of
from site_builder.plan import Group, check_deletions, group_of, make_plan

ONE, TWO = entry_of(b"one", "text/html"), entry_of(b"two", "text/html")


@pytest.mark.parametrize(("path", "new", "group"), [
    ("/_assets/site.1a2b3c4d.css", True, Group.ASSETS),
    ("/_img/a-320.webp", True, Group.ASSETS),
    ("/news/202601/t20260102_1.html", True, Group.NEW_PAGES),
    ("/news/202601/t20260102_1.html", False, Group.CHANGED_PAGES),
    ("/news/index.html", True, Group.NEW_PAGES),
    ("/news/index.html", False, Group.LISTS),
    ("/index.html", False, Group.LISTS),
    ("/_fragments/3.html", False, Group.LISTS),
    ("/news/rss.xml", False, Group.FEEDS),
    ("/sitemap/202601.xml", True, Group.NEW_PAGES),
    ("/sitemap/202601.xml", False, Group.FEEDS),
    ("/_fragments/3.html", True, Group.NEW_PAGES),
    ("/_search/202601.json", True, Group.NEW_PAGES),
    ("/_search/202601.json", False, Group.LISTS),
    ("/_gone/news/202601/t20260102_1.html", True, Group.WITHDRAWALS),
    ("/_manifest/3f.jsonl", True, Group.MANIFEST),
    ("/_manifest/root.json", False, Group.ROOT),
])
def test_a_file_goes_in_the_group_of_its_place(path: str, new: bool, group: Group) -> None:
    assert group_of(path, new=new) == group


def test_equal_files_are_no_operation() -> None:
    assert make_plan({"/a.html": ONE}, {"/a.html": ONE}, [], {}) == []


def test_pages_come_before_the_lists_that_link_to_them_and_deletions_after() -> None:
    before = {"/x/index.html": ONE, "/x/old.html": ONE, "/rss.xml": ONE}
    after = {"/x/index.html": TWO, "/x/new.html": ONE, "/_assets/a.css": ONE, "/rss.xml": TWO}
    paths = [operation.path for operation in make_plan(before, after, ["/x/old.html"], {})]
    assert paths == ["/_assets/a.css", "/x/new.html", "/x/index.html", "/rss.xml", "/x/old.html"]


def test_pages_go_before_what_they_show() -> None:
    gone = ["/_img/p1-320.webp", "/_fragments/3.html", "/files/1.pdf", "/x/old.html"]
    paths = [operation.path for operation in make_plan(dict.fromkeys(gone, ONE), {}, gone, {})]
    assert paths == ["/x/old.html", "/_fragments/3.html", "/_img/p1-320.webp", "/files/1.pdf"]


def test_every_operation_has_a_reason() -> None:
    plan = make_plan({"/a.html": ONE}, {"/a.html": TWO, "/b.html": ONE}, ["/c.html"], {"/a.html": "正文已更新"})
    assert {operation.path: operation.reason for operation in plan} == {
        "/a.html": "正文已更新", "/b.html": "新文件", "/c.html": "已不再发布",
    }


def test_too_many_deletions_stop_the_plan() -> None:
    plan = make_plan({}, {}, [f"/{number}.html" for number in range(200)], {})
    check_deletions(plan, 1000, 0.5)
    with pytest.raises(PlanRefused, match="200"):
        check_deletions(plan, 300, 0.5)
