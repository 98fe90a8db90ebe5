"""What a web server says beside each file of a mirror; the demo server, nginx and S3 say the same."""

from pathlib import PurePosixPath

FOR_EVER = ("/_assets/", "/_img/", "/_files/")  # addresses that carry a digest: other bytes have another address
STATE = "/_assets/state.css"  # the one asset without a digest: it switches what all pages look like
UPLOADS = "/_files/"
SHOWN = ("pdf", "jpg", "jpeg", "png", "webp", "gif", "avif", "mp4", "txt", "csv")  # uploads that cannot carry script
# Without an origin of its own an upload reaches neither cookies nor pages, whatever it turns out to be.
HARMLESS = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


def security_headers(desk: str) -> dict[str, str]:
    """Return the headers of every answer; `desk` is the address of the public dynamic host."""
    policy = (
        "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; script-src 'self'; "
        f"connect-src 'self' {desk}; form-action 'self' {desk}; manifest-src 'self'; base-uri 'none'; frame-ancestors 'self'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }


def file_headers(path: str) -> dict[str, str]:
    """Return what is said of the file at a path besides, or instead of, the headers of every answer."""
    if path.startswith(("/_gone/", "/_moved/")):
        return {"X-Robots-Tag": "noindex"}
    if not path.startswith(UPLOADS):
        return {}
    extension = PurePosixPath(path).suffix.lower().removeprefix(".")
    if extension == "pdf":  # browsers show no PDF in a sandbox; its scripts cannot reach the page anyway
        return {}
    if extension in SHOWN:
        return {"Content-Security-Policy": HARMLESS}
    return {"Content-Security-Policy": HARMLESS, "Content-Disposition": "attachment"}


def cache_control(path: str) -> str:
    """Return how long a reader may keep the file at a path without asking."""
    if path == STATE:
        return "public, max-age=60"
    return "public, max-age=31536000, immutable" if path.startswith(FOR_EVER) else "no-cache"
