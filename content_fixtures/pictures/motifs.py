"""What stands in the landscapes: forts, pagodas, villages, trees, rivers, grain, sparks and stars."""

import math
import random
from collections.abc import Callable, Sequence

from content_fixtures.pictures.canvas import Canvas
from content_fixtures.pictures.palettes import Colour, mix

Placer = Callable[[Canvas, random.Random, float, float, Colour], None]


def on_ridge(motif: str, canvas: Canvas, rng: random.Random, crest: Sequence[float], colour: Colour) -> None:
    """Set a motif on a crest, somewhere between its edges; a motif that stands nowhere is drawn in the sky."""
    if motif == "birds":
        birds(canvas, rng)
        return
    placer = PLACERS.get(motif)
    if placer:
        x = rng.uniform(0.2, 0.5)
        placer(canvas, rng, x, crest[round(x * (len(crest) - 1))], colour)


def fort(canvas: Canvas, rng: random.Random, x: float, y: float, colour: Colour) -> None:
    """Draw a crenellated wall with towers of unequal height."""
    width, top = rng.uniform(0.28, 0.4), y - 0.11
    wall = mix(colour, canvas.palette.light, 0.12)
    canvas.box(x, top, x + width, y + 0.12, wall)
    teeth = round(width / 0.014)
    for tooth in range(0, teeth, 2):
        left = x + width * tooth / teeth
        canvas.box(left, top - 0.014, left + width / teeth, top, wall)
    for place in rng.sample((0.08, 0.3, 0.52, 0.74, 0.9), rng.randint(3, 4)):
        tower(canvas, x + width * place, top, rng.uniform(0.08, 0.19), colour)
    gate = x + width * 0.42
    canvas.dot(gate, y - 0.02, 0.024, mix(colour, (0, 0, 0), 0.4))
    canvas.box(gate - 0.0135, y - 0.02, gate + 0.0135, y + 0.12, mix(colour, (0, 0, 0), 0.4))


def tower(canvas: Canvas, x: float, base: float, height: float, colour: Colour) -> None:
    """Draw a tower with a curved hip roof and lit windows."""
    half, top = 0.022, base - height
    canvas.box(x - half, top, x + half, base + 0.1, mix(colour, canvas.palette.light, 0.06))
    roof(canvas, x, top + 0.004, half * 1.7, 0.035, colour)
    for row in range(round(height / 0.05)):
        for side in (-0.4, 0.4):
            left = x + half * side - 0.004
            canvas.box(left, top + 0.022 + row * 0.045, left + 0.008, top + 0.042 + row * 0.045, canvas.palette.light)


def roof(canvas: Canvas, x: float, y: float, half: float, height: float, colour: Colour) -> None:
    """Draw a roof whose eaves turn up."""
    canvas.shape(
        [(x - half, y - 0.008), (x - half * 0.7, y - height * 0.3), (x - half * 0.35, y - height), (x + half * 0.35, y - height),
         (x + half * 0.7, y - height * 0.3), (x + half, y - 0.008), (x + half * 0.75, y), (x - half * 0.75, y)],
        colour,
    )


def pagoda(canvas: Canvas, rng: random.Random, x: float, y: float, colour: Colour) -> None:
    """Draw a pagoda of seven to nine storeys."""
    storeys, level = rng.randint(7, 9), y + 0.03
    for storey in range(storeys):
        half = 0.024 * (1 - storey / (storeys + 4))
        canvas.box(x - half * 0.8, level - 0.03, x + half * 0.8, level, colour)
        roof(canvas, x, level - 0.024, half * 1.35, 0.012, mix(colour, canvas.palette.light, 0.1))
        level -= 0.031
    canvas.line([(x, level), (x, level - 0.045)], colour, 0.005)


def village(canvas: Canvas, rng: random.Random, x: float, y: float, colour: Colour) -> None:
    """Draw a cluster of courtyard roofs, some windows lit."""
    for row in range(3):
        for _ in range(7 - row):
            left = x + rng.uniform(-0.1, 0.26)
            base = y + 0.03 + row * 0.035
            half = rng.uniform(0.022, 0.036)
            canvas.box(left - half * 0.8, base - 0.03, left + half * 0.8, base + 0.03, mix(colour, canvas.palette.light, 0.55))
            roof(canvas, left, base - 0.026, half, 0.03, mix(colour, (0, 0, 0), 0.15))
            if rng.random() < 0.5:
                canvas.box(left - 0.005, base - 0.016, left + 0.005, base - 0.002, mix(canvas.palette.light, (255, 190, 80), 0.5))


def cliff_road(canvas: Canvas, rng: random.Random, x: float, y: float, colour: Colour) -> None:
    """Draw a road that winds up the slope."""
    points = [(x + 0.3 * math.sin(step / 26) * (1 - step / 150), 1.0 - (1.0 - y) * step / 100) for step in range(101)]
    light = mix(colour, canvas.palette.light, 0.72)
    for index in range(0, 100, 2):
        canvas.line(points[index:index + 4], light, 0.018 * (1 - index / 112))
        if index % 12 == 0:
            canvas.line(points[index:index + 2], (255, 255, 255), 0.0025)


def pines(canvas: Canvas, rng: random.Random, x: float, y: float, colour: Colour) -> None:
    trees(canvas, rng, y + 0.06, 0.13, colour, 9, left=x - 0.1, right=x + 0.3)


def trees(
    canvas: Canvas, rng: random.Random, base: float, height: float, colour: Colour, count: int,
    *, left: float = 0.0, right: float = 1.0, middle: bool = True,
) -> None:
    """Draw conifers along a line; without the middle, they leave the view open."""
    for _ in range(count):
        x = rng.uniform(left, right)
        if not middle and 0.28 < x < 0.72:
            continue
        tall = height * rng.uniform(0.6, 1.1)
        shade = mix(colour, canvas.palette.light, rng.uniform(0, 0.14))
        for tier in range(4):
            top = base - tall * (1 - tier * 0.2)
            half = tall * 0.13 * (0.5 + tier * 0.3)
            canvas.shape([(x, top), (x - half, top + tall * 0.36), (x + half, top + tall * 0.36)], shade)
        canvas.box(x - 0.002, base - tall * 0.1, x + 0.002, base + 0.02, shade)


def river(canvas: Canvas, rng: random.Random) -> None:
    """Draw a river that comes from the distance in one or two bends."""
    bend = rng.choice((-1, 1)) * rng.uniform(0.1, 0.16)
    left, right = [], []
    for step in range(61):
        share = step / 60
        middle = 0.5 + bend * math.sin(share * 4.2) * (0.35 + share)
        half = 0.006 + 0.13 * share**1.9
        y = 0.685 + 0.33 * share
        left.append((middle - half, y))
        right.append((middle + half, y))
    water = mix(canvas.palette.sky_low, canvas.palette.sky_top, 0.4)
    canvas.shape([*left, *reversed(right)], water)
    for _ in range(16):
        step = rng.randint(15, 58)
        y = left[step][1]
        start = rng.uniform(left[step][0], right[step][0] - 0.01)
        canvas.line([(start, y), (min(right[step][0], start + rng.uniform(0.01, 0.05)), y)], canvas.palette.light, 0.003)


def birds(canvas: Canvas, rng: random.Random) -> None:
    x, y = rng.uniform(0.2, 0.5), rng.uniform(0.14, 0.26)
    for _ in range(5):
        left, top, size = x + rng.uniform(0, 0.14), y + rng.uniform(0, 0.09), rng.uniform(0.008, 0.014)
        wing = [(left - size, top - size * 0.6), (left - size * 0.4, top - size * 0.9), (left, top),
                (left + size * 0.4, top - size * 0.9), (left + size, top - size * 0.6)]
        canvas.line(wing, canvas.palette.near, 0.004)


def grain(canvas: Canvas, rng: random.Random) -> None:
    """Draw ears of grain along the lower edge."""
    for _ in range(34):
        x, top = rng.uniform(-0.02, 1.02), rng.uniform(0.74, 0.9)
        lean = rng.uniform(-0.03, 0.03)
        colour = mix(canvas.palette.near, canvas.palette.light, rng.uniform(0.25, 0.6))
        canvas.line([(x, 1.02), (x + lean * 0.4, (1 + top) / 2), (x + lean, top)], colour, 0.004)
        for kernel in range(7):
            y = top + kernel * 0.013
            for side in (-1, 1):
                canvas.dot(x + lean * (1 - kernel * 0.06) + side * 0.003, y, 0.0062 - 0.0004 * abs(3 - kernel), colour)


def sparks(canvas: Canvas, rng: random.Random, x: float, y: float) -> None:
    """Draw a burst of molten iron: parabolas that fade as they fall."""
    for _ in range(520):
        angle, speed, age = rng.uniform(0.2, math.pi - 0.2), rng.uniform(0.15, 0.75), rng.uniform(0.2, 1.0)
        left = x + math.cos(angle) * speed * age * 0.6
        top = y - math.sin(angle) * speed * age + 0.3 * age * age
        fade = min(1.0, age / 1.1)
        colour = mix((255, 240, 190), (232, 96, 30), fade)
        canvas.line([(left, top), (left + math.cos(angle) * 0.009, top + 0.016 * age)], colour, 0.0045)


def stars(canvas: Canvas, rng: random.Random) -> None:
    for _ in range(70):
        canvas.dot(rng.random(), rng.uniform(0, 0.45), rng.uniform(0.001, 0.0026), canvas.palette.light)


PLACERS: dict[str, Placer] = {
    "fort": fort, "pagoda": pagoda, "village": village, "road": cliff_road, "pines": pines,
}
