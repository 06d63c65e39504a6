"""How a centre reports: when growth is told, by which formula recipients are rated. Records and their reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.profile.reading import Reader

PARTS = ("number", "terms", "substance", "satisfaction")
"""What a rating is made of (decrees 001, п. 3.2б; 002, п. 4.3б: number, terms, completeness in substance;
000, п. 2.2.2: satisfaction)."""
EVEN: Mapping[str, float] = dict.fromkeys(PARTS, 0.25)


@dataclass(frozen=True, slots=True)
class Reporting:
    """`growth`: a share by which a theme must have grown to be told (0.25 is a quarter), `least` the messages more
    that it needs, too. `weights` of the rating's parts add up to 1; `version` names the formula in every rating."""

    growth: float = 0.25
    least: int = 3
    version: str = "1"
    weights: Mapping[str, float] = field(default_factory=lambda: dict(EVEN))


def reporting(reader: Reader) -> Reporting:
    """[reports]: `growth least`, `[reports.rating]` with `version` and a weight of each part."""
    table, usual = reader.table("reports"), Reporting()
    table.known("growth", "least", "rating")
    rating = table.table("rating")
    rating.known("version", *PARTS)
    weights = {part: rating.number(part, 0, 0, 1) for part in PARTS} if set(PARTS) & set(rating.data) else dict(EVEN)
    if abs(sum(weights.values()) - 1) > 1e-6:
        raise rating.fail("number", f"веса рейтинга должны давать в сумме 1, а не {sum(weights.values()):g}")
    return Reporting(
        table.number("growth", usual.growth, 0, 100),
        table.whole("least", usual.least, 1, 100_000),
        rating.text("version", usual.version),
        weights,
    )
