"""Persons in whole posts: how many mentions of them the masker takes, and how many other words with them.

The sets are tests/unit/nlp/cases/neighbours_*.txt (persons between braces, officials named with their post between
tildes: they count for neither) and namesakes_*.txt (nobody private is named). Each letter is a set that was written
without a look at what the masker does with it; its first look is what docs/reliability.md tells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from nlp.masks import mask

CASES = Path(__file__).parents[1] / "tests" / "unit" / "nlp" / "cases"
WORD = re.compile(r"\w+")
MARK = re.compile(r"[{}~]")
SETS = ("a", "b", "c")
Span = tuple[int, int]


@dataclass(frozen=True)
class Post:
    """A text, where it names private persons, and where officials."""

    text: str
    persons: tuple[Span, ...]
    officials: tuple[Span, ...]


@dataclass(frozen=True)
class Heard:
    """Mentions found, mentions in all, texts of which another word was masked, texts in all."""

    found: int
    mentions: int
    wronged: int
    texts: int


def posts(name: str) -> Iterator[Post]:
    """The texts of a file."""
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield unmarked(line.strip())


def unmarked(line: str) -> Post:
    """A text without its marks."""
    marks = [(found.group(), found.start() - at) for at, found in enumerate(MARK.finditer(line))]
    opened = [place for mark, place in marks if mark == "{"]
    closed = [place for mark, place in marks if mark == "}"]
    tildes = [place for mark, place in marks if mark == "~"]
    persons = tuple(zip(opened, closed, strict=True))
    return Post(MARK.sub("", line), persons, tuple(zip(tildes[::2], tildes[1::2], strict=True)))


def gone(text: str) -> set[Span]:
    """Spans of the words of a text that masking takes out."""
    spans = [found.span() for found in WORD.finditer(text)]
    before, after = [text[start:end] for start, end in spans], WORD.findall(mask(text))
    kept: set[int] = set()
    for one, _, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        kept |= set(range(one, one + size))
    return {span for at, span in enumerate(spans) if at not in kept}


def missed(post: Post) -> list[str]:
    """Persons of whom a word of two letters or more is left."""
    taken = gone(post.text)
    words = [found.span() for found in WORD.finditer(post.text)]
    left = {span for span in words if span not in taken and span[1] - span[0] > 1}
    return [post.text[start:end] for start, end in post.persons if any(start <= at < end for at, _ in left)]


def wronged(post: Post) -> list[str]:
    """Words that were masked and name nobody."""
    named = (*post.persons, *post.officials)
    taken = sorted(gone(post.text))
    return [post.text[at:end] for at, end in taken if not any(first <= at < last for first, last in named)]


def heard(name: str) -> Heard:
    """Figures of a file."""
    all_posts = list(posts(name))
    mentions = sum(len(post.persons) for post in all_posts)
    lost = sum(len(missed(post)) for post in all_posts)
    return Heard(mentions - lost, mentions, sum(bool(wronged(post)) for post in all_posts), len(all_posts))


def told() -> Iterator[str]:
    """A line for each set."""
    for letter in SETS:
        people, others = heard(f"neighbours_{letter}.txt"), heard(f"namesakes_{letter}.txt")
        yield (
            f"set {letter}: {people.found} of {people.mentions} mentions of persons; other words masked in"
            f" {people.wronged} of {people.texts} of these texts, in {others.wronged} of {others.texts} without persons"
        )
