"""Landscapes of the city: ridges, seas of cloud, terraces, twin peaks, forests with a river."""

import math
import random

from content_fixtures.pictures import motifs
from content_fixtures.pictures.canvas import Canvas, crest_line, smooth_line
from content_fixtures.pictures.palettes import Colour, mix

LAYERS = 6


def ridges(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw six ridges, far to near, with mist between them and a motif on the last but one."""
    palette = canvas.palette
    canvas.sky()
    canvas.disc(rng.uniform(0.6, 0.85), rng.uniform(0.15, 0.26), 0.05, palette.light)
    for layer in range(LAYERS):
        near = layer / (LAYERS - 1)
        steps = 0.5 if layer in {1, 2, 3} else 0.0
        crest = crest_line(rng, 0.5 + 0.47 * near**1.1, 0.2 - 0.07 * near, roughness=0.5 + 0.04 * near, steps=steps)
        canvas.ridge(crest, mix(palette.far, palette.near, near**1.25), mist=(0.42 * (1 - near)), depth=0.2)
        if layer == LAYERS - 2:
            motifs.on_ridge(motif, canvas, rng, crest, mix(palette.far, palette.near, 0.95))


def clouds(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw flat-topped cliffs that rise out of a sea of cloud."""
    palette = canvas.palette
    canvas.sky(0.55)
    canvas.disc(rng.uniform(0.2, 0.8), 0.24, 0.055, palette.light, glow=0.5)
    for layer in range(5):
        near = layer / 4
        base = 0.56 + 0.4 * near
        colour = mix(palette.far, palette.near, 0.15 + 0.8 * near**1.1)
        for _ in range((3 - layer // 2) * (2 if canvas.is_band else 1)):
            _cliff(canvas, rng, rng.uniform(0.0, 1.0), base, 0.3 - 0.08 * near, colour)
        _cloud_bank(canvas, rng, base - 0.01, near)
    motifs.on_ridge(motif, canvas, rng, [0.9] * 9, palette.near)


def _cliff(canvas: Canvas, rng: random.Random, middle: float, base: float, height: float, colour: Colour) -> None:
    """Draw one block of rock: sheer sides in two or three steps below an almost level top."""
    half, top = rng.uniform(0.06, 0.15), base - height * rng.uniform(0.7, 1.15)
    if canvas.is_band:
        half, top = half * 0.45, (base + top) / 2
    left, right, drop = middle - half, middle + half, base + 0.1 - top
    points: list[tuple[float, float]] = []
    for side, edge in ((-1, left), (1, right)):
        steps = []
        out = 0.0
        for level in (0.0, rng.uniform(0.2, 0.34), rng.uniform(0.5, 0.66), 1.0):
            steps.append((edge + side * out, top + drop * level + rng.uniform(0, 0.01)))
            out += rng.uniform(0.006, 0.026)
            steps.append((edge + side * out, top + drop * level + rng.uniform(0.012, 0.03)))
        points += steps if side > 0 else steps[::-1]
    crown = crest_line(rng, top, 0.03, roughness=0.6)
    knolls = [(left + (right - left) * index / 128, height) for index, height in enumerate(crown)][::4]
    half_way = len(points) // 2
    canvas.shape([*points[:half_way], *knolls, *points[half_way:]], colour)
    shade, lit = mix(colour, (0, 0, 0), 0.1), mix(colour, canvas.palette.light, 0.1)
    x = left
    while x < right - 0.01:
        width = rng.uniform(0.006, 0.03)
        upper, lower = top + drop * rng.uniform(0.05, 0.2), top + drop * rng.uniform(0.55, 1.0)
        edge = min(right, x + width)
        canvas.shape([(x, upper), (edge, upper + 0.02), (edge - width * 0.3, lower), (x, lower)], rng.choice((shade, lit, colour)))
        x += width
    inner = right - half * 0.35
    canvas.shape([(inner, top + 0.02), (right, top + 0.03), (right + 0.012, base + 0.1), (inner + 0.005, base + 0.1)], shade)
    canvas.fog_box(left - 0.08, right + 0.08, base - height * 0.35, base + 0.1)


def _cloud_bank(canvas: Canvas, rng: random.Random, base: float, near: float) -> None:
    palette = canvas.palette
    colour = mix(palette.mist, palette.sky_low, 0.5 * (1 - near))
    for row in range(3):
        crest = smooth_line(rng, base + 0.035 * row, 0.016, bends=rng.randint(7, 11))
        canvas.ridge(crest, mix(colour, palette.far, 0.16 - 0.07 * row))


def terraces(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw rolling hills cut into terraces, with ears of grain close by."""
    palette = canvas.palette
    canvas.sky(0.5)
    canvas.disc(rng.uniform(0.2, 0.8), 0.2, 0.055, palette.light)
    canvas.ridge(crest_line(rng, 0.44, 0.16), mix(palette.far, palette.sky_low, 0.35), mist=0.4)
    canvas.ridge(smooth_line(rng, 0.47, 0.05), mix(palette.far, palette.near, 0.2), mist=0.25)
    for hill in range(3):
        base = 0.52 + 0.13 * hill
        line = smooth_line(rng, base, 0.06, bends=3)
        for level in range(7):
            share = (hill * 7 + level) / 21
            tone = mix(palette.far, palette.near, 0.18 + 0.62 * share)
            colour = mix(tone, palette.light, 0.3 if level % 2 else 0.08)
            canvas.ridge([height + 0.03 * level + 0.006 * math.sin(index / 9) for index, height in enumerate(line)], colour)
    motifs.on_ridge(motif, canvas, rng, [0.6] * 9, palette.near)
    if motif != "village":
        motifs.grain(canvas, rng)


def moon(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw two equal peaks with the moon between them."""
    palette = canvas.palette
    canvas.sky(0.8)
    motifs.stars(canvas, rng)
    canvas.ridge(crest_line(rng, 0.66, 0.16), mix(palette.far, palette.sky_low, 0.4), mist=0.4)
    canvas.disc(0.5, 0.36, 0.085, palette.light, glow=0.5)
    for middle in (0.345, 0.655):
        _peak(canvas, rng, middle, mix(palette.far, palette.near, 0.55))
    canvas.fog(0.62, 0.3, 0.45)
    canvas.ridge(crest_line(rng, 0.86, 0.1), mix(palette.far, palette.near, 0.8), mist=0.15)
    canvas.ridge(crest_line(rng, 0.98, 0.1), palette.near)
    motifs.on_ridge(motif or "pagoda", canvas, rng, [0.88] * 9, palette.near)


def _peak(canvas: Canvas, rng: random.Random, middle: float, colour: Colour) -> None:
    rough = crest_line(rng, 0.0, 0.13, roughness=0.62)
    points = []
    for index in range(61):
        share = index / 60 * 2 - 1
        shoulder = 0.06 * math.exp(-(((share - 0.45) / 0.18) ** 2)) + 0.05 * math.exp(-(((share + 0.5) / 0.2) ** 2))
        fall = 1 - math.exp(-((share * 1.9) ** 2) / 1.6)
        height = 0.34 + 0.66 * fall - shoulder + rough[index * 2] * (0.15 + 0.85 * abs(share))
        points.append((middle + share * 0.23, height))
    canvas.shape([*points, (middle + 0.24, 1), (middle - 0.24, 1)], colour)


def forest(canvas: Canvas, rng: random.Random, motif: str = "") -> None:
    """Draw meadows, rows of conifers and the bend of a river."""
    palette = canvas.palette
    canvas.sky(0.5)
    canvas.disc(rng.uniform(0.15, 0.85), 0.2, 0.05, palette.light)
    for layer in range(3):
        crest = crest_line(rng, 0.46 + 0.07 * layer, 0.16, steps=0.2)
        canvas.ridge(crest, mix(palette.far, palette.near, 0.15 * layer), mist=0.35, depth=0.15)
    canvas.ridge(smooth_line(rng, 0.62, 0.03), mix(mix(palette.far, palette.near, 0.35), palette.light, 0.25))
    motifs.trees(canvas, rng, 0.63, 0.07, mix(palette.far, palette.near, 0.5), 46)
    canvas.ridge(smooth_line(rng, 0.68, 0.02), mix(mix(palette.far, palette.near, 0.5), palette.light, 0.18))
    motifs.river(canvas, rng)
    motifs.trees(canvas, rng, 0.8, 0.12, mix(palette.far, palette.near, 0.75), 22, middle=False)
    canvas.ridge(smooth_line(rng, 0.96, 0.03), palette.near)
    motifs.trees(canvas, rng, 1.0, 0.2, palette.near, 12, middle=False)
    if motif == "birds":
        motifs.birds(canvas, rng)
