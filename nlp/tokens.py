"""Our own small tokeniser: one regular expression over lower-case text, linear, without look-behind.

It differs from razdel where the models need it: a mask such as `[фио]`, a run of marks and a smile are one token.
"""

import re

TOKEN = re.compile(
    r"\[(?:ссылка|телефон|почта|номер|фио|дата рождения)\]"
    r"|[а-яёa-z]+(?:-[а-яёa-z]+)*"
    r"|\d+"
    r"|[!?]+"
    r"|[)(]{2,}"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff]"
    r"|@"
)
WORD = re.compile(r"[а-яёa-z]+(?:-[а-яёa-z]+)*|\d+")
MASK = re.compile(r"\[(?:ссылка|телефон|почта|номер|фио|ФИО|дата рождения)\]|@житель")
CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
STRANGE_LETTER = re.compile(r"[\u0400\u0402-\u040f\u0450\u0452-\u052f]")
STRANGE = re.compile(r"\w*[\u0400\u0402-\u040f\u0450\u0452-\u052f]\w*")
SLAVIC = re.compile(r"[\u0400-\u052f]+")
FOREIGN_SHARE = 6
LETTERS = re.compile(r"[^\W\d_]+")


def tokens(text: str) -> list[str]:
    """Words, numbers, masks, marks and smiles of a text, lower case, in their order."""
    return TOKEN.findall(text.lower())


def words(text: str) -> list[str]:
    """Words and numbers only, lower case, masks left out."""
    return WORD.findall(MASK.sub(" ", text.lower()))


def judged(text: str, above: str | None) -> bool:
    """Whether a cleared text may be judged: it is Russian, or it is a wordless answer ("+", "👍", "@житель, 19") to a
    Russian post above (None: no post), which then says what is spoken of."""
    return is_russian(text) or (above is not None and is_wordless(text) and is_russian(above))


def is_wordless(text: str) -> bool:
    """Whether a text says something without words: it is not blank and holds fewer than two letters outside masks."""
    return bool(text.strip()) and sum(map(len, LETTERS.findall(MASK.sub(" ", text[:5000])))) < 2


def is_russian(text: str) -> bool:
    """Whether at least half of the letters of a cleared text (outside masks) are Cyrillic, there are two of them, and
    no more than a sixth of the Cyrillic words hold letters that Russian lacks (Ukrainian, Kazakh, Tatar, Serbian …)."""
    text = text[:5000]
    if "[" in text or "@" in text:
        text = MASK.sub(" ", text)
    cyrillic = sum(map(len, CYRILLIC.findall(text)))
    if cyrillic < 2 or (2 * cyrillic < len(text) and 2 * cyrillic < sum(map(len, LETTERS.findall(text)))):
        return False
    strangers = set(STRANGE.findall(text)) if STRANGE_LETTER.search(text) else ()
    return FOREIGN_SHARE * len(strangers) <= len(set(SLAVIC.findall(text)))
