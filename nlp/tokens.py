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
MASK = re.compile(r"\[(?:ссылка|телефон|почта|номер|фио|дата рождения)\]|@житель")
CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
LETTERS = re.compile(r"[^\W\d_]+")


def tokens(text: str) -> list[str]:
    """Words, numbers, masks, marks and smiles of a text, lower case, in their order."""
    return TOKEN.findall(text.lower())


def words(text: str) -> list[str]:
    """Words and numbers only, lower case, masks left out."""
    return WORD.findall(MASK.sub(" ", text.lower()))


def is_russian(text: str) -> bool:
    """Whether at least half of the letters (outside masks and links) are Cyrillic, and there are two of them."""
    text = text[:5000]
    if "[" in text or "@" in text:
        text = MASK.sub(" ", text)
    cyrillic = sum(map(len, CYRILLIC.findall(text)))
    if 2 * cyrillic >= len(text):
        return cyrillic >= 2
    return cyrillic >= 2 and 2 * cyrillic >= sum(map(len, LETTERS.findall(text)))
