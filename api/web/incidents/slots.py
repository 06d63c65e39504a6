"""Parts of the page that other capabilities fill: each has a template and a function that finds its data."""

from collections.abc import Callable
from dataclasses import dataclass

from api.auth import Caller
from api.services import Services
from core.incidents import Incident
from core.ports import Work

Finding = Callable[[Work, Caller, Services, Incident], object]
"""What a slot shows of an incident; None where it has nothing to show."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A named place of the page: `clocks`, `reaction`, `alerts`. `parts/incident/NAME.html` shows what `find` gives,
    as `slot`."""

    name: str
    find: Finding


SLOTS: tuple[Slot, ...] = ()
"""A slot that nobody fills takes no place on the page."""


def filled(work: Work, caller: Caller, given: Services, incident: Incident) -> dict[str, object]:
    """What there is to show, by the name of the slot."""
    found = {slot.name: slot.find(work, caller, given, incident) for slot in SLOTS}
    return {name: value for name, value in found.items() if value is not None}
