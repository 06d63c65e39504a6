"""Whether two readings are one text: the words are aligned, and every difference is judged by what it replaces."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from nlp.fingerprints.reading import NAME, NUMBER, PLAIN, Reading, bag, dated

MOST_WORDS = 2000
# A text with fewer telling words is never a copy, or only an exact one: residents say "и у нас нет воды" on their own.
LEAST_EXACT, LEAST_PART, LEAST_EDITED = 4, 5, 6
# Telling words: below SHORT any other word may make another complaint, below LONG a word where a place is named.
SHORT, LONG = 10, 25
# A part must be this share of the whole, a short text that is misspelt the whole but for a fifth.
LEAST_SHARE, LEAST_WHOLE = 0.35, 0.8
# Work is saved on texts that share fewer letters than this, and on differences of more pairs of words than that.
WORTH, MOST_PAIRS = 0.4, 2500
NEGATIONS = frozenset({"не", "нет", "ни", "без"})
PREFIXES = frozenset({"в", "вы", "до", "за", "из", "на", "не", "об", "от", "под", "при", "раз", "рас", "с", "у"})
BEFORE_PLACE = bag(
    "на по в во из у около возле напротив от до между ул улица улице улицы улицу пр проспект проспекте проспекта пер"
    " переулок переулке д дом дома доме корп корпус ж жк мкр адресу адрес остановке остановка остановки"
    " районе деревне селе поселке"
)
STOCK = bag(
    "а без бы в вам вас во вот все всем добрый доброе доброго дня день вечер вечера утро и или из к как ли мы на не но"
    " о об от по пожалуйста подскажите скажите спасибо с со у уважаемые уважаемый здравствуйте это я же за для большое"
    " привет благодарю"
)


class Reason(StrEnum):
    """Why two texts count as one; the page words it."""

    SAME = "same"  # the same words: only marks, case, smiles, spelling of letters or blanks differ
    PART = "part"  # one stands within the other: cut, quoted, with a preface or a tail
    EDITED = "edited"  # some words are misspelt, replaced, left out or put in


class Likeness(NamedTuple):
    """`similarity`: which share of the shorter text (in letters) stands in the longer one in the same order, 0–1."""

    similarity: float
    reason: Reason


class Block(NamedTuple):
    """A difference: words of the one and of the other, their kinds, the word before, the kind of the one after."""

    ours: list[str]
    theirs: list[str]
    kinds: tuple[bytes, bytes]
    before: str
    after: int

    @property
    def inside(self) -> bool:
        """Whether both texts go on before it and after it."""
        return bool(self.before) and self.after >= 0


def likeness(one: Reading, other: Reading, threshold: float = 0.75) -> Likeness | None:
    """Whether they are one text; None where they are not. Symmetric."""
    if (one.letters, one.line) > (other.letters, other.line):
        one, other = other, one
    if one.solid == other.solid:
        return Likeness(1.0, Reason.SAME) if telling(one.words) >= LEAST_EXACT else None
    if one.letters < LEAST_SHARE * other.letters or telling(one.words) < LEAST_PART:
        return None
    return _near(one, other, threshold)


def telling(words: list[str]) -> int:
    """How many different words say something of the matter."""
    return len(set(words) - STOCK)


def _near(one: Reading, other: Reading, threshold: float) -> Likeness | None:
    ours, theirs = one.words, other.words
    if _common(ours, theirs) < WORTH * one.letters:
        return None
    size, lost = telling(ours), 0
    for block in _blocks(ours, theirs, (one.kinds, other.kinds)):
        if not _excused(block):
            if _another(block, size):
                return None
            lost += sum(map(len, block.ours))
    reason = Reason.PART if one.solid in other.solid else Reason.EDITED
    similarity = 1 - lost / one.letters
    changed = reason is Reason.EDITED and (lost > 0 or one.letters < LEAST_WHOLE * other.letters)
    if similarity < threshold or (changed and size < LEAST_EDITED):
        return None
    return Likeness(similarity, reason)


def _common(ours: list[str], theirs: list[str]) -> int:
    """Letters of our words that the other has anywhere: a cheap guess of what an alignment would find."""
    known = set(theirs)
    return sum(len(word) for word in ours if word in known)


def _blocks(ours: list[str], theirs: list[str], kinds: tuple[bytes, bytes]) -> Iterator[Block]:
    """The differences of the alignment: first by equal words, then within each difference by misspelt ones."""
    for start, end, low, high in _gaps(ours, theirs):
        for left, right, down, up in _gaps(ours[start:end], _respelt(theirs[low:high], ours[start:end])):
            left, right, down, up = left + start, right + start, down + low, up + low
            yield Block(
                ours[left:right],
                theirs[down:up],
                (kinds[0][left:right], kinds[1][down:up]),
                ours[left - 1] if left and down else "",
                kinds[0][right] if right < len(ours) and up < len(theirs) else -1,
            )


def _gaps(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where two lists of words differ: ours from–to, theirs from–to; differences that touch are one."""
    codes = {word: chr(number) for number, word in enumerate(dict.fromkeys(theirs + ours), 1)}
    mine, its = ("".join(map(codes.__getitem__, words)) for words in (ours, theirs))
    left = right = 0
    for step in Levenshtein.opcodes(mine, its):
        if step.tag == "equal":
            if (left, right) != (step.src_start, step.dest_start):
                yield left, step.src_start, right, step.dest_start
            left, right = step.src_end, step.dest_end
    if (left, right) != (len(ours), len(theirs)):
        yield left, len(ours), right, len(theirs)


def _respelt(words: list[str], known: list[str]) -> list[str]:
    """Words, those that only misspell a known one in its spelling."""
    if len(words) * len(known) > MOST_PAIRS:
        return words
    return [next((other for other in known if misspelt(word, other)), word) for word in words]


def _excused(block: Block) -> bool:
    """Words that were glued or parted, or a word that was cut at the end of the text."""
    ours, theirs = block.ours, block.theirs
    if "".join(ours) == "".join(theirs):
        return True
    cut = not block.inside and len(ours) == 1 and bool(theirs) and block.kinds[0][0] != NUMBER
    return cut and bool(block.before) and theirs[0].startswith(ours[0])


def misspelt(one: str, other: str) -> bool:
    """Whether two words may be one: a letter or two astray, but neither a number nor another prefix."""
    if one == other:
        return True
    least, most = sorted((len(one), len(other)))
    if least < 3 or not 4 <= most <= 40 or not (one.isalpha() and other.isalpha()):
        return False
    if dated(one) and dated(other):
        return False
    return OSA.distance(one, other, score_cutoff=1 + (least > 7)) <= 1 + (least > 7) and not _prefixes(one, other)


def _prefixes(one: str, other: str) -> bool:
    """`включили` and `выключили` are not one word misspelt."""
    tail = 0
    while tail < min(len(one), len(other)) and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return one[: len(one) - tail] in PREFIXES and other[: len(other) - tail] in PREFIXES


def _another(block: Block, size: int) -> bool:
    """Whether the difference makes it another text: a number, a name, a denial, or any telling word of a short text."""
    if block.ours and block.theirs:
        return _replaced(block, size)
    kinds, words = set(block.kinds[0] + block.kinds[1]), {*block.ours, *block.theirs}
    if not block.inside:
        return size < SHORT and len(words) < 3 and (NUMBER in kinds or (NAME in kinds and size < LEAST_EDITED))
    if NUMBER in kinds or words & NEGATIONS or (NAME in kinds and size < LONG):
        return True
    return size < SHORT and any(len(word) > 3 for word in words - STOCK)


def _replaced(block: Block, size: int) -> bool:
    ours, theirs = map(set, block.kinds)
    if _differ(block, NUMBER) or _differ(block, NAME):
        return True
    if size < LONG and not block.inside and telling(block.ours) and telling(block.theirs):
        plain = not (ours | theirs) - {PLAIN} and bool(block.before) and size >= SHORT
        return not plain or _placed(block)
    if not block.inside:
        return False
    if NUMBER in ours | theirs or {*block.ours, *block.theirs} & NEGATIONS:
        return True
    return size < SHORT or (size < LONG and (NAME in ours | theirs or _placed(block)))


def _differ(block: Block, kind: int) -> bool:
    """Whether either text has words of this kind here that the other has not."""
    ours, theirs = (
        {word for word, its in zip(words, kinds, strict=True) if its == kind}
        for words, kinds in zip((block.ours, block.theirs), block.kinds, strict=True)
    )
    return bool(ours - theirs and theirs - ours)


def _placed(block: Block) -> bool:
    """Whether a place may be named here: "на … ", "… 5"."""
    return block.before in BEFORE_PLACE or block.after == NUMBER
