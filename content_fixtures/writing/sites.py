"""Writes sites, their home pages, profiles and channel trees, and what their home pages and footers point at."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from wagtail.models import Page, Site

from cms.cluster.channel_types import UPDATE_DAYS
from cms.cluster.models import ChannelPage, FooterLink, HomeBlock, HomePage, NoticeLink, QuickLink, SiteProfile
from cms.core.bulk import insert_pages
from content_fixtures.dates import at
from content_fixtures.library import read
from content_fixtures.markup import paragraphs_html, parse
from content_fixtures.places import COUNTIES, SITES, fixed_facts
from content_fixtures.plans import ChannelPlan
from content_fixtures.seeds import stable_uuid

PORT = 8000
WELCOME = "Welcome to your new Wagtail site!"
EXEMPT = "内容长期有效"
OPENED = at(date(2025, 1, 6))
Channels = dict[tuple[str, str], ChannelPage]


def profile_data(key: str) -> dict[str, Any]:
    """Return what `sites.yaml` says about a site; a county's data is told from the template."""
    sites = read("sites")
    if key not in COUNTIES:
        return dict(sites[key])
    facts = {**fixed_facts(key), "key": key}
    return {**_filled(sites["county"], facts), "postcode": facts["postcode"], **sites["counties"][key]}


def _filled(value: Any, facts: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(facts)
    if isinstance(value, list):
        return [_filled(item, facts) for item in value]
    if isinstance(value, dict):
        return {name: _filled(item, facts) for name, item in value.items()}
    return value


def remove_welcome_page() -> None:
    """Remove the site and page that Wagtail's own migrations make; no site of the cluster needs them."""
    page = Page.objects.filter(depth=2, slug="home", title=WELCOME).first()
    if page:
        Site.objects.filter(root_page=page).delete()
        # Nothing was ever published from it, so its removal is no change either.
        page.live = False
        page.delete()


def write_sites(pictures: dict[str, int]) -> dict[str, HomePage]:
    """Return the home page of every site, written where missing."""
    remove_welcome_page()
    root = Page.get_first_root_node()
    homes = {home.slug: home for home in HomePage.objects.all()}
    new = [
        (root, HomePage(
            title=profile_data(key)["name"], slug=key, live=True, first_published_at=OPENED,
            translation_key=stable_uuid("home", key),
        ))
        for key in SITES if key not in homes
    ]
    insert_pages(new)
    homes.update((page.slug, page) for _, page in new)
    for order, key in enumerate(SITES):
        _write_profile(key, order, homes[key], pictures)
    return homes


def _write_profile(key: str, order: int, home: HomePage, pictures: dict[str, int]) -> None:
    if SiteProfile.objects.filter(key=key).exists():
        return
    data = profile_data(key)
    site = Site.objects.create(
        hostname=data["host"], port=PORT, site_name=data["name"], root_page_id=home.pk, is_default_site=key == "portal"
    )
    words = ("name", "short_name", "theme", "line", "slogan", "description", "keywords", "introduction", "id_code",
             "sponsor", "operator", "address", "postcode")
    SiteProfile.objects.create(
        site=site, key=key, order=order, banner_id=pictures.get(data["banner"]), icp=f"晋ICP备0000000{order}号",
        police=f"晋公网安备 1405000000000{order}号", phone=f"0356-0000{order:03d}", **{name: data[name] for name in words},
    )


def write_channels(plans: Iterable[ChannelPlan], homes: dict[str, HomePage]) -> Channels:
    """Return every channel by site and path, written where missing, one level of the trees after the other."""
    channels: Channels = {}
    levels: defaultdict[int, list[ChannelPlan]] = defaultdict(list)
    for plan in plans:
        levels[plan.path.count("/")].append(plan)
    known = {channel.url_path: channel for channel in ChannelPage.objects.all()}
    for level in sorted(levels):
        placements = []
        for plan in levels[level]:
            parent = channels[plan.site, plan.parent] if plan.parent else homes[plan.site]
            channel = known.get(f"{parent.url_path}{plan.slug}/")
            if channel is None:
                channel = _channel(plan)
                placements.append((parent, channel))
            channels[plan.site, plan.path] = channel
        insert_pages(placements)
    return channels


def _channel(plan: ChannelPlan) -> ChannelPage:
    is_static = plan.style == "page" or plan.fill[:1] in {("pieces",), ("leaders",), ("organisations",)}
    return ChannelPage(
        first_published_at=OPENED, title=plan.title, slug=plan.slug, type=plan.type, description=plan.description, keywords=plan.keywords,
        list_style=plan.style, in_navigation=plan.navigation, intro=_intro(plan) if plan.page else "", live=True,
        update_days=None if is_static else UPDATE_DAYS.get(plan.type), exempt_reason=EXEMPT if is_static else "",
        translation_key=stable_uuid("channel", plan.site, plan.path),
    )


def _intro(plan: ChannelPlan) -> str:
    data = profile_data(plan.site)
    order = SITES.index(plan.site)
    facts = {**fixed_facts(plan.site), **{name: value for name, value in data.items() if isinstance(value, str)}}
    pages = read("pages")
    text = pages.get(f"{plan.page}:{plan.site}") or pages[plan.page]
    return paragraphs_html(parse(text.format_map({**facts, "phone": f"0356-0000{order:03d}"})))


def write_links(homes: dict[str, HomePage], channels: Channels) -> None:
    """Write home blocks, quick links, notices and footer links of sites that have none yet."""
    profiles = {profile.key: profile for profile in SiteProfile.objects.all()}
    for key, home in homes.items():
        profile, data = profiles[key], profile_data(key)
        if not home.blocks.exists():
            HomeBlock.objects.bulk_create(_blocks(key, home, data, channels))
        if profile.quick_links.exists():
            continue
        quick = [(title, channels.get((key, path))) for title, path in data["quick_links"]]
        QuickLink.objects.bulk_create(
            QuickLink(profile=profile, title=title, page_id=channel.pk, sort_order=order)
            for order, (title, channel) in enumerate(quick) if channel
        )
        notices = [channel for (site, path), channel in channels.items() if site == key and path.startswith("site-info/")]
        NoticeLink.objects.bulk_create(
            NoticeLink(profile=profile, title=channel.title, page_id=channel.pk, sort_order=order)
            for order, channel in enumerate(notices) if channel.list_style == "page"
        )
        FooterLink.objects.bulk_create(_footer_links(profile, profiles))


def _blocks(key: str, home: HomePage, data: dict[str, Any], channels: Channels) -> list[HomeBlock]:
    wanted = [(slot, *block) for slot, blocks in data["home"].items() for block in blocks]
    return [
        HomeBlock(page=home, slot=slot, title=title, channel=channels[key, path], count=count, sort_order=order)
        for order, (slot, title, path, count) in enumerate(wanted) if (key, path) in channels
    ]


def _footer_links(profile: SiteProfile, profiles: dict[str, SiteProfile]) -> list[FooterLink]:
    groups: dict[str, list[tuple[str, str]]] = {
        **{name: [(title, url) for title, url in links] for name, links in read("sites")["footer_links"].items()},
        "县（市、区）": [(profiles[key].name, profiles[key].site.root_url) for key in COUNTIES],
        "专题网站": [(profiles[key].name, profiles[key].site.root_url) for key in ("portal", "tourism", "talent")],
    }
    links = [(group, title, url) for group, entries in groups.items() for title, url in entries if title != profile.name]
    return [
        FooterLink(profile=profile, group=group, title=title, url=f"{url.rstrip('/')}/", sort_order=order)
        for order, (group, title, url) in enumerate(links)
    ]
