"""Places named in a text, found by rules of address: streets and houses, settlements, districts, objects, km marks.

Offsets are exact in the text as it came (`text[start:end] == place.text`). Without any gazetteer. Patterns have bounded
repeats, so the time is linear. Names of places that follow no rule are the business of `nlp.ner`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.labels import Place

B = r"(?<![\w-])"
GAP = r"[ \u00a0]{0,2}"
NO_NAME = r"(?!(?:На|По|В|Во|У|От|Из|За|С|Со|К|До|Под|Над|Без|Для|При|Через|Около|Возле|Напротив|Когда|Где)[ \u00a0])"
CAP = NO_NAME + r"[А-ЯЁ][А-ЯЁа-яё]{1,30}(?:-[А-ЯЁа-яё\d]{1,30}){0,2}"
INITIAL = r"(?:[А-ЯЁ]\.[ \u00a0]?){1,2}"
NUMBERED = r"\d{1,3}(?:-?(?:й|я|ая|ой|ый|ю|е|го|му|ей|х))?[ \u00a0-]{1,2}(?:лет[ \u00a0])?"
RANK = (
    r"(?:(?:[Мм]аршала|[Гг]енерала|[Аа]дмирала|[Аа]кадемика|[Гг]ероя|[Гг]ероев|[Кк]осмонавта|[Кк]апитана"
    r"|[Лл][её]тчика|[Дд]октора|[Пп]рофессора|[Бб]ратьев|им\.|имени)[ \u00a0])?"
)
NAME = rf"{RANK}(?:{NUMBERED})?(?:{INITIAL})?{CAP}(?:[ \u00a0]{CAP}){{0,2}}"
HOUSE = (
    r"(?:(?:д|дом[аеу]?)\.?[ \u00a0]{0,2}(?:№[ \u00a0]?)?)?"
    r"\d{1,3}(?:[ \u00a0]?[А-Га-г](?![\wё]))?(?:[/-]\d{1,3}[А-Еа-е]?(?!\w))?"
    r"(?:,?[ \u00a0]{0,2}(?:к|кор|корп|корпус|стр|строение|лит|литера?)\.?"
    r"[ \u00a0]{0,2}(?:\d{1,2}|[А-Яа-я](?!\w))){0,2}"
    r"(?![\w:]|[.,]\d|[ \u00a0]?(?:руб|лет|год|мин|час|челов|раз[а ]|%))"
)
WITH_HOUSE = rf"(?:,?{GAP}{HOUSE})?"
TYPE = (
    r"(?:ул\.?|[Уу]л\.|[Уу]лиц[аыуей]{1,2}|УЛИЦ[АЕЫУ]|пр\.?|пр-т\w?\.?|пр-кт\w?|просп\.|[Пп]роспект(?:а|е|у|ом)?"
    r"|пер\.?|[Пп]ереул(?:ок|ка|ке|ку)|пл\.|[Пп]лощад(?:ь|и)|наб\.|[Нн]абережн(?:ая|ой|ую)|б-р|бул\.|"
    r"[Бб]ульвар(?:а|е|у)?|ш\.|[Шш]оссе|[Пп]роезд(?:а|е|у)?|пр-д|[Тт]упик(?:а|е)?|[Аа]лле[яеию]|[Тт]ракт(?:а|е|у)?"
    r"|мкр\.?|мкрн|[Мм]икрорайон(?:а|е|у)?|м-н|[Кк]вартал(?:а|е)?)"
)
OBJECT = (
    r"(?:[Шш]кол[аеуы]|[Шш]колой|[Гг]имнази[яиюей]{1,2}|[Лл]ице[йяею]|[Дд]етск\w{2,3} сад\w{0,2}|[Дд]/[Сс]"
    r"|[Сс]адик\w{0,2}|[Бб]ольниц[аеуы]|[Пп]оликлиник[аеиу]|[Гг]оспитал[ьяе]|[Пп]арк(?:а|е|у|ом)?|"
    r"[Сс]квер(?:а|е|у|ом)?|[Сс]ад(?:а|у|ом)?|[Сс]танци[яиюей]{1,2} метро|[Мм]етро|[Оо]становк[аеиу]|[Оо]ст\."
    r"|[Мм]ост(?:а|у|ом)?|[Сс]тадион(?:а|е|у)?|[Бб]иблиотек[аеиу]|[Мм]узе[йяею]|[Тт]еатр(?:а|е)?|"
    r"[Пп]амятник(?:а|у)?|ТЦ|ТРЦ|ТК|ДК|ФОК|[Рр]ын(?:ок|ка|ке)|[Мм]агазин(?:а|е)?|[Кк]афе|[Рр]есторан(?:а|е)?"
    r"|[Гг]остиниц[аеыу]|[Кк]ладбищ[еау]|[Оо]зер[оау]|[Рр]ек[аеиу]|[Сс]обор(?:а|е)?|[Кк]инотеатр(?:а|е)?|СНТ|ДНТ|ЖК"
    r"|МО|УК)"
)
SETTLEMENT = (
    r"(?:г\.|гор\.|[Гг]ород(?:а|е|у)?|пос\.|п\.|пгт\.?|[Пп]ос[её]л(?:ок|ка|ке|ку)|с\.|[Сс]ел(?:о|а|е|у)|д\.|дер\."
    r"|[Дд]еревн[яеию]|ст\.|станиц[аеы]|х\.|[Хх]утор(?:а|е)?|[Рр]азъезд(?:а|е)?|[Сс]танци[яию])"
)
ADJECTIVE = r"[А-ЯЁ][а-яё]{2,25}(?:ск|цк|н|в|ев|ов|ой|чь|ь)(?:ий|ый|ая|яя|ой|ей|ом|ем|ую|юю|ого|ему|ому|ое|ья|ье)"
QUOTED = r"[«\"“][^«»\"“”\n]{2,50}[»\"”]"


class Rule(NamedTuple):
    """A pattern with a confidence 0–1; group `at` is the place."""

    name: str
    pattern: re.Pattern[str]
    confidence: float


RULES = (
    Rule("street", re.compile(rf"{B}(?P<at>{TYPE}{GAP}{NAME}{WITH_HOUSE})"), 0.9),
    Rule(
        "named_street",
        re.compile(rf"{B}(?P<at>(?:{NUMBERED})?(?:{CAP} )?{ADJECTIVE}[ \u00a0]{TYPE}(?!\w){WITH_HOUSE})"),
        0.9,
    ),
    Rule("bare_street", re.compile(rf"{B}(?P<at>(?:{NUMBERED})?{ADJECTIVE},?{GAP}{HOUSE})"), 0.8),
    Rule(
        "bare_name", re.compile(rf"{B}(?:на|по|у|возле|адресу:?|напротив)[ \u00a0](?P<at>{NAME},?{GAP}{HOUSE})"), 0.75
    ),
    Rule(
        "numbered",
        re.compile(rf"{B}(?P<at>{OBJECT}[ \u00a0]{{0,2}}(?:№|N|номер)?[ \u00a0]{{0,2}}\d{{1,4}})(?!\w)"),
        0.8,
    ),
    Rule("object", re.compile(rf"{B}(?P<at>{OBJECT}[ \u00a0]{{1,2}}(?:{QUOTED}|{CAP}(?:[ \u00a0]{CAP}){{0,2}}))"), 0.7),
    Rule("settlement", re.compile(rf"{B}(?P<at>{SETTLEMENT}{GAP}{CAP}(?:[ \u00a0]{CAP})?)"), 0.8),
    Rule(
        "district",
        re.compile(rf"{B}(?P<at>{ADJECTIVE}[ \u00a0](?:район|округ|поселени|област|край|край)\w{{0,3}})"),
        0.7,
    ),
    Rule(
        "kilometre",
        re.compile(
            rf"{B}(?P<at>\d{{1,4}}(?:-?й|-?м)?[ \u00a0]?(?:км|километр\w{{0,2}})(?:[ \u00a0]трассы {CAP})?)(?!\w|/)"
        ),
        0.4,
    ),
)
CAPITAL_OR_DIGIT = re.compile(r"[а-яё\d][ \u00a0«\"]{1,3}[А-ЯЁ]|[А-ЯЁ][а-яё]|\d")


def may_name_place(text: str) -> bool:
    """The cheap test: a text without a capital letter or a digit names no place that we could find."""
    return CAPITAL_OR_DIGIT.search(text) is not None


def places(text: str) -> tuple[Place, ...]:
    """Places in the order of the text, without overlaps."""
    return longest(by_rules(text)) if may_name_place(text) else ()


def by_rules(text: str) -> Iterator[Place]:
    """Everything that the rules find, overlaps included."""
    for rule in RULES:
        for found in rule.pattern.finditer(text):
            start, end = found.span("at")
            yield Place(text[start:end], start, end, rule.confidence)


def longest(found: Iterable[Place]) -> tuple[Place, ...]:
    """Of places that overlap the longest stays (the surer one among equals); sorted by offset."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda p: (p.start, -p.end, -p.confidence)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
        elif place.end - place.start > kept[-1].end - kept[-1].start:
            kept[-1] = place
    return tuple(kept)
