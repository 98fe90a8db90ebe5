"""The numbers: how good a list of grades is that an engine brought, the best hit first."""

import math
from collections.abc import Sequence

DEPTH = 10  # what stands on the first page
OF_USE = 2  # a hit of this grade answers the question, or nearly


def gain(grades: Sequence[int]) -> float:
    """Return the discounted cumulated gain of the first page, with 2^grade − 1 for each hit."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def ndcg(grades: Sequence[int], existing: Sequence[int]) -> float:
    """Return nDCG@10: the gain of what was found over that of the best order of all that exists (grades in any order)."""
    best = gain(sorted(existing, reverse=True))
    if not best:
        raise ValueError("nothing was judged to be of any use: nothing can be measured")
    return gain(grades) / best


def reciprocal_rank(grades: Sequence[int], *, least: int = OF_USE) -> float:
    """Return one over the place of the first hit of at least this grade, 0 when there is none on the first page."""
    return next((1 / place for place, grade in enumerate(grades[:DEPTH], 1) if grade >= least), 0.0)


def mean(values: Sequence[float]) -> float:
    """Return the mean; of nothing there is none."""
    return sum(values) / len(values)
