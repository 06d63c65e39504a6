"""What the fictional district keeps: the words of its registers, road maps and plans, written for this project."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.registers import Kind

HEATING, HOUSES = "Директор МУП «Яснотепло»", "Начальник отдела ЖКХ"
GREEN, SAFE = "Начальник отдела благоустройства", "Начальник отдела гражданской обороны и чрезвычайных ситуаций"


def _oct(day: int) -> date:
    return date(2026, 10, day)


def _nov(day: int) -> date:
    return date(2026, 11, day)


@dataclass(frozen=True, slots=True)
class Done:
    """When something was done, and what proves it."""

    day: date
    proof: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done, by which position, until when."""

    what: str
    block: str
    position: str
    due: date
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of a register; `days` are fields of its body that hold days."""

    kind: Kind
    title: str
    day: date
    state: str
    body: Mapping[str, str | int]
    days: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """A road map."""

    title: str
    theme: str
    territory: str
    cause: str
    starts: date
    ends: date
    measures: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Obligatory content."""

    level: str
    title: str
    starts: date
    ends: date
    text: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the ЦУР."""

    number: str
    what: str
    received: date
    due: date
    done: Done | None = None


PAGE = "vk:yasnobor_adm"
ENTRIES = (
    Kept(
        Kind.VOTE,
        "Проекты инициативного бюджета",
        _oct(27),
        "decided",
        {
            "question": "Какой проект инициативного бюджета выполнить в следующем году первым?",
            "platform": "модуль «Голосования» ПОС, МФЦ",
            "voters": 1187,
            "results": "Освещение ул. Сосновой — 512\nСквер у школы № 2 — 348\nКолодец в Ольхомшево — 201\n"
            "Площадка для выгула собак — 126",
            "decision": "Включить освещение ул. Сосновой в план на первый квартал; сквер у школы № 2 — на второй.",
        },
        {"ends": _nov(17)},
    ),
    Kept(
        Kind.VOTE,
        "Часы работы катка",
        _nov(18),
        "open",
        {"question": "До какого часа открывать каток на стадионе «Льнянка»?", "platform": "ВКонтакте"},
        {"ends": _nov(25)},
    ),
    Kept(
        Kind.LINE,
        "Когда дадут тепло",
        _nov(16),
        "done",
        {
            "theme": "Авария на котельной № 3",
            "host": "Заместитель главы администрации по ЖКХ",
            "platform": "площадка у котельной, ВКонтакте",
            "questions": 43,
            "answered": 31,
            "after": 12,
            "gist": "Когда дадут тепло\nГде взять обогреватель\nБудет ли перерасчёт",
        },
    ),
    Kept(
        Kind.ADVICE,
        "Отвечать о мере, сроке и ответственном",
        _nov(13),
        "taken",
        {
            "whom": "Начальник отдела дорожного хозяйства и транспорта",
            "gist": "В ответах о ямах и маршрутах называть меру, срок и ответственного; не отсылать к перевозчику.",
            "basis": "Ответы по ул. Заречной и маршруту № 104 жители называют отпиской.",
        },
        {"due": _nov(27)},
    ),
    Kept(
        Kind.ADVICE,
        "Публиковать график промывок заранее",
        _nov(6),
        "done",
        {
            "whom": "Директор МУП «Ясноводоканал»",
            "gist": "Размещать график промывки сетей за двое суток до работ.",
            "basis": "Слух об отравлении воды появился после промывки без предупреждения.",
            "outcome": "График на неделю размещён 9 ноября.",
        },
    ),
    Kept(
        Kind.PRACTICE,
        "Обход подъездов после пуска тепла",
        _nov(18),
        "spread",
        {
            "where": "УК «Яснодом»",
            "gist": "Слесари обходят стояки по адресам из комментариев в день пуска.",
            "effect": "Сообщений о холодных стояках на третий день — два.",
            "spread": "Управляющие организации Лосемхи",
        },
    ),
    Kept(
        Kind.TRAINING,
        "Ответы жителям в социальных сетях",
        _nov(12),
        "held",
        {"subject": "Работа с сообщениями", "people": 12, "hours": 4, "by": "Центр управления регионом"},
    ),
    Kept(Kind.PLAN, "График промывки сетей водоснабжения на неделю", _nov(9), "planned", {"page": PAGE}),
    Kept(Kind.PLAN, "Заливка катка на стадионе «Льнянка»", _nov(17), "planned", {"page": PAGE}),
    Kept(
        Kind.PLAN,
        "Порядок перерасчёта платы за отопление",
        _nov(19),
        "missed",
        {"page": PAGE, "why": "порядок ещё не утверждён"},
    ),
    Kept(Kind.PLAN, "Итоги недели МЦУ", _nov(20), "planned", {"page": PAGE}),
)
MEETING = Kept(
    Kind.MEETING,
    "Заседание о готовности к холодам",
    _nov(13),
    "sent",
    {
        "form": "очная",
        "number": "3",
        "place": "зал заседаний администрации",
        "agenda": "О готовности котельных к похолоданию\nОб отлове животных без владельцев у школы № 1",
        "present": "управляющий делами администрации\nначальник отдела информационной политики\n"
        "заместитель главы администрации по ЖКХ\nначальник отдела благоустройства",
        "heard": "заместителя главы администрации по ЖКХ — о запасе насосов и топлива\n"
        "начальника отдела гражданской обороны и чрезвычайных ситуаций — о мерах у школы № 1",
        "decided": "принять сведения о подготовке к холодам\nусилить дежурство у школы № 1 до конца четверти",
    },
)
TASKS = (
    Due(
        "Проверить резервные насосы всех котельных",
        "communal",
        HEATING,
        _nov(18),
        Done(_nov(19), "акты проверки четырёх котельных"),
    ),
    Due("Обследовать гаражи на Торфяной и подступы к школе № 1", "safety", SAFE, _nov(17), Done(_nov(16), "акт")),
    Due("Подготовить порядок выдачи обогревателей по адресам", "communal", HOUSES, _nov(20)),
)
PROJECTS = (
    Project(
        "Надёжность котельной № 3",
        "housing",
        "yasnoborsk",
        "Сетевой насос изношен, резервного нет: закупка шла с августа.",
        _nov(17),
        date(2027, 3, 31),
        (
            Due("Заменить сетевой насос котельной № 3", "communal", HEATING, _nov(17), Done(_nov(17), "акт пуска")),
            Due("Закупить резервный насос", "communal", HEATING, date(2026, 12, 15)),
            Due("Заменить 120 м теплотрассы по улице Механизаторов", "communal", HEATING, date(2027, 3, 31)),
            Due("Разместить порядок перерасчёта платы за отопление", "communal", HOUSES, _nov(20)),
        ),
    ),
    Project(
        "Закрытые люки",
        "landscaping",
        "yasnoborsk",
        "У колодцев нет учёта: неизвестно, чей люк и кто его закрывает.",
        _oct(31),
        _nov(30),
        (
            Due(
                "Обследовать люки в жилой застройке",
                "improvement",
                GREEN,
                _nov(3),
                Done(_nov(3), "ведомость, 214 люков"),
            ),
            Due("Закрыть 17 открытых люков", "improvement", GREEN, _nov(10), Done(_nov(12), "фотографии в отчёте")),
            Due("Вести реестр колодцев с балансодержателями", "improvement", GREEN, _nov(30)),
        ),
    ),
)
PLANS = (("in_time", 85), ("answer_days", 8), ("solved", 60), ("substance", 70), ("satisfied", 60), ("training", 40))
SAMPLES = (
    Wanted("federal", "День народного единства", _nov(1), _nov(5), "Завтра, в День народного единства, приглашаем на "
           "площадь у ДК «Сплавщик»! 12:00 — концерт, 13:00 — полевая кухня, 14:00 — мастер-класс по льняной кукле. "
           "Автобус № 1 будет ходить по расписанию выходного дня."),
    Wanted("federal", "Всероссийская неделя сбережений", _nov(9), _nov(20), tag="неделясбережений"),
    Wanted("regional", "Осенние субботники", _oct(21), _nov(8), tag="субботник"),
)  # fmt: skip
INQUIRIES = (
    Asked(
        "14-02/311",
        "Материалы о работе МЦУ за октябрь",
        _nov(3),
        _nov(10),
        Done(_nov(9), "справка и таблица показателей направлены"),
    ),
    Asked("14-02/338", "Сведения о ходе отопительного сезона и обращениях жителей", _nov(18), _nov(25)),
)
