"""Whether a record is done with. Where it stands now is believed first: an outcome or a date may be of an earlier
round, and «Не решено» of a matter in work is no end. Pure."""

import re
from collections.abc import Mapping

from core.exchange import normal
from core.exchange.worked import END
from core.incidents import ENDED, STATUS_TITLES, Status

OURS = {normal(title): status in ENDED for status, title in STATUS_TITLES.items() if status is not Status.ANSWERED}
"""The states that our own tables write; «Дан ответ» leaves it to what stands beside it."""
_OPEN = re.compile(
    r"(?:в|на|у) (?:работ|исполн|рассмотр|модерац|доработ|контрол|провер|согласован|обработ|ожидан)|не "
    r"|отложен|нов(?:ый|ое|ая)\b|модерац|назначен|перенос|направлен|подготов|ожида|(?:дан )?промежуточн|зарегистрир"
    r"|возвращ|(?:пере)?открыт|повторн|принят[оаы]? (?:в|к) (?:работ|исполн|рассмотр)"
    r"|передан[оаы]? (?:исполнител|в работ|на исполн|в подвед)"
)
_CLOSED = re.compile(
    r"(?:закрыт|решен|разъяснен|завершен|выполнен|исполнен|отклонен|передан|отработан|отказан|снят|удален)[оаы]?\b"
    r"|отправлен ответ|ответ отправлен|архив"
)
UNSOLVED = re.compile(r"не ?решен")
"""Tells of the matter, not of the work: who closed it wrote so too."""


def im(row: Mapping[str, str]) -> bool:
    """The step decides; without one the outcome; «Не решено» alone ends only what was closed for a reason."""
    told = row.get("Итог", "")
    outcome = None if UNSOLVED.match(normal(told)) else told
    known = (state(each) for each in (row.get("Текущий шаг инцидента", ""), outcome or ""))
    return next((each for each in known if each is not None), bool(row.get("Причина закрытия")))


def pos(row: Mapping[str, str]) -> bool:
    """Stage and status decide; where they tell nothing, or contradict each other, the day on which the work ended."""
    known = {known for name in ("Стадия", "Статус") if (known := state(row.get(name, ""))) is not None}
    return known.pop() if len(known) == 1 else bool(row.get(END))


def state(told: str) -> bool | None:
    """Whether a state is an end; None where its words do not say.

    >>> state("В работе"), state("Закрыт"), state("Отправлен ответ заявителю"), state("Дан ответ")
    (False, True, True, None)
    """
    said = normal(told)
    if said in OURS:
        return OURS[said]
    return False if _OPEN.match(said) else True if _CLOSED.match(said) else None
