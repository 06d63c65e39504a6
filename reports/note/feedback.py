"""What residents said by votes and on lines, how the channels work, what was advised (decrees 000, п. 2.2.5–2.2.8;
002, п. 4.2б, г; 003, п. 1.2в, д–ж, 2.2; 004, II.2.2–2.5)."""

from collections.abc import Sequence
from datetime import date

from core.pages import Audit
from core.pages.papers import plan_told
from core.papers import Section, Sheet
from core.reasons import said
from core.registers import Entry, Kind
from core.registers.kinds import KINDS
from nlp.speech import counted
from reports.note.saying import DASH, Given, short

VOTES, CHANNELS, ADVISED = "Голосования, опросы и прямые линии", "Каналы общения с жителями", "Рекомендации и практики"


def votes(given: Given) -> Section | None:
    """Votes that lasted in the period with their results, lines that were held."""
    if not given.facts.asked.whole:
        return None
    found = _of(given, Kind.VOTE)
    rows = tuple((each.title, _state(each), each.text("voters") or DASH, _result(each)) for each in found)
    heads = ("Голосование", "Состояние", "Участников", "Итог")
    sheets = (Sheet("Голосования и опросы", heads, rows, 3),) if rows else ()
    lines = [] if rows else ["Голосований и опросов за период не было."]
    return Section("votes", VOTES, (*lines, *map(_line, _of(given, Kind.LINE))), sheets)


def _of(given: Given, kind: Kind) -> list[Entry]:
    return [each for each in given.facts.registers if each.kind is kind]


def _state(entry: Entry) -> str:
    return KINDS[entry.kind].states[entry.state]


def _result(vote: Entry) -> str:
    results = "; ".join(vote.lines("results"))
    decided = f"Решение: {vote.text('decision')}" if vote.text("decision") else ""
    ends = f"до {short(date.fromisoformat(vote.text('ends')))}" if vote.text("ends") and not results else ""
    return ". ".join(each for each in (results or ends, decided) if each) or DASH


def _line(entry: Entry) -> str:
    host = f", проводит {_small(entry.text('host'))}" if entry.text("host") else ""
    begun = f"«{entry.title}» ({short(entry.day)}, {_state(entry)}{host})"
    if not entry.text("questions"):
        return f"{begun}."
    asked = counted(int(entry.text("questions")), "вопрос")
    after = f", после эфира — {entry.text('after')}" if entry.text("after") else ""
    return f"{begun}: {asked}; отвечено в эфире — {entry.text('answered')}{after}."


def _small(position: str) -> str:
    return position[:1].lower() + position[1:]


def channels(given: Given) -> Section | None:
    """Official pages in the period: how often they speak, what they were asked, how soon they answered, their plan."""
    if not given.facts.asked.whole:
        return None
    found = given.facts.pages
    if not found:
        return Section("channels", CHANNELS, ("Официальных страниц в реестре нет.",))
    heads = ("Официальная страница", "Публикаций", "Дней молчания подряд", "Вопросов", "Отвечено", "Время до ответа")
    rows = tuple(_page(each) for each in found)
    return Section("channels", CHANNELS, tuple(_plans(found)), (Sheet("Официальные страницы", heads, rows),))


def _page(one: Audit) -> tuple[str, ...]:
    name = one.page.organisation
    if not one.days:
        return (name, *(DASH,) * 5)
    figures = one.posts, one.silent, one.questions, one.answered
    return (name, *map(str, figures), said(one.answer) if one.answer is not None else DASH)


def _plans(found: Sequence[Audit]) -> list[str]:
    return [f"Контент-план «{each.page.organisation}»: {plan_told(each.plan)}." for each in found if each.plan]


def _gave(entry: Entry) -> str:
    return entry.text("outcome") or entry.text("effect") or DASH


def advised(given: Given) -> Section | None:
    """Recommendations that were given in the period, practices that were found; None where there were none."""
    rows = tuple(
        (
            each.title,
            each.text("whom") or each.text("where"),
            _state(each),
            _gave(each),
        )
        for each in (*_of(given, Kind.ADVICE), *_of(given, Kind.PRACTICE))
    )
    if not rows:
        return None
    heads = ("Рекомендация или практика", "Кому, где", "Состояние", "Что дала")
    return Section("advised", ADVISED, (), (Sheet("Выдано и выявлено за период", heads, rows, 3),))
