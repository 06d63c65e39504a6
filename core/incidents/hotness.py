"""Hot places: the same theme at the same place for the n-th time within the profile's window."""

from core.incidents.records import Incident
from core.profile import Profile
from core.reasons import Reason


def hot_place(incident: Incident, profile: Profile) -> Reason | None:
    """What a card says of its place; None where it is no hot one."""
    if incident.times < profile.windows.hot:
        return None
    return Reason("hot_place", 0, {"times": incident.times, "days": profile.repeat_days})
