from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, items, listed
from cms.core.blocks.choosers import ImageChooserBlock
from cms.core.blocks.picture import figure

SIZES = "(min-width: 60rem) 25rem, 50vw"


def export(value: list[Any], context: BlockContext) -> str:
    images = [context.image(image_id) for image_id in items(value) if image_id]
    figures = "".join(figure(image, sizes=SIZES) for image in images if image)
    return f'<div class="c-images">{figures}</div>' if figures else ""


BLOCK = BodyBlock(
    name="images",
    block=blocks.ListBlock(ImageChooserBlock(label="图片"), min_num=2, label="多图并排", icon="image"),
    export=export,
    example=listed(1, 2),
)
