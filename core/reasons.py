"""Reasons as data, and the table that says them in Russian."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

Detail = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided: a code, the points that it gave, and what the sentence needs."""

    code: str
    weight: float = 0.0
    detail: Detail = field(default_factory=dict)


def plural(count: int, one: str, few: str, many: str) -> str:
    """The Russian form for a count: 1 раз, 2 раза, 5 раз, 11 раз, 21 раз.

    >>> plural(3, "раз", "раза", "раз")
    '3 раза'
    """
    tens, units = count % 100, count % 10
    if units == 1 and tens != 11:
        return f"{count} {one}"
    return f"{count} {few if 2 <= units <= 4 and not 12 <= tens <= 14 else many}"


def _number(detail: Detail, name: str) -> int:
    value = detail.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0


def _percent(detail: Detail, name: str) -> str:
    value = detail.get(name, 0)
    return f"{round(100 * value)} %" if isinstance(value, int | float) else ""


def _capped(detail: Detail) -> str:
    text = "законный призыв обратиться в органы власти (59-ФЗ, ст. 6)"
    return f"{text}: выше среднего уровня не поднимается" if detail.get("capped") else text


COPIED = {"same": "слово в слово", "part": "часть целого", "edited": "с правками"}


def _copied(detail: Detail) -> str:
    return f"{COPIED.get(str(detail.get('how')), '')}, сходство {detail.get('similarity', 0)}"


def _history(detail: Detail) -> str:
    years = plural(_number(detail, "years"), "год", "года", "лет")
    return f"{years}, {plural(_number(detail, 'posts'), 'публикация', 'публикации', 'публикаций')}"


SAYINGS: dict[str, Callable[[Detail], str]] = {
    "sign": lambda detail: str(detail.get("title", "")),
    "repeated": lambda detail: (
        f"та же тема и то же место уже {plural(_number(detail, 'times'), 'раз', 'раза', 'раз')} за период"
    ),
    "reach": lambda detail: f"увидели около {plural(_number(detail, 'audience'), 'человека', 'человек', 'человек')}",
    "speed": lambda detail: (
        f"быстро расходится: ещё {plural(_number(detail, 'gained'), 'просмотр', 'просмотра', 'просмотров')}"
    ),
    "lawful_call": _capped,
    "level": lambda detail: f"уровень риска: {detail.get('title', '')}",
    "asks": lambda detail: f"житель ждёт ответа: {detail.get('title', '')}",
    "uncertain": lambda detail: "модель не уверена, нужен взгляд человека",
    "route_rule": lambda detail: f"направлено автоправилом «{detail.get('title', '')}»",
    "route_topic": lambda detail: f"блок выбран по подтеме {detail.get('topic', '')}",
    "route_word": lambda detail: f"блок выбран по слову «{detail.get('word', '')}»",
    "route_theme": lambda detail: f"блок выбран по теме «{detail.get('title', '')}»",
    "route_fallback": lambda detail: f"у темы «{detail.get('title', '')}» нет своего блока",
    "route_territory": lambda detail: f"получатель отвечает за территорию «{detail.get('title', '')}»",
    "hot_place": lambda detail: (
        f"горячая точка: то же место и та же тема "
        f"{_number(detail, 'times')}-й раз за {plural(_number(detail, 'days'), 'день', 'дня', 'дней')}"
    ),
    "opened": lambda detail: "первая публикация по этому вопросу",
    "repost": lambda detail: "повторяет публикацию этого инцидента",
    "reply": lambda detail: "ответ на публикацию этого инцидента",
    "thread": lambda detail: "в обсуждении этого инцидента",
    "copy": lambda detail: f"тот же текст: {_copied(detail)}",
    "alike": lambda detail: "похоже на тот же вопрос: тема, место, слова, время",
    "storm": lambda detail: "о том же, что и всплеск темы",
    "split": lambda detail: f"выделено человеком из инцидента {detail.get('from', '')}",
    "edited": lambda detail: "текст изменён после решения",
    "post_gone": lambda detail: (
        f"исходная публикация удалена ({_number(detail, 'gone')} из {_number(detail, 'posts')}): "
        "ответ под ней не увидят"
    ),
    "telegram_link": lambda detail: (
        "ссылка ведёт в Telegram: официальный ответ центра там не размещают, чужая публикация допустима"
    ),
    "telegram_off": lambda detail: str(detail.get("why", "")),
    "no_answer": lambda detail: "окончательный ответ ещё не дан",
    "not_quiet": lambda detail: (
        f"нужно ещё {plural(_number(detail, 'hours'), 'час', 'часа', 'часов')} без новых публикаций"
    ),
    "negative_share": lambda detail: (
        f"доля негатива в реакции {_percent(detail, 'share')}, нужно меньше {_percent(detail, 'most')}"
    ),
    "source_deaf": lambda detail: f"источник {detail.get('source', '')} не читается: его тишина ничего не значит",
    "no_measure": lambda detail: "не названа мера: что сделано или будет сделано",
    "no_date": lambda detail: "не назван срок: дата, к которой это сделано или будет сделано",
    "no_body": lambda detail: "не назван ответственный: орган, организация или должность",
    "no_denial": lambda detail: "не сказано прямо, что сведения неверны",
    "empty_phrase": lambda detail: f"«{detail.get('phrase', '')}»: {detail.get('advice', '')}",
    "item_number": lambda detail: "у инцидента тот же номер",
    "item_link": lambda detail: "ссылка ведёт на публикацию инцидента",
    "item_alike": lambda detail: "совпадают текст, место и время",
    "item_opened": lambda detail: "инцидент заведён по записи",
    "item_chosen": lambda detail: "указал сотрудник",
    "campaign_season": lambda detail: (
        f"сезон профиля: недели {detail.get('first', '')}–{detail.get('last', '')}; начало {detail.get('begins', '')}"
    ),
    "campaign_learnt": lambda detail: f"тема растёт с {detail.get('week', '')}-й недели ({_history(detail)})",
    "campaign_unlearnt": lambda detail: f"своей истории мало, срок взят из профиля ({_history(detail)})",
    "campaign_flat": lambda detail: f"по своей истории роста в эти недели не видно ({_history(detail)})",
    "campaign_storm": lambda detail: (
        f"во всплеске {plural(_number(detail, 'posts'), 'публикация', 'публикации', 'публикаций')}"
        + (f", в {detail['times']} раза больше обычного" if detail.get("times") else "")
    ),
    "campaign_growth": lambda detail: (
        f"за неделю {plural(_number(detail, 'posts'), 'публикация', 'публикации', 'публикаций')},"
        f" в среднем за четыре прежние {detail.get('mean', 0)}"
    ),
}


def say(reason: Reason) -> str:
    """The reason as a Russian phrase for a card."""
    return SAYINGS[reason.code](reason.detail)


SPANS = ((86_400, "дн"), (3_600, "ч"), (60, "мин"))


def said(span: timedelta) -> str:
    """A span in its greatest unit, in short: `3 дн`, `5 ч`, `12 мин`, `40 с`."""
    seconds = int(span.total_seconds())
    size, unit = next(((size, unit) for size, unit in SPANS if seconds >= size), (1, "с"))
    return f"{seconds // size} {unit}"
