"""Plans of indicators, obligatory content, requests of the ЦУР; words written for this project."""

from datetime import date

from runtime.demo.records import Asked, Done, Wanted


def _oct(day: int) -> date:
    return date(2026, 10, day)


def _nov(day: int) -> date:
    return date(2026, 11, day)


PLANS = (("in_time", 85), ("answer_days", 8), ("solved", 60), ("substance", 70), ("satisfied", 60), ("training", 40))
SAMPLES = (
    Wanted("federal", "День народных промыслов", _nov(1), _nov(5), "Завтра, во Всероссийский день народных промыслов, "
           "приглашаем на площадь у ДК «Сплавщик»! 12:00 — концерт, 13:00 — полевая кухня, 14:00 — мастер-класс по "
           "льняной кукле. Автобус № 1 будет ходить по расписанию выходного дня."),
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
