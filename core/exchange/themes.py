"""Groups of «Инцидент менеджмент» and categories of ПОС -> themes. Titles first, then words that a title holds, then
what topics without their groups are called by."""

import re
from collections.abc import Mapping
from functools import lru_cache

from core.labels import THEME_TITLES, Theme

_TITLES: Mapping[str, Theme] = {
    title.lower().replace("ё", "е"): theme for theme, title in THEME_TITLES.items() if theme is not Theme.NONE
}
"""«Без темы» is none: what stands beside it may tell one."""
_WORDS: tuple[tuple[str, Theme], ...] = (
    ("мусор", Theme.WASTE),
    ("отход", Theme.WASTE),
    ("тко", Theme.WASTE),
    ("свалк", Theme.WASTE),
    ("общественный транспорт", Theme.TRANSIT),
    ("пассажирск", Theme.TRANSIT),
    ("автобус", Theme.TRANSIT),
    ("дорог", Theme.ROADS),
    ("дорож", Theme.ROADS),
    ("тротуар", Theme.ROADS),
    ("электро", Theme.ENERGY),
    ("газоснаб", Theme.ENERGY),
    ("газификац", Theme.ENERGY),
    ("энергет", Theme.ENERGY),
    ("многоквартирн", Theme.HOUSING),
    ("жкх", Theme.HOUSING),
    ("жилищ", Theme.HOUSING),
    ("водоснаб", Theme.HOUSING),
    ("отоплен", Theme.HOUSING),
    ("теплоснаб", Theme.HOUSING),
    ("двор", Theme.LANDSCAPING),
    ("благоустрой", Theme.LANDSCAPING),
    ("парк", Theme.LANDSCAPING),
    ("освещен", Theme.LANDSCAPING),
    ("безопасн", Theme.SAFETY),
    ("животн", Theme.SAFETY),
    ("правопоряд", Theme.SAFETY),
    ("медицин", Theme.HEALTH),
    ("здравоохран", Theme.HEALTH),
    ("поликлиник", Theme.HEALTH),
    ("образован", Theme.EDUCATION),
    ("школ", Theme.EDUCATION),
    ("детск", Theme.EDUCATION),
    ("социальн", Theme.SOCIAL),
    ("пособи", Theme.SOCIAL),
    ("пенси", Theme.SOCIAL),
    ("строительств", Theme.CONSTRUCTION),
    ("архитектур", Theme.CONSTRUCTION),
    ("земел", Theme.PROPERTY),
    ("имуществ", Theme.PROPERTY),
    ("эколог", Theme.ECOLOGY),
    ("природ", Theme.ECOLOGY),
    ("связь", Theme.TELECOM),
    ("интернет", Theme.TELECOM),
    ("почт", Theme.TELECOM),
    ("труд", Theme.LABOUR),
    ("занятост", Theme.LABOUR),
    ("спорт", Theme.SPORT),
    ("культур", Theme.CULTURE),
    ("туризм", Theme.TOURISM),
    ("молодеж", Theme.YOUTH),
    ("сельск", Theme.AGRICULTURE),
    ("торговл", Theme.ECONOMY),
    ("бизнес", Theme.ECONOMY),
    ("госуслуг", Theme.AUTHORITIES),
    ("мобилизац", Theme.MILITARY),
    ("военн", Theme.MILITARY),
)
_STARTS: tuple[tuple[str, Theme], ...] = (
    (r"ям[аыеу]?\b|выбоин|колея|колеи|асфальт|обочин|светофор|разметк|переход|переезд|гололед|мост\b", Theme.ROADS),
    (r"маршрут|остановк|трамва|троллейбус|метро\b|маршрутк|такси\b|расписани", Theme.TRANSIT),
    (r"контейнер|полигон|вывоз|крупногабарит", Theme.WASTE),
    (r"вод[аыу]\b|водоотвед|канализац|горяч|подъезд|крыш|кровл|лифт|подвал|протеч|батаре|котельн|мкд\b", Theme.HOUSING),
    (r"управляющ|квартплат|капитальн\w* ремонт|капремонт|тепло\b", Theme.HOUSING),
    (r"фонар|дерев(?:о|а|ья|ьев)\b|лавоч|скамей|скамь|кладбищ|газон|борщевик|клещ|клумб|трав[аы]\b", Theme.LANDSCAPING),
    (r"газ\b|газа\b|свет\b|света\b|напряжен|лэп\b|подстанц|топлив|дрова\b|дров\b", Theme.ENERGY),
    (r"собак|бродяч|безнадзорн|пожар|вандал|наркотик", Theme.SAFETY),
    (r"врач|больниц|фап\b|аптек|лекарств|скор(?:ая|ой) помощ|прививк", Theme.HEALTH),
    (r"учител|класс\b|егэ\b", Theme.EDUCATION),
)
"""Beginnings of words."""
_TOPICS = tuple((re.compile(rf"\b(?:{starts})"), theme) for starts, theme in _STARTS)


@lru_cache(maxsize=4096)
def theme_of(*titles: str) -> Theme:
    """The theme that the first telling title names; NONE where none does.

    >>> theme_of("Жкх"), theme_of("", "Вывоз мусора"), theme_of("Без темы", "Ямы"), theme_of("Иное")
    (<Theme.HOUSING: 'housing'>, <Theme.WASTE: 'waste'>, <Theme.ROADS: 'roads'>, <Theme.NONE: 'none'>)
    """
    return next((found for title in titles if (found := _named(title))), Theme.NONE)


def _named(title: str) -> Theme | None:
    low = title.lower().replace("ё", "е").strip()
    if found := _TITLES.get(low) or next((theme for word, theme in _WORDS if word in low), None):
        return found
    return next((theme for starts, theme in _TOPICS if starts.search(low)), None)
