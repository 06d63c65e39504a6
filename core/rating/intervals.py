"""How sure a share is."""

from math import sqrt

SURE = 1.96
"""Standard deviations of an interval that holds the true share 19 times of 20."""


def wilson(good: int, whole: int) -> tuple[float, float]:
    """The interval of a share (E. B. Wilson, JASA 22, 1927, p. 209); 0–1 where there is nothing."""
    if not whole:
        return 0.0, 1.0
    share, spread = good / whole, SURE**2 / whole
    middle = share + spread / 2
    half = SURE * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    # a whole or an empty share is its own end, which floats miss by a hair
    return max(0.0, low) if good else 0.0, min(1.0, high) if good < whole else 1.0
