"""The list's filters in the address bar. What cannot be read is left out and said so; there is none by author."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.web.filters import LONGEST, PAGE, plain
from core.incidents import NATURE_TITLES, STATUS_TITLES, Deadline, IncidentQuery, Nature, Order, Status
from core.labels import THEME_TITLES, Theme
from core.profile import Profile
from core.risk import LEVEL_TITLES, Level

OPEN, ENDED, ALL = "open", "ended", "all"
STATES = {OPEN: "не завершены", ENDED: "завершены", ALL: "все"}
TERMS = {"overdue": "просрочены", "near": "срок близко"}
STORMS = {"yes": "всплески", "no": "без всплесков"}
TITLES = {
    "nature": "вид",
    "status": "состояние",
    "theme": "тема",
    "block": "блок",
    "territory": "территория",
    "level": "уровень",
    "storm": "всплеск",
    "state": "работа",
    "term": "срок",
}
NAMES = ("nature", "status", "theme", "block", "territory", "storm", "state", "term", "place", "text")
FOLDED = frozenset({"term", "block", "territory", "storm", "place", "status"})
CLOSING = {OPEN: False, ENDED: True, ALL: None}
STORMY = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, as in the address bar; `wrong` says what was left out."""

    level: tuple[str, ...] = ()
    nature: str = ""
    status: str = ""
    theme: str = ""
    block: str = ""
    territory: str = ""
    storm: str = ""
    term: str = ""
    state: str = OPEN
    place: str = ""
    text: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values; what is usual is left out."""
        found = [("level", level) for level in self.level]
        found += [(name, getattr(self, name)) for name in NAMES if getattr(self, name)]
        return [pair for pair in found if pair != ("state", OPEN)]

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for besides the open ones."""
        return bool(self.pairs)

    @property
    def further(self) -> int:
        """How many filters of the folded part are in use."""
        return sum(name in FOLDED for name, _ in self.pairs)

    def address(self, path: str, **more: str) -> str:
        """A path with these filters and more values."""
        line = urlencode([*self.pairs, *more.items()])
        return f"{path}?{line}" if line else path

    def query(self, at: datetime, after: tuple[int, int] | None = None, limit: int = PAGE) -> IncidentQuery:
        """As the store takes it. Who asks for a status asks for it whether it ends the work or not."""
        return IncidentQuery(
            statuses=(Status(self.status),) if self.status else (),
            natures=(Nature(self.nature),) if self.nature else (),
            levels=tuple(map(Level, self.level)),
            themes=(Theme(self.theme),) if self.theme else (),
            blocks=(self.block,) if self.block else (),
            territories=(self.territory,) if self.territory else (),
            place=self.place,
            text=self.text,
            storm=STORMY[self.storm],
            ended=None if self.status else CLOSING[self.state],
            deadlines=(Deadline(self.term),) if self.term else (),
            at=at if self.term else None,
            order=Order.DUE if self.term else Order.DANGER,
            after=after,
            limit=limit,
        )


def choices(profile: Profile) -> dict[str, dict[str, str]]:
    """Values of each filter with their Russian names."""
    return {
        "nature": {code.value: title for code, title in NATURE_TITLES.items()},
        "status": {code.value: title for code, title in STATUS_TITLES.items()},
        "theme": dict(sorted(((code.value, title) for code, title in THEME_TITLES.items()), key=lambda pair: pair[1])),
        "block": {block.code: block.title for block in profile.blocks},
        "territory": {each.code: each.title for each in profile.territories},
        "level": {code.value: title for code, title in LEVEL_TITLES.items()},
        "storm": STORMS,
        "term": TERMS,
        "state": STATES,
    }


def read(asked: QueryParams, profile: Profile) -> Filters:
    """The filters of a request."""
    allowed, wrong = choices(profile), list[str]()
    given = {name: plain(asked.get(name, "")).strip()[:LONGEST] for name in NAMES}
    levels = [plain(each) for each in dict.fromkeys(asked.getlist("level")[:10])]
    known = {name: _known(name, given[name], allowed[name], wrong) for name in NAMES if name in allowed}
    told = tuple(filter(None, (_known("level", each, allowed["level"], wrong) for each in levels)))
    free = {name: given[name] for name in ("place", "text")}
    known["state"] = known["state"] or OPEN
    return replace(Filters(**known, **free), level=told, wrong=tuple(wrong))  # type: ignore[arg-type]  # text fields


def _known(name: str, given: str, allowed: Sequence[str] | dict[str, str], wrong: list[str]) -> str:
    if given and given not in allowed:
        wrong.append(f"фильтр «{TITLES[name]}»: значения «{given[:40]}» нет")
        return ""
    return given
