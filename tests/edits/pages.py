"""What editors do with pages."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Page

from cms.accounts.models import Organisation
from cms.articles.imports.importing import import_articles
from cms.articles.models import ArticleAttachment, ArticlePage, GalleryPage, GalleryPicture, TopicPage, TopicSection
from cms.disclosure.enums import RelationType, Validity
from cms.disclosure.models import DocumentPage, DocumentRelation
from cms.organisations.models import Department, LeaderPage, OrganisationPage
from cms.publishing.models import WithdrawalKind
from cms.publishing.withdraw import Choice, withdraw
from cms.services.models import GuideMaterial, GuidePage, GuideStep
from tests.cms.publishing.whole_cluster import GUIDE
from tests.edits.choosing import BODY, CONTENT, NUMBER, WORD, Choosing, publish

ZONE = ZoneInfo("Asia/Shanghai")
DAY = dt.timedelta(days=1)


def moment(number: int) -> dt.datetime:
    """Return a time within some months."""
    return dt.datetime(2026, 1, 1, 8, tzinfo=ZONE) + dt.timedelta(minutes=37 * number % 129600)


class PageEdits(Choosing):
    """Writes, edits, withdraws, moves and repeats pages."""

    @rule(kind=st.sampled_from(CONTENT), place=NUMBER, what=BODY, number=NUMBER, word=WORD)
    def write(self, kind: type[Any], place: int, what: str, number: int, word: str) -> None:
        channel = self.channel(place)
        if channel:
            page = kind(
                title=f"{word}{number}", source="市政府", published_at=moment(number), body=self.body(what, number),
                **self.facts(kind, number),
            )
            page.live = number % 7 > 0  # some remain drafts
            channel.add_child(instance=page)
            if page.live:
                publish(page)

    def facts(self, kind: type[Any], number: int) -> dict[str, Any]:
        """Return what a page of a kind must have."""
        unit = self.pick(Organisation.objects.all(), number)
        facts: dict[type[Any], Callable[[], dict[str, Any]]] = {
            ArticlePage: lambda: {"lead_image": self.image(number) if number % 2 else None},
            DocumentPage: lambda: {"publisher": unit, "created": dt.date(2026, 1, 5), "theme": "0201"},
            GuidePage: lambda: {
                **GUIDE, "materials": [GuideMaterial(name="申请表", sample=self.file(number))],
                "steps": [GuideStep(title="申请", text="到窗口。")],
            },
            GalleryPage: lambda: {"pictures": [GalleryPicture(image=image) for image in [self.image(number)] if image]},
            TopicPage: lambda: {"sections": [self.section(number)]},
            OrganisationPage: lambda: {
                "organisation": unit, "address": "凤台街", "phone": "1", "hours": "工作日", "departments": [Department(name="综合科")],
            },
            LeaderPage: lambda: {"post": "市长", "duties": "全面工作", "organisation": unit},
        }
        return facts[kind]()

    def section(self, number: int) -> TopicSection:
        chosen = [("page", page) for page in [self.page(number), self.page(number // 3)] if page]
        return TopicSection(title="版块", channel=self.channel(number), items=chosen, count=number % 5 + 1)

    @rule(which=NUMBER, word=WORD, field=st.sampled_from(["title", "summary", "keywords", "author"]), number=NUMBER)
    def edit_words(self, which: int, word: str, field: str, number: int) -> None:
        if page := self.page(which):
            setattr(page, field, f"{word}{number}")
            publish(page)

    @rule(which=NUMBER, what=BODY, number=NUMBER)
    def edit_body(self, which: int, what: str, number: int) -> None:
        if page := self.page(which):
            page.body = self.body(what, number)
            publish(page)

    @rule(which=NUMBER, number=NUMBER)
    def edit_date(self, which: int, number: int) -> None:
        if page := self.page(which):
            page.published_at = moment(number)
            publish(page)

    @rule(which=NUMBER, number=NUMBER, tag=WORD, what=st.sampled_from(["lead", "attach", "detach", "tag", "relate", "section"]))
    def edit_parts(self, which: int, number: int, tag: str, what: str) -> None:
        page = self.page(which)
        if isinstance(page, ArticlePage):
            if what == "attach" and (file := self.file(number)):
                page.attachments.add(ArticleAttachment(document=file, title=f"附件{number}"))
            elif what == "detach":
                page.attachments.clear()
            elif what == "tag":
                page.tags.set([tag])
            else:
                page.lead_image = self.image(number)
        elif isinstance(page, DocumentPage) and (target := self.page(number)):
            page.relations = [DocumentRelation(type=RelationType.values[number % 5], target=target)]
            page.joint_publishers = Organisation.objects.filter(pk__lte=number % 3)
            page.theme, page.genre = ("0201", "0203", "1102")[number % 3], ("", "05", "07")[number % 3]
            page.validity = Validity.values[number % 2]
            page.audiences = ["面向公民/教育科研"] if number % 2 else []
        elif isinstance(page, TopicPage):
            page.sections = [self.section(number)]
        if page:
            publish(page)

    @rule(which=NUMBER, word=WORD)
    def draft(self, which: int, word: str) -> None:
        if page := self.page(which):
            page.title = f"草稿{word}"
            page.save_revision()

    @rule(which=NUMBER, number=NUMBER)
    def restore_a_revision(self, which: int, number: int) -> None:
        page = self.page(which)
        if page and (revision := self.pick(page.revisions.all(), number)):
            publish(revision.as_object())

    @rule(which=NUMBER)
    def unpublish(self, which: int) -> None:
        if page := self.page(which, live=True):
            page.unpublish()

    @rule(which=NUMBER)
    def republish(self, which: int) -> None:
        if page := self.page(which, live=False):
            publish(page)

    @rule(which=NUMBER, kind=st.sampled_from(WithdrawalKind.values), number=NUMBER)
    def withdraw(self, which: int, kind: str, number: int) -> None:
        page = self.page(which)
        if page:
            other = self.pick(Page.objects.filter(depth__gt=2), number) if kind == WithdrawalKind.REPLACED and number % 3 else None
            url = "https://www.example.org/" if kind == WithdrawalKind.REPLACED and other is None else ""
            notice = "因内容有误，本文已撤下。" if kind == WithdrawalKind.NOTICE else ""
            withdraw(page, Choice(kind, other.pk if other else None, url, notice, "试"), None)

    @rule(which=NUMBER)
    def delete(self, which: int) -> None:
        if page := self.page(which):
            page.delete()

    @rule(which=NUMBER, place=NUMBER)
    def move(self, which: int, place: int) -> None:
        page, channel = self.page(which), self.channel(place)
        if page and channel and page.get_parent().pk != channel.pk and Page._slug_is_available(page.slug, channel, page):
            page.move(channel, pos="last-child")

    @rule(which=NUMBER, place=NUMBER, number=NUMBER)
    def quote(self, which: int, place: int, number: int) -> None:
        """Make an alias (引用) somewhere, on another site as a rule."""
        page, channel = self.page(which, live=True), self.channel(place)
        if page and channel:
            page.create_alias(parent=channel, update_slug=f"quote-{number}-{len(channel.get_children())}")

    @rule(which=NUMBER, what=st.sampled_from(["edit", "edit", "unpublish", "delete", "own"]), word=WORD)
    def edit_quoted(self, which: int, what: str, word: str) -> None:
        """Do something with a page that has an alias, or with the alias."""
        alias = self.pick(Page.objects.exact_type(*CONTENT).exclude(alias_of=None), which)
        if alias is None:
            return
        if what == "edit":
            original = alias.alias_of.specific
            original.title = f"{word}{which}"
            publish(original)
        elif what == "delete":
            alias.delete()
        elif what == "unpublish" and alias.live:
            alias.specific.unpublish()
        elif what == "own":
            page = alias.specific
            page.alias_of = None
            page.save(update_fields=["alias_of"], clean=False)

    @rule(which=NUMBER, word=WORD, what=st.sampled_from(["appears", "changes", "expires", "waits"]))
    def keep_time(self, which: int, word: str, what: str) -> None:
        """Schedule a page for tomorrow; it is tomorrow then, unless it is to wait."""
        page, now = self.page(which, live=what != "appears"), timezone.now()
        if page is None:
            return
        if what == "expires":
            page.expire_at = now + DAY
            publish(page)
            type(page).objects.filter(pk=page.pk).update(expire_at=now - DAY)
            return
        page.title, page.go_live_at = f"定时{word}", now + DAY
        revision = page.save_revision()
        revision.publish()
        if what != "waits":
            revision.refresh_from_db()
            revision.content["go_live_at"] = (now - DAY).isoformat()
            revision.approved_go_live_at = now - DAY
            revision.save()

    @rule(number=NUMBER, count=st.integers(1, 5), site=st.sampled_from(["portal", "gaoping", "talent"]), word=WORD)
    def take_over(self, number: int, count: int, site: str, word: str) -> None:
        """Import some lines, new ones and some that were imported before."""
        lines = [
            {
                "site": site, "section": f"imported/s{number % 3}", "section_name": f"导入{number % 3}", "slug": f"i{n % 8}",
                "title": f"{word}{n}", "date": moment(n).isoformat(), "source": "市政府", "tags": [word], "body": f"<p>正文{n}</p>",
            }
            for n in range(number, number + count)
        ]
        raw = [json.dumps(line).encode() for line in lines]
        import_articles(raw, folder=None, dry_run=False, report=lambda *_: None, advance=lambda *_: None)
