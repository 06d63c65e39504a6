"""Rules that make one spelling of many: text in, text out, each rule linear in the length of the text.

The order is part of the rule book; the cases are tests/unit/nlp/cases/normalise.txt.
"""

import html
import re
import unicodedata
from collections.abc import Callable

CONFUSABLE = str.maketrans("ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук")

LATIN = re.compile(r"[A-Za-z]")
INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
BREAK = re.compile(r"<(?:br|/p|/div|/li)\s{0,3}/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
WIKI_LINK = re.compile(r"\[\[ссылка\]\s{0,3}|\[https?://[^\s|\[\]]{1,500}\|")
MARKDOWN_LINK = re.compile(r"\[([^\[\]()]{1,300})\]\((?:https?://[^\s()]{0,500}|\[ссылка\])\)?")
STARS = re.compile(r"\*\*+|__+|~~+|(?m:^#{1,6}(?=\s))")
MEETING = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
MIXED = re.compile(r"[A-Za-zА-Яа-яЁё]{2,60}")
TRIPLE = re.compile(r"(.)\1\1")
"""The cheap test of both patterns below: few texts have three equal characters in a row."""
LONG_LETTER = re.compile(r"([^\W\d_])\1{2,}")
LONG_MARK = re.compile(r"([^\w\s\[\]])\1{3,}")


def compose(text: str) -> str:
    """A letter with a combining mark becomes one character: "и" + breve -> "й"."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unescape(text: str) -> str:
    """`&amp;quot;` of exported pages -> a quote."""
    return html.unescape(text) if "&" in text else text


def drop_invisible(text: str) -> str:
    """Zero-width, direction and variation marks vanish."""
    return INVISIBLE.sub("", text)


def drop_markup(text: str) -> str:
    """Tags of HTML vanish, line breaks stay."""
    return TAG.sub("", BREAK.sub("\n", text)) if "<" in text else text


def unwrap_links(text: str) -> str:
    """`[[ссылка] афиша]`, `[афиша](https://…)` -> the words that were shown."""
    if "[" not in text:
        return text
    return WIKI_LINK.sub("", MARKDOWN_LINK.sub(r"\1", text))


def drop_stars(text: str) -> str:
    """Marks of bold, italics and headings vanish."""
    return STARS.sub("", text) if any(map(text.__contains__, "*_~#")) else text


def latin_lookalikes(text: str) -> str:
    """Latin letters inside a Russian word become the Russian ones that they imitate."""
    return MIXED.sub(_russian, text) if LATIN.search(text) and MEETING.search(text) else text


def _russian(found: re.Match[str]) -> str:
    word = found.group()
    if word.isascii() or not _has_latin(word):
        return word
    russian = word.translate(CONFUSABLE)
    return word if _has_latin(russian) else russian


def _has_latin(word: str) -> bool:
    return LATIN.search(word) is not None


def squeeze_repeats(text: str) -> str:
    """A letter said three times or more is said once: "помогииите" -> "помогите"; no mark or smile stands more than
    three times in a row."""
    return LONG_MARK.sub(r"\1\1\1", LONG_LETTER.sub(r"\1", text)) if TRIPLE.search(text) else text


def fold_yo(text: str) -> str:
    """ё -> е, as most people write."""
    return text.replace("ё", "е").replace("Ё", "Е")


def squeeze_spaces(text: str) -> str:
    """One space between words, one break between lines, none at the ends."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


RULES: tuple[Callable[[str], str], ...] = (
    unescape,
    drop_markup,
    drop_invisible,
    compose,
    unwrap_links,
    drop_stars,
    latin_lookalikes,
    squeeze_repeats,
    fold_yo,
    squeeze_spaces,
)


def normalise(text: str) -> str:
    """All rules in their order. Never an error; time is linear in the length."""
    for rule in RULES:
        text = rule(text)
    return text
