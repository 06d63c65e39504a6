"""Answer templates filled with what is known of an incident; what nobody knows stays for a person to fill."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.incidents.records import Incident
from core.labels import THEME_TITLES
from core.profile import Profile, Template, fill


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its fields filled; `missing` are the fields that are left."""

    template: Template
    text: str
    missing: tuple[str, ...]


def filled(incident: Incident, profile: Profile, published: datetime | None = None) -> list[Filled]:
    """The templates of its theme, then those of any. `published` is the date of its first post."""
    fits = [each for each in profile.templates if incident.theme in each.themes]
    fits += [each for each in profile.templates if not each.themes]
    values = values_of(incident, profile, published)
    return [Filled(each, text, tuple(missing)) for each in fits for text, missing in [fill(each.text, values)]]


def values_of(incident: Incident, profile: Profile, published: datetime | None = None) -> dict[str, str]:
    """The fields of `core.profile.FIELDS` that an incident can fill."""
    zone = ZoneInfo(profile.timezone)
    territories = {each.code: each.title for each in profile.territories}
    blocks = {each.code: each for each in profile.blocks}
    block = blocks.get(incident.block)
    came = (published or incident.opened_at).astimezone(zone)
    found = {
        "place": incident.place,
        "territory": territories.get(incident.territory, ""),
        "theme": THEME_TITLES[incident.theme],
        "number": incident.number or str(incident.id),
        "date": f"{came:%d.%m.%Y}",
        "due": f"{incident.due_at.astimezone(zone):%d.%m.%Y, %H:%M}" if incident.due_at else "",
        "block": block.title if block else "",
        "recipient": incident.recipient or (block.head if block else ""),
        "centre": profile.centre,
        "until": f"{incident.until.astimezone(zone):%d.%m.%Y}" if incident.until else "",
    }
    return {name: value for name, value in found.items() if value}
