"""The history of an incident in sentences: who did what, when, from what to what, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.answers.placing import STANDING_TITLES, Standing
from core.deadlines import KIND_TITLES, Kind
from core.incidents import NATURE_TITLES, OUTCOME_TITLES, STATUS_TITLES, Nature, Outcome, Status, Step
from core.reasons import plural
from core.risk import LEVEL_TITLES, Level

SYSTEM = "программа"
KINDS = {"user": "", "key": "программа "}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history."""

    at: datetime
    who: str
    said: str
    reason: str


def who_of(login: str) -> str:
    """`user:ivanova` is ivanova, `key:crm` another program, what nobody did the program itself."""
    kind, colon, name = login.partition(":")
    return f"{KINDS.get(kind, '')}{name}" if colon else SYSTEM


def _status(code: str) -> str:
    return STATUS_TITLES[Status(code)] if code in set(Status) else code


def _level(code: str) -> str:
    return LEVEL_TITLES[Level(code)] if code in set(Level) else code


def _nature(code: str) -> str:
    return NATURE_TITLES[Nature(code)] if code in set(Nature) else code


def _outcome(code: str) -> str:
    return OUTCOME_TITLES[Outcome(code)] if code in set(Outcome) else code


def _posts(step: Step) -> str:
    found = step.detail.get("posts", ())
    count = len(found) if isinstance(found, Sequence) else 0
    return plural(count, "публикация", "публикации", "публикаций")


def _opened(step: Step) -> str:
    split = step.detail.get("split")
    return f"выделен из инцидента {split}" if split else f"заведён: {_nature(str(step.detail.get('nature', '')))}"


def _answered(step: Step) -> str:
    return "внесён ответ" if step.after == "final" else "внесён промежуточный ответ"


def _kind(code: str) -> str:
    return f"«{KIND_TITLES[Kind(code)]}»" if code in set(Kind) else code


def _kinds(step: Step) -> str:
    found = step.detail.get("kinds", ())
    return ", ".join(_kind(str(each)) for each in found) if isinstance(found, Sequence) else ""


def _clock(step: Step) -> str:
    state = "просрочен" if step.after == "overdue" else "близок"
    return f"срок {_kind(str(step.detail.get('kind', '')))} {state}"


def _standing(code: str) -> str:
    return STANDING_TITLES[Standing(code)] if code in set(Standing) else code


def _absorbed(step: Step) -> str:
    if step.detail.get("undone"):
        return f"выделение в инцидент {step.before} отменено: {_posts(step)}"
    return f"принял инцидент {step.before}: {_posts(step)}"


def _merged(step: Step) -> str:
    if step.detail.get("undone"):
        return f"выделение отменено, снова в инциденте {step.after}: {_posts(step)}"
    return f"объединён с инцидентом {step.after}: {_posts(step)}"


SAYINGS: Mapping[str, Callable[[Step], str]] = {
    "open": _opened,
    "join": lambda step: "присоединена новая публикация",
    "move": lambda step: f"{_status(step.before)} → {_status(step.after)}",
    "level": lambda step: f"уровень: {_level(step.before)} → {_level(step.after)}",
    "nature": lambda step: f"{_nature(step.before)} → {_nature(step.after)}",
    "noted": lambda step: "внесены обстоятельства и меры",
    "answer": _answered,
    "links": lambda step: "добавлены ссылки на публикации ответа",
    "outcome": lambda step: f"итог: {_outcome(step.after)}",
    "split": lambda step: f"{_posts(step)}: выделено в инцидент {step.after}",
    "merge": _merged,
    "absorb": _absorbed,
    "unmerge": lambda step: f"объединение с инцидентом {step.before} отменено",
    "return": lambda step: f"инцидент {step.after} снова отдельно",
    "apart": lambda step: f"с инцидентом {step.after} это разные вопросы",
    "unapart": lambda step: f"один ли это вопрос с инцидентом {step.before} — снова спрашивается",
    "storm": lambda step: "начался всплеск темы",
    "calm": lambda step: "всплеск утих",
    "clock": _clock,
    "pause": lambda step: f"сроки приостановлены: {_kinds(step)}",
    "resume": lambda step: f"сроки идут снова: {_kinds(step)}",
    "extend": lambda step: f"срок ответа продлён, дней: {step.detail.get('days', '')}",
    "number": lambda step: f"внесён номер {step.detail.get('number', '')}",
    "letter": lambda step: "написано получателю без учётной записи",
    "offer": lambda step: "пришёл ответ по одноразовой ссылке",
    "judge": lambda step: "ответ по ссылке принят" if step.after == "accepted" else "ответ по ссылке отклонён",
    "promise": lambda step: "обещанный срок прошёл",
    "propose": lambda step: "предложено: отработан",
    "withdraw": lambda step: "предложение «отработан» снято",
    "placing": lambda step: f"публикация ответа: {_standing(step.before)} → {_standing(step.after)}",
    "exchange": lambda step: f"связан с записью {step.after}",
    "unexchange": lambda step: f"отвязан от записи {step.before}",
    "score": lambda step: "внесена оценка ПОС",
}


def _other(step: Step) -> str:
    return "изменён"


def entries_of(history: Sequence[Step]) -> list[Entry]:
    """The history, the newest first; posts that joined one after another stand in one line."""
    found: list[Entry] = []
    for joined, steps in groupby(reversed(history), lambda step: step.action == "join" and not step.reason):
        told = list(steps)
        found += [_joined(told)] if joined and len(told) > 1 else map(_entry, told)
    return found


def _entry(step: Step) -> Entry:
    said = SAYINGS.get(step.action, _other)(step)
    return Entry(step.at, who_of(step.who), said, "" if step.reason == said else step.reason)


def _joined(steps: Sequence[Step]) -> Entry:
    said = plural(len(steps), "новая публикация", "новые публикации", "новых публикаций")
    return Entry(steps[0].at, who_of(steps[0].who), f"присоединено: {said}", "")
