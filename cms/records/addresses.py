"""The addresses of pages (design, section 5): it depends on channel, date and id, never on a title."""


def content_address(channel_path: str, published: str, number: int) -> str:
    """Return e.g. `/news/notices/202601/t20260102_417.html` for a page published at an ISO time."""
    day = published[:10].replace("-", "")
    return f"/{channel_path}/{day[:6]}/t{day}_{number}.html"


def channel_address(channel_path: str) -> str:
    """Return the address of the newest list page of a channel."""
    return f"/{channel_path}/index.html"
