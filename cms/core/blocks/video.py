from html import escape
from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, optional, text
from cms.core.blocks.choosers import DocumentChooserBlock, ImageChooserBlock


def export(value: dict[str, Any], context: BlockContext) -> str:
    """Return a player that loads nothing before it is asked to, with its words beside it."""
    file = context.attachment(value["file"]) if value.get("file") else None
    if file is None:
        return ""
    image = context.image(value["poster"]) if value.get("poster") else None
    poster = f' poster="{escape(image.largest.path)}"' if image else ""
    title = text(value, "title")
    caption = optional('<figcaption class="c-video__caption">{}</figcaption>', title)
    words = optional(
        '<details class="c-video__transcript"><summary>文字稿</summary><p>{}</p></details>', text(value, "transcript")
    )
    return (
        f'<figure class="c-video"><video controls preload="none"{poster} aria-label="{title or escape(file.title)}">'
        f'<source src="{escape(file.path)}" type="{escape(file.type)}">'
        f'<a href="{escape(file.path)}">下载视频</a></video>{caption}{words}</figure>'
    )


BLOCK = BodyBlock(
    name="video",
    block=blocks.StructBlock(
        [
            ("title", blocks.CharBlock(label="标题", max_length=100)),
            ("file", DocumentChooserBlock(label="视频文件", help_text="MP4 格式。")),
            ("poster", ImageChooserBlock(label="封面", required=False)),
            ("transcript", blocks.TextBlock(label="文字稿", required=False, help_text="供听不到声音的人阅读。")),
        ],
        label="视频", icon="media",
    ),
    export=export,
    example={"title": "丹河湿地的一天", "file": 1, "poster": 1, "transcript": "清晨，白鹭掠过水面。"},
)
