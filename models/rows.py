"""An assessment as the JSON object of `mcu assess`: keys in this order, numbers rounded to 4 digits."""

from core.labels import Assessment, Guess, Place, Why


def to_row(row_id: object, assessment: Assessment) -> dict[str, object]:
    """One line of the output; `row_id` is the caller's."""
    return {
        "id": row_id,
        "theme": str(assessment.theme),
        "themes": [_guess(guess) for guess in assessment.themes[:3]],
        "kind": str(assessment.kind),
        "kind_p": round(assessment.kind_p, 4),
        "solvable": round(assessment.solvable, 4),
        "neg": assessment.neg,
        "neg_score": round(assessment.neg_score, 4),
        "risk": assessment.risk,
        "risk_score": round(assessment.risk_score, 4),
        "flags": {str(sign): round(p, 4) for sign, p in assessment.signs.items()},
        "places": [_place(place) for place in assessment.places],
        "why": [_why(reason) for reason in assessment.why],
        "abstain": assessment.abstain,
        "model": assessment.model,
    }


def _guess(guess: Guess) -> dict[str, object]:
    return {"code": guess.code, "p": round(guess.p, 4)}


def _place(place: Place) -> dict[str, object]:
    return {"text": place.text, "start": place.start, "end": place.end, "confidence": round(place.confidence, 4)}


def _why(reason: Why) -> dict[str, object]:
    return {"part": reason.part, "term": reason.term, "weight": round(reason.weight, 4)}
