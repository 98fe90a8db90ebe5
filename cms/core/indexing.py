"""Keeps Wagtail's search index and reference index current for many pages at once."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends


def index_pages(model: type[Page], pages: Sequence[Page]) -> None:
    """Add pages of one class to both indexes; they may not be in the reference index yet."""
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, pages)
    add_references(model, pages)


def reindex_pages(model: type[Page], ids: Sequence[int]) -> None:
    """Renew what both indexes have of stored pages of one class."""
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    pages = list(model.objects.filter(pk__in=ids).prefetch_related(*relations))
    base = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    ReferenceIndex.objects.filter(base_content_type=base, object_id__in=[str(page.pk) for page in pages]).delete()
    index_pages(model, pages)


def add_references(model: type[Page], pages: Sequence[Page]) -> None:
    """Note which pictures, files, tags and pages each of these refers to; none may have notes yet."""
    base = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    own = ContentType.objects.get_for_model(model, for_concrete_model=False)
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=own, base_content_type=base, object_id=page.pk, to_content_type_id=to_type, to_object_id=to_id,
            model_path=model_path, content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for page in pages
        for to_type, to_id, model_path, content_path in set(ReferenceIndex._extract_references_from_object(page))
    )
