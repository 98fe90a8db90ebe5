"""The catalogue of drawn pictures: each has a name, a scene, a text alternative, and subjects it may illustrate."""

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image

from content_fixtures.library import read
from content_fixtures.pictures import scenes, townscapes
from content_fixtures.pictures.canvas import Canvas
from content_fixtures.pictures.palettes import PALETTES
from content_fixtures.pictures.portraits import portrait
from content_fixtures.seeds import chance

QUALITY = 82
SHAPES = {"picture": (16, 9), "banner": (4, 1), "hero": (16, 9), "portrait": (3, 4)}
SCENES: dict[str, Callable[[Canvas, random.Random, str], None]] = {
    "ridges": scenes.ridges, "clouds": scenes.clouds, "terraces": scenes.terraces, "moon": scenes.moon,
    "forest": scenes.forest, "castle": townscapes.castle, "city": townscapes.city, "temple": townscapes.temple,
    "silk": townscapes.silk, "works": townscapes.works, "dish": townscapes.dish, "lattice": townscapes.lattice,
    "school": townscapes.school,
}


@dataclass(frozen=True)
class Drawing:
    """`shape` is its proportions; `subjects` are the words by which texts ask for it."""

    name: str
    scene: str
    alt: str
    palette: str = "summer"
    motif: str = ""
    shape: str = "picture"
    subjects: tuple[str, ...] = ()

    def bytes(self, width: int, seed: int) -> bytes:
        """Return the picture as JPEG; the same seed and width give the same bytes."""
        image = self._draw(width, chance(seed, "picture", self.name))
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        return stream.getvalue()

    def _draw(self, width: int, rng: random.Random) -> Image.Image:
        if self.shape == "portrait":
            return portrait(min(width, 600), rng)
        across, down = SHAPES[self.shape]
        width = width * 5 // 4 if self.shape in {"banner", "hero"} else width
        canvas = Canvas(width, width * down // across, PALETTES[self.palette])
        SCENES[self.scene](canvas, rng, self.motif)
        return canvas.finished()


@cache
def drawings() -> dict[str, Drawing]:
    """Return the catalogue by name."""
    entries = [{**entry, "subjects": tuple(entry.get("subjects", ()))} for entry in read("pictures")]
    return {entry["name"]: Drawing(**entry) for entry in entries}


def pick_picture(subjects: Sequence[str], rng: random.Random) -> str:
    """Return a picture that a text asks for by name or by subject, most often its first subject; empty if it asks for none."""
    for subject in subjects:
        if subject in drawings():
            return subject
        if rng.random() < 0.7 or subject == subjects[-1]:
            names = [name for name, drawing in drawings().items() if subject in drawing.subjects]
            if names:
                return rng.choice(names)
    return ""
