"""Open incidents of items of «Инцидент менеджмент» and ПОС that nobody knew."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.errors import BadInput
from core.exchange import SYSTEM_CHANNELS, Item, ItemQuery, Link, Linked, System
from core.incidents import Applicant, Board, Intake, Regime
from core.incidents.intake import check
from core.labels import Theme
from core.ports import Ledger, Work
from core.profile import Profile
from core.reasons import Reason
from core.scope import Right, Scope
from core.usecases.intake import Judged, free, registered
from core.usecases.linking import Lemmas, Told, keep_links, newcomers, silent
from core.usecases.timing import Memo

OPENED_TOGETHER = 25
"""Items that are opened in one transaction: others wait for it to end."""
Judge = Callable[[Sequence[Intake]], Sequence[Judged]]


def open_items(
    ledger: Ledger,
    scope: Scope,
    profile: Profile,
    lemmas: Lemmas,
    judge: Judge,
    system: System,
    at: datetime,
    told: Told = silent,
) -> tuple[int, int]:
    """Open incidents of items that are not finished, of late, and of no incident: how many, and how many were refused.
    An appeal keeps its number; where it is known already the item is left. What is known is read once: each new one is
    compared with it and with those opened before. The model is asked of many at once, outside the transaction that
    keeps them."""
    scope.demand(Right.EXCHANGE)
    scope.demand(Right.INTAKE)
    with ledger.read() as work:
        query = ItemQuery(system, Link.NONE, since=at - profile.repeat_window, finished=False, limit=5000)
        found = work.exchange.find(scope, query)
        since = min((each.received for each in found), default=at) - profile.repeat_window
        board = work.grouping.board(scope, since, newcomers(found, lemmas))
    made, memo = 0, Memo()
    for start in range(0, len(found), OPENED_TOGETHER):
        part = [
            (each, given) for each in found[start : start + OPENED_TOGETHER] if (given := _sound(each, profile, at))
        ]
        ready = judge([given for _, given in part])
        with ledger.begin() as work:
            for (each, _), one in zip(part, ready, strict=True):
                made += _opened(work, scope, profile, each, one, board, memo, at)
        told("Заведение инцидентов", min(start + OPENED_TOGETHER, len(found)), len(found))
    return made, len(found) - made


def _sound(item: Item, profile: Profile, at: datetime) -> Intake | None:
    """What an item is registered as; None for one that nobody could register by hand either."""
    given = _intake(item, at)
    try:
        check(given, profile, at)
    except BadInput:
        return None
    return given


def _opened(
    work: Work, scope: Scope, profile: Profile, item: Item, ready: Judged, board: Board, memo: Memo, at: datetime
) -> bool:
    """Whether an incident was opened; nothing is written before the number is known to be free."""
    try:
        free(work, scope, ready.given)
    except BadInput:
        return False
    opened = registered(work, scope, profile, ready, at, board, memo)
    said = Linked(Link.LINKED, opened.id, Reason("item_opened"), scope.who)
    keep_links(work, scope, [item], {item.id: said}, ZoneInfo(profile.timezone), at)
    return True


def _intake(item: Item, at: datetime) -> Intake:
    return Intake(
        SYSTEM_CHANNELS[item.system],
        Regime.APPEAL if item.appeal else Regime.MESSAGE,
        Applicant.CITIZEN,
        item.text,
        item.received,
        number=item.number,
        place=item.place[:200],
        theme=None if item.theme is Theme.NONE else item.theme,
        registered=min(item.received, at),
    )
