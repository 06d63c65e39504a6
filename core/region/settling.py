"""Whether an answer is that of the municipality which was asked."""

from core.region.records import Neighbour, State, Summary, Told

ANOTHER = "по этому адресу отвечает другой муниципалитет"


def settled(asked: Neighbour, summary: Summary) -> Told:
    """The answer, unless another municipality gave it: the figures of one are never shown under the name of another,
    whoever mixed up addresses."""
    if summary.profile != asked.profile:
        return Told(asked.profile, asked.door, State.STRANGE, ANOTHER)
    return Told(asked.profile, asked.door, State.SEEN, summary=summary)
