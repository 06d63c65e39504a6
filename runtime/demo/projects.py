"""Road maps of the fictional district with their measures; words written for this project."""

from datetime import date

from runtime.demo.records import Done, Due, Project
from runtime.demo.tasks import GREEN, HEATING, HOUSES


def _oct(day: int) -> date:
    return date(2026, 10, day)


def _nov(day: int) -> date:
    return date(2026, 11, day)


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
