"""What the search is asked for, from the address bar and back. What cannot be read is left out and said so. None is by
author."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.web import addresses, times
from api.web.filters import LONGEST, Numbers, day, ends, known, plain
from api.web.signs import ALL, OPEN, STATES, Told
from core.finding import PostQuery
from core.flags import FlagQuery
from core.incidents import NATURE_TITLES, IncidentQuery, Nature
from core.labels import THEME_TITLES, Theme
from core.profile import Profile
from core.risk import LEVEL_TITLES, Level

PAGE = 30
IDS_MOST, WRONG_MOST, SIGN_LONGEST = 100, 5, 400
CARDS, INCIDENTS, POSTS = "cards", "incidents", "posts"
KINDS = {CARDS: "Карточки", INCIDENTS: "Инциденты", POSTS: "Публикации"}
NOBODY = (0,)
"""No incident has this number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question. `what` empty: nothing was asked yet. `state` and `nature` are of incidents only; `sign` is one of
    the map, `held` the incidents that it counts; `wrong` says what was left out."""

    what: str = ""
    q: str = ""
    theme: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    state: str = OPEN
    nature: str = ""
    level: tuple[str, ...] = ()
    incident: tuple[int, ...] = ()
    sign: str = ""
    held: tuple[int, ...] | None = field(default=None, compare=False)
    wrong: tuple[str, ...] = field(default=(), compare=False)

    @property
    def kind(self) -> str:
        """What is looked for; cards where nothing was said."""
        return self.what or CARDS

    @property
    def blank(self) -> bool:
        """Whether there is nothing to look for."""
        return self == Asked()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form carries on without showing it."""
        found = [("nature", self.nature)] if self.nature else []
        found += [("level", level) for level in self.level]
        found += [("sign", self.sign)] if self.sign else []
        return found + [("incident", str(number)) for number in self.incident]

    @property
    def ids(self) -> tuple[int, ...]:
        """The incidents that are asked for; a sign that counts none finds nothing, not everything."""
        return self.incident if self.held is None else self.held or NOBODY

    def address(self, **changed: object) -> str:
        """The search with something changed."""
        asked = replace(self, **changed)  # type: ignore[arg-type]  # names of fields, by the callers below
        fields = {"q": asked.q, "theme": asked.theme, "place": asked.place, "since": asked.since, "until": asked.until}
        fields |= {"state": asked.state if asked.state != OPEN else ""}
        line = [("what", asked.kind), *((name, said) for name, said in fields.items() if said), *asked.hidden]
        return f"{addresses.SEARCH}?{urlencode(line)}"

    def further(self, cursor: str) -> str:
        """The following page."""
        return f"{self.address()}&{urlencode({'cursor': cursor})}"

    def _themes(self) -> tuple[Theme, ...]:
        return (Theme(self.theme),) if self.theme else ()

    def cards(self, profile: Profile, after: tuple[int, int] | None = None, limit: int = PAGE) -> FlagQuery:
        """As the store takes it, for cards."""
        return FlagQuery(
            levels=tuple(map(Level, self.level)),
            themes=self._themes(),
            statuses=(),
            place=self.place,
            text=self.q,
            since=times.day_start(self.since, profile.timezone),
            until=times.day_start(self.until, profile.timezone, days=1),
            incidents=self.ids,
            after=after,
            limit=limit,
        )

    def incidents(self, profile: Profile, after: tuple[int, int] | None = None, limit: int = PAGE) -> IncidentQuery:
        """The same for incidents."""
        return IncidentQuery(
            natures=(Nature(self.nature),) if self.nature else (),
            levels=tuple(map(Level, self.level)),
            themes=self._themes(),
            place=self.place,
            text=self.q,
            ids=self.ids,
            ended=None if self.state == ALL else False,
            since=times.day_start(self.since, profile.timezone),
            until=times.day_start(self.until, profile.timezone, days=1),
            after=after,
            limit=limit,
        )

    def posts(self, profile: Profile, after: tuple[int, int] | None = None, limit: int = PAGE) -> PostQuery:
        """The same for posts."""
        return PostQuery(
            text=self.q,
            themes=self._themes(),
            place=self.place,
            since=times.day_start(self.since, profile.timezone),
            until=times.day_start(self.until, profile.timezone, days=1),
            after=after,
            limit=limit,
        )

    @classmethod
    def read(cls, found: QueryParams, profile: Profile) -> Self:
        """The question of an address."""
        wrong: list[str] = []
        said = {name: plain(found.get(name, "")).strip()[:LONGEST] for name in NAMES}
        chosen = {name: known(name, said[name], titles, wrong) for name, titles in CHOICES.items()}
        since, until = ends(wrong, *(day(name, said[name], profile, wrong) for name in DAYS))
        levels = (known("level", plain(each), LEVEL_TITLES, wrong) for each in dict.fromkeys(found.getlist("level")))
        sign = known("sign", plain(found.get("sign", ""))[:SIGN_LONGEST], _Signs(), wrong)
        numbers = [known("incident", plain(each), NUMBERS, wrong) for each in found.getlist("incident")[:IDS_MOST]]
        return cls(
            **{  # type: ignore[arg-type]  # names of fields that are texts
                **chosen,
                "state": chosen["state"] or OPEN,
                "since": since,
                "until": until,
                "q": said["q"],
                "place": said["place"],
            },
            level=tuple(filter(None, levels)),
            incident=tuple(map(int, filter(None, numbers))),
            sign=sign,
            wrong=tuple(wrong[:WRONG_MOST]),
        )


NUMBERS = Numbers(15)
"""Of incidents."""


class _Signs:
    """What may be a sign of the map."""

    def __contains__(self, said: object) -> bool:
        return isinstance(said, str) and Told.read(said) is not None


CHOICES: Mapping[str, Mapping[Any, str]] = {
    "what": KINDS,
    "theme": THEME_TITLES,
    "state": STATES,
    "nature": NATURE_TITLES,
}
DAYS = ("since", "until")
NAMES = ("what", "q", "theme", "place", "state", "nature", *DAYS)
