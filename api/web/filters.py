"""The queue's filters in the address bar. What cannot be read is left out and said so; there is none by author."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.web import times
from core import periods
from core.errors import BadInput
from core.flags import STATUS_TITLES, FlagQuery, FlagStatus
from core.labels import THEME_TITLES, Theme
from core.profile import Profile
from core.risk import LEVEL_TITLES, Level

PAGE = 30
LONGEST = 200
ANY = "all"
STATUSES: dict[str, str] = {**{code.value: title for code, title in STATUS_TITLES.items()}, ANY: "в любом состоянии"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for. `since` and `until` are local days, both inclusive; `wrong` says what was left out."""

    level: tuple[str, ...] = ()
    theme: str = ""
    block: str = ""
    source: str = ""
    place: str = ""
    text: str = ""
    since: str = ""
    until: str = ""
    status: str = FlagStatus.OPEN.value
    wrong: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as in the address bar; what is usual is left out."""
        found = [("level", level) for level in self.level]
        found += [(name, getattr(self, name)) for name in NAMES if getattr(self, name)]
        return [pair for pair in found if pair != ("status", FlagStatus.OPEN.value)]

    @property
    def line(self) -> str:
        """The filters as the query of an address, with its question mark; empty without filters."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for besides the open cards."""
        return bool(self.pairs)

    @property
    def further(self) -> int:
        """How many filters of the folded part are in use."""
        folded = {"block", "source", "place", "since", "until", "status"}
        return sum(name in folded for name, _ in self.pairs)

    def address(self, path: str, **more: str) -> str:
        """A path with these filters and more values."""
        line = urlencode([*self.pairs, *more.items()])
        return f"{path}?{line}" if line else path

    def query(
        self,
        profile: Profile,
        after: tuple[int, int] | None = None,
        limit: int = PAGE,
        newer_than: int | None = None,
    ) -> FlagQuery:
        """As the store takes it; `newer_than` asks only for cards with a greater id."""
        return FlagQuery(
            levels=tuple(map(Level, self.level)),
            themes=(Theme(self.theme),) if self.theme else (),
            blocks=(self.block,) if self.block else (),
            sources=(self.source,) if self.source else (),
            statuses=() if self.status == ANY else (FlagStatus(self.status),),
            place=self.place,
            text=self.text,
            since=times.day_start(self.since, profile.timezone),
            until=times.day_start(self.until, profile.timezone, days=1),
            after=after,
            limit=limit,
            newer_than=newer_than,
        )


NAMES = ("theme", "block", "source", "place", "text", "since", "until", "status")
TITLES = {
    "level": "уровень",
    "theme": "тема",
    "block": "блок",
    "source": "источник",
    "status": "состояние",
    "since": "с даты",
    "until": "по дату",
    "what": "где искать",
    "state": "состояние",
    "nature": "вид",
    "incident": "инцидент",
    "sign": "знак карты",
    "from": "начало срока",
    "to": "конец срока",
    "kind": "о чём",
    "channel": "каким путём",
    "taken": "приняты ли",
    "days": "за сколько дней",
    "month": "месяц",
    "year": "год",
    "group": "о чём",
    "system": "система",
    "after": "раньше извещения",
    "slice": "что размечать",
    "trial": "проверка правил",
}


class Numbers:
    """What may be a number of so many digits at most."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def __contains__(self, said: object) -> bool:
        return isinstance(said, str) and said.isascii() and said.isdecimal() and len(said) <= self.digits


def plain(text: str) -> str:
    """Without NUL, which a person never types and a database may refuse."""
    return text.replace("\0", "")


def known(name: str, given: str, allowed: Container[str], wrong: list[str]) -> str:
    """A value that the filter has; of another is said that there is none."""
    if given and given not in allowed:
        wrong.append(f"фильтр «{TITLES[name]}»: значения «{given[:40]}» нет")
        return ""
    return given


def day(name: str, given: str, profile: Profile, wrong: list[str]) -> str:
    """A local day; of what is none it is said."""
    if given and times.day_start(given, profile.timezone, days=1) is None:
        wrong.append(f"фильтр «{TITLES[name]}»: «{given[:40]}» — не дата")
        return ""
    return given


def month(given: str, zone: str, wrong: list[str]) -> str:
    """A month (`2026-11`); of what is none it is said."""
    try:
        return f"{periods.month(given, zone).first:%Y-%m}" if given else ""
    except BadInput:
        wrong.append(f"фильтр «{TITLES['month']}»: «{given[:40]}» — не месяц")
        return ""


def ends(wrong: list[str], since: str, until: str) -> tuple[str, str]:
    """The two days; a last one before the first is left out and said so: nothing found must not look like peace."""
    if since and until and date.fromisoformat(until) < date.fromisoformat(since):
        wrong.append(f"фильтр «{TITLES['until']}»: {until} раньше дня «{TITLES['since']}»")
        return since, ""
    return since, until


def read(asked: QueryParams, profile: Profile, sources: Sequence[str]) -> Filters:
    """The filters of a request; `sources` are the known ones as `platform:address`."""
    wrong: list[str] = []
    given = {name: plain(asked.get(name, "")).strip()[:LONGEST] for name in NAMES}
    levels = [
        known("level", plain(each), list(LEVEL_TITLES), wrong) for each in dict.fromkeys(asked.getlist("level")[:10])
    ]
    first, last = ends(wrong, *(day(name, given[name], profile, wrong) for name in ("since", "until")))
    return Filters(
        level=tuple(filter(None, levels)),
        theme=known("theme", given["theme"], list(THEME_TITLES), wrong),
        block=known("block", given["block"], [block.code for block in profile.blocks], wrong),
        source=known("source", given["source"], sources, wrong),
        place=given["place"],
        text=given["text"],
        since=first,
        until=last,
        status=known("status", given["status"], list(STATUSES), wrong) or FlagStatus.OPEN.value,
        wrong=tuple(wrong),
    )
