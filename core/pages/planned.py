"""The content plan against what came out (decrees 003, п. 2.7б; 002, п. 3.6; 000, п. 2.2.12). Pure.

A planned publication is known by its sample text (near-duplicate) or by its theme: all words of its title or of what it
is about. A post places one item only; what a person has said about an item goes before what was found.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.incidents import Copy
from core.pages.outcomes import Outcome, Planned
from core.pages.records import PagePost
from core.registers import Entry

EARLY, LATE = timedelta(days=3), timedelta(days=14)
"""Days before and after the planned one within which a post may be its placing."""
STEM, LEAST, SHORTEST = 5, 2, 4
"""Letters by which words are alike whatever their case, words that tell a theme, letters of a word that counts."""
_WORD = re.compile(r"[^\W_]+")
Copies = Callable[[Mapping[int, str], Mapping[int, str]], Mapping[int, Sequence[Copy]]]


def fulfilled(
    entries: Iterable[Entry],
    posts: Sequence[PagePost],
    seen_from: date | None,
    copies: Copies,
    today: date,
    zone: ZoneInfo,
) -> tuple[Planned, ...]:
    """What became of a page's items, by their days; `seen_from` is the first day of the page's record."""
    wanted = sorted(entries, key=lambda each: (each.day, each.id))
    open_ = [each for each in wanted if each.state == "planned"]
    texts = {each.id: each.text for each in posts}
    asked = {-each.id: each.text("gist") for each in open_ if each.text("gist")}
    near = copies(texts, asked) if asked and texts else {}
    alike = {each.id: {copy.post_id for copy in near.get(-each.id, ()) if copy.post_id > 0} for each in open_}
    used: set[int] = set()
    return tuple(_one(each, posts, alike.get(each.id, set()), used, seen_from, today, zone) for each in wanted)


def _one(
    entry: Entry,
    posts: Sequence[PagePost],
    alike: set[int],
    used: set[int],
    seen_from: date | None,
    today: date,
    zone: ZoneInfo,
) -> Planned:
    if entry.state != "planned":
        return _said(entry)
    found = _placing(entry, posts, alike, used, zone)
    if found is None:
        return Planned(entry, _nothing(entry.day, seen_from, today))
    used.add(found.id)
    came = found.at.astimezone(zone).date()
    return Planned(entry, Outcome.DONE if came <= entry.day else Outcome.LATE, came, found.id)


def _said(entry: Entry) -> Planned:
    """What a person has noted in the register."""
    if entry.state == "missed":
        return Planned(entry, Outcome.ABSENT, by_hand=True)
    came = date.fromisoformat(entry.text("placed"))
    return Planned(entry, Outcome.DONE if came <= entry.day else Outcome.LATE, came, by_hand=True)


def _nothing(day: date, seen_from: date | None, today: date) -> Outcome:
    if day >= today:
        return Outcome.AHEAD
    return Outcome.ABSENT if seen_from is not None and seen_from <= day else Outcome.UNSEEN


def _placing(
    entry: Entry, posts: Sequence[PagePost], alike: set[int], used: set[int], zone: ZoneInfo
) -> PagePost | None:
    """The post that places an item: of its text before of its theme, then the nearest to its day."""
    themes = [words for words in map(_stems, (entry.title, entry.text("gist"))) if len(words) >= LEAST]
    fit = []
    for post in posts:
        away = post.at.astimezone(zone).date() - entry.day
        told = post.id in alike or any(words <= _stems(post.text) for words in themes)
        if told and post.id not in used and -EARLY <= away <= LATE:
            fit.append((post.id not in alike, abs(away), post.at, post.id, post))
    return min(fit)[-1] if fit else None


def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower().replace("ё", "е"))
    return frozenset(word[:STEM] for word in words if len(word) >= SHORTEST)
