"""Neutral busts for pages of people who do not exist."""

import random

from PIL import Image

from content_fixtures.pictures.canvas import Canvas
from content_fixtures.pictures.palettes import PALETTES, Colour, mix

GROUNDS = ("winter", "mist", "dawn", "spring")
SUITS: tuple[Colour, ...] = ((44, 58, 84), (58, 62, 70), (70, 52, 48), (40, 70, 74))


def portrait(width: int, rng: random.Random) -> Image.Image:
    """Return a bust without a face, three by four."""
    canvas = Canvas(width, width * 4 // 3, PALETTES[rng.choice(GROUNDS)])
    canvas.sky(0.9)
    suit, skin = rng.choice(SUITS), mix(canvas.palette.mist, (206, 170, 146), 0.75)
    hair, shade = mix(suit, (20, 20, 24), 0.7), mix(suit, (255, 255, 255), 0.1)
    ratio = canvas.height / canvas.width
    canvas.shape([(0.02, 1.01), (0.06, 0.84), (0.16, 0.76), (0.38, 0.69), (0.62, 0.69), (0.84, 0.76), (0.94, 0.84), (0.98, 1.01)], suit)
    canvas.shape([(0.4, 0.68), (0.6, 0.68), (0.5, 0.86)], (245, 246, 248))
    canvas.shape([(0.4, 0.69), (0.33, 0.76), (0.5, 1.0)], shade)
    canvas.shape([(0.6, 0.69), (0.67, 0.76), (0.5, 1.0)], shade)
    canvas.box(0.42, 0.55, 0.58, 0.69, mix(skin, (120, 80, 60), 0.18))
    canvas.shape([(0.42, 0.685), (0.58, 0.685), (0.5, 0.73)], mix(skin, (120, 80, 60), 0.18))
    for top, half_width, half_height, tone in ((0.385, 0.2, 0.165, hair), (0.43, 0.172, 0.165, skin)):
        left, middle = 0.5 * canvas.width, top * canvas.height
        rx, ry = half_width * canvas.width, half_height * canvas.width * ratio
        canvas.draw.ellipse((left - rx, middle - ry, left + rx, middle + ry), fill=tone)
    if rng.random() < 0.5:
        canvas.shape([(0.3, 0.4), (0.34, 0.27), (0.5, 0.24), (0.66, 0.27), (0.7, 0.4), (0.6, 0.335), (0.45, 0.32)], hair)
    else:
        canvas.shape([(0.3, 0.46), (0.32, 0.28), (0.5, 0.23), (0.68, 0.28), (0.7, 0.46), (0.64, 0.36), (0.36, 0.35)], hair)
    return canvas.finished()
