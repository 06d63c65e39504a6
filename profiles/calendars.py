"""Public holidays with their transfers, handed to the rules as plain dates. Source: the package `holidays`."""

from collections.abc import Iterable
from datetime import date

import holidays

from core.deadlines import Calendar
from core.errors import BadProfile
from core.profile import Profile

YEARS = range(2020, 2036)
"""Years whose holidays a calendar holds. Transfers are known for the years for which the government has set them (the
package follows its decrees); later years have the holidays of the Labour Code, art. 112."""


def of(profile: Profile, years: Iterable[int] = YEARS) -> Calendar:
    """The working calendar of a profile. Raises BadProfile for a country without holidays."""
    free, worked = days(profile.week.country, years)
    return profile.week.calendar(profile.timezone, free, worked)


def days(country: str, years: Iterable[int] = YEARS) -> tuple[frozenset[date], frozenset[date]]:
    """A country's days off and the weekend days that are worked instead; none for no country."""
    if not country:
        return frozenset(), frozenset()
    try:
        found = holidays.country_holidays(country, years=list(years))
    except NotImplementedError:
        raise BadProfile(f"праздники страны «{country}» неизвестны", ("calendar", "holidays")) from None
    return frozenset(found), frozenset(getattr(found, "weekend_workdays", ()))
