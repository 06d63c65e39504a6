"""Family names that stand alone, and persons named behind a word for a living one: «Ерёмин опять топит углём»,
«охранник Николай», «хозяин ларька Гурген», «Кораблёвы остались без крыши».

What a family name is, alone, its case tells: streets («Ленина», «на Гагарина») stand in other cases than a man who does
something. Towns and whom everybody knows are none. Stands beside `nlp.private`, in what people are shown only.
"""

import re

from nlp.dictionary import readings
from nlp.families import ENDING, HOUSE, NOTABLE, ending, family, living, may_stand, uncommon
from nlp.namesakes import place_around
from nlp.naming import NAME, likely, remembered, roles
from nlp.tokens import tokens

CAPITAL = re.compile(r"[А-ЯЁ](?<![\w«\"-][А-ЯЁ])[а-яё]{3,24}(?![\w-])(?![ \u00a0][А-ЯЁ][а-яё])")
NAMED = re.compile(r"[А-ЯЁ](?<![\w«\"-][А-ЯЁ])[а-яё]{1,24}(?:-[А-ЯЁ][а-яё]{1,20})?(?!\w)")
BEFORE = re.compile(r"(?<!\w)([а-яё]{3,20})[ \u00a0](?:(?:в |по )?[а-яё]{3,14}[ \u00a0])?$")
NEAR = 45
"""A word for a living one, one word more, and blanks."""
GIVEN = frozenset(["Name", "Patr"])
ABOVE_ALL = frozenset(["дед", "деда", "деду", "мама", "святой", "святая", "царь", "бог"])
"""«Дед Мороз», «Мама Мия», saints and tsars are nobody's neighbours."""
TWO = re.compile(r"([А-ЯЁ](?<![\w«\"-][А-ЯЁ])[а-яё]{2,20})[ \u00a0]([А-ЯЁ][а-яё]{2,24})(?![\w»\"-])")
TOGETHER = frozenset(["хутор", "область", "река", "слобода", "гора", "ра"])
STOPLESS = re.compile(r"([А-ЯЁ](?<![\w.][А-ЯЁ])[а-яё]{2,24})[ \u00a0][А-ЯЁ][ \u00a0][А-ЯЁ](?![\w.])")
FAMILIAR = re.compile(r"[А-ЯЁ](?<!\w[А-ЯЁ])[а-яё]{1,9}[ \u00a0][А-ЯЁ][а-яё]{1,9}[ыи]ч(?:а|у|ем|е)?(?!\w)")
LOW_PAIR = re.compile(
    r"(?<!\w)([а-яё]{3,14})[ \u00a0]([а-яё]{2,20}(?:[оеё]в|[иы]н)(?:а|у|ой|ым)?)(?!\w)"
    r"|(?<!\w)([а-яё]{2,20}(?:[оеё]в|[иы]н)(?:а|у|ой|ым))[ \u00a0]([а-яё]{3,14})(?!\w)"
)
AHEAD = re.compile(r"(?<![\w-])([А-ЯЁа-яё][а-яё]{2,24})[ \u00a0](?=\[ФИО\])")
REST = re.compile(r"\[ФИО\](?:-(?:оглы|кызы)(?!\w)|[ \u00a0]([А-ЯЁ][а-яё]{2,20})(?!\w))")


def alone(text: str) -> str:
    """A text without persons whom it names by a family name alone, or behind a word for a living one."""
    text = _capitals(text) if NAMED.search(text) else text
    return LOW_PAIR.sub(_low, text) if any(remembered(each) & NAME for each in tokens(text)) else text


def _capitals(text: str) -> str:
    text = FAMILIAR.sub(_familiar, NAMED.sub(_behind, text))
    text = CAPITAL.sub(_family, TWO.sub(_two, STOPLESS.sub(_stopless, text)))
    return REST.sub(_rest, AHEAD.sub(_ahead, text)) if "[ФИО]" in text else text


def _shown(found: re.Match[str], named: bool) -> str:
    return "[ФИО]" if named and not place_around(found, found.start(), found.end()) else found.group()


def _family(found: re.Match[str]) -> str:
    return _shown(found, family(found.group().lower()))


def _behind(found: re.Match[str]) -> str:
    """«Жители Пушкина» are of a town: a family name must be that of one man, a first name may be anybody's."""
    word, text, start = found.group().lower(), found.string, found.start()
    if not text[start - 1 : start].isspace() or not may_stand(word):
        return found.group()
    before = BEFORE.search(text[max(0, start - NEAR) : start])
    if not before or before[1] in ABOVE_ALL or not living(before[1]):
        return found.group()
    return _shown(found, not likely(word).isdisjoint(GIVEN) or _one(before[1], word))


def _one(man: str, word: str) -> bool:
    """Whether a word behind one man is his family name: «отец Носкова», not «жители Пушкина»."""
    single = "sing" in readings(man)[0].tag and "Surn" in roles(word) and word not in NOTABLE
    return family(word) or (single and not any("Geox" in each.tag for each in readings(word)))


def _two(found: re.Match[str]) -> str:
    """A first name and any word with a capital behind it, or a family name without a reading of its own before it."""
    one, other = found[1].lower(), found[2].lower()
    behind = "Name" in likely(one) and other not in TOGETHER and uncommon(other)
    return _shown(found, behind or ("Name" in likely(other) and ending(one)))


def _stopless(found: re.Match[str]) -> str:
    return _shown(found, "Surn" in likely(found[1].lower()))


def _familiar(found: re.Match[str]) -> str:
    return _shown(found, "Patr" in likely(found.group().split()[1].lower()))


def _ahead(found: re.Match[str]) -> str:
    """A family name that was left before a first name and a patronymic."""
    word = found[1].lower()
    short = "Surn" in roles(word) or (bool(ENDING.fullmatch(word)) and "ADJS" in readings(word)[0].tag)
    named = (short or ending(word)) if found[1][0].isupper() else short
    return "" if named and not place_around(found, found.start(), found.end()) else found.group()


def _rest(found: re.Match[str]) -> str:
    """What is left of a name behind one that was found: «-оглы», the family name of a couple."""
    word = (found[1] or "").lower()
    return "[ФИО]" if not word or HOUSE.fullmatch(word) or likely(word) else found.group()


def _low(found: re.Match[str]) -> str:
    """In small letters the first name must be sure, and the other no word that says more than a name does."""
    given, other = (found[1] or found[4]), (found[2] or found[3])
    short = "ADJS" in readings(other)[0].tag or "Surn" in roles(other) or not readings(other)[0].is_known
    return _shown(found, "Name" in likely(given) and short)
