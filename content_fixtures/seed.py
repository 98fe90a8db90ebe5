"""Fills an empty database with the demonstration cluster; on a filled one it adds only what is missing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.roles import Role, create_user
from cms.publishing.models import Action
from cms.publishing.record import record_pages
from content_fixtures.accounts import demo_accounts
from content_fixtures.cluster import plan_cluster
from content_fixtures.pictures.catalogue import drawings
from content_fixtures.plans import ClusterPlan, DocumentPlan
from content_fixtures.sizes import SIZES, Size
from content_fixtures.writing.content import write_content
from content_fixtures.writing.media import write_annexes, write_originals, write_pictures
from content_fixtures.writing.organisations import write_organisations
from content_fixtures.writing.sites import write_channels, write_links, write_sites

CAUSE = "演示数据"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Seeded:
    """How many of each were added."""

    channels: int
    pages: int
    accounts: int


@transaction.atomic
def seed_cluster(size: str = "demo", seed: int = 1, tell: Tell = lambda line: None) -> Seeded:
    """Write the nine sites with all their content; `tell` hears what is being done."""
    chosen = SIZES[size]
    tell("编排内容")
    plan = plan_cluster(chosen, seed)
    tell("绘制图片和附件")
    pictures = write_pictures(_pictures(plan, chosen), chosen, seed)
    annexes = write_annexes(name for page in plan.pages for name in page.annexes)
    annexes |= write_originals(page for page in plan.pages if isinstance(page, DocumentPlan) and page.original)
    tell("建立站点和栏目")
    before = set(Page.objects.values_list("pk", flat=True))
    organisations = write_organisations()
    homes = write_sites(pictures)
    channels = write_channels(plan.channels, homes)
    tell(f"写入 {len(plan.pages) + len(plan.aliases)} 个页面")
    pages = write_content(plan, channels, pictures, annexes, organisations)
    write_links(homes, channels)
    new_channels = [page for page in (*homes.values(), *channels.values()) if page.pk not in before]
    record_pages([*new_channels, *pages], Action.PUBLISH, cause=CAUSE)
    tell("建立演示账号")
    return Seeded(len(new_channels), len(pages), write_accounts())


def _pictures(plan: ClusterPlan, size: Size) -> set[str]:
    """Return the names of the pictures that pages and banners use."""
    used = {page.picture for page in plan.pages} - {""}
    used |= {name for page in plan.pages for name, _ in getattr(page, "pictures", ())}
    return used | {name for name in drawings() if name.startswith("banner-")}


def write_accounts() -> int:
    """Create the demonstration's accounts that are missing; whoever changed a password keeps it."""
    known = set(User.objects.values_list("username", flat=True))
    missing = [account for account in demo_accounts() if account.username not in known]
    for account in missing:
        create_user(account.username, role=Role(account.role), site_key=account.site, password=account.password, name=account.name)
    return len(missing)
