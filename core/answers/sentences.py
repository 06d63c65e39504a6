"""A text as its sentences and plain words: ё as е, small letters, offsets kept."""

import re
from collections.abc import Iterator

WORD = re.compile(r"[а-яa-z0-9-]+")
END = re.compile(r"[.!?;]+(?=\s|$)|\n+")
SHORT = frozenset(
    {
        *("г", "гг", "ул", "д", "дом", "пер", "пл", "пр", "просп", "стр", "корп", "кв", "им", "обл", "р", "с", "п"),
        *("пос", "руб", "тыс", "млн", "млрд", "ч", "мин", "т", "е", "м", "км", "ст", "ч", "рис", "тел", "каб", "св"),
        *("янв", "фев", "апр", "авг", "сен", "сент", "окт", "ноя", "нояб", "дек"),
    }
)
"""What a full stop shortens rather than ends."""


def plain(text: str) -> str:
    """Small letters, ё as е; as long as the text, so that offsets stay."""
    low = "".join(one if len(one) == 1 else each for each in text for one in (each.lower(),))
    return low.replace("ё", "е").replace("\u00a0", " ")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a plain text, each with its offset. A shortened word ends none."""
    begin = 0
    for end in END.finditer(text):
        before = WORD.findall(text[max(begin, end.start() - 12) : end.start()])
        if end.group().startswith(".") and before and before[-1] in SHORT:
            continue
        yield begin, text[begin : end.end()]
        begin = end.end()
    if text[begin:].strip():
        yield begin, text[begin:]


BREAK = re.compile(r"(?:,|\s[—–-])\s+|\s*[():]\s*")
BELONGS = re.compile(r"(?:(?:и|а|но|лишь|только) )*(?:чтобы|(?:\w+ )?котор|после |затем|тогда|как только|чего\b|где\b)")
"""How a clause begins that says when, why or of what the one before it speaks."""


def clauses(sentence: str) -> Iterator[str]:
    """The clauses of a plain sentence; one that belongs to the one before it stays with it."""
    held = ""
    for part in filter(None, map(str.strip, BREAK.split(sentence))):
        if held and not BELONGS.match(part):
            yield held
            held = ""
        held = f"{held} {part}".strip()
    if held:
        yield held


def words(sentence: str) -> list[str]:
    """The words of a plain sentence."""
    return WORD.findall(sentence)
