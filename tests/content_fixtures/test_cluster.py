"""The plan of the demonstration's cluster: complete, plausible, and without anything that looks unfinished or private."""

import re
from collections import Counter, defaultdict

import pytest

from cms.records.document_numbers import parse
from content_fixtures.cluster import plan_cluster
from content_fixtures.dates import LAST_DAY
from content_fixtures.markup import Part
from content_fixtures.plans import AliasPlan, ArticlePlan, ClusterPlan, DocumentPlan, GuidePlan, PagePlan
from content_fixtures.sizes import CITY, DEMO, TINY

PLACEHOLDERS = re.compile(r"测试|XX|××|待补|[Ll]orem|TODO|[\[\]{}]|（\d+）$")
PRIVATE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
NEWS = "政务动态"


@pytest.fixture(scope="module")
def plan() -> ClusterPlan:
    return plan_cluster(DEMO)


def words(page: PagePlan) -> str:
    return "\n".join([page.title, page.summary, page.source, page.keywords, *map(part_words, page.parts)])


def part_words(part: Part) -> str:
    return "\n".join([part.caption, *part.lines, *(cell for row in part.rows for cell in row)])


def test_the_demo_has_the_sizes_it_promises(plan: ClusterPlan) -> None:
    kinds = Counter(type(page) for page in plan.pages)
    assert 550 <= kinds[ArticlePlan] <= 750
    assert kinds[DocumentPlan] >= 120 and kinds[GuidePlan] >= 40
    assert len({channel.site for channel in plan.channels}) == 9


def test_no_channel_is_empty(plan: ClusterPlan) -> None:
    items: Counter[tuple[str, str]] = Counter((page.site, page.channel) for page in (*plan.pages, *plan.aliases))
    for channel in plan.channels:
        if channel.fill and channel.fill[0] != "topics":
            assert items[channel.site, channel.path] >= 3, f"{channel.site}/{channel.path}"


def test_every_channel_has_its_tags(plan: ClusterPlan) -> None:
    for channel in plan.channels:
        assert channel.description and channel.keywords and channel.type and len(channel.description) <= 100


def test_no_two_pages_of_a_channel_have_one_title(plan: ClusterPlan) -> None:
    titles = Counter((page.site, page.channel, page.title) for page in plan.pages)
    assert [title for title, count in titles.items() if count > 1] == []


def test_slugs_are_unique(plan: ClusterPlan) -> None:
    slugs = Counter((page.site, page.channel, page.slug) for page in (*plan.pages, *plan.aliases))
    assert max(slugs.values()) == 1


def test_nothing_looks_unfinished(plan: ClusterPlan) -> None:
    assert [page.title for page in plan.pages if PLACEHOLDERS.search(words(page))] == []


def test_nothing_looks_like_a_mobile_number_or_an_identity_number(plan: ClusterPlan) -> None:
    assert [page.title for page in plan.pages if PRIVATE.search(words(page))] == []


def test_news_channels_are_fresh(plan: ClusterPlan) -> None:
    newest: dict[tuple[str, str], int] = defaultdict(lambda: 999)
    for page in plan.pages:
        age = (LAST_DAY - page.published.date()).days
        newest[page.site, page.channel] = min(newest[page.site, page.channel], age)
    for channel in plan.channels:
        if channel.type == NEWS and channel.fill[:1] == ("articles",):
            assert newest[channel.site, channel.path] <= 14, f"{channel.site}/{channel.path}"


def test_document_numbers_are_well_formed_unique_and_in_the_order_of_signing(plan: ClusterPlan) -> None:
    series = defaultdict(list)
    for page in plan.pages:
        if isinstance(page, DocumentPlan) and (number := page.values["number"]):
            assert str(parse(number)) == number
            series[page.values["prefix"], page.created.year].append((page.created, int(re.findall(r"\d+", number)[-1])))
    assert len(series) > 20
    for signed in series.values():
        numbers = [number for _, number in sorted(signed)]
        assert numbers == sorted(set(numbers))


def test_documents_of_every_validity_are_there_and_their_dates_say_why(plan: ClusterPlan) -> None:
    documents = [page for page in plan.pages if isinstance(page, DocumentPlan)]
    assert {page.values["validity"] for page in documents} == {
        "valid", "amended", "expired", "repealed", "pending", "unmarked",
    }
    by_slug = {page.slug: page for page in documents}
    for page in documents:
        assert page.created <= page.published.date()
        assert all(slug in by_slug for _, slug in page.relations)
        if page.values["validity"] == "repealed":
            assert page.values["repealed"] and page.values["basis"]
        if page.values["validity"] == "pending":
            assert page.values["effective"] > LAST_DAY


def test_interpretations_stand_beside_their_documents(plan: ClusterPlan) -> None:
    documents = {(page.site, page.slug): page for page in plan.pages if isinstance(page, DocumentPlan)}
    interpretations = [page for page in plan.pages if isinstance(page, ArticlePlan) and page.about]
    assert len(interpretations) >= 20
    for article in interpretations:
        document = documents[article.site, article.about]
        assert document.title in article.title and article.published > document.published


def test_some_documents_are_issued_jointly(plan: ClusterPlan) -> None:
    joint = [page for page in plan.pages if isinstance(page, DocumentPlan) and page.joint]
    assert joint and all(page.publisher not in page.joint for page in joint)


def test_guides_have_all_ten_elements(plan: ClusterPlan) -> None:
    for page in plan.pages:
        if isinstance(page, GuidePlan):
            values = [page.values[name] for name in ("basis", "conditions", "place", "agency", "fee", "hours", "phone")]
            assert all([page.title, *values, page.materials, page.steps]), page.title


def test_aliases_come_from_other_sites(plan: ClusterPlan) -> None:
    assert plan.aliases
    assert all(isinstance(alias, AliasPlan) and alias.original.site != alias.site for alias in plan.aliases)


@pytest.mark.parametrize("size", [TINY, DEMO], ids=["tiny", "demo"])
def test_the_same_seed_gives_the_same_plan(size: object) -> None:
    assert plan_cluster(size, 1) == plan_cluster(size, 1) != plan_cluster(size, 2)


def test_a_city_has_ten_thousand_articles_with_titles_of_their_own() -> None:
    pages = [page for page in plan_cluster(CITY).pages if isinstance(page, ArticlePlan)]
    titles = Counter((page.site, page.channel, page.title) for page in pages)
    assert len(pages) >= 9_500 and max(titles.values()) == 1
