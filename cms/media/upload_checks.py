"""Checks of uploads by their content: a file must be what its name says, and of a bearable size."""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from PIL import Image, UnidentifiedImageError

MEGABYTE = 1024 * 1024
IMAGE_BYTES = 10 * MEGABYTE
IMAGE_PIXELS = 50_000_000
DOCUMENT_BYTES = 50 * MEGABYTE

IMAGE_FORMATS = {
    "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF",
}
# What tells the office formats apart, which are all ZIP archives.
ARCHIVE_MEMBERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "ofd": "OFD.xml", "zip": ""}
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def check_image(file: File) -> None:
    """Raise a ValidationError unless the file is a picture that its name promises, whole and not too large."""
    check_size(file, IMAGE_BYTES, "图片")
    extension = extension_of(file)
    if extension not in IMAGE_FORMATS:
        raise ValidationError(f"图片“{file.name}”的格式不支持，可以上传 jpg、png、webp、gif、avif。")
    try:
        file.seek(0)
        with Image.open(file) as image:
            check_picture(image, str(file.name), extension)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(f"“{file.name}”不是完整有效的图片，请换一个文件。") from error
    finally:
        file.seek(0)


def check_picture(image: Image.Image, name: str, extension: str) -> None:
    width, height = image.size
    if width * height > IMAGE_PIXELS:
        raise ValidationError(
            f"图片“{name}”有 {width}×{height} 像素，超过了 {IMAGE_PIXELS // 10_000} 万像素的上限，请缩小后再上传。"
        )
    if image.format != IMAGE_FORMATS[extension]:
        raise ValidationError(f"图片“{name}”的内容是 {image.format} 格式，与扩展名 .{extension} 不符。")
    image.load()  # a truncated file opens, but cannot be decoded


def check_document(file: File) -> None:
    """Raise a ValidationError unless the file is of an allowed kind and its content agrees with its name."""
    check_size(file, DOCUMENT_BYTES, "文件")
    extension = extension_of(file)
    check = DOCUMENT_CHECKS.get(extension)
    if check is None:
        allowed = "、".join(sorted(DOCUMENT_CHECKS))
        raise ValidationError(f"文件“{file.name}”的类型不允许上传，可以上传：{allowed}。")
    try:
        file.seek(0)
        if not check(file, extension):
            raise ValidationError(f"文件“{file.name}”的内容与扩展名 .{extension} 不符，请核对后再上传。")
    finally:
        file.seek(0)


def check_size(file: File, limit: int, kind: str) -> None:
    if not file.size:
        raise ValidationError(f"{kind}“{file.name}”是空的。")
    if file.size > limit:
        raise ValidationError(
            f"{kind}“{file.name}”有 {file.size / MEGABYTE:.1f} MB，超过了 {limit // MEGABYTE} MB 的上限。"
        )


def extension_of(file: File) -> str:
    return PurePath(str(file.name)).suffix.lower().removeprefix(".")


def is_pdf(file: BinaryIO, extension: str) -> bool:
    return b"%PDF-" in file.read(1024)


def is_archive(file: BinaryIO, extension: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    member = ARCHIVE_MEMBERS[extension]
    return not member or any(name.startswith(member) for name in names)


def is_compound(file: BinaryIO, extension: str) -> bool:
    return file.read(len(OLE_MAGIC)) == OLE_MAGIC


def is_text(file: BinaryIO, extension: str) -> bool:
    return b"\0" not in file.read(64 * 1024)


def is_video(file: BinaryIO, extension: str) -> bool:
    return file.read(12)[4:8] == b"ftyp"


DOCUMENT_CHECKS: dict[str, Callable[[BinaryIO, str], bool]] = {
    "pdf": is_pdf,
    "docx": is_archive, "xlsx": is_archive, "pptx": is_archive, "ofd": is_archive, "zip": is_archive,
    "doc": is_compound, "xls": is_compound, "ppt": is_compound,
    "txt": is_text, "csv": is_text,
    "mp4": is_video,
}
