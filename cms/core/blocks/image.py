from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, text
from cms.core.blocks.choosers import ImageChooserBlock
from cms.core.blocks.picture import figure


def export(value: dict[str, Any], context: BlockContext) -> str:
    image = context.image(value["image"]) if value.get("image") else None
    return figure(image, text(value, "caption")) if image else ""


BLOCK = BodyBlock(
    name="image",
    block=blocks.StructBlock(
        [
            ("image", ImageChooserBlock(label="图片")),
            ("caption", blocks.CharBlock(label="图片说明", required=False, max_length=200)),
        ],
        label="图片", icon="image",
    ),
    export=export,
    example={"image": 1, "caption": "太行云海"},
)
