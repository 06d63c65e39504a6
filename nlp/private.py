"""What else is taken out of a text before many read it: flats, documents, plates, contacts written round, rarer names.

These rules stand beside those of `nlp.masks`, in what people are shown only: the models' features are a file format,
and are made without them. Every rule is linear and looks for a cheap sign first.
"""

import re
from collections.abc import Callable

from nlp.namesakes import place_around
from nlp.naming import likely, may_name, roles
from nlp.tokens import tokens

FLAT_SIGNS = ("кв", "офис", "комнат")
FLAT = re.compile(
    r"(?<!\w)(кв(?:артир[аыеуой]{1,2}|-р[аеуы])?\.?[ \u00a0]{0,2}(?:номер|№)?[ \u00a0]{0,2})"
    r"(\d{1,4})(?:[ ]?[а-г])?(?![\w²])"
    r"(?![ \u00a0]?(?:кв|м\b|м²|метр|[- ]?комн|[- ]?к\b|руб|тыс|млн|лет|год|г\.|%|чел|семь|этаж|дом|подъезд|[,.]\d))",
    re.IGNORECASE,
)
"""A flat by its number; quarters of years, square metres and counts of flats are none."""
FLAT_BEFORE = re.compile(
    r"(?<![\w-])\d{1,4}(?=-(?:й|ой|ю|я|ая|ую|ей)[ \u00a0]кв(?:артир[аеуы]|артирой|\.))"
    r"|(?<![\w-])(?:(?<=в )|(?<=из )|(?<=у )|(?<=над )|(?<=под )|(?<=с )|(?<=к ))\d{1,4}"
    r"(?=[ \u00a0]кв(?:артир[еуы]|артирой|\.?(?![ \u00a0.]?м))(?!\w))",
    re.IGNORECASE,
)
"""A flat named by its number first."""
MORE_FLATS = re.compile(r"(\[номер\](?:[ ]?,[ ]?|[ ]и[ ]))\d{1,4}(?![\w])")
HOUSE_FLAT = re.compile(
    r"((?<!\w)(?:д(?:ом|\.)[ \u00a0]{0,2}\d{1,3}[а-г]?[ \u00a0]?[-–][ \u00a0]?))(\d{1,4})(?![\w-])", re.IGNORECASE
)
STREET_FLAT = re.compile(r"((?<!\w)(?<!дома )[А-ЯЁ][а-яё]{3,20},?[ \u00a0]\d{1,3}[а-г]?[-–])(\d{2,4})(?![\w-])")
"""`Гагарина 7-15`. A range of houses has its «дома» before it, a score of a match one figure behind."""
FLATS_IN_A_ROW = 5
YEAR = re.compile(r"(?:19|20)\d\d")
HOUSE_DASH = re.compile(r"\d[а-г]?[ \u00a0]?[-–]", re.IGNORECASE)

FIGURES = re.compile(r"\d(?:\d{2}|\d[ ]?\d\d|[./-]\d)")
"""What a document, a plate, a date cannot be without; it begins with a figure, for speed, as the next two do."""
PLATE_SIGN = re.compile(r"\d{3}[ ]?[^\W\d_]{2}[ ]?\d\d")
NUMBER_SIGN = re.compile(r"\d\d[ ]?\d\d|\d{6}")
SERIES_SIGN = re.compile(r"[А-Я]{2}[ -]?\d{6}", re.IGNORECASE)
DOCUMENT_SIGNS = (
    *("паспорт", "удостоверени", "свидетельств", "снилс", "полис", "загран"),
    *("права", "серия", "инн", "ковид", "диплом", "билет"),
)
PLATE = re.compile(
    r"(?<!\w)[авекмнорстухabekmhopctyx][ ]?\d{3}[ ]?[авекмнорстухabekmhopctyx]{2}[ ]?\d{2,3}(?!\w)", re.IGNORECASE
)
SNILS = re.compile(r"\d(?<!\d\d)\d\d[- ]\d{3}[- ]\d{3}[- ]?\d\d(?!\d)")
CERTIFICATE = re.compile(r"[IVXL](?<!\w[IVXL])[IVXL]{0,3}[- ]?[А-Я]{2}[ ]?(?:№[ ]?)?\d{6}(?!\d)")
DOCUMENT = re.compile(
    r"((?:паспорт|удостоверени|свидетельств|снилс|полис|загран|права|серия|инн|ковид|диплом|билет)\w{0,6}"
    r"(?:[ \u00a0](?!серия|номер|выдан)[а-яё]{4,12}(?=[ \u00a0]\d{6}))?"
    r"(?:[ \u00a0:№,-]{1,4}(?:серия|номер|сер|ном|рф|омс|вод\w{0,12}|выдан\w{0,2})\.?){0,2}[ \u00a0:№#-]{0,4})"
    r"(\d{2}[ ]?\d{2}(?:[ ,;]{0,3}(?:номер|№|ном\.?)?[ ]{0,2}\d{3,8})?|[А-Я]{2}[ -]?\d{6,7}|\d{6,16})(?!\w)",
    re.IGNORECASE,
)
BORN = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?=[ \u00a0]{0,2}(?:г\.?[ ]?р|года? рожд|рожд|д\.?[ ]?р))")
BORN_IN = re.compile(r"[12](?<![\w.][12])(?:(?<=1)9|(?<=2)0)\d\d(?=[ \u00a0]?г\.?[ ]?р)")
BORN_AFTER = re.compile(r"((?:родил(?:ся|ась)|рождени[яе]|д\.?р\.?)[ :–-]{1,4})\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d")
LOCAL = re.compile(r"(?<![\w№/.-])(\d{1,2})-(\d\d)-\d\d(?![\w-])")
"""A town's own number of five or six digits; a day is none."""
LAST_DAY, LAST_MONTH = 31, 12
GLUED_SIGN = re.compile(r"9\d{9}")
GLUED = re.compile(r"(?<![\d№])(?:\+7|8|7)9\d{9}(?=[^\W\d_])|(?<=[^\W\d_])(?:\+7|8)9\d{9}(?!\d)")
SPELT = re.compile(
    r"(?<![\w.])[a-z0-9][a-z0-9._-]{1,40}[ ]{0,2}"
    r"(?:\(at\)|\[at\]|\{at\}|(?<= )at(?= )|[(\[ ]собак[аи][)\] ]|\(собака\)|@[ ])"
    r"[ ]{0,2}[a-z0-9-]{2,30}"
    r"[ ]{0,2}(?:\.|\(dot\)|\[dot\]|(?<= )dot(?= )|точка)[ ]{0,2}(?:ru|com|рф|ру|ком|net|org|su)(?!\w)",
    re.IGNORECASE,
)
SPELT_SIGNS = ("собак", "@ ", "at")

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
    low = text.lower()
    return any(sign in low for sign in signs)


def flats(text: str) -> str:
    """Numbers of flats -> [номер]; the house stays: without it nobody can mend anything."""
    if _any(FLAT_SIGNS, text):
        text = FLAT_BEFORE.sub("[номер]", FLAT.sub(_flat, text))
        for _ in range(FLATS_IN_A_ROW):
            text = MORE_FLATS.sub(r"\1[номер]", text)
    if not HOUSE_DASH.search(text):
        return text
    return STREET_FLAT.sub(r"\1[номер]", HOUSE_FLAT.sub(r"\1[номер]", text))


def _flat(found: re.Match[str]) -> str:
    return found.group() if YEAR.fullmatch(found[2]) else f"{found[1]}[номер]"


def documents(text: str) -> str:
    """Passports, certificates, policies, plates, dates of birth -> [номер], [дата]."""
    if not FIGURES.search(text):
        return text
    for rule in (SNILS, CERTIFICATE):
        text = rule.sub("[номер]", text)
    text = PLATE.sub("[номер]", text) if PLATE_SIGN.search(text) else text
    if (NUMBER_SIGN.search(text) or SERIES_SIGN.search(text)) and _any(DOCUMENT_SIGNS, text):
        text = DOCUMENT.sub(r"\1[номер]", text)
    return BORN_AFTER.sub(r"\1[дата]", BORN_IN.sub("[дата]", BORN.sub("[дата]", text)))


def roundabout(text: str) -> str:
    """Phones glued to a word, addresses with the sign spelt out."""
    text = LOCAL.sub(_local, text) if "-" in text else text
    text = GLUED.sub("[телефон]", text) if "9" in text and GLUED_SIGN.search(text) else text
    return SPELT.sub("[почта]", text) if _any(SPELT_SIGNS, text) else text


def _local(found: re.Match[str]) -> str:
    day = int(found[1]) <= LAST_DAY and 1 <= int(found[2]) <= LAST_MONTH
    return found.group() if day else "[телефон]"


def rarer(text: str) -> str:
    """Names that the common rules leave: small letters, one initial, a family name behind a title, Latin letters."""
    text = EASTERN.sub("[ФИО]", text) if "оглы" in text or "кызы" in text or "улы" in text else text
    text = TITLED.sub(_titled, text) if _any(TITLED_SIGNS, text) else text
    if "." in text and INITIAL_SIGN.search(text):
        text = INITIAL_FIRST.sub(_second, INITIAL.sub(_first, text))
    text = PAIR.sub(_pair, text) if may_name(text, tokens(text)) else text
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
    one, other = (russian(word.lower()) for word in (found[1] or found[3], found[2] or found[4]))
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
