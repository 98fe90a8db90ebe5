"""The HTML of one picture, which several blocks share."""

from html import escape

from cms.records import Image

SIZES = "(min-width: 60rem) 50rem, 100vw"


def figure(image: Image, caption: str = "", *, sizes: str = SIZES) -> str:
    """Return a figure; `caption` is safe HTML and replaces the picture's own."""
    credit = f'<span class="c-figure__credit">{escape(image.credit)}</span>' if image.credit else ""
    words = (caption or escape(image.caption)) + credit
    below = f'<figcaption class="c-figure__caption">{words}</figcaption>' if words else ""
    return f'<figure class="c-figure">{img(image, sizes=sizes)}{below}</figure>'


def img(image: Image, *, sizes: str) -> str:
    largest = image.largest
    sources = ", ".join(f"{escape(one.path)} {one.width}w" for one in image.renditions)
    return (
        f'<img src="{escape(largest.path)}" srcset="{sources}" sizes="{sizes}" width="{largest.width}" '
        f'height="{largest.height}" alt="{escape(image.alt)}" loading="lazy" decoding="async">'
    )
