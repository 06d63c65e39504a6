"""The assessment of what cannot be assessed, the same for every kind of model."""

from core.labels import Assessment, Guess, Kind, Sign, Theme


def silent(version: str) -> Assessment:
    """What is said of a text that is empty, not Russian, or wordless without a Russian post above: nothing."""
    return Assessment(
        theme=Theme.NONE,
        themes=(Guess(str(Theme.NONE), 1.0),),
        kind=Kind.CHATTER,
        kind_p=1.0,
        solvable=0.0,
        neg=0,
        neg_score=0.0,
        risk=0,
        risk_score=0.0,
        signs=dict.fromkeys(Sign, 0.0),
        model=version,
        abstain=True,
    )
