"""Strokes that every scene shares: skies, ridges of the Taihang, mist and discs of light."""

import random
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from content_fixtures.pictures.palettes import Colour, Palette, mix

Point = tuple[float, float]
OVERSAMPLING = 1.5
RIDGE_STEPS = 7


class Canvas:
    """A picture in the making, drawn larger than it will be so that its edges are clean."""

    def __init__(self, width: int, height: int, palette: Palette) -> None:
        self.target = (width, height)
        self.width, self.height = round(width * OVERSAMPLING), round(height * OVERSAMPLING)
        self.palette = palette
        self.image = Image.new("RGB", (self.width, self.height))
        self.draw = ImageDraw.Draw(self.image)

    @property
    def is_band(self) -> bool:
        """Whether the picture is a wide band, of which pages show the middle."""
        return self.width > 3 * self.height

    def finished(self) -> Image.Image:
        return self.image.resize(self.target, Image.Resampling.LANCZOS)

    def sky(self, horizon: float = 0.62) -> None:
        """Fill the picture with the sky, which reaches its low colour at the horizon."""
        column = Image.new("RGB", (1, 256))
        for row in range(256):
            share = min(1.0, row / 255 / horizon)
            column.putpixel((0, row), mix(self.palette.sky_top, self.palette.sky_low, share**1.3))
        self.image.paste(column.resize((self.width, self.height), Image.Resampling.BICUBIC))

    def disc(self, x: float, y: float, radius: float, colour: Colour, glow: float = 0.35) -> None:
        """Draw a sun or moon with a glow around it; places are shares of the width and height."""
        size = self.height
        left, top, r = x * self.width, y * size, radius * size
        small = (self.width // 8, self.height // 8)
        halo = Image.new("L", small)
        wide = r * 2.1 / 8
        ImageDraw.Draw(halo).ellipse((left / 8 - wide, top / 8 - wide, left / 8 + wide, top / 8 + wide), fill=round(255 * glow))
        halo = halo.filter(ImageFilter.GaussianBlur(r / 8)).resize((self.width, self.height), Image.Resampling.BICUBIC)
        self.image.paste(colour, (0, 0), halo)
        self.draw.ellipse((left - r, top - r, left + r, top + r), fill=colour)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Draw a filled shape; points are shares of the width and height."""
        self.draw.polygon([(x * self.width, y * self.height) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line; its width is a share of the height."""
        places = [(x * self.width, y * self.height) for x, y in points]
        self.draw.line(places, fill=colour, width=max(1, round(width * self.height)), joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.draw.rectangle(
            (left * self.width, top * self.height, right * self.width, bottom * self.height), fill=colour
        )

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        r = radius * self.height
        left, top = x * self.width, y * self.height
        self.draw.ellipse((left - r, top - r, left + r, top + r), fill=colour)

    def ridge(self, crest: Sequence[float], colour: Colour, *, mist: float = 0.0, depth: float = 0.2) -> None:
        """Draw everything below a crest line; mist grows inside it from the crest down."""
        last = len(crest) - 1
        points = [(index / last, height) for index, height in enumerate(crest)]
        self.shape([*points, (1, 1.02), (0, 1.02)], colour)
        if mist:
            self.fog(min(crest) + 0.3 * (max(crest) - min(crest)), depth, mist)

    def fog(self, top: float, depth: float, strength: float) -> None:
        """Lay mist over the picture: nothing at `top`, `strength` from `top + depth` down."""
        ramp = Image.new("L", (1, 200))
        for row in range(200):
            share = (row / 199 - top) / depth
            ramp.putpixel((0, row), round(255 * strength * min(1.0, max(0.0, share))))
        self.image.paste(self.palette.mist, (0, 0), ramp.resize((self.width, self.height), Image.Resampling.BICUBIC))

    def fog_box(self, left: float, right: float, top: float, bottom: float) -> None:
        """Lay mist over one part of the picture, thicker downwards and soft at its sides."""
        box = [round(left * self.width), round(top * self.height), round(right * self.width), round(bottom * self.height)]
        across = Image.linear_gradient("L").rotate(90).resize((64, 64))
        sides = ImageChops.multiply(_ends(across), Image.linear_gradient("L").resize((64, 64)))
        mask = sides.point(lambda level: round(level * 0.7)).resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BICUBIC)
        self.image.paste(self.palette.mist, (box[0], box[1]), mask)


def _ends(across: Image.Image) -> Image.Image:
    """Return a ramp that rises from the left, stays, and falls to the right."""
    return across.point(lambda level: round(255 * min(1.0, level / 50, (255 - level) / 50)))


def crest_line(
    rng: random.Random, base: float, amplitude: float, *, roughness: float = 0.52, steps: float = 0.0
) -> list[float]:
    """Return heights of a mountain crest by midpoint displacement; `steps` flattens it as the Taihang's cliffs are."""
    heights = [rng.uniform(-0.3, 1.0), rng.uniform(-0.3, 1.0)]
    spread = 1.0
    for _ in range(RIDGE_STEPS):
        filled = [heights[0]]
        for left, right in pairwise(heights):
            filled += [(left + right) / 2 + rng.uniform(-spread, spread) * 0.5, right]
        heights, spread = filled, spread * roughness
    low, high = min(heights), max(heights)
    levels = [(height - low) / ((high - low) or 1) for height in heights]
    stepped = [level * (1 - steps) + round(level * 5) / 5 * steps for level in levels]
    return [base - amplitude * level for level in stepped]


def smooth_line(rng: random.Random, base: float, amplitude: float, bends: int = 4) -> list[float]:
    """Return a gently rolling line, for hills, meadows and seas of cloud."""
    knots = [rng.uniform(-1, 1) for _ in range(bends + 2)]
    line = []
    for index in range(161):
        place = index / 160 * bends
        left = int(place)
        share = place - left
        ease = share * share * (3 - 2 * share)
        line.append(base - amplitude * (knots[left] + (knots[left + 1] - knots[left]) * ease))
    return line
