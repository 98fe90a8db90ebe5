import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pypdf import PdfWriter
from wagtail.images.forms import get_image_form

from cms.media.models import CustomDocument, CustomImage


def pdf(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def test_a_document_knows_its_digest_and_pages_and_follows_a_new_file(db: None) -> None:
    document = CustomDocument(title="附件", file=ContentFile(pdf(3), name="a.pdf"))
    document.full_clean()
    document.save()
    assert (document.pages, len(document.sha256)) == (3, 64)
    new = pdf(2)
    document.file = ContentFile(new, name="b.pdf")
    document.save()
    assert (document.pages, document.sha256) == (2, hashlib.sha256(new).hexdigest())


def test_a_damaged_pdf_has_no_page_count_but_can_be_kept(db: None) -> None:
    document = CustomDocument.objects.create(title="附件", file=ContentFile(b"%PDF-1.7 broken", name="a.pdf"))
    assert document.pages == 0


def test_a_file_that_pretends_is_refused_beside_its_field(db: None) -> None:
    document = CustomDocument(title="附件", file=ContentFile(b"MZ", name="a.pdf"))
    with pytest.raises(ValidationError) as error:
        document.full_clean()
    assert "与扩展名" in error.value.message_dict["file"][0]


def test_the_form_for_pictures_demands_a_text_alternative(db: None) -> None:
    assert get_image_form(CustomImage).base_fields["alt"].required
