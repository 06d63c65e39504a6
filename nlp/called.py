"""Persons whom a text calls by one name: by kin or trade, as a family, in a row after another, below a letter.

«баба Нюра», «врач Орлова», «у Соколовых сгорел дом», «муж Андрей и дочь Полина». A lone first name without any of these
stays («Анна, спасибо»): it tells nobody apart. Stands beside `nlp.private`, in what people are shown only.
"""

import re
from collections.abc import Callable

from nlp.kin import KIN, LINK, TRADE
from nlp.namesakes import PLACE_AFTER, place_around
from nlp.naming import likely, roles

CAPITAL = re.compile(r"[А-ЯЁ]")
WORD = r"[А-ЯЁ](?<![\w-][А-ЯЁ])[А-ЯЁа-яё]{1,24}(?:-[А-ЯЁ][а-яё]{2,20})?"
BESIDE = re.compile(rf"(?<!\w)(?:{KIN}|{TRADE})(?:[ \u00a0]{LINK})?[,:]?[ \u00a0]{{1,2}}$", re.IGNORECASE)
ANY = re.compile(rf"({WORD})(?!\w)")
NEAR = 40
"""A word for kin or trade, what binds it, and blanks."""
NOT_AMONG = frozenset(["мороз", "мия"])
CALLED = re.compile(rf"((?:зовут|звать)(?: меня| его| её| ее| маму| сына| дочь)?[ \u00a0–:-]{{1,3}})({WORD})(?!\w)")
SIGNED = re.compile(rf"((?:[Сс] уважением|[Пп]одпись|[Оо]т имени)[,:]?\s{{1,3}})({WORD})(?!\w)")
NEXT = re.compile(rf"(\[ФИО\](?:,|,? и)[ \u00a0])({WORD})(?!\w)")
BEFORE = re.compile(rf"({WORD})(?=(?:,|,? и)[ \u00a0]\[ФИО\])")
IN_A_ROW = 4
TAIL = re.compile(r"\[ФИО\][ \u00a0](?:[А-ЯЁ]\.(?!\w)|(?:оглы|кызы|улы|угли|кизи)(?!\w))")
FAMILIES = re.compile(
    r"(?<!\w)((?:[УуКк]|[Оо]т|[Дд]ля|семь[яиюе]|семьёй|супруг[иоа]\w{0,2}|братья|сёстры|сестры)[ \u00a0])"
    r"([А-ЯЁ][а-яё]{2,20}(?:[оеё]вы|[иы]ны|ские|цкие|[оеё]в|[иы]н|[сц]к|[оеё]н)(?:х|м|ми|их|им)?)(?!\w)"
)
PLURAL = re.compile(r"[а-яё]+(?:[оеё]в|[иы]н)(?:ы|ых|ым|ыми)|[а-яё]+[сц]к(?:ие|их|им|ими)")
VOCATIVE = re.compile(
    r"(?:^|[.!?]\s)[«\"]?([А-ЯЁ][а-яё]{2,20}(?:[оеё]ва?|[иы]на?|ский|ская))(?=, (?!(?:ул|д\.|дом|\d)))"
)
COINED = re.compile(rf"({WORD})[ \u00a0]([А-ЯЁ][а-яё]{{2,20}}(?:[оеё]в|[иы]н)(?:а|у|ым|ом|ой|е)?)(?!\w)")
"""A family name that no dictionary has («Пупков»), behind a first name."""
APOSTROPHE = re.compile(rf"({WORD})[ \u00a0]([А-ЯЁ]['’`][А-ЯЁ][а-яё]{{2,20}})(?!\w)")
LETTERED = re.compile(rf"({WORD})[ \u00a0][А-ЯЁ]\.(?![ \u00a0]?[А-ЯЁ]\.)(?!\w)")
DWELLER = re.compile(
    rf"({WORD})(?=[ \u00a0](?:из|с)[ \u00a0](?:\d{{1,3}}|[а-яё]{{3,14}}(?:ого|его|ей|ой))"
    r"[ \u00a0]?(?:-?[гй]о?[ \u00a0])?(?:дом|подъезд|этаж|кварт|улиц))"
)
FAR = re.compile(
    r"(?<!\w)(?:Нгуен|Чан|Фам|Хоанг|Ли|Чжан|Лю|Чэнь|Ван|Ким|Пак|Цой|Тен|Хан|Югай|Хегай)"
    r"(?:[ \u00a0](?!Гог)[А-ЯЁ][а-яё]{1,6}){1,2}(?!\w)"
)


LACKING = frozenset(
    f"{stem}{end}"
    for stem, ends in {"соф": "ия ии ию ией", "амел": "ия ии ию ией", "толик": " а у ом", "свет": "а ы е у ой"}.items()
    for end in ends.split(" ")
)
"""First names that the dictionary has not, or takes for another word only."""


def _if(named: Callable[[str], bool], group: int) -> Callable[[re.Match[str]], str]:
    """What replaces a find: [ФИО] for the word of a group that is a name and no place."""

    def replaced(found: re.Match[str]) -> str:
        word = found[group].lower()
        if not named(word) or place_around(found, found.start(group), found.end(group)):
            return found.group()
        start, end = found.start(group) - found.start(), found.end(group) - found.start()
        return found.group()[:start] + "[ФИО]" + found.group()[end:]

    return replaced


def _named(word: str) -> bool:
    return bool(roles(word)) or word in LACKING


def _surely(word: str) -> bool:
    return bool(likely(word)) or word in LACKING


def _given(word: str) -> bool:
    return "Name" in roles(word)


def _family(word: str) -> bool:
    return "Surn" in likely(word)


def _families(word: str) -> bool:
    return bool(PLURAL.fullmatch(word)) and "Surn" in roles(word)


def _pair(found: re.Match[str]) -> str:
    named = _given(found[1].lower()) and not place_around(found, found.start(), found.end())
    return "[ФИО]" if named else found.group()


def _first(found: re.Match[str]) -> str:
    return "[ФИО]" if "Name" in likely(found[1].lower()) else found.group()


def _beside_kin(found: re.Match[str]) -> str:
    """Behind kin or trade. «По дому» is no house that is named after somebody; a school may be."""
    word, text, start = found.group().lower(), found.string, found.start()
    if not text[start - 1 : start].isspace() or word in NOT_AMONG or not _named(word):
        return found.group()
    before = BESIDE.search(text[max(0, start - NEAR) : start])
    place = not before or PLACE_AFTER.match(text, found.end()) or "школ" in before.group().lower()
    return found.group() if place else "[ФИО]"


def called(text: str) -> str:
    """A text without persons whom it calls by one name."""
    if not CAPITAL.search(text):
        return text
    text = ANY.sub(_beside_kin, text)
    if "зва" in text or "зов" in text or "уваж" in text or "одпис" in text or "имени" in text:
        text = CALLED.sub(_if(_named, 2), SIGNED.sub(_if(_named, 2), text))
    text = FAMILIES.sub(_if(_families, 2), VOCATIVE.sub(_if(_family, 1), text))
    text = FAR.sub("[ФИО]", APOSTROPHE.sub(_pair, COINED.sub(_pair, text)))
    text = DWELLER.sub(_if(_surely, 1), LETTERED.sub(_first, text))
    return _beside(text) if "[ФИО]" in text else text


def _beside(text: str) -> str:
    """Who stands in a row with a person that was found, and what is left of a name behind one."""
    for _ in range(IN_A_ROW):
        text = NEXT.sub(_if(_surely, 2), text)
    return TAIL.sub("[ФИО]", BEFORE.sub(_if(_surely, 1), text))
