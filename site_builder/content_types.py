"""The type of each sort of file on a mirror; systems disagree about some of them, and do not know others."""

from os.path import splitext

BINARY = "application/octet-stream"
TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json", "jsonl": "application/json",
    "map": "application/json", "webmanifest": "application/manifest+json", "xml": "application/xml", "txt": "text/plain",
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "avif": "image/avif", "ico": "image/vnd.microsoft.icon", "woff2": "font/woff2",
    "pdf": "application/pdf", "ofd": "application/ofd", "zip": "application/zip", "csv": "text/csv",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "mp4": "video/mp4", "mp3": "audio/mpeg",
}
WITH_CHARSET = frozenset(
    kind for kind in TYPES.values() if kind.startswith("text/") or kind.endswith(("json", "xml"))
)


def content_type(path: str) -> str:
    """Return the type of the file at a path, as a web server says it."""
    kind = TYPES.get(splitext(path)[1].lower().removeprefix("."), BINARY)
    return f"{kind}; charset=utf-8" if kind in WITH_CHARSET else kind
