"""What webmasters do with sites, and what all pages share: pictures, files, units, tags, emergency switches."""

import io
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from PIL import Image
from taggit.models import Tag
from wagtail.models import Page

from cms.accounts.models import Organisation
from cms.cluster.models import FooterLink, HomeBlock, NoticeLink, QuickLink
from cms.cluster.slots import SLOTS
from cms.media.models import CustomDocument, CustomImage
from cms.publishing.switches import CLUSTER, switch_of, turn_switch
from tests.edits.choosing import NUMBER, WORD, Choosing, publish, seldom

LINKS = (QuickLink, NoticeLink, FooterLink)


def drawn(number: int) -> ContentFile[bytes]:
    """Return a picture of one of some colours and sizes."""
    data = io.BytesIO()
    Image.new("RGB", (160 + number % 5 * 80, 120), (number % 256, number % 199, 90)).save(data, "JPEG")
    return ContentFile(data.getvalue(), name=f"{number}.jpg")


class ClusterEdits(Choosing):
    """Edits sites and their home pages, the libraries, and turns switches."""

    @seldom
    @rule(site=NUMBER, what=st.sampled_from(["name", "operator", "slogan", "phone", "theme", "banner", "order"]), number=NUMBER)
    def edit_site(self, site: int, what: str, number: int) -> None:
        profile = self.site(site)
        if what == "theme":
            profile.theme = list(SLOTS)[number % len(SLOTS)]
        elif what == "banner":
            profile.banner = self.image(number)
        elif what == "order":
            profile.order = number % 10
        else:
            setattr(profile, what, f"{what}{number}")
        profile.save()

    @seldom
    @rule(site=NUMBER, number=NUMBER)
    def edit_host(self, site: int, number: int) -> None:
        host = self.site(site).site
        host.hostname = f"{self.site(site).key}{number % 2 or ''}.localhost"
        host.save()

    @seldom
    @rule(site=NUMBER, kind=st.sampled_from(LINKS), number=NUMBER, word=WORD)
    def link(self, site: int, kind: type[Any], number: int, word: str) -> None:
        page = self.pick(Page.objects.filter(depth__gt=2), number)
        given: dict[str, Any] = {"page": page} if page and number % 4 else {"url": "https://www.example.org/"}
        if kind is FooterLink:
            given["group"] = word
        kind.objects.create(profile=self.site(site), title=word, sort_order=number % 5, **given)

    @seldom
    @rule(kind=st.sampled_from(LINKS), which=NUMBER, number=NUMBER)
    def edit_link(self, kind: type[Any], which: int, number: int) -> None:
        link = self.pick(kind.objects.all(), which)
        if link and number % 2:
            link.delete()
        elif link:
            link.title = f"链接{number}"
            link.save()

    @seldom
    @rule(site=NUMBER, number=NUMBER, word=WORD)
    def arrange_home(self, site: int, number: int, word: str) -> None:
        profile, channel = self.site(site), self.channel(number)
        home = profile.site.root_page.specific
        slots = list(SLOTS[profile.theme])
        blocks = list(home.blocks.all())[:3]
        if channel:
            blocks.append(HomeBlock(slot=slots[number % len(slots)], title=word, channel=channel, count=number % 9 + 1))
        home.blocks = blocks[number % 2:]
        publish(home)

    @seldom
    @rule(which=NUMBER, what=st.sampled_from(["alt", "caption", "file", "file", "title", "delete"]), number=NUMBER)
    def edit_picture(self, which: int, what: str, number: int) -> None:
        image = self.image(which)
        if image and what == "delete":
            image.delete()
        elif image:
            setattr(image, what, drawn(number) if what == "file" else f"图{number}")
            image.save()

    @seldom
    @rule(number=NUMBER)
    def upload(self, number: int) -> None:
        CustomImage.objects.create(title=f"图{number}", alt=f"图{number}", file=drawn(number))
        CustomDocument.objects.create(title=f"表{number}", file=ContentFile(f"表{number}".encode(), name=f"{number}.txt"))

    @seldom
    @rule(which=NUMBER, what=st.sampled_from(["title", "file", "delete"]), number=NUMBER)
    def edit_file(self, which: int, what: str, number: int) -> None:
        file = self.file(which)
        if file and what == "delete":
            try:
                file.delete()
            except ProtectedError:
                return
        elif file:
            file.title = f"表{number}"
            if what == "file":
                file.file = ContentFile(f"新{number}".encode(), name=f"{number}.txt")
            file.save()

    @seldom
    @rule(which=NUMBER, what=st.sampled_from(["name", "short_name", "key"]), number=NUMBER)
    def rename_unit(self, which: int, what: str, number: int) -> None:
        unit = self.pick(Organisation.objects.all(), which)
        setattr(unit, what, f"unit{number}-{unit.pk}")
        unit.save()

    @seldom
    @rule(which=NUMBER, number=NUMBER)
    def edit_tag(self, which: int, number: int) -> None:
        tag = self.pick(Tag.objects.all(), which)
        if tag and number % 2:
            tag.delete()
        elif tag:
            tag.name = f"标签{number}-{tag.pk}"
            tag.save()

    @seldom
    @rule(scope=st.sampled_from([CLUSTER, "portal", "gaoping"]), level=st.sampled_from(["", "red", "general"]), mourning=st.booleans())
    def turn(self, scope: str, level: str, mourning: bool) -> None:
        switch = switch_of(scope)
        switch.level, switch.text, switch.mourning = level, f"通知{level}" if level else "", mourning
        switch.since = switch.until = None
        if level:
            switch.until = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)
        turn_switch(switch, by=None)

    @seldom
    @rule(scope=st.sampled_from([CLUSTER, "portal", "gaoping"]), frozen=st.booleans())
    def freeze(self, scope: str, frozen: bool) -> None:
        switch = switch_of(scope)
        switch.frozen, switch.reason = frozen, "演练" if frozen else ""
        turn_switch(switch, by=None)

    @seldom
    @rule(scope=st.sampled_from([CLUSTER, "portal", "gaoping"]), comes=st.booleans())
    def keep_time_of_notice(self, scope: str, comes: bool) -> None:
        """Let a notice appear, or come down, by itself between this step and the last."""
        switch, now = switch_of(scope), timezone.now()
        switch.level, switch.text = "general", "停水通知"
        switch.since, switch.until = (now, now + timedelta(days=1)) if comes else (now - timedelta(days=1), now)
        switch.save()
