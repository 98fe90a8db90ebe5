"""What a web server says beside each file of a mirror; the demo server and nginx say the same."""

FOR_EVER = ("/_assets/", "/_img/", "/_files/")  # addresses that carry a digest: other bytes have another address


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


def cache_control(path: str) -> str:
    """Return how long a reader may keep the file at a path without asking."""
    return "public, max-age=31536000, immutable" if path.startswith(FOR_EVER) else "no-cache"
