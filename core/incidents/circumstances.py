"""What is noted of a risk before and beside its answer."""

from dataclasses import dataclass

from core.incidents.records import Incident, Nature, Status

TOLD_IN = frozenset({Status.VERIFIED, Status.REFUTED, Status.ANSWERED, Status.WATCHED, Status.REOPENED})
"""States of a risk that somebody has verified and that is not worked off yet."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is not known yet, the measures taken, the measures planned; each may be empty (decree 000, Порядок, п. 1:
    «уведомление о неизвестных обстоятельствах, информирование о принятых и планируемых мерах»)."""

    unknown: str = ""
    taken: str = ""
    planned: str = ""

    @property
    def said(self) -> str:
        """As one sentence of the history; empty where nothing is said."""
        parts = (("Не известно", self.unknown), ("Принято", self.taken), ("Планируется", self.planned))
        return ". ".join(f"{title}: {text.strip().rstrip('.')}" for title, text in parts if text.strip())


def notable(incident: Incident) -> bool:
    """Whether circumstances may be noted of it now."""
    return incident.nature is Nature.RISK and incident.status in TOLD_IN and incident.merged_into is None
