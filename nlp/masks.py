"""Personal data leave a text before anything is indexed, learnt or shown to many.

Every rule is linear: patterns have bounded repeats and start at a character that a cheap test looks for first.
Streets and objects named after people are not masked; the cases are tests/unit/nlp/cases/masks.txt.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nlp.guess import guessed, shown
from nlp.namesakes import LOOK_BACK, place_around
from nlp.naming import PATRONYMIC, likely, names_any, roles
from nlp.private import documents, veiled

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\[\]]+"
    r"|\b(?:t\.me|vk\.com|vk\.cc|vk\.ru|ok\.ru|wa\.me|clck\.ru|youtu\.be)/[^\s<>\[\]]+",
    re.IGNORECASE,
)
PERSON_MENTION = re.compile(r"\[id\d{1,12}(?::[\w-]{1,30})?\|[^\[\]|]{0,200}\]")
CLUB_MENTION = re.compile(r"\[(?:club|public|event)\d{1,12}(?::[\w-]{1,30})?\|@?([^\[\]|]{0,200})\]")
LINK_SIGN = re.compile(r"://|[a-z.]/|www\.", re.IGNORECASE)
MAIL_SIGN = re.compile(r"@(?<=[\w.+-]@)[\w-]{1,63}\.[\w-]")
DIGITS = re.compile(r"\d(?:[ \u00a0().–-]{0,3}\d){4}")
"""Cheap tests: what a link, an address, a long number cannot be without."""
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
ACCOUNT = re.compile(r"@(?<![\w@]@)(?=[a-z0-9_]*[a-z])[a-z0-9_.]{3,64}", re.IGNORECASE | re.ASCII)
RUN = re.compile(r"[+(\d](?<![\w№][+(\d])(?:(?<=\+)\(?\d|(?<=\()\d|(?<=\d))(?:[ \u00a0().–-]{0,3}\d){4,24}(?!\w)")
"""It begins with a class of characters, not with a look behind, for speed."""
PHONE_START = re.compile(r"\+?[78]")
DATE = re.compile(r"\d{1,2}[. -]{1,2}\d{1,2}[. -]{1,2}(?:19|20)?\d\d(?:\D.{0,12})?|(?:19|20)\d\d\D\d\d\D\d\d")
YEARS = re.compile(r"(?:(?:18|19|20)\d\d[ \u00a0–-]{1,3}){1,3}(?:18|19|20)\d\d")
PRICE = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3}){1,3}")
PRICE_AFTER = re.compile(
    r"\s{0,2}(?:руб|₽|р\b|т\.\s?р|тыс|млн|млрд|кв|м\b|га\b|чел|шт|человек|жител|дол|%|км)", re.IGNORECASE
)
NUMBER_BEFORE = re.compile(
    r"(?:паспорт|снилс|инн|огрн|счёт|счет|счета|л/с|карт[аыуе]|полис|серия|номер|№|договор\w{0,3}"
    r"|заяв\w{1,6})\W{0,4}(?:\w{1,12}\W{1,3})?$",
    re.IGNORECASE,
)

NAMEISH = r"[А-ЯЁ][А-ЯЁа-яё]{1,30}(?:-[А-ЯЁ][А-ЯЁа-яё]{1,30})?"
GAP = r"(?:[ \u00a0]{1,3}|[ \u00a0]{0,2}\r?\n[ \u00a0]{0,2})"
SEQUENCE = re.compile(rf"(?<![\w.]){NAMEISH}(?:{GAP}{NAMEISH}){{1,3}}(?![\w])")
INITIALS_AFTER = re.compile(rf"(?<![\w.]){NAMEISH}[ \u00a0]{{1,2}}[А-ЯЁ]\.[ \u00a0]{{0,2}}[А-ЯЁ]\.?(?![\w])")
INITIALS_BEFORE = re.compile(rf"(?<![\w.])[А-ЯЁ]\.[ \u00a0]{{0,2}}[А-ЯЁ]\.[ \u00a0]{{0,2}}{NAMEISH}(?![\w])")
LOWER_TRIPLE = re.compile(r"(?<!\w)[а-яё-]{3,30}\s[а-яё]{3,20}\s[а-яё]{2,24}(?:вич|вн|чн)(?:а|у|ем|е|ы|ой|ою)?(?!\w)")
LOWER_NAME = re.compile(r"(?<!\w)[а-яё]{3,20}\s[а-яё]{2,24}(?:вич|вн|чн|ьич|мич|кич)(?:а|у|ем|ом|е|ы|ой|ою)?(?!\w)")
FAMILY_END = r"(?:[оеё]в|[иы]н|[сц]к(?:ий|ая|ого|ой|ому|ую|им))(?:а|у|ым|ом|ой|е)?|енко"
LOWER_PAIR = re.compile(rf"(?<!\w)[а-яё]{{2,25}}(?:{FAMILY_END})(?=\s([а-яё]{{3,20}})(?!\w))")
DAY = re.compile(r"\d/\d{1,2}/(?:19|20)\d\d")
ODD_PHONE = re.compile(
    r"(?<![\w№/])\+?(?:[78](?:[ \u00a0_/().–-]{0,3}\d){10}|9\d\d(?:[ \u00a0_/().–-]{0,3}\d){7})(?![^\W_])"
)
WORD = re.compile(r"\S+")


def links(text: str) -> str:
    """Addresses of pages -> [ссылка]."""
    may = ("/" in text or "www." in text) and LINK_SIGN.search(text)
    return LINK.sub("[ссылка]", text) if may else text


def mentions(text: str) -> str:
    """`[id1|Имя]` -> @житель, `[club1|Название]` -> @Название, `@account` -> @житель."""
    if "|" in text:
        text = CLUB_MENTION.sub(r"@\1", PERSON_MENTION.sub("@житель", text))
    return ACCOUNT.sub("@житель", text) if "@" in text else text


def mails(text: str) -> str:
    """E-mail addresses -> [почта]."""
    return MAIL.sub("[почта]", text) if "@" in text and MAIL_SIGN.search(text) else text


def numbers(text: str) -> str:
    """Phones -> [телефон]; numbers of cards, passports, accounts -> [номер]; dates, years, prices and houses stay."""
    text = ODD_PHONE.sub(_odd_phone, text) if "_" in text or "/" in text else text
    return RUN.sub(_number, text) if DIGITS.search(text) else text


def _odd_phone(found: re.Match[str]) -> str:
    """A phone parted by underscores or slashes, not a day (8/12/2024); all else is left to the common rule."""
    run = found.group()
    return "[телефон]" if ("_" in run or "/" in run) and not DAY.match(run) else run


def _number(found: re.Match[str]) -> str:
    run = found.group()
    digits = sum(symbol.isdigit() for symbol in run)
    before = found.string[max(0, found.start() - LOOK_BACK) : found.start()]
    if _innocent(run, found.string[found.end() : found.end() + 12]):
        return run
    if _is_phone(run, digits):
        return "[телефон]"
    return "[номер]" if digits >= 9 or NUMBER_BEFORE.search(before) else run


def _innocent(run: str, after: str) -> bool:
    whole = DATE.fullmatch(run) or YEARS.fullmatch(run)
    return bool(whole or (PRICE.fullmatch(run) and not run.startswith("8")) or PRICE_AFTER.match(after))


def _is_phone(run: str, digits: int) -> bool:
    if digits == 11:
        return bool(PHONE_START.match(run.lstrip("(")))
    if digits == 10:
        return run.lstrip("(").startswith("9") or "-" in run
    return digits in (5, 6, 7) and run.count("-") >= 2


def persons(text: str) -> str:
    """Full names, with or without initials, in any case -> [ФИО]; a lone first name stays."""
    return names(text) if names_any(text) else text


def names(text: str) -> str:
    """The rules for persons without the cheap test before them."""
    text = INITIALS_AFTER.sub(_person, INITIALS_BEFORE.sub(_person, text)) if "." in text else text
    text = SEQUENCE.sub(_named, text)
    if any(end in text for end in ("вич", "вн", "чн", "ьич", "мич", "кич")):
        text = LOWER_NAME.sub(_lower_name, LOWER_TRIPLE.sub(_lower_person, text))
    return _lower_pairs(text)


def _lower_name(found: re.Match[str]) -> str:
    """A first name with a patronymic: "мария ивановна"."""
    first, second = found.group().split()
    if "Name" not in likely(first) or "Patr" not in likely(second):
        return found.group()
    return _person(found)


def _lower_pairs(text: str) -> str:
    """A family name with a first name behind it: "иванов иван"."""
    kept, end = [], 0
    for found in LOWER_PAIR.finditer(text):
        if found.start() < end or "Surn" not in likely(found.group()) or "Name" not in likely(found[1]):
            continue
        if not place_around(found, found.start(), found.end(1)):
            kept += [text[end : found.start()], "[ФИО]"]
            end = found.end(1)
    return "".join([*kept, text[end:]]) if kept else text


def _person(found: re.Match[str]) -> str:
    return found.group() if place_around(found, found.start(), found.end()) else "[ФИО]"


def _lower_person(found: re.Match[str]) -> str:
    first, second, third = found.group().split()
    if not PATRONYMIC.fullmatch(third) or "Name" not in roles(second):
        return found.group()
    return "[ФИО]" if "Surn" in roles(first) else f"{first} [ФИО]"


def _named(found: re.Match[str]) -> str:
    """Replace the words of the sequence that make a full name, keep its other words."""
    parts = [(part.group(), part.start(), part.end()) for part in WORD.finditer(found.group())]
    first, last = _full_name([roles(word.lower()) for word, _, _ in parts])
    if last <= first:
        return found.group()
    start, end = parts[first][1], parts[last - 1][2]
    if place_around(found, found.start() + start, found.start() + end):
        return found.group()
    return found.group()[:start] + "[ФИО]" + found.group()[end:]


def _full_name(words: list[frozenset[str]]) -> tuple[int, int]:
    """Indices [first, last) of the name within the sequence; (0, 0) where there is none."""
    for middle, word in enumerate(words):
        if "Patr" in word and middle and "Name" in words[middle - 1]:
            return _with_surname(words, middle - 1, middle + 1)
    for left in range(len(words) - 1):
        if words[left] & words[left + 1] and words[left] <= {"Surn"} and words[left + 1] <= {"Surn"}:
            continue
        pair = words[left], words[left + 1]
        if ("Name" in pair[0] and "Surn" in pair[1]) or ("Surn" in pair[0] and "Name" in pair[1]):
            return left, left + 2
    return 0, 0


def _with_surname(words: list[frozenset[str]], first: int, last: int) -> tuple[int, int]:
    if first and words[first - 1] & {"Surn"}:
        return first - 1, last
    if last < len(words) and words[last] & {"Surn"}:
        return first, last + 1
    return first, last


CONTACTS: tuple[Callable[[str], str], ...] = (links, mentions, mails, numbers)


def contacts(text: str) -> str:
    """A text without links, mentions, addresses and numbers; persons stay."""
    for rule in CONTACTS:
        text = rule(text)
    return text


def mask(text: str, known: frozenset[str] = frozenset()) -> str:
    """A text without personal data: [ссылка], [почта], [телефон], [номер], [дата], [ФИО], @житель in their places.
    `known`: words for the municipality's own places and bodies, which are no persons."""
    return shown(veiled(persons(guessed(contacts(documents(text)), known))))


@dataclass(frozen=True, slots=True)
class Masker:
    """Masks the texts of a municipality with these words for its places and bodies; it can be handed to another
    process."""

    known: frozenset[str] = frozenset()

    def __call__(self, text: str) -> str:
        """See `mask`."""
        return mask(text, self.known)
