"""Colours of the drawn scenes: a season or a time of day each, and one for each county's hue."""

from typing import NamedTuple

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """Sky from top to horizon, ridges from far to near, and the colour of light and mist."""

    sky_top: Colour
    sky_low: Colour
    far: Colour
    near: Colour
    light: Colour
    mist: Colour


def rgb(hex_colour: str) -> Colour:
    """Return `#RRGGBB` as three numbers."""
    value = int(hex_colour.lstrip("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour that lies `share` of the way from the first to the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]


def _palette(text: str) -> Palette:
    return Palette(*(rgb(part) for part in text.split()))


PALETTES = {
    "spring": _palette("#CFE4EC #F9EBDD #A9C3B4 #2F5B49 #FFF6E4 #F6F1E6"),
    "summer": _palette("#9FD0E4 #E8F5EE #8DB7A8 #0B4A3A #FFFDF0 #EFF8F3"),
    "autumn": _palette("#EBC79B #FCEFDC #CFA582 #6B2F14 #FFF1D0 #FBEBD6"),
    "winter": _palette("#C6D3E1 #F3F6F9 #AFBCCA #2B3A4C #FFFFFF #F4F7FA"),
    "dusk": _palette("#2B3563 #F0B48C #8F7D9E #1E2140 #FFE3B0 #D9A79A"),
    "dawn": _palette("#7FA3C7 #FFDDB8 #A4A3BC #2A3958 #FFF0CC #FCE6D2"),
    "night": _palette("#101A3A #3E4F86 #46558A #0C1330 #FBF3D3 #6D7DB0"),
    "mist": _palette("#B9D2D6 #EFF6F5 #A8C6C8 #1F4B52 #FFFFFF #F2F8F7"),
    "gold": _palette("#F3DDA4 #FFF7E2 #D9BE79 #6A5310 #FFF9E0 #FDF3D8"),
    "chengqu": _palette("#3B2340 #F2A777 #A8675A #351508 #FFD9A0 #E0906A"),
    "zezhou": _palette("#141A45 #6C74B5 #5C62A3 #15163A #FFF6D8 #8A90C6"),
    "gaoping": _palette("#EBD9A0 #FDF8EA #CDB677 #554205 #FFFBEA #FBF3DC"),
    "yangcheng": _palette("#D9B9D2 #FDF0F4 #C196B4 #4A1836 #FFF3E6 #F8E4EC"),
    "lingchuan": _palette("#A9D2DA #F0FAFB #8FC0C7 #044049 #FFFFFF #F1FAFB"),
    "qinshui": _palette("#B5DCC0 #F2FAF0 #93C08E #18421A #FFFDEB #EDF7EA"),
}
