"""What editors do with channels, and with who may see what."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Page, PageViewRestriction

from cms.cluster.channel_types import ChannelType
from cms.cluster.models import ChannelPage
from cms.cluster.models.channel import ListStyle
from cms.core.slugs import free_slug
from cms.publishing.withdraw import Choice, withdraw
from tests.edits.choosing import BODY, NUMBER, WORD, Choosing, publish, seldom

FEWEST = 4


class TreeEdits(Choosing):
    """Opens, changes, moves, hides and closes channels."""

    @seldom
    @rule(place=NUMBER, site=NUMBER, number=NUMBER, word=WORD)
    def open_channel(self, place: int, site: int, number: int, word: str) -> None:
        parent = self.channel(place, depth__lt=6) if place % 2 else self.site(site).site.root_page
        if parent:
            parent.add_child(instance=ChannelPage(
                title=f"{word}{number}", slug=free_slug(f"c{number}", parent), type=ChannelType.NEWS, description="动态。", keywords="动态"
            ))

    @seldom
    @rule(which=NUMBER, what=st.sampled_from(["title", "style", "navigation", "intro", "keywords"]), number=NUMBER, body=BODY)
    def edit_channel(self, which: int, what: str, number: int, body: str) -> None:
        channel = self.channel(which)
        if channel is None:
            return
        if what == "style":
            channel.list_style = ListStyle.values[number % len(ListStyle.values)]
        elif what == "navigation":
            channel.in_navigation = not channel.in_navigation
        elif what == "intro":
            channel.intro = next((value for kind, value in self.body("link", number) if kind == "html"), "")
        else:
            setattr(channel, what, f"栏目{number}")
        publish(channel)

    @seldom
    @rule(which=NUMBER, number=NUMBER)
    def rename_channel(self, which: int, number: int) -> None:
        if channel := self.channel(which):
            channel.slug = free_slug(f"r{number}", channel.get_parent(), channel)
            publish(channel)

    @seldom
    @rule(which=NUMBER, place=NUMBER, site=NUMBER)
    def move_channel(self, which: int, place: int, site: int) -> None:
        channel = self.channel(which)
        target = self.channel(place, depth__lt=5) if place % 2 else self.site(site).site.root_page
        if channel is None or target is None or target.path.startswith(channel.path):
            return
        if Page._slug_is_available(channel.slug, target, channel):
            channel.move(target, pos="last-child")

    @seldom
    @rule(which=NUMBER, number=NUMBER)
    def reorder_channels(self, which: int, number: int) -> None:
        channel = self.channel(which)
        sibling = self.pick(channel.get_siblings(inclusive=False), number) if channel else None
        if sibling:
            channel.move(sibling, pos="left" if number % 2 else "right")

    @seldom
    @rule(which=NUMBER, place=NUMBER, number=NUMBER)
    def copy_channel(self, which: int, place: int, number: int) -> None:
        channel, target = self.channel(which), self.channel(place, depth__lt=5)
        if channel and target and not target.path.startswith(channel.path) and channel.get_descendant_count() < 9:
            channel.copy(recursive=True, to=target, update_attrs={"slug": free_slug(f"k{number}", target)})

    @seldom
    @rule(which=NUMBER)
    def unpublish_channel(self, which: int) -> None:
        if channel := self.channel(which, live=True):
            channel.unpublish()

    @seldom
    @rule(which=NUMBER)
    def republish_channel(self, which: int) -> None:
        if channel := self.channel(which, live=False):
            publish(channel)

    @seldom
    @rule(which=NUMBER, kind=st.sampled_from(["gone", "notice"]))
    def withdraw_channel(self, which: int, kind: str) -> None:
        if channel := self.channel(which, live=True):
            withdraw(channel, Choice(kind, notice="栏目调整。" if kind == "notice" else ""), None)

    @seldom
    @rule(which=NUMBER)
    def close_channel(self, which: int) -> None:
        channel = self.channel(which)
        if channel and ChannelPage.objects.count() > FEWEST + channel.get_descendants().type(ChannelPage).count():
            channel.delete()

    @seldom
    @rule(which=NUMBER, is_channel=st.booleans())
    def restrict(self, which: int, is_channel: bool) -> None:
        page = self.channel(which) if is_channel else self.page(which)
        if page and not PageViewRestriction.objects.filter(page=page).exists():
            PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN)

    @seldom
    @rule(which=NUMBER)
    def open_to_all(self, which: int) -> None:
        if restriction := self.pick(PageViewRestriction.objects.all(), which):
            restriction.delete()
