"""What is said at an address where a page was."""

from cms.records.base import Record


class TombstoneRecord(Record, frozen=True, kw_only=True, tag_field="kind", tag="tombstone"):
    """An address `path` of a site where the page or channel `page` was.

    `fate` is `moved` (to where `page` is now), `replaced` (by the page `target`, or by what is at `url`), `gone`, or
    `notice` (gone, with a `title` and the words of `notice` for readers). `since` is the day of a notice.
    """

    id: int
    site: str
    path: str
    page: int
    fate: str
    target: int = 0
    url: str = ""
    title: str = ""
    notice: str = ""
    since: str = ""
