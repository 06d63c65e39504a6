"""What the list of alerts is asked for, in the address bar. What cannot be read is left out and said so."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.web.filters import Numbers, known, plain
from core.alerts import CHANNEL_TITLES, KIND_TITLES, STATE_TITLES, AlertQuery, DeliveryState, News, Way

PAGE = 30
PATH = "/alerts"
NUMBERS = Numbers(18)
TROUBLED = (DeliveryState.UNCONFIRMED, DeliveryState.FAILED, DeliveryState.DEAD)
"""States that a person must look at."""
TROUBLE, UNTAKEN = "trouble", "no"
WAYS = {**CHANNEL_TITLES, Way.TELEGRAM: "Телеграм"}
"""Channels in Russian letters."""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "state": {TROUBLE: "требуют внимания", **{code.value: title for code, title in STATE_TITLES.items()}},
    "kind": {code.value: title for code, title in KIND_TITLES.items()},
    "channel": {code.value: title for code, title in WAYS.items()},
    "taken": {UNTAKEN: "никто не принял", "yes": "приняты"},
}
TAKEN = {"": None, UNTAKEN: False, "yes": True}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, as in the address bar; `after` is the last alert of the page before."""

    state: str = ""
    kind: str = ""
    channel: str = ""
    taken: str = ""
    after: int = 0
    wrong: tuple[str, ...] = ()

    def address(self, **more: str) -> str:
        """The list with these filters and more values."""
        pairs = {name: getattr(self, name) for name in CHOICES} | more
        line = urlencode({name: value for name, value in pairs.items() if value})
        return f"{PATH}?{line}" if line else PATH

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for."""
        return any(getattr(self, name) for name in CHOICES)

    def query(self) -> AlertQuery:
        """As the store takes it."""
        return AlertQuery(
            kinds=(News(self.kind),) if self.kind else (),
            states=TROUBLED if self.state == TROUBLE else (DeliveryState(self.state),) if self.state else (),
            channels=(Way(self.channel),) if self.channel else (),
            taken=TAKEN[self.taken],
            after=self.after or None,
            limit=PAGE,
        )


def read(asked: QueryParams) -> Filters:
    """The filters of a request."""
    wrong: list[str] = []
    given = {name: known(name, plain(asked.get(name, "")), titles, wrong) for name, titles in CHOICES.items()}
    after = known("after", plain(asked.get("after", "")), NUMBERS, wrong)
    return Filters(**given, after=int(after or 0), wrong=tuple(wrong))
