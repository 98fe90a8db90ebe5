"""How large the seeded cluster is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`factor` multiplies the counts of the channel trees; `days` is how far back the texts reach."""

    name: str
    factor: float
    days: int
    picture_width: int
    is_tiny: bool = False

    def count(self, planned: int, *, repeats: bool = True) -> int:
        """Return how many items a channel gets; what cannot be told twice is never multiplied."""
        if self.is_tiny:
            return min(planned, 2)
        return max(3, round(planned * self.factor)) if repeats else planned


TINY = Size("tiny", factor=1, days=120, picture_width=480, is_tiny=True)
DEMO = Size("demo", factor=0.85, days=540, picture_width=1280)
CITY = Size("city", factor=14.4, days=2900, picture_width=1280)
SIZES = {size.name: size for size in (TINY, DEMO, CITY)}
