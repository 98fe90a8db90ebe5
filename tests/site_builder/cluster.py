"""A tiny cluster of records that tests change as editors would, and build."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from cms.records import (
    AnyRecord,
    ArticleRecord,
    ChannelRecord,
    DocumentRecord,
    HomeBlock,
    HomeRecord,
    Image,
    MediaFile,
    Rendition,
    SiteRecord,
    TombstoneRecord,
    digest,
    key_of,
)
from cms.records.addresses import content_address
from site_builder.build import Options, Report, build
from site_builder.store import Store
from site_builder.upkeep import Upkeep

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head>{{ head }}<link rel="stylesheet" href="{{ asset("site.css") }}"></head>
<body data-site="{{ site.key }}"><nav>{% for top in content.channels() %}<a href="{{ top.url }}">{{ top.title }}</a>
{% for child in content.children(top.id) %}<a href="{{ child.url }}">{{ child.title }}</a>{% endfor %}{% endfor %}</nav>
<ol>{% for step in trail %}<li>{{ step.title }}</li>{% endfor %}</ol><main>{% block main %}{% endblock %}</main>
<footer>{{ site.operator }}
{% for notice in site.notices %}<a href="{{ notice.url }}">{{ notice.title }}</a>{% endfor %}</footer></body></html>
"""
ARTICLE = """{% extends "layouts/page.html" %}{% block main %}{% set older, newer = content.neighbours(page.id) %}
<h1>{{ page.title }}</h1>{% if page.lead %}<img src="{{ page.lead.largest.path }}" alt="{{ page.lead.alt }}">{% endif %}
<div>{{ body }}</div>{% if older %}<a href="{{ older.url }}">{{ older.title }}</a>{% endif %}
{% if newer %}<a href="{{ newer.url }}">{{ newer.title }}</a>{% endif %}{{ c.tag("标签") }}
{% for told in ties.interpreted + ties.related %}
<a href="{{ told.url }}">{{ told.label }}：{{ told.card.title }}</a> {{ told.card.status }}{% endfor %}{% endblock %}
"""
CHANNEL = """{% extends "layouts/page.html" %}{% block main %}<h1>{{ channel.title }}</h1>{{ intro }}
{% for way in ways %}<a href="{{ way.url }}">{{ way.title }}</a>{% endfor %}<ul>{% for card in listing.cards %}
<li><a href="{{ card.url }}">{{ card.title }}</a> {{ card.date }} {{ card.summary }}</li>{% endfor %}</ul>
{% if channel.list_style == "blocks" %}{% for child in content.children(channel.id) %}{% for card in content.latest(child.id, 3) %}
<a href="{{ card.url }}">{{ card.title }}</a>{% endfor %}{% endfor %}{% endif %}
{% if listing.newer_url %}<a href="{{ listing.newer_url }}">较新</a>{% endif %}
{% if listing.older_url %}<a href="{{ listing.older_url }}">较早</a>{% endif %}
{% if listing.number == 0 %}共 {{ listing.count }} 条
{% for number, url in listing.urls %}<a href="{{ url }}">{{ number }}</a>{% endfor %}{% endif %}{% endblock %}
"""
HOME = """{% extends "layouts/page.html" %}{% block main %}<h1>{{ site.name }}</h1>
{% for slot, each in blocks.items() %}{% for block in each %}<h2>{{ block.title }}</h2>
{% for card in content.latest(block.channel, block.count, pictures=(slot == "pictures")) %}
<a href="{{ card.url }}">{{ card.title }}</a>{% endfor %}
{% endfor %}{% endfor %}{% endblock %}
"""
SITE_MAP = """{% extends "layouts/page.html" %}{% block main %}<h1>网站地图</h1>
{% for top, children in tree %}<a href="{{ top.url }}">{{ top.title }}</a>
{% for child, grandchildren in children %}<a href="{{ child.url }}">{{ child.title }}</a>{% endfor %}{% endfor %}{% endblock %}
"""
DOCUMENT = """{% extends "layouts/page.html" %}{% block main %}<h1>{{ page.title }}</h1>
{% for told in ties.interpretations + ties.interpreted + ties.related %}
<a href="{{ told.url }}">{{ told.label }}：{{ told.card.title }}</a>{% endfor %}
{% for event in history %}<p>{{ event.day }} {{ event.label }}{% if event.told %}
<a href="{{ event.told.url }}">{{ event.told.card.title }}</a>{% endif %}</p>
{% endfor %}{% for place in places.theme + places.genre + places.organisation + places.audience %}
<a href="{{ place.url }}">{{ place.title }}</a>{% endfor %}
<div>{{ body }}</div>{{ page.validity }}{% endblock %}
"""
LISTED = """{% macro listed(listing) %}<ul>{% for card in listing.cards %}
<li><a href="{{ card.url }}">{{ card.title }}</a> {{ card.note }} {{ card.status }}</li>{% endfor %}</ul>
{% if listing.newer_url %}<a href="{{ listing.newer_url }}">较新</a>{% endif %}
{% if listing.older_url %}<a href="{{ listing.older_url }}">较早</a>{% endif %}
{% if listing.number == 0 %}共 {{ listing.count }} 件{% endif %}{% endmacro %}
"""
FILED = """{% extends "layouts/page.html" %}{% block main %}<h1>{{ label }}</h1>
<a href="{{ catalogue.url }}">{{ catalogue.title }}</a>
{% if within %}<a href="{{ within.url }}">{{ within.title }}</a>{% endif %}
{% for part in parts %}<a href="{{ part.url }}">{{ part.title }}</a>{% endfor %}{{ c.listed(listing) }}{% endblock %}
"""
LIBRARY = """{% extends "layouts/page.html" %}{% block main %}<h1>{{ title }}</h1>
<a href="{{ catalogue.url }}">{{ catalogue.title }}</a>
{% if choices is not none %}<form action="{{ search }}">{% for value, words in choices.genres + choices.publishers + choices.themes %}
<option value="{{ value }}">{{ words }}</option>{% endfor %}
{{ choices.marks | join }} {{ choices.number_years | join }} {{ choices.years | join(",") }}</form>
{% for other in others %}<a href="{{ other.url }}">{{ other.title }}</a>{% endfor %}{% endif %}{{ c.listed(listing) }}{% endblock %}
"""
CATALOGUE = """{% extends "layouts/page.html" %}{% block main %}<h1>{{ title }}</h1>共 {{ count }} 件
{% for name, values in facets %}<h2>{{ name }}</h2>{% for value in values %}
<a href="{{ folder }}/{{ value.place }}.html">{{ value.label }} {{ value.count }}</a>
{% for part in value.parts %}<a href="{{ folder }}/{{ part.place }}.html">{{ part.label }} {{ part.count }}</a>
{% endfor %}{% endfor %}{% endfor %}
{% for card in newest %}<a href="{{ card.url }}">{{ card.title }}</a>{% endfor %}<a href="{{ documents_url }}">全部文件</a>
{% for channel in fixed %}<a href="{{ channel.url }}">{{ channel.title }}</a>{% endfor %}
{% for other in others %}<a href="{{ other.url }}">{{ other.title }}</a>{% endfor %}{% endblock %}
"""
FILES = {
    "shared/layouts/page.html": PAGE, "shared/pages/article.html": ARTICLE, "shared/pages/channel.html": CHANNEL,
    "shared/pages/home.html": HOME, "shared/pages/site_map.html": SITE_MAP, "shared/pages/document.html": DOCUMENT,
    "shared/pages/catalogue.html": CATALOGUE, "shared/pages/filed.html": FILED, "shared/pages/library.html": LIBRARY,
    "shared/components/listed/template.html": LISTED, "shared/components/listed/style.css": "",
    "shared/pages/search.html": '{% extends "layouts/page.html" %}{% block main %}<h1>搜索</h1>{% endblock %}',
    "shared/pages/not_found.html": '{% extends "layouts/page.html" %}{% block main %}<h1>页面不存在</h1>{% endblock %}',
    "shared/pages/gone.html": '{% extends "layouts/page.html" %}{% block main %}<h1>{{ title }}</h1>{{ tombstone.notice }}{% endblock %}',
    "shared/fragments/latest.html": "<ul>{% for card in cards %}<li>{{ card.title }}</li>{% endfor %}</ul>",
    "shared/fragments/notice.html": "{% for notice in switch.notices %}<p data-fragment>{{ notice.text }}</p>{% endfor %}",
    "shared/fragments/state.css": "{% if switch.mourning %}html{filter:grayscale(1)}{% endif %}",
    "shared/components/tag/template.html": "{% macro tag(word) %}<b>{{ word }}</b>{% endmacro %}",
    "shared/components/tag/style.css": "b{font-weight:700}",
    "shared/early.js": "document.documentElement.dataset.js = '';", "shared/modules/loader.js": "const modules = {};",
    "plain/theme.css": "h1{color:#133d70}", "other/theme.css": "h1{color:#024936}",
    **{f"shared/tokens/{name}.css": "" for name in ("palette", "roles", "type", "space")},
    **{f"shared/base/{name}.css": "" for name in ("reset", "elements", "rich-text", "print")},
}


def write_themes(root: Path) -> Path:
    """Write a pair of small themes that use all that a template may ask."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def site(key: str, **changes: Any) -> SiteRecord:
    given: dict[str, Any] = {
        "key": key, "name": f"{key}网", "short_name": key, "base_url": f"http://{key}.localhost", "domain": f"{key}.localhost",
        "theme": "plain", "id_code": "1405000000", "icp": "晋ICP备00000000号", "police": "晋公网安备14050000000000号",
        "sponsor": "市政府", "operator": "办公室", "phone": "0356-0000000", "description": "本站", "keywords": ("政务",),
        "search_url": "http://desk.localhost/search/",
    }
    return SiteRecord(**{**given, **changes})


def channel(number: int, where: str, path: str, **changes: Any) -> ChannelRecord:
    given: dict[str, Any] = {
        "id": number, "site": where, "path": path, "title": f"栏目{number}", "type": "政务动态", "description": "发布动态",
        "keywords": ("动态",), "order": number, "depth": path.count("/") + 1,
    }
    return ChannelRecord(**{**given, **changes})


def article(number: int, place: ChannelRecord, published: str = "2026-01-02T08:30+08:00", **changes: Any) -> ArticleRecord:
    given: dict[str, Any] = {
        "id": number, "site": place.site, "channel": place.id, "title": f"第{number}号消息",
        "url": content_address(place.path, published, number), "published": published, "updated": published,
        "source": "市政府办公室", "summary": f"摘要{number}", "body": f"<p>正文{number}</p>",
    }
    return ArticleRecord(**{**given, **changes})


def document(which: int, place: ChannelRecord, published: str = "2026-01-02T08:30+08:00", **changes: Any) -> DocumentRecord:
    given: dict[str, Any] = {
        "id": which, "site": place.site, "channel": place.id, "title": f"第{which}号文件",
        "url": content_address(place.path, published, which), "published": published, "updated": published,
        "source": "市政府办公室", "body": f"<p>正文{which}</p>", "index_number": f"111405JC00100/2026-{which:05d}",
        "publisher": "市政府", "publisher_key": "city", "theme_code": "0201", "theme": "综合政务\\政务公开", "created": published[:10],
        "genre": "通知", "genre_code": "05", "number": f"晋市政发〔{published[:4]}〕{which}号", "validity": "valid",
    }
    return DocumentRecord(**{**given, **changes})


def tombstone(number: int, place: ChannelRecord | ArticleRecord, fate: str = "gone", **changes: Any) -> TombstoneRecord:
    """Return what stands at the address where a page or channel is or was."""
    return TombstoneRecord(**{"id": number, "site": place.site, "path": place.url, "page": place.id, "fate": fate, **changes})


def picture(name: str) -> tuple[Image, MediaFile]:
    rendition = Rendition(path=f"/_img/{name}-320.webp", width=320, height=180)
    return Image(alt="山", renditions=(rendition,)), MediaFile(path=rendition.path, source=f"{name}.webp", type="image/webp")


def tree(root: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    found = {}  # without paths as objects: whole mirrors are read thousands of times
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found[path[len(str(root)) + 1:]] = file.read()
    return dict(sorted(found.items()))


@dataclass
class Cluster:
    """Records as the CMS has them, a store that follows, and the mirrors."""

    root: Path
    records: dict[str, AnyRecord] = field(default_factory=dict)
    number: int = 0
    known: dict[str, bytes] = field(default_factory=dict)
    by_site: dict[str, int] = field(default_factory=dict)
    upkeep: Upkeep | None = None
    unheard: set[str] = field(default_factory=set)  # keys and numbers of which the upkeep has not been told
    heard: dict[str, int] = field(default_factory=dict)
    compiled: dict[str, bytes] = field(default_factory=dict)  # themes whose templates were compiled anew, and are kept

    def __post_init__(self) -> None:
        self.themes = write_themes(self.root / "themes")
        (self.root / "media").mkdir()
        self.store = Store(self.root / "state" / "builder.sqlite3")

    def put(self, *records: AnyRecord) -> None:
        for record in records:
            self.records[key_of(record)] = record
            if isinstance(record, MediaFile):
                (self.root / "media" / record.source).write_bytes(record.source.encode())

    def remove(self, *records: AnyRecord) -> None:
        for record in records:
            del self.records[key_of(record)]

    def change(self, record: Any, **changes: Any) -> Any:
        """Put a record with some fields changed; return it."""
        changed = msgspec.structs.replace(record, **changes)
        self.put(changed)
        return changed

    def get(self, key: str) -> Any:
        return self.records[key]

    def of(self, kind: type) -> Iterator[Any]:
        return (record for record in list(self.records.values()) if isinstance(record, kind))

    def refresh(self) -> set[str]:
        """Tell the store what changed, as the Change feed would; return the keys."""
        now = {key: digest(record) for key, record in self.records.items()}
        changed = [key for key, value in now.items() if self.known.get(key) != value]
        gone = set(self.known) - set(now)
        if changed or gone:
            self.number += 1
            where = {getattr(self.records[key], "site", "") or getattr(self.records[key], "key", "") for key in changed}
            self.by_site |= dict.fromkeys(where - {""}, self.number)
            with self.store.transaction():
                self.store.put(self.records[key] for key in changed)
                self.store.remove(gone)
                self.store.set_changes(self.number, self.by_site)
                self.store.note_news()
        self.known = now
        self.unheard |= {*changed, *gone}
        return {*changed, *gone}

    def options(self, **chosen: Any) -> Options:
        given: dict[str, Any] = {
            "state": self.root / "state", "mirrors": self.root / "mirrors", "themes": self.themes,
            "media": self.root / "media", "workers": 1, "ceiling": 1.0,
        }
        return Options(**{**given, **chosen})

    def build(self, **chosen: Any) -> Report:
        self.refresh()
        return build(self.store, self.options(**chosen))

    def keep_up(self, **chosen: Any) -> list[Report]:
        """Publish what changed as a process does that stays in memory, and was started with these options."""
        if self.upkeep is None:
            self.upkeep = Upkeep(self.store, self.options(**chosen))
        self.refresh()
        self.upkeep.look_at_themes()
        self.upkeep.take(self.unheard, [key for key, number in self.by_site.items() if self.heard.get(key) != number])
        self.unheard, self.heard = set(), dict(self.by_site)
        return list(self.upkeep.publish(self.upkeep.due([site.key for site in self.of(SiteRecord)])))

    def files(self, key: str) -> dict[str, bytes]:
        return tree(self.root / "mirrors" / key)

    def text(self, key: str, path: str) -> str:
        return (self.root / "mirrors" / key / path.lstrip("/")).read_text(encoding="utf-8")

    def built_anew(self) -> dict[str, bytes]:
        """Return the mirrors as a builder makes them that remembers nothing, unless it compiled the very same themes before."""
        fresh, themes, compiled = self.root / "fresh", tree(self.themes), self.root / "compiled"
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "state").mkdir(parents=True)
        key = self.root / "state" / "signing.key"
        if key.exists():
            shutil.copy(key, fresh / "state" / "signing.key")
        if self.compiled == themes:
            shutil.copytree(compiled, fresh / "state/templates")
        store = Store(fresh / "state" / "builder.sqlite3")
        with store.transaction():
            store.put(self.records.values())
            store.set_changes(self.number, self.by_site)
        report = build(store, self.options(state=fresh / "state", mirrors=fresh / "mirrors"))
        store.close()
        assert report.ok, report
        if self.compiled != themes:
            shutil.rmtree(compiled, ignore_errors=True)
            shutil.copytree(fresh / "state/templates", compiled)
            self.compiled = themes
        return tree(fresh / "mirrors")


def small(root: Path, articles: int = 3) -> Cluster:
    """Return two sites; the first has two channels, one in the other, with some articles."""
    cluster = Cluster(root)
    news = channel(1, "portal", "news")
    notices = channel(2, "portal", "news/notices", parent=1)
    local = channel(3, "gaoping", "news")
    image, file = picture("mountain")
    cluster.put(
        site("portal"), site("gaoping", theme="other"), news, notices, local, file,
        HomeRecord(site="portal", blocks=(HomeBlock(slot="news", title="要闻", channel=1, count=4),)),
        HomeRecord(site="gaoping", blocks=(HomeBlock(slot="pictures", title="图片", channel=3, count=4),)),
        article(901, local, lead=image, media=(file.path,)),
    )
    for number in range(articles):
        cluster.put(article(100 + number, notices, published=f"2026-01-{number % 28 + 1:02d}T08:30+08:00"))
    return cluster
