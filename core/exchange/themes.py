"""Groups of «Инцидент менеджмент» and categories of ПОС -> themes. Titles first, then words that a title holds."""

from functools import lru_cache

from core.labels import THEME_TITLES, Theme

_TITLES = {title.lower().replace("ё", "е"): theme for theme, title in THEME_TITLES.items()}
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


@lru_cache(maxsize=4096)
def theme_of(*titles: str) -> Theme:
    """The theme that the first telling title names; NONE where none does.

    >>> theme_of("Жкх"), theme_of("", "Вывоз мусора"), theme_of("Иное")
    (<Theme.HOUSING: 'housing'>, <Theme.WASTE: 'waste'>, <Theme.NONE: 'none'>)
    """
    for title in titles:
        low = title.lower().replace("ё", "е").strip()
        found = _TITLES.get(low) or next((theme for word, theme in _WORDS if word in low), None)
        if found:
            return found
    return Theme.NONE
