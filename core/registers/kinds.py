"""Which registers there are, what an entry of each tells, and through which states it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A register of the centre."""

    VOTE = "vote"
    MEETING = "meeting"
    LINE = "line"
    PLAN = "plan"
    ADVICE = "advice"
    PRACTICE = "practice"
    TRAINING = "training"


class Type(StrEnum):
    """What a field holds: a line, a text (lines of it are points), a day, a number, an address, one of several."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    LINK = "link"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its code and title; `needed` before the state of that name (empty: never); `follows`: its day is not
    before the entry's own."""

    code: str
    title: str
    type: Type = Type.LINE
    needed: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register: what it is called, what one entry is, by which decree, its fields, its states in their order (code ->
    title), and what its day means."""

    title: str
    one: str
    source: str
    day: str
    fields: tuple[Field, ...]
    states: Mapping[str, str]
    tasks: bool = False

    @property
    def first(self) -> str:
        """The state in which an entry begins."""
        return next(iter(self.states))

    def field(self, code: str) -> Field | None:
        """The field of a code."""
        return next((each for each in self.fields if each.code == code), None)


RESULTS = "По строке на вариант: «Сквер у школы — 214»."
KINDS: Mapping[Kind, Register] = {
    Kind.VOTE: Register(
        "Голосования и опросы",
        "Голосование",
        "Боготол, п. III.4.4; Хиславичи, п. 1.2в; Батецкий, п. 2.2.5",
        "Начало",
        (
            Field("question", "Вопрос", Type.TEXT, "planned"),
            Field("platform", "Площадка", hint="модуль «Голосования» ПОС, ВКонтакте, очно"),
            Field("ends", "Окончание", Type.DAY, follows=True),
            Field("voters", "Приняли участие", Type.NUMBER, "closed"),
            Field("results", "Результаты", Type.TEXT, "closed", RESULTS),
            Field("decision", "Принятое решение", Type.TEXT, "decided"),
            Field("link", "Ссылка", Type.LINK),
        ),
        {"planned": "готовится", "open": "идёт", "closed": "подведены итоги", "decided": "решение принято"},
    ),
    Kind.MEETING: Register(
        "Заседания МЦУ",
        "Заседание",
        "Боготол, п. III.2–3",
        "Дата",
        (
            Field("form", "Форма", Type.CHOICE, "planned", choices=("очная", "заочная")),
            Field("number", "Номер протокола", needed="held"),
            Field("place", "Место"),
            Field("agenda", "Повестка", Type.TEXT, "planned", "По строке на вопрос."),
            Field("present", "Участвовали", Type.TEXT, "held", "Должности, по строке на каждую; имён не нужно."),
            Field("heard", "Слушали", Type.TEXT),
            Field("decided", "Решили", Type.TEXT, "held"),
        ),
        {"planned": "готовится", "held": "проведено", "sent": "протокол направлен", "done": "исполнено"},
        tasks=True,
    ),
    Kind.LINE: Register(
        "Прямые линии",
        "Прямая линия",
        "Хиславичи, п. 2.2",
        "Дата",
        (
            Field("theme", "Тема", needed="planned"),
            Field("host", "Проводит (должность)", needed="planned"),
            Field("platform", "Площадка"),
            Field("questions", "Поступило вопросов", Type.NUMBER, "held"),
            Field("answered", "Отвечено в эфире", Type.NUMBER, "held"),
            Field("after", "Отвечено после", Type.NUMBER),
            Field("gist", "Главные вопросы", Type.TEXT),
            Field("link", "Ссылка", Type.LINK),
        ),
        {"planned": "готовится", "held": "проведена", "done": "ответы даны"},
        tasks=True,
    ),
    Kind.PLAN: Register(
        "Контент-план",
        "Публикация по плану",
        "Хиславичи, п. 2.7б; Губкин, п. 3.6; Батецкий, п. 2.2.12",
        "Выйти должна",
        (
            Field("page", "Страница", needed="planned", hint="vk:yasnobor_adm"),
            Field("gist", "О чём", Type.TEXT),
            Field("level", "Вид", Type.CHOICE, choices=("муниципальная", "региональная", "федеральная")),
            Field("link", "Ссылка на вышедшую", Type.LINK, "placed"),
            Field("placed", "Вышла", Type.DAY, "placed"),
            Field("why", "Почему не вышла", needed="missed"),
        ),
        {"planned": "в плане", "placed": "вышла", "missed": "не вышла"},
    ),
    Kind.ADVICE: Register(
        "Рекомендации",
        "Рекомендация",
        "Батецкий, п. 2.2.6, 2.2.8; Хиславичи, п. 1.2д, 1.2ж",
        "Дата",
        (
            Field("whom", "Кому (должность, учреждение)", needed="given"),
            Field("gist", "Суть", Type.TEXT, "given"),
            Field("basis", "Основание", Type.TEXT, hint="Что показали обращения, аудит, реакция."),
            Field("due", "Срок", Type.DAY, follows=True),
            Field("outcome", "Что сделано", Type.TEXT, "done"),
        ),
        {"given": "выдана", "taken": "принята", "done": "выполнена", "refused": "отклонена"},
    ),
    Kind.PRACTICE: Register(
        "Лучшие практики",
        "Практика",
        "Батецкий, п. 2.2.7; Хиславичи, п. 1.2е",
        "Дата",
        (
            Field("where", "Где применена", needed="found"),
            Field("gist", "Суть", Type.TEXT, "found"),
            Field("effect", "Что дала", Type.TEXT),
            Field("spread", "Где ещё внедряется", Type.TEXT, "spread"),
            Field("link", "Ссылка", Type.LINK),
        ),
        {"found": "выявлена", "spread": "внедряется", "kept": "внедрена"},
    ),
    Kind.TRAINING: Register(
        "Обучение",
        "Занятие",
        "Губкин, п. 2.1г; Батецкий, п. 2.2.10",
        "Дата",
        (
            Field("subject", "Направление", needed="planned"),
            Field("people", "Обучено сотрудников", Type.NUMBER, "held"),
            Field("hours", "Часов", Type.NUMBER, "held"),
            Field("by", "Кто проводит (учреждение)"),
        ),
        {"planned": "запланировано", "held": "проведено"},
    ),
}
