"""Phones, addresses of mail and numbers that are written round: glued, spelt out, with look-alikes, a town's own.

They stand beside the rules of `nlp.masks`, in what people are shown only. Every rule looks for a cheap sign first.
"""

import re

from nlp.naming import lowered
from nlp.spelt import spelt

LOCAL = re.compile(
    r"(?<![\w№/.-])(?<!аявка )(?<!аявки )(?<!аявке )(?<!счёт )(?<!номер очереди )(\d{1,2})-(\d\d)-\d\d(?![\w-])"
)
"""A town's own number of five or six digits; a day is none."""
LAST_DAY, LAST_MONTH = 31, 12
MORE = re.compile(r"(\[телефон\](?:[ ]?,[ ]?|[ ]и[ ]|[ ]?/[ ]?|, а лучше ))\d{1,2}-\d{1,2}-\d\d(?![\w-])")
LOCAL_SIGNS = ("тел", "дом", "звон", "номер", "т.", "раб")
LOCAL_CALLED = re.compile(
    r"((?:\bт\.|\bтел\w{0,8}|\bдомашн\w{2,3}|\bдом\.|\bзвон\w{2,4}|\bмой номер|\bраб\w{0,6})"
    r"[ .:№]{0,3}(?:(?:тел|раб|дом|на|по)[ .:№]{1,2}|старш\w{2,3} по дому |\[ФИО\] |[А-ЯЁ][а-яё]{2,14} )?)"
    r"\d{1,2}-(?:\d{1,2}-\d\d|\d{3})(?![\w-])",
    re.IGNORECASE,
)
"""Behind a word for a phone it is none, whatever day it looks like."""
DIGIT = re.compile(r"\d")
DASHED = re.compile(r"\d-\d")
"""What a number with hyphens cannot be without; it begins with a class of characters, for speed, as all signs do."""
GLUED_SIGN = re.compile(r"9\d{9}")
GLUED = re.compile(r"(?<![\d№])(?:\+7|8|7)9\d{9}(?=[^\W\d_])|(?<=[^\W\d_])(?:\+7|8)9\d{9}(?!\d)")
STARS = re.compile(r"(?<![\w*])\+?[78]\*\d{3}\*\d{3}\*\d\d\*?\d\d(?![\w*])")
ALIKE_SIGN = re.compile(r"\d[ЗО]|[ЗО]\d|ЗЗ", re.IGNORECASE)
ALIKE = re.compile(r"[+78](?<!\w[+78])(?:(?<=\+)[78]|(?<!\+))(?:[ ().–-]{0,3}[\dЗОOзоo]){10}(?!\w)")
LEAST_DIGITS = 5
COUNT = (
    r"(?:ноль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|(?:один|две|три|четыр|пят|шест|сем"
    r"|восем|девят)надцать|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести"
    r"|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот)"
)
SAID = re.compile(
    rf"(?<!\w)\+?(?:восемь|семь|[78])[ -](?:девятьсот|9\d\d|восемьсот)"
    rf"(?:[ ,-]{{1,2}}(?:{COUNT}|\d{{1,4}})(?!\w)){{2,12}}",
    re.IGNORECASE,
)
SAID_SIGN = re.compile(r"[78ьЬ][ -][9дДвВ]")
CARD = re.compile(r"\d(?<!\w\d)\d{3}[ -]?(?:[*xх•]{4}[ -]?){2}\d{4}(?!\w)", re.IGNORECASE)
VEHICLE_SIGN = re.compile(r"[A-HJ-NPR-Z0-9][A-HJ-NPR-Z0-9]{16}")
VEHICLE = re.compile(r"(?<!\w)(?=[A-Z]{0,12}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}(?!\w)")


def roundabout(text: str) -> str:
    """A text without phones and addresses that are written round, with [телефон], [почта], [номер] in their places."""
    if DIGIT.search(text):
        text = _phones(text)
    return spelt(text)


def _phones(text: str) -> str:
    if "-" in text and DASHED.search(text):
        text = MORE.sub(r"\1[телефон]", LOCAL.sub(_local, _called(text)))
    text = GLUED.sub("[телефон]", text) if "9" in text and GLUED_SIGN.search(text) else text
    text = STARS.sub("[телефон]", text) if "*" in text else text
    text = ALIKE.sub(_alike, text) if ALIKE.search(text) and ALIKE_SIGN.search(text) else text
    text = SAID.sub(_said, text) if SAID_SIGN.search(text) else text
    text = CARD.sub("[номер]", text)
    return VEHICLE.sub("[номер]", text) if VEHICLE_SIGN.search(text) else text


def _called(text: str) -> str:
    called = any(map(lowered(text).__contains__, LOCAL_SIGNS))
    return LOCAL_CALLED.sub(r"\1[телефон]", text) if called else text


def _local(found: re.Match[str]) -> str:
    day = int(found[1]) <= LAST_DAY and 1 <= int(found[2]) <= LAST_MONTH
    return found.group() if day else "[телефон]"


def _alike(found: re.Match[str]) -> str:
    enough = sum(symbol.isdigit() for symbol in found.group()) >= LEAST_DIGITS
    return "[телефон]" if enough else found.group()


def _said(found: re.Match[str]) -> str:
    """At least one word among the figures: figures alone are read by the common rules."""
    return "[телефон]" if any(symbol.isalpha() for symbol in found.group()) else found.group()
