"""Parts of the page that other capabilities fill: each has a template and a function that finds its data."""

from collections.abc import Callable
from dataclasses import dataclass

from api.auth import Caller
from api.services import Services
from api.web.incidents import beside
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


SLOTS = (Slot("clocks", beside.clocks), Slot("reaction", beside.reaction), Slot("alerts", beside.alerts))
"""A slot that has nothing to show takes no place on the page."""


def filled(work: Work, caller: Caller, given: Services, incident: Incident) -> dict[str, object]:
    """What there is to show, by the name of the slot."""
    found = {slot.name: slot.find(work, caller, given, incident) for slot in SLOTS}
    return {name: value for name, value in found.items() if value is not None}
