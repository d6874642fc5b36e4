"""Things in a row that want to stand somewhere, and must keep their distance from each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def spread(
    wanted: Sequence[float], distances: Sequence[float], weights: Sequence[float] = ()
) -> list[float]:
    """Positions in the given order that are as near to the wanted ones as the distances allow.

    It is the answer with the smallest sum of squared differences (isotonic regression by pooling:
    whoever stands in each other's way is moved together).

    Args:
        wanted: Where each would like to stand, from left to right.
        distances: The least distance between each and the next; one fewer than `wanted`.
        weights: How much each insists; left out, all insist alike.
    """
    if not wanted:
        return []
    offsets = list(accumulate(distances, initial=0.0))
    insisting = weights or [1.0] * len(offsets)
    pools: list[tuple[float, float, int]] = []  # mean, weight, members; means grow to the right
    for want, offset, weight in zip(wanted, offsets, insisting, strict=True):
        mean, members = want - offset, 1
        while pools and pools[-1][0] > mean:
            before, heavier, more = pools.pop()
            mean = (mean * weight + before * heavier) / (weight + heavier)
            weight, members = weight + heavier, members + more
        pools.append((mean, weight, members))
    means = [mean for mean, _, members in pools for _ in range(members)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
