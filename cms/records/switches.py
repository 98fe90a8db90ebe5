"""What is switched on for a site in an emergency: notices on every page, and mourning."""

from cms.records.base import Record

LEVELS = ("red", "orange", "yellow", "blue", "general")  # the strongest first


class Notice(Record, frozen=True, kw_only=True):
    """A notice above every page. `url` is a path on the same site, or absolute, or empty; times are ISO 8601, or empty."""

    level: str
    text: str
    url: str = ""
    since: str = ""
    until: str = ""


class SwitchRecord(Record, frozen=True, kw_only=True, tag_field="kind", tag="switch"):
    """What is switched on for a site; a site with nothing switched on has none. The strongest notice comes first."""

    site: str
    notices: tuple[Notice, ...] = ()
    mourning: bool = False
