"""Road maps against causes (decrees 000, п. 2.4; 001, п. 3.2в; 002, п. 4.3в; 003, п. 1.1): against what, by whom, until
when; what came of it is seen by the messages before and after. Their measures are `core.measures`."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.campaigns.weeks import above
from core.counts import Count
from core.errors import BadInput, IllegalMove
from core.labels import Theme
from core.profile import Profile
from core.routing import blocks_of

LONGEST = timedelta(days=3 * 366)
MOST, WEEKS = timedelta(days=28), 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoadMap:
    """Days are local; `territory` is a code of the profile, empty where it is about all of them. `ended_at`: the centre
    said that it is over, `result` what came of it. `revision` grows with each change and is the ETag."""

    id: int
    title: str
    theme: Theme
    starts: date
    ends: date
    made_at: datetime
    cause: str = ""
    block: str = ""
    territory: str = ""
    made_by: str = ""
    ended_at: datetime | None = None
    result: str = ""
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Effect:
    """Messages of its theme and territory in so many days before it began, and in as many last ones since; `sure`: the
    difference is no accident."""

    before: int
    after: int
    days: int

    @property
    def sure(self) -> bool:
        """By Anscombe's root, as elsewhere."""
        return above(max(self.before, self.after), min(self.before, self.after))


@dataclass(frozen=True, slots=True)
class Factor:
    """A theme within a territory that grew: messages of the last whole week, and of the weeks before it."""

    theme: Theme
    territory: str
    weeks: tuple[int, ...]

    @property
    def mean(self) -> float:
        """A week before the last."""
        return sum(self.weeks[:-1]) / max(len(self.weeks) - 1, 1)


def checked(card: RoadMap, profile: Profile) -> RoadMap:
    """A new road map with the block of its theme. Raises BadInput that names the field."""
    places = {each.code for each in profile.territories}
    wrong = {
        "поле «title»: пусто": not card.title.strip(),
        "поле «ends»: кончается раньше, чем начинается": card.ends < card.starts,
        "поле «ends»: дольше трёх лет": card.ends - card.starts > LONGEST,
        f"поле «territory»: в профиле нет территории «{card.territory}»": bool(card.territory)
        and card.territory not in places,
        "поле «theme»: у дорожной карты должна быть тема": card.theme is Theme.NONE,
    }
    for why, so in wrong.items():
        if so:
            raise BadInput(why)
    return replace(card, block=card.block or blocks_of(profile, card.theme)[0].code)


def ended(card: RoadMap, result: str, at: datetime) -> RoadMap:
    """The road map as over. Raises IllegalMove."""
    if card.ended_at is not None:
        raise IllegalMove(f"дорожная карта {card.id} уже завершена")
    if not result.strip():
        raise IllegalMove(f"дорожная карта {card.id}: чтобы завершить, напишите итог")
    return replace(card, ended_at=at, result=result.strip())


def compared_days(card: RoadMap, today: date) -> int:
    """How many days before and after are set against each other: those since it began, four weeks at most."""
    last = min(today, (card.ended_at.date() if card.ended_at else today))
    return min(max((last - card.starts) // DAY, 0), MOST // DAY)


def factors(counts: list[Count], least: int) -> list[Factor]:
    """Pairs of theme and territory of which the last week stands out, those with most messages more first; none where
    nothing at all came in the weeks before."""
    held: dict[tuple[Theme, str], list[int]] = {}
    for each in counts:
        own = held.setdefault((each.theme, each.territory), [0] * len(each.numbers))
        for place, number in enumerate(each.numbers):
            own[place] += number
    made = [Factor(theme, territory, tuple(weeks)) for (theme, territory), weeks in held.items()]
    begun = any(sum(each.weeks[:-1]) for each in made)
    grown = [each for each in made if begun and each.theme is not Theme.NONE and _grows(each, least)]
    return sorted(grown, key=lambda each: (each.mean - each.weeks[-1], each.theme, each.territory))


def _grows(found: Factor, least: int) -> bool:
    return found.weeks[-1] - found.mean >= least and above(found.weeks[-1], found.mean)
