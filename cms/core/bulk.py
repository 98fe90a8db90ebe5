"""Puts many new pages into the tree at once, whatever their classes, with a number of queries that does not grow.

`Page.add_child` validates, numbers, saves and indexes one page at a time. Here whoever calls has checked the pages
already; neither `full_clean()` nor `save()` of their classes runs and no signal is sent, so what those would fill
(a document's index number, a Change row) the caller fills. Rows of inline children, parental many-to-many relations,
the search index and the reference index are written as `add_child` would write them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Case, F, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from cms.core.indexing import index_pages

Placement = tuple[Page, Page]
IDS_AT_ONCE = 5000  # databases limit the number of parameters of a statement


@transaction.atomic
def insert_pages(placements: Iterable[Placement]) -> list[Page]:
    """Insert new pages, given as (parent, page), as last children in the given order, and return them."""
    placed = list(placements)
    if not placed:
        return []
    _place(placed)
    pages = [page for _, page in placed]
    _insert_bases(pages)
    by_class: defaultdict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_class[type(page)].append(page)
    for model, same in by_class.items():
        _insert_extensions(model, same)
        _insert_children(model, same)
        for page in same:
            page._state.adding, page._state.db = False, connection.alias
        index_pages(model, same)
    return pages


def _place(placed: Sequence[Placement]) -> None:
    """Give each new page its place below its parent, and count it there."""
    parents = _lock_parents({parent.pk for parent, _ in placed})
    added: Counter[int] = Counter()
    for parent, page in placed:
        fresh, last = parents[parent.pk]
        added[fresh.pk] += 1
        page.depth = fresh.depth + 1
        page.path = Page._get_path(fresh.path, page.depth, last + added[fresh.pk])
        page.numchild = 0
        page.url_path = f"{fresh.url_path}{page.slug}/"
        page.locale_id = fresh.locale_id
        page.draft_title = page.title
        if page.live and page.first_published_at is None:
            page.first_published_at = getattr(page, "published_at", None) or timezone.now()
        if page.live and page.last_published_at is None:
            page.last_published_at = page.first_published_at
    more = Case(*(When(pk=pk, then=Value(count)) for pk, count in added.items()), output_field=models.IntegerField())
    Page.objects.filter(pk__in=added).update(numchild=F("numchild") + more)
    for parent in {id(parent): parent for parent, _ in placed}.values():
        parent.numchild = parents[parent.pk][0].numchild + added[parent.pk]


def _lock_parents(ids: set[int]) -> dict[int, tuple[Page, int]]:
    """Return the parents as they are now, each with the number of its last child's step in the path."""
    # The greatest path below a parent begins with its last child's path; the path is indexed, so this is one look each.
    # Aggregating without GROUP BY needs a constant to group by.
    below = Page.objects.order_by().filter(
        path__gt=OuterRef("path"), path__lte=Concat(OuterRef("path"), Value(Page.alphabet[-1] * Page.steplen))
    )
    last = below.annotate(all=Value(1)).values("all").annotate(last=Max("path")).values("last")
    rows = Page.objects.select_for_update().filter(pk__in=ids).annotate(last=Subquery(last))
    found = {row.pk: (row, _step(row.last or "", row.depth + 1)) for row in rows}
    missing = ids - found.keys()
    if missing:
        raise Page.DoesNotExist(f"上级页面已不存在：{sorted(missing)}")
    return found


def _step(path: str, depth: int) -> int:
    """Return the number of the step that a path takes at a depth, 0 when there is no path."""
    end = depth * Page.steplen
    return int(Page._str2int(path[end - Page.steplen:end])) if path else 0


def _insert_bases(pages: Sequence[Page]) -> None:
    """Insert into the table that all pages share, which gives the ids."""
    _insert_rows(Page, pages)
    for start in range(0, len(pages), IDS_AT_ONCE):
        part = pages[start:start + IDS_AT_ONCE]
        ids = dict(Page.objects.filter(path__in=[page.path for page in part]).values_list("path", "pk"))
        for page in part:
            page.id = ids[page.path]


def _insert_extensions(model: type[Page], pages: Sequence[Page]) -> None:
    """Insert into the tables that a class adds to the shared one."""
    for parent, link in model._meta.parents.items():
        if parent is not Page:
            _insert_extensions(parent, pages)
        for page in pages:
            setattr(page, link.attname, page.id)
    if model is not Page:
        _insert_rows(model, pages)


def _insert_rows(model: type[Page], pages: Sequence[Page]) -> None:
    """Insert rows with one statement that is run for each; `bulk_create` refuses classes that extend another."""
    fields = [field for field in model._meta.local_concrete_fields if model is not Page or not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    rows = [[field.get_db_prep_save(field.pre_save(page, add=True), connection) for field in fields] for page in pages]
    with connection.cursor() as cursor:
        # Names of tables and columns come from the models, and every value is a parameter.
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _insert_children(model: type[Page], pages: Sequence[Page]) -> None:
    """Insert the inline children and the parental many-to-many rows that the pages hold in memory."""
    for relation in get_all_child_relations(model):
        name, key = relation.get_accessor_name(), relation.field
        children = []
        for page in pages:
            for order, child in enumerate(_held(page, name)):
                setattr(child, key.name, page)
                if hasattr(child, "sort_order"):
                    child.sort_order = order
                children.append(child)
        if children:
            relation.related_model._base_manager.bulk_create(children)
    for field in get_all_child_m2m_relations(model):
        through = field.remote_field.through
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through._base_manager.bulk_create(
            through(**{source: page.pk, target: other.pk}) for page in pages for other in _held(page, field.name)
        )


def _held(page: Page, relation: str) -> list[Any]:
    """Return the list of related objects in memory; a new page has no others, which saves asking the database."""
    related: dict[str, list[Any]] = page.__dict__.setdefault("_cluster_related_objects", {})
    return related.setdefault(relation, [])
