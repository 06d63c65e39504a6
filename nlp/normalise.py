"""Rules that make one spelling of many: text in, text out, each rule linear in the length of the text.

The order is part of the rule book; the cases are tests/unit/nlp/cases/normalise.txt.
"""

import html
import re
import unicodedata
from collections.abc import Callable

from nlp.latin import latin_lookalikes

INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
BREAK = re.compile(r"<(?:br|/p|/div|/li)\s{0,3}/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
WIKI_LINK = re.compile(r"\[\[ссылка\]\s{0,3}|\[https?://[^\s|\[\]]{1,500}\|")
MARKDOWN_LINK = re.compile(r"\[([^\[\]()]{1,300})\]\((?:https?://[^\s()]{0,500}|\[ссылка\])\)?")
STARS = re.compile(r"\*\*+|__+|~~+|(?m:^#{1,6}(?=\s))")
HEADING = re.compile(r"#\s")
TRIPLE = re.compile(r"(.)\1\1")
"""The cheap test of both patterns below: few texts have three equal characters in a row."""
LONG_LETTER = re.compile(r"([^\W\d_])\1{2,}")
LONG_MARK = re.compile(r"([^\w\s\[\]])\1{3,}")
HASHTAG = re.compile(r"#[^\W\d_][\w]{1,60}")
SEAM = re.compile(r"(?<=[а-яё])(?=[А-ЯЁ])|(?<=[^\W_])_(?=[^\W_])")
PARTED = re.compile(r"(?<!\w)(?:[Уу]/[Кк]|у\.к|[Жж]\.[Кк]\.[Хх]|[Мм]\.[Кк]\.[Дд]|[Тт]\.[Сс]\.[Жж])(?!\w)\.?")
PARTED_SIGNS = ("/к", "/К", ".к", ".К", ".с.", ".С.")
SMILE = re.compile(r"(?<![\w/])[:;=]['-]?([)(])\1{0,2}")
EYES = (":)", ":(", ";)", ";(", "=)", "=(", "-)", "-(", "')", "'(")


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
    may = "**" in text or "__" in text or "~~" in text or ("#" in text and HEADING.search(text))
    return STARS.sub("", text) if may else text


def squeeze_repeats(text: str) -> str:
    """A letter said three times or more is said once: "помогииите" -> "помогите"; no mark or smile stands more than
    three times in a row."""
    return LONG_MARK.sub(r"\1\1\1", LONG_LETTER.sub(r"\1", text)) if TRIPLE.search(text) else text


def part_hashtags(text: str) -> str:
    """The words of a hashtag part: "#НетВоды", "#нет_воды" -> "#Нет Воды", "#нет воды"."""
    return HASHTAG.sub(_parted, text) if "#" in text else text


def _parted(found: re.Match[str]) -> str:
    return SEAM.sub(" ", found.group())


def join_short(text: str) -> str:
    """Abbreviations that are parted by stops or slashes: "у/к", "ж.к.х." -> "ук", "жкх"; initials stay."""
    return PARTED.sub(_joined, text) if any(map(text.__contains__, PARTED_SIGNS)) else text


def _joined(found: re.Match[str]) -> str:
    return found.group().replace(".", "").replace("/", "")


def draw_smiles(text: str) -> str:
    """Smiles with eyes are brackets only, as most people write: ":-)", "=(" -> "))", "(("."""
    may = (")" in text or "(" in text) and any(map(text.__contains__, EYES))
    return SMILE.sub(r"\1\1", text) if may else text


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
    part_hashtags,
    join_short,
    draw_smiles,
    fold_yo,
    squeeze_spaces,
)
FOR_PLAIN = RULES[RULES.index(part_hashtags) : RULES.index(squeeze_spaces)]
"""What may change even a text of plain characters (`nlp.characters`); `squeeze_spaces` too, where two blanks meet."""


def normalise(text: str) -> str:
    """All rules in their order. Never an error; time is linear in the length."""
    for rule in RULES:
        text = rule(text)
    return text
