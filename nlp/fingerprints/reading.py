"""A text as it is compared: words in one spelling, each with what it would mean to replace it by another."""

import re
from functools import lru_cache
from typing import NamedTuple

PLAIN, NUMBER, NAME = 0, 1, 2

# Everything that a repost changes without changing the text.
LINK = re.compile(r"https?://\S+|www\.\S+|\b(?:t\.me|vk\.com|vk\.cc|ok\.ru|clck\.ru)/\S+", re.IGNORECASE)
MARKED = re.compile(
    r"[@#][^\W\d][\w@-]*|\[(?:ссылка|телефон|почта|номер|фио|дата рождения)\]"
    r"|\[(?:id|club|public)\d{1,12}\|[^\[\]|]{0,200}\]|<[a-z/][^<>]{0,300}>|&[a-z]{2,6};",
    re.IGNORECASE,
)
MORE = re.compile(r"(?<=[….]) ?(?:показать (?:полностью|ещ[её])|читать (?:далее|полностью))\W*$", re.IGNORECASE)
HIDDEN = re.compile(r"[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# After lower(): letters that look alike in either alphabet get one code, so that a Latin "HET" is the Russian word.
ALIKE = tuple(zip("abcehkmoptxyёйіїў", "авсенкмортхуеиииу", strict=True))
WORD = re.compile(r"[^\W_]+")
FLOOD = re.compile(r"([^\W\d_])\1{2,}")
DIGIT = re.compile(r"\d")
# A capital letter inside a sentence, or after the kind of a place.
CAPITAL = re.compile(
    r"(?:(?<=[\w,)»%])[ \t\u00a0(«\"]{1,3}|\b(?:ул|пр|пер|пл|наб|пос|им|ост|мкр|бул|г|с|д|п|ш)\. ?)([A-ZА-ЯЁ][^\W_]*)"
)
# A date or an ordinal told by a word tells one announcement from another as digits do.
DATED = re.compile(
    r"(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,3}|ма[ияе]"
    r"|понедельник[а-я]{0,2}|вторник[а-я]{0,2}|сред[уыае]|четверг[а-я]{0,2}|пятниц[а-я]{1,2}|суббот[а-я]{1,2}"
    r"|воскресень[а-я]{1,2}|перв(?:ы|о|а|у)[а-я]{0,2}|втор(?:о|ы|а|у)[а-я]{1,2}|трет(?:и|ь)[а-я]{0,3}"
    r"|четверт[а-я]{2,3}|пят(?:ы|о|а|у)[а-я]{1,2}|шест(?:о|ы|а|у)[а-я]{1,2}|седьм[а-я]{2,3}|восьм[а-я]{2,3}|девят[а-я]{2,3}"
)
# What the complaint is about: to replace one of these makes another complaint, however alike the rest is.
MATTER = re.compile(
    r"вод[аыуе]|горяч\w+|холодн\w+|водо\w+|свет\w{0,2}|газ\w{0,2}|отоплен\w+|батаре\w+|тепл[оа]\w{0,2}|электрич\w+|лифт\w{0,2}|мусор\w{0,2}"
    r"|снег\w{0,2}|гололед\w{0,2}|дорог[аиеуй]\w{0,2}|ям[аыуе]|фонар\w+|освещен\w+|автобус\w{0,2}|трамва\w+|маршрутк\w+"
    r"|собак\w{0,2}|крыс\w{0,2}|подъезд\w{0,2}|подвал\w{0,2}|крыш[аиуе]|двор\w{0,2}|канализац\w+|парковк\w+|площадк\w+"
    r"|школ\w{1,3}|сад\w{0,2}|садик\w{0,2}|поликлиник\w+|больниц\w+|интернет\w{0,2}|домофон\w{0,2}|остановк\w+|субсид\w+"
)


class Reading(NamedTuple):
    """`line`: the words with spaces between; `kinds`: one of PLAIN, NUMBER, NAME for each; `letters`: their length."""

    line: str
    kinds: bytes
    letters: int

    @property
    def words(self) -> list[str]:
        """The words in their order."""
        return self.line.split()

    @property
    def solid(self) -> str:
        """The letters without spaces: the same however words are parted or glued."""
        return self.line.replace(" ", "")


def fold(text: str) -> str:
    """Case, look-alike letters, ё and floods of a letter are levelled; marks stay."""
    text = text.lower()
    for letter, twin in ALIKE:
        text = text.replace(letter, twin)
    return FLOOD.sub(r"\1", text)


def bag(words: str) -> frozenset[str]:
    """Words with spaces between, each as a reading spells it."""
    return frozenset(fold(words).split())


def clean(text: str) -> str:
    """Links, mentions, hashtags, masks and invisible marks vanish; й and ё are one character each."""
    text = HIDDEN.sub("", text.replace("и\u0306", "й").replace("И\u0306", "Й")).replace("<br>", "\n")
    if "/" in text or "www." in text:
        text = LINK.sub(" ", text)
    return MORE.sub("", MARKED.sub(" ", text).rstrip())


def read(text: str, most: int) -> Reading:
    """The first `most` words of a text. Never an error; an empty reading where there are no words."""
    text = clean(text)
    words = WORD.findall(fold(text))[:most]
    names = frozenset() if text.isupper() else bag(" ".join(CAPITAL.findall(text)))
    kinds = bytes(map(kind, words))
    if names:
        kinds = bytes(one or NAME * (word in names) for word, one in zip(words, kinds, strict=True))
    # A number before the final "…" may be a half of itself: it is not compared.
    if words and words[-1].isdigit() and text.rstrip().endswith(("…", "...")):
        words, kinds = words[:-1], kinds[:-1]
    return Reading(" ".join(words), kinds, sum(map(len, words)))


@lru_cache(maxsize=100_000)
def kind(word: str) -> int:
    """What a word is by itself, without its capital letter."""
    if DIGIT.search(word) or dated(word):
        return NUMBER
    return NAME if MATTER.fullmatch(word) else PLAIN


def dated(word: str) -> bool:
    """Whether a word is a month, a day of the week or an ordinal."""
    return DATED.fullmatch(word) is not None
