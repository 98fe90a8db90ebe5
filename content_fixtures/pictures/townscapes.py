"""What people built: castles, city roofs, courtyards; and plates and patterns where a landscape would mislead."""

import math
import random

from content_fixtures.pictures import motifs
from content_fixtures.pictures.canvas import Canvas, crest_line, smooth_line
from content_fixtures.pictures.palettes import Colour, mix


def castle(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw the walls and towers of a fortified village, close by."""
    palette = canvas.palette
    canvas.sky(0.7)
    canvas.disc(rng.uniform(0.65, 0.85), 0.2, 0.05, palette.light)
    canvas.ridge(crest_line(rng, 0.52, 0.2, steps=0.4), palette.far, mist=0.4)
    canvas.ridge(crest_line(rng, 0.66, 0.15, steps=0.4), mix(palette.far, palette.near, 0.35), mist=0.35)
    start = rng.uniform(-0.05, 0.1)
    for row in range(3):
        y, shade = 0.66 + row * 0.1, mix(palette.far, palette.near, 0.5 + row * 0.2)
        motifs.fort(canvas, rng, start + row * rng.uniform(0.1, 0.2), y, shade)
        motifs.fort(canvas, rng, start + 0.4 + row * rng.uniform(0.04, 0.1), y + 0.03, shade)
        canvas.fog(y - 0.04, 0.14, 0.14)
    canvas.ridge(smooth_line(rng, 0.92, 0.03), palette.near)
    if motif == "birds":
        motifs.birds(canvas, rng)


def city(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw a city below the mountains: blocks with windows behind, old roofs and trees in front."""
    palette = canvas.palette
    canvas.sky(0.7)
    canvas.disc(rng.uniform(0.15, 0.85), 0.3, 0.05, palette.light)
    canvas.ridge(crest_line(rng, 0.56, 0.16, steps=0.4), mix(palette.far, palette.sky_low, 0.3), mist=0.45)
    for row in range(3):
        _blocks(canvas, rng, 0.74 + row * 0.07, 0.3 - row * 0.06, mix(palette.far, palette.near, 0.3 + 0.22 * row))
    for _ in range(12):
        x, y, half = rng.uniform(0, 1), rng.uniform(0.88, 0.96), rng.uniform(0.04, 0.08)
        canvas.box(x - half * 0.8, y - 0.01, x + half * 0.8, 1, mix(palette.near, palette.light, 0.16))
        motifs.roof(canvas, x, y, half, 0.06, palette.near)
    if motif == "pagoda":
        motifs.pagoda(canvas, rng, 0.72, 0.84, palette.near)
    if motif == "sparks":
        motifs.sparks(canvas, rng, 0.4, 0.5)


def _blocks(canvas: Canvas, rng: random.Random, base: float, height: float, colour: Colour) -> None:
    x = -0.02
    window = mix(canvas.palette.light, (255, 196, 110), 0.35)
    while x < 1:
        width, top = rng.uniform(0.035, 0.07), base - height * rng.uniform(0.3, 1)
        canvas.box(x, top, x + width, 1, mix(colour, canvas.palette.light, rng.uniform(0, 0.12)))
        for row in range(int((base - top) / 0.03)):
            for column in range(int(width / 0.012)):
                if rng.random() < 0.36:
                    left, up = x + 0.005 + column * 0.012, top + 0.012 + row * 0.03
                    canvas.box(left, up, left + 0.005, up + 0.013, mix(colour, window, 0.75))
        x += width + rng.uniform(0.002, 0.02)


def temple(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw a hall with a large curved roof on a terrace, pines beside it."""
    palette = canvas.palette
    canvas.sky(0.7)
    canvas.disc(rng.uniform(0.68, 0.86), 0.22, 0.05, palette.light)
    canvas.ridge(crest_line(rng, 0.6, 0.22, steps=0.3), palette.far, mist=0.45)
    canvas.ridge(crest_line(rng, 0.74, 0.14), mix(palette.far, palette.near, 0.3), mist=0.3)
    x, y = rng.uniform(0.4, 0.6), 0.68
    wood, tile = mix(palette.near, (150, 54, 34), 0.55), mix(palette.near, (30, 40, 44), 0.4)
    for half, top, height in ((0.2, y - 0.15, 0.12), (0.27, y - 0.03, 0.13)):
        canvas.box(x - half * 0.72, top, x + half * 0.72, top + 0.18, mix(wood, palette.light, 0.1))
        for column in range(7):
            left = x - half * 0.68 + half * 1.36 * column / 6
            canvas.box(left - 0.006, top, left + 0.006, top + 0.18, mix(wood, (0, 0, 0), 0.3))
        motifs.roof(canvas, x, top + 0.02, half, height, tile)
    canvas.box(x - 0.34, y + 0.14, x + 0.34, y + 0.2, mix(palette.near, palette.light, 0.4))
    for step in range(4):
        canvas.box(x - 0.07, y + 0.14 + step * 0.022, x + 0.07, y + 0.156 + step * 0.022, mix(palette.near, palette.light, 0.62))
    canvas.ridge(smooth_line(rng, 0.89, 0.01), mix(palette.near, palette.light, 0.15))
    motifs.trees(canvas, rng, 0.95, 0.34, palette.near, 10, middle=False)
    if motif == "lanterns":
        _lanterns(canvas, rng)


def _lanterns(canvas: Canvas, rng: random.Random) -> None:
    for index in range(9):
        x, y = 0.06 + index * 0.11, 0.1 + 0.05 * math.sin(index * 1.3) + rng.uniform(0, 0.02)
        canvas.line([(x, 0), (x, y)], (120, 40, 26), 0.003)
        for width in (0.024, 0.016):
            tone = mix((206, 58, 40), (255, 176, 96), 0.5 if width < 0.02 else 0)
            canvas.draw.ellipse(
                ((x - width) * canvas.width, y * canvas.height, (x + width) * canvas.width, (y + 0.075) * canvas.height), fill=tone
            )
        canvas.line([(x, y + 0.075), (x, y + 0.11)], (214, 150, 60), 0.006)


def silk(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw mulberry leaves and cocoons over folds of silk."""
    palette = canvas.palette
    canvas.image.paste(mix(palette.sky_low, palette.mist, 0.5), (0, 0, canvas.width, canvas.height))
    for fold in range(9):
        crest = smooth_line(rng, 0.1 + fold * 0.115, 0.05, bends=3)
        canvas.ridge(crest, mix(palette.mist, palette.far, 0.1 + 0.32 * (fold % 2) + fold * 0.03))
    for _ in range(15):
        _leaf(canvas, rng, rng.random(), rng.random(), mix(palette.near, palette.far, rng.uniform(0, 0.5)))
    for _ in range(9):
        x, y = rng.uniform(0.1, 0.9), rng.uniform(0.15, 0.9)
        for size, tone in ((1.0, mix((250, 246, 236), palette.far, 0.25)), (0.8, (252, 249, 241))):
            rx, ry = 0.021 * size * canvas.width, 0.025 * size * canvas.height
            left, top = x * canvas.width, y * canvas.height
            canvas.draw.ellipse((left - rx, top - ry, left + rx, top + ry), fill=tone)


def _leaf(canvas: Canvas, rng: random.Random, x: float, y: float, colour: Colour) -> None:
    size, turn = rng.uniform(0.07, 0.14), rng.uniform(0, math.tau)
    ratio = canvas.height / canvas.width
    outline = []
    for step in range(40):
        angle = step / 40 * math.tau
        radius = size * (0.55 + 0.45 * math.cos(angle / 2) ** 2) * (1 + 0.06 * math.cos(angle * 9))
        outline.append((x + radius * math.cos(angle + turn) * ratio, y + radius * math.sin(angle + turn) * 0.8))
    canvas.shape(outline, colour)
    tip = (x + size * math.cos(turn) * ratio, y + size * math.sin(turn) * 0.8)
    vein = mix(colour, canvas.palette.light, 0.4)
    canvas.line([(x - (tip[0] - x) * 0.5, y - (tip[1] - y) * 0.5), tip], vein, 0.004)
    for side in (-0.7, 0.7):
        for share in (0.0, 0.35):
            start = (x + (tip[0] - x) * share, y + (tip[1] - y) * share)
            end = (start[0] + size * 0.5 * math.cos(turn + side) * ratio, start[1] + size * 0.5 * math.sin(turn + side) * 0.8)
            canvas.line([start, end], vein, 0.0025)


def works(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw gas wells, pylons and chimneys along the hills."""
    palette = canvas.palette
    canvas.sky(0.6)
    canvas.disc(rng.uniform(0.2, 0.8), 0.24, 0.05, palette.light)
    canvas.ridge(crest_line(rng, 0.52, 0.18, steps=0.5), palette.far, mist=0.4)
    canvas.ridge(crest_line(rng, 0.66, 0.12, steps=0.4), mix(palette.far, palette.near, 0.3), mist=0.3)
    hill = smooth_line(rng, 0.78, 0.04)
    canvas.ridge(hill, mix(palette.far, palette.near, 0.6))
    for index in range(4):
        x = 0.12 + index * 0.25
        _pylon(canvas, x, hill[round(x * 160)], 0.26 - 0.03 * index, mix(palette.far, palette.near, 0.8))
    ground = smooth_line(rng, 0.9, 0.02)
    canvas.ridge(ground, palette.near)
    for index in range(3):
        x = 0.2 + index * 0.28 + rng.uniform(-0.04, 0.04)
        _pumpjack(canvas, x, ground[round(x * 160)], mix(palette.near, palette.light, 0.3))


def _pylon(canvas: Canvas, x: float, y: float, height: float, colour: Colour) -> None:
    top = y - height
    canvas.line([(x - 0.018, y + 0.02), (x, top), (x + 0.018, y + 0.02)], colour, 0.005)
    for share in (0.15, 0.32):
        canvas.line([(x - 0.035, top + height * share), (x + 0.035, top + height * share)], colour, 0.005)
        canvas.line([(x + 0.035, top + height * share), (x + 0.215, top + height * share + 0.02)], colour, 0.0025)
    for share in (0.5, 0.68, 0.86):
        half = 0.018 * share
        canvas.line([(x - half, top + height * share), (x + half, top + height * (share + 0.14))], colour, 0.003)


def _pumpjack(canvas: Canvas, x: float, y: float, colour: Colour) -> None:
    legs = [(x - 0.03, y + 0.03), (x, y - 0.12), (x + 0.03, y + 0.03), (x + 0.02, y + 0.03), (x, y - 0.08), (x - 0.02, y + 0.03)]
    canvas.shape(legs, colour)
    canvas.line([(x - 0.07, y - 0.09), (x + 0.06, y - 0.15)], colour, 0.017)
    canvas.shape([(x - 0.085, y - 0.12), (x - 0.062, y - 0.118), (x - 0.066, y - 0.05), (x - 0.082, y - 0.06)], colour)
    canvas.line([(x - 0.078, y - 0.06), (x - 0.078, y + 0.03)], colour, 0.004)
    canvas.dot(x + 0.055, y - 0.03, 0.04, colour)


def dish(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw a bowl seen from above on a wooden table."""
    palette = canvas.palette
    canvas.image.paste(mix(palette.near, (150, 100, 60), 0.5), (0, 0, canvas.width, canvas.height))
    for board in range(6):
        canvas.line([(0, board / 5 + rng.uniform(-0.01, 0.01)), (1, board / 5)], mix(palette.near, (90, 56, 30), 0.5), 0.006)
    x, ratio = rng.uniform(0.44, 0.56), canvas.height / canvas.width
    soup = mix(palette.sky_low, (206, 150, 84), 0.6)
    for radius, tone in ((0.43, (244, 240, 230)), (0.39, (188, 205, 214)), (0.375, (246, 242, 234)), (0.33, soup)):
        canvas.dot(x, 0.5, radius, tone)
    dark = mix(palette.near, (120, 70, 40), 0.6)
    tones = [mix(palette.light, (226, 176, 92), 0.6), (168, 62, 40), (92, 130, 62), (238, 214, 160), dark]
    for _ in range(60):
        angle, far = rng.uniform(0, math.tau), 0.29 * math.sqrt(rng.random())
        left, top, size = x + math.cos(angle) * far * ratio, 0.5 + math.sin(angle) * far, rng.uniform(0.02, 0.045)
        if rng.random() < 0.5:
            bend = rng.uniform(-0.06, 0.06)
            canvas.line([(left, top), (left + size * ratio, top + bend), (left + 2 * size * ratio, top)], rng.choice(tones), 0.014)
        else:
            canvas.dot(left, top, size * 0.8, rng.choice(tones))
    canvas.line([(x + 0.3, 0.12), (x + 0.34, 0.9)], (94, 50, 28), 0.014)
    canvas.line([(x + 0.325, 0.12), (x + 0.365, 0.9)], (94, 50, 28), 0.014)


def lattice(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw a lattice window with the hills behind it, for documents, data and lessons."""
    palette = canvas.palette
    canvas.sky(0.8)
    canvas.disc(0.7, 0.3, 0.07, palette.light)
    for layer in range(3):
        crest = crest_line(rng, 0.6 + 0.16 * layer, 0.2, steps=0.4)
        canvas.ridge(crest, mix(palette.far, palette.near, 0.1 + 0.2 * layer), mist=0.3)
    wood = mix(palette.near, (70, 40, 24), 0.5)
    for index in range(9):
        canvas.line([(index / 8, 0), (index / 8, 1)], wood, 0.014)
    for index in range(6):
        canvas.line([(0, index / 5), (1, index / 5)], wood, 0.014)
    for column in range(8):
        for row in range(5):
            if (column + row) % 2:
                x, y = column / 8, row / 5
                half = x + 0.0625
                canvas.line([(half, y), (x + 0.125, y + 0.1), (half, y + 0.2), (x, y + 0.1), (half, y)], wood, 0.009)


def school(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw a low public building with rows of windows and trees: a school, or a hospital with its cross."""
    palette = canvas.palette
    canvas.sky(0.7)
    canvas.disc(rng.uniform(0.1, 0.3), 0.2, 0.05, palette.light)
    canvas.ridge(crest_line(rng, 0.5, 0.18, steps=0.4), palette.far, mist=0.4)
    canvas.ridge(crest_line(rng, 0.62, 0.1), mix(palette.far, palette.near, 0.3), mist=0.3)
    wall, glass = mix(palette.mist, palette.sky_low, 0.3), mix(palette.sky_top, palette.near, 0.3)
    for left, right, top in ((0.1, 0.46, 0.48), (0.42, 0.6, 0.36), (0.56, 0.92, 0.44)):
        canvas.box(left, top, right, 0.9, mix(wall, palette.near, rng.uniform(0.02, 0.1)))
        canvas.box(left - 0.006, top - 0.02, right + 0.006, top, mix(palette.near, palette.far, 0.4))
        for row in range(int((0.84 - top) / 0.09)):
            for column in range(int((right - left) / 0.035) - 1):
                x, y = left + 0.02 + column * 0.035, top + 0.035 + row * 0.09
                canvas.box(x, y, x + 0.02, y + 0.05, glass)
    if motif == "cross":
        canvas.box(0.496, 0.375, 0.524, 0.475, (32, 128, 110))
        canvas.box(0.482, 0.41, 0.538, 0.44, (32, 128, 110))
    else:
        canvas.line([(0.51, 0.2), (0.51, 0.36)], palette.near, 0.006)
    canvas.ridge(smooth_line(rng, 0.88, 0.01), mix(palette.near, palette.light, 0.2))
    motifs.trees(canvas, rng, 0.95, 0.2, palette.near, 14, middle=False)
