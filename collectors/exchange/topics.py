"""The theme of a row: by its group; where none is told, by its topic, as the official classifier groups them. Pure."""

from functools import lru_cache

from core.exchange import normal, theme_of
from core.labels import Theme
from profiles import titles


@lru_cache(maxsize=1)
def official() -> dict[str, Theme]:
    """The topics of the classifier by their normal names; one that stands in several groups tells none."""
    held: dict[str, set[Theme]] = {}
    for code, title in titles.topics().items():
        held.setdefault(normal(title), set()).add(Theme(code.rpartition("-")[0]))
    return {title: themes.pop() for title, themes in held.items() if len(themes) == 1}


def theme(group: str, *topics: str) -> Theme:
    """The first that tells: the group, a topic of the classifier, words of the topics.

    >>> theme("", "Ямы во дворах"), theme("", "Ямы"), theme("Дороги", "Ямы во дворах")
    (<Theme.LANDSCAPING: 'landscaping'>, <Theme.ROADS: 'roads'>, <Theme.ROADS: 'roads'>)
    """
    if (found := theme_of(group)) is not Theme.NONE:
        return found
    return next((known for each in topics if (known := official().get(normal(each)))), theme_of(*topics))
