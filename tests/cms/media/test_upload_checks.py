import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from cms.media import upload_checks
from cms.media.upload_checks import check_document, check_image


def picture(name: str, form: str, size: tuple[int, int] = (40, 30)) -> ContentFile:
    data = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(data, form)
    return ContentFile(data.getvalue(), name=name)


def archive(name: str, *members: str) -> ContentFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for member in members:
            file.writestr(member, "x")
    return ContentFile(data.getvalue(), name=name)


@pytest.mark.parametrize(("name", "form"), [
    ("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF"), ("a.avif", "AVIF"),
])
def test_pictures_of_the_usual_formats_are_accepted(name: str, form: str) -> None:
    check_image(picture(name, form))


@pytest.mark.parametrize(("file", "message"), [
    (ContentFile(b"<html>", name="a.jpg"), "不是完整有效的图片"),
    (ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", name="a.svg"), "格式不支持"),
    (ContentFile(b"", name="a.jpg"), "是空的"),
    (picture("a.png", "JPEG"), "与扩展名 .png 不符"),
    (ContentFile(picture("a.jpg", "JPEG", (400, 300)).read()[:700], name="a.jpg"), "不是完整有效的图片"),
])
def test_what_is_not_a_picture_is_refused_with_its_name(file: ContentFile, message: str) -> None:
    with pytest.raises(ValidationError, match=message) as error:
        check_image(file)
    assert str(file.name) in error.value.messages[0]


def test_too_many_pixels_are_refused_before_decoding_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_checks, "IMAGE_PIXELS", 1000)
    with pytest.raises(ValidationError, match="40×30 像素"):
        check_image(picture("a.png", "PNG"))


def test_too_large_files_are_refused() -> None:
    file = ContentFile(b"x", name="a.pdf")
    file.size = 100 * 1024 * 1024
    with pytest.raises(ValidationError, match=r"100\.0 MB，超过了 50 MB"):
        check_document(file)
    with pytest.raises(ValidationError, match="超过了 10 MB"):
        check_image(file)


@pytest.mark.parametrize("file", [
    ContentFile(b"%PDF-1.7\n...", name="a.pdf"),
    archive("a.docx", "word/document.xml"), archive("a.xlsx", "xl/workbook.xml"), archive("a.pptx", "ppt/a.xml"),
    archive("a.ofd", "OFD.xml"), archive("a.zip", "a.txt"),
    ContentFile(bytes.fromhex("d0cf11e0a1b11ae1") + b"...", name="a.doc"),
    ContentFile("名称,价格".encode("gb18030"), name="a.csv"),
    ContentFile(b"\0\0\0\x18ftypmp42", name="a.mp4"),
], ids=lambda file: str(file.name))
def test_documents_that_are_what_their_name_says_are_accepted(file: ContentFile) -> None:
    check_document(file)


@pytest.mark.parametrize("file", [
    ContentFile(b"MZ\x90\0", name="a.pdf"), ContentFile(b"%PDF-1.7", name="a.docx"), archive("a.docx", "evil.exe"),
    archive("a.ofd", "word/document.xml"), ContentFile(b"MZ\x90\0", name="a.txt"), ContentFile(b"%PDF-", name="a.doc"),
], ids=lambda file: str(file.name))
def test_documents_that_pretend_are_refused(file: ContentFile) -> None:
    with pytest.raises(ValidationError, match="与扩展名"):
        check_document(file)


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a", "a.pdf.js"])
def test_other_kinds_of_file_are_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="类型不允许"):
        check_document(ContentFile(b"x", name=name))
