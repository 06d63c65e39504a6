"""Public holidays with their transfers, handed to the rules as plain dates. Source: the package `holidays`."""

from dataclasses import dataclass
from functools import lru_cache

from core.deadlines import Calendar
from core.errors import BadProfile
from core.profile import Profile
from core.profile.duties import Days, no_days

YEARS = range(2020, 2036)
"""Years whose holidays a calendar holds. Transfers are known for the years for which the government has set them (the
package follows its decrees); later years have the holidays of the Labour Code, art. 112."""


def of(profile: Profile) -> Calendar:
    """The working calendar of a profile. Raises BadProfile for a country without holidays."""
    return profile.week.calendar(profile.timezone, *days(profile.week.country))


@dataclass(frozen=True, slots=True)
class Known:
    """The days of a country, reckoned when they are first asked for: that takes a second."""

    country: str

    def __call__(self) -> Days:
        """Days off, and weekend days that are worked instead."""
        return days(self.country)


@lru_cache(maxsize=4)
def days(country: str) -> Days:
    """A country's days off and the weekend days that are worked instead; none for no country."""
    if not country:
        return no_days()
    import holidays  # 0.1 s, which no command needs that reckons no term

    try:
        found = holidays.country_holidays(country, years=list(YEARS))
    except NotImplementedError:
        raise BadProfile(f"праздники страны «{country}» неизвестны", ("calendar", "holidays")) from None
    return frozenset(found), frozenset(getattr(found, "weekend_workdays", ()))
