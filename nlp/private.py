"""What else is taken out of a text before many read it: flats, documents, plates, contacts written round, rarer names.

These rules stand beside those of `nlp.masks`, in what people are shown only: the models' features are a file format,
and are made without them. Every rule is linear and looks for a cheap sign first.
"""

import re
from collections.abc import Callable

from nlp.namesakes import place_around
from nlp.naming import likely, lowered, names_any, roles
from nlp.roundabout import roundabout

FLAT_SIGNS = ("кв", "ком", "апарт")
FLAT = re.compile(
    r"(?<![^\W\d])((?:кв(?:артир[аыуеой]{1,2}|арт|-р[аеуы])?|ком(?:н|нат[аыуеой]{1,2})?|апарт(?:амент\w{1,3})?)"
    r"[.:-]?[ \u00a0]{0,2}(?:номер|№)?[ \u00a0]{0,2})"
    r"(\d{1,4})(?:[ ]?[а-г]|[-–]\d{1,4})?(?![\w²])"
    r"(?![ \u00a0]?(?:кв|м\b|м²|метр|[- ]?комн|[- ]?к\b|руб|тыс|млн|лет|год|г\.|%|чел|семь|этаж(?![ ]?\d)"
    r"|дом|подъезд|град|°|ребён|ребен|дет|взросл|час|дн|минут|[.]\d|,\d{1,2}[ ]?(?:кв|м\b|м²|тыс|%)))",
    re.IGNORECASE,
)
"""A flat by its number; quarters of years, square metres and counts of flats are none."""
FLAT_BEFORE = re.compile(
    r"(?<![\w-])\d{1,4}(?=-(?:й|ой|ю|я|ая|ую|ей)[ \u00a0]кв(?:артир[аеуы]|артирой|\.))"
    r"|(?<![\w-])(?:(?<=в )|(?<=во )|(?<=из )|(?<=у )|(?<=над )|(?<=под )|(?<=с )|(?<=к ))\d{1,4}"
    r"(?=[ \u00a0]кв(?:артир[еуы]|артирой|\.?(?![ \u00a0.]?м))(?!\w))"
    r"|(?<![\w,.-])(?:\d{0,2}1[1]|\d{0,3}[02-9])(?=[ \u00a0]квартир[ау](?!\w))"
    r"|(?<![\w,.-])(?:1[0-9]|[1-9]\d?1[2-4]|\d{0,3}[05-9])(?=[ \u00a0]квартиры(?!\w))"
    r"|(?<![\w-])\d{1,4}(?=[ \u00a0]?\(кв)|(?<=\()\d{1,4}(?=[ \u00a0]кв\.?\))",
    re.IGNORECASE,
)
"""A flat named by its number first. What is counted stands in another case: «62 квартиры», «67 квартир»."""
DOWN_FROM_FLAT = re.compile(r"(\[номер\][ \u00a0]кв\w{0,8}\.?[ \u00a0](?:по|до)[ \u00a0])\d{1,4}(?![\w])")
HOSTEL = re.compile(r"((?:общаг|общежит)[^\n\d]{0,40}\bк\.?[ ]?)\d{1,4}(?![\w])", re.IGNORECASE)
UP_TO_FLAT = re.compile(r"(?<![\w-])((?:с|по)[ \u00a0])\d{1,4}(?=[ \u00a0](?:по|до)[ \u00a0]\[номер\][ \u00a0]?кв)")
MORE_FLATS = re.compile(r"(\[номер\](?:[ ]?,[ ]?|[ ]и[ ])(?:№[ ]?|кв\.?[ ]?)?)\d{1,4}(?![\w])")
AFTER_HOUSE = re.compile(
    r"((?:\bд\.?[ ]?|[А-ЯЁ][а-яё]{3,20},?[ ])\d{1,3}[а-г]?,?[ ]к\.?[ ]?)(\d{2,4})(?![\w-])"
    r"|(\bд\.?[ ]?\d{1,3}[а-г]?,[ ])(\d{2,4})(?=\s{0,3}(?:$|[.;)\n]))"
)
"""A block of a house has one figure; a number at the end of an address, behind the house, is a flat."""
AFTER_HOUSE_SIGN = re.compile(r"\d[а-г]?(?:,?[ ]к\.?[ ]?|,[ ])\d\d")
LIVES_SIGNS = ("адрес", "жив")
LIVES = re.compile(
    r"((?:адрес|прожива\w{1,3}|жив(?:у|[её]м|[её]т|ут))\b[^\n\d]{0,40}\d{1,3}[а-г]?[ ]?[-–][ ]?)(\d{1,4})(?![\w-])"
    r"|((?<!\w)жив(?:у|[её]м|[её]т|ут) в )(\d{1,4})(?=-(?:й|ой|ей)\s{0,2}(?:$|[.,;!?]))",
    re.IGNORECASE,
)
HOUSE_FLAT = re.compile(
    r"((?<!\w)(?:д(?:ом|\.)[ \u00a0]{0,2}\d{1,3}[а-г]?[ \u00a0]?[-–][ \u00a0]?))(\d{1,4})(?![\w-])", re.IGNORECASE
)
STREET_FLAT = re.compile(
    r"((?<!\w)(?<!дома )(?!Автобус|Маршрут|Рейс|Электричк|Поезд)"
    r"[А-ЯЁ][а-яё]{3,20},?[ \u00a0]\d{1,3}[А-Га-г]?(?:/\d{1,2})?[-–])(\d{2,4})(?![\w-])"
)
"""`Гагарина 7-15`. A range of houses has its «дома» before it, a score of a match one figure behind."""
FLATS_IN_A_ROW = 5
YEAR = re.compile(r"(?:19|20)\d\d")
HOUSE_DASH = re.compile(r"\d[а-г]?[ \u00a0]?[-–]", re.IGNORECASE)

FIGURES = re.compile(r"\d(?:\d{2}|\d[ ]?\d\d|[./-]\d)")
"""What a document, a plate, a date cannot be without; it begins with a figure, for speed, as the next two do."""
PLATE_SIGN = re.compile(r"\d\d\d[ ]?[^\W\d_]{2}[ ]?\d\d")
NUMBER_SIGN = re.compile(r"\d\d[ ]?\d\d|\d{6}")
DOCUMENT_SIGNS = (
    *("паспорт", "удостоверени", "свидетельств", "снилс", "полис", "загран"),
    *("права", "серия", "инн", "ковид", "диплом", "билет"),
)
PLATE = re.compile(
    r"(?<!\w)[авекмнорстухabekmhopctyx][ ]?\d{3}[ ]?[авекмнорстухabekmhopctyx]{2}[ ]?\d{2,3}(?:[ ]?rus)?(?!\w)",
    re.IGNORECASE,
)
SNILS = re.compile(r"\d(?<!\d\d)\d\d[- ]\d{3}[- ]\d{3}[- ]?\d\d(?!\d)")
CERTIFICATE = re.compile(r"[IVXL](?<!\w[IVXL])[IVXL]{0,3}[- ]?[А-Я]{2}[ ]?(?:№[ ]?)?\d{6}(?!\d)")
DOCUMENT = re.compile(
    r"((?:паспорт|удостоверени|свидетельств|снилс|полис|загран|права|серия|инн|ковид|диплом|билет)\w{0,6}"
    r"(?:[ \u00a0](?!серия|номер|выдан)[а-яё]{4,12}(?=[ \u00a0]\d{6}))?"
    r"(?:[ \u00a0:№,-]{1,4}(?:сери[яи]|номер|сер|ном|рф|омс|вод\w{0,12}|выдан\w{0,2}|ветеран\w{0,2})\.?){0,2}"
    r"[ \u00a0:№#-]{0,4})"
    r"(\d{2}[ ]?\d{2}(?:[ ,;]{0,3}(?:номер|№|ном\.?)?[ ]{0,2}\d{3,8})?|[А-Я]{2}[ -]?\d{6,7}|\d{6,16})(?!\w)",
    re.IGNORECASE,
)
BORN = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?=[ \u00a0]{0,2}(?:г\.?[ ]?р|года? рожд|рожд|д\.?[ ]?р))")
BORN_IN = re.compile(r"[12](?<![\w.][12])(?:(?<=1)9|(?<=2)0)\d\d(?=[ \u00a0]?г(?:\.?[ ]?р|ода рождения))")
MONTHS = "(?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,6}"
BORN_AFTER = re.compile(
    r"((?:родил(?:ся|ась)|рождени[яе]|д\.?р\.?)[ :–-]{1,4})"
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d|\d{{1,2}} {MONTHS} (?:19|20)\d\d)"
)
FAMILY = r"(?:[оеё]в|[иы]н)(?:а|у|ым|ом|ой|е|ых|ыми)?|(?:[сц]к)(?:ий|ая|ого|ой|ому|ую|им)|енко"
FAMILY += r"|[а-яё]ук|[а-яё]юк|[яа]н|швили|дзе"
FAMILY_WORD = re.compile(rf"[а-яё]{{2,20}}?(?:{FAMILY})")
PAIR = re.compile(rf"(?<!\w)([а-яё]{{3,14}})[ \u00a0]([а-яё]{{2,20}}?(?:{FAMILY}))(?!\w)")
"""A first name with a family name behind it, in small letters."""
TITLED_SIGNS = ("гр", "господин", "госпож", "сосед", "семь", "по фамилии", "фамилия", "зовут")
TITLED = re.compile(
    r"(?<!\w)((?:гр(?:ажд[аеиоу]\w{1,7})?|гр-н[аеу]?|гр-к[аиеу]|господин\w{0,2}|госпож\w{1,2}|сосед\w{0,4}|семь[яиеюёй]{1,2}"
    r"|по фамилии|фамилия|зовут)\.?[ \u00a0–:-]{1,3})([А-ЯЁ][а-яё]{2,24}(?:-[А-ЯЁ][а-яё]{2,20})?)(?!\w)",
    re.IGNORECASE,
)
INITIAL_SIGN = re.compile(r"[А-ЯЁ]\.")
INITIAL = re.compile(r"(?<![\w.])([А-ЯЁ][а-яё]{2,24})[ \u00a0]([А-ЯЁ]\.)(?![ \u00a0]?[А-ЯЁ]\.)(?!\w)")
INITIAL_FIRST = re.compile(r"(?<![\w.])(?<![А-ЯЁ]\. )([А-ЯЁ]\.)[ \u00a0]?([А-ЯЁ][а-яё]{2,24})(?!\w)")
EASTERN = re.compile(r"(?<!\w)(?:[А-ЯЁ][а-яё]{1,20}[ \u00a0]){1,3}(?:оглы|кызы|улы)(?!\w)", re.IGNORECASE)
LATIN = re.compile(r"[A-Za-z]")
LATIN_PAIR = re.compile(
    r"(?<![\w@/.])([A-Z][a-z]{1,20})[ \u00a0_.]([A-Z][a-z]{1,24})(?![\w@])"
    r"|(?<![\w@/.])([A-Z]{3,14})[ \u00a0]([A-Z]{3,20})(?![\w@])"
    r"|(?<![\w@/.])([a-z]{3,14})[ \u00a0_.]([a-z]{2,20}(?:ov|ova|ev|eva|in|ina|enko|skiy|skaya|sky))(?![\w@])"
)
LETTERS = (
    *(("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю")),
    *(("iu", "ю"), ("ju", "ю"), ("ya", "я"), ("ia", "ия"), ("ja", "я"), ("yo", "ё"), ("ye", "е"), ("iy", "ий")),
    *(("yi", "ый"), ("ey", "ей"), ("ay", "ай"), ("oy", "ой"), ("x", "кс")),
)
SINGLE = str.maketrans("abvgdezijklmnoprstufhcyw", "абвгдезийклмнопрстуфхкыв")


def russian(word: str) -> str:
    """A Russian word written in Latin letters, back in its own: "petrova" -> "петрова". A guess."""
    for latin, own in LETTERS:
        word = word.replace(latin, own)
    return word.translate(SINGLE)


def _any(signs: tuple[str, ...], text: str) -> bool:
    return any(map(lowered(text).__contains__, signs))


def flats(text: str) -> str:
    """Numbers of flats -> [номер]; the house stays: without it nobody can mend anything."""
    if _any(FLAT_SIGNS, text):
        text = FLAT.sub(_flat, text)
        text = FLAT_BEFORE.sub("[номер]", text) if "кв" in text.lower() else text
        text = _beside_flats(text) if "[номер]" in text else text
    text = HOSTEL.sub(r"\1[номер]", text) if "бщ" in text else text
    if "д" in text or "к" in text or "жив" in text:
        text = AFTER_HOUSE.sub(_behind, text) if AFTER_HOUSE_SIGN.search(text) else text
        text = LIVES.sub(_behind, text) if _any(LIVES_SIGNS, text) else text
    if not HOUSE_DASH.search(text):
        return text
    return STREET_FLAT.sub(r"\1[номер]", HOUSE_FLAT.sub(r"\1[номер]", text))


def _beside_flats(text: str) -> str:
    """Those that stand in a row with one that is hidden already."""
    for _ in range(FLATS_IN_A_ROW):
        text = MORE_FLATS.sub(r"\1[номер]", text)
    return DOWN_FROM_FLAT.sub(r"\1[номер]", UP_TO_FLAT.sub(r"\1[номер]", text))


def _behind(found: re.Match[str]) -> str:
    return f"{found[1] or found[3]}[номер]"


def _flat(found: re.Match[str]) -> str:
    return found.group() if YEAR.fullmatch(found[2]) else f"{found[1]}[номер]"


def documents(text: str) -> str:
    """Passports, certificates, policies, plates, dates of birth -> [номер], [дата]."""
    if not FIGURES.search(text):
        return text
    for rule in (SNILS, CERTIFICATE):
        text = rule.sub("[номер]", text)
    text = PLATE.sub("[номер]", text) if PLATE_SIGN.search(text) else text
    if _any(DOCUMENT_SIGNS, text) and NUMBER_SIGN.search(text):
        text = DOCUMENT.sub(r"\1[номер]", text)
    return BORN_AFTER.sub(r"\1[дата]", BORN_IN.sub("[дата]", BORN.sub("[дата]", text)))


def rarer(text: str) -> str:
    """Names that the common rules leave: small letters, one initial, a family name behind a title, Latin letters."""
    text = EASTERN.sub("[ФИО]", text) if "оглы" in text or "кызы" in text or "улы" in text else text
    text = TITLED.sub(_titled, text) if _any(TITLED_SIGNS, text) else text
    if "." in text and INITIAL_SIGN.search(text):
        text = INITIAL_FIRST.sub(_second, INITIAL.sub(_first, text))
    text = PAIR.sub(_pair, text) if names_any(text) else text
    return LATIN_PAIR.sub(_latin, text) if LATIN.search(text) else text


def _titled(found: re.Match[str]) -> str:
    word = found[2]
    named = word[0].isupper() and "Surn" in roles(word.lower())
    return f"{found[1]}[ФИО]" if named else found.group()


def _first(found: re.Match[str]) -> str:
    return _unless_place(found, "Surn" in likely(found[1].lower()))


def _second(found: re.Match[str]) -> str:
    return _unless_place(found, "Surn" in likely(found[2].lower()))


def _pair(found: re.Match[str]) -> str:
    """Both words must be likelier a name than anything else: "вера новая" is a shop, "анна сидорова" is not."""
    return _unless_place(found, "Name" in likely(found[1]) and "Surn" in likely(found[2]))


def _unless_place(found: re.Match[str], named: bool) -> str:
    return "[ФИО]" if named and not place_around(found, found.start(), found.end()) else found.group()


def _latin(found: re.Match[str]) -> str:
    one, other = (russian(word.lower()) for word in filter(None, found.groups()))
    named = (_first_name(one) and _family(other)) or (_family(one) and _first_name(other))
    return "[ФИО]" if named else found.group()


def _first_name(word: str) -> bool:
    """Latin letters have no soft sign: "olga" is "олга"."""
    return "Name" in roles(word) or "Name" in roles(word.replace("л", "ль", 1))


def _family(word: str) -> bool:
    return bool(FAMILY_WORD.fullmatch(word)) and "Surn" in roles(word)


RULES: tuple[Callable[[str], str], ...] = (roundabout, flats, rarer)


def veiled(text: str) -> str:
    """A text without what the rules above find; `documents` stands apart, before numbers are taken for phones."""
    for rule in RULES:
        text = rule(text)
    return text
