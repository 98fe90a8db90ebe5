import re
from collections.abc import Callable

import pytest

from cms.core.blocks import ALL_BLOCKS, BODY_BLOCKS, BodyBlock, export_body
from cms.core.sanitise import clean_html
from cms.records import Attachment, Image, Rendition

PICTURE = Image(alt="太行山", renditions=(
    Rendition(path="/_img/a-320.webp", width=320, height=180),
    Rendition(path="/_img/a-640.webp", width=640, height=360),
), credit="融媒体中心")
FILE = Attachment(
    title="申请表", path="/_files/a.pdf", filename="申请表.pdf", type="application/pdf", size=2_400_000,
    sha256="0" * 64, pages=3,
)
EVIL = "\"><script>alert(1)</script><p style=\"x\" onclick=\"x\">"


class Context:
    """Knows one picture and one file, under every id; rich text is cleaned as foreign HTML."""

    def rich_text(self, html: str) -> str:
        return clean_html(html)[0]

    def image(self, image_id: int) -> Image | None:
        return PICTURE

    def attachment(self, document_id: int) -> Attachment | None:
        return FILE

    def page_link(self, page_id: int) -> str:
        return f"ref:{page_id}"


class Nothing(Context):
    """As when pictures and files were deleted."""

    def image(self, image_id: int) -> Image | None:
        return None

    def attachment(self, document_id: int) -> Attachment | None:
        return None


def poison(value: object) -> object:
    """Replace every string of an example by hostile HTML."""
    if isinstance(value, str):
        return EVIL
    if isinstance(value, list):
        return [poison(one) for one in value]
    if isinstance(value, dict):
        return {name: one if name == "type" else poison(one) for name, one in value.items()}
    return value


every_block = pytest.mark.parametrize("block", ALL_BLOCKS, ids=lambda block: block.name)


@every_block
def test_the_example_exports_to_html_without_style_or_script(block: BodyBlock) -> None:
    html = export_body([{"type": block.name, "value": block.example}], Context())
    assert html
    assert not re.search(r"<script|\sstyle=|\son\w+=", html)


@every_block
def test_hostile_text_is_escaped_or_cleaned(block: BodyBlock) -> None:
    html = export_body([{"type": block.name, "value": poison(block.example)}], Context())
    assert "<script" not in html
    assert not re.search(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*\s(style|onclick)=", html)


@every_block
def test_the_form_accepts_and_stores_the_example(block: BodyBlock, db: None) -> None:
    stored = block.block.get_prep_value(block.block.normalize(block.block.to_python(block.example)))
    assert export_body([{"type": block.name, "value": stored}], Nothing()) == export_body(
        [{"type": block.name, "value": block.example}], Nothing()
    )


@every_block
def test_a_block_with_nothing_in_it_still_exports(block: BodyBlock) -> None:
    empty: dict[type, Callable[[], object]] = {str: str, list: list, dict: dict, type(None): lambda: None}
    assert isinstance(block.export(empty[type(block.example)](), Nothing()), str)


def test_there_are_at_most_fifteen_blocks_with_names_of_their_own() -> None:
    names = [name for name, _ in BODY_BLOCKS]
    assert len(names) == len(set(names)) <= 15


def test_pictures_state_size_and_alternative_and_load_late() -> None:
    html = export_body([{"type": "image", "value": {"image": 1, "caption": "云海"}}], Context())
    assert html == (
        '<figure class="c-figure"><img src="/_img/a-640.webp" srcset="/_img/a-320.webp 320w, /_img/a-640.webp 640w" '
        'sizes="(min-width: 60rem) 50rem, 100vw" width="640" height="360" alt="太行山" loading="lazy" decoding="async">'
        '<figcaption class="c-figure__caption">云海<span class="c-figure__credit">融媒体中心</span></figcaption>'
        '</figure>'
    )


def test_a_table_has_its_caption_and_header_cells_with_scope() -> None:
    block = next(block for block in ALL_BLOCKS if block.name == "table")
    html = block.export(block.example, Context())
    assert "<caption>本周粮价</caption><thead><tr><th scope=\"col\">品种</th>" in html
    assert "<tbody><tr><th scope=\"row\">小麦</th><td>2.48</td></tr>" in html


def test_an_unknown_block_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="carousel"):
        export_body([{"type": "carousel", "value": None}], Context())
