"""The profile as tables: blocks, themes and their blocks, auto-rules with what they would have done."""

from collections.abc import Sequence
from dataclasses import dataclass

import profiles.titles
from api.web.profile import wording
from core.labels import THEME_TITLES, Theme
from core.profile import AutoRule, Profile
from core.routing import Trial, blocks_of


@dataclass(frozen=True, slots=True)
class Themed:
    """A theme with its weight in points of a hundred and the blocks that answer for it, the first one first."""

    theme: str
    weight: int
    blocks: Sequence[str]


def themed(profile: Profile) -> list[Themed]:
    """All themes, the weightiest first."""
    found = [
        Themed(
            THEME_TITLES[theme],
            round(100 * profile.weights.get(theme, 0)),
            [each.title for each in blocks_of(profile, theme)],
        )
        for theme in Theme
    ]
    return sorted(found, key=lambda each: (-each.weight, each.theme))


@dataclass(frozen=True, slots=True)
class Ruled:
    """An auto-rule: on which conditions, where to, and how many cards of the past it would have taken (None: not
    tried)."""

    title: str
    when: Sequence[str]
    whom: str
    taken: int | None


def _conditions(rule: AutoRule, profile: Profile) -> list[str]:
    places = {each.code: each.title for each in profile.territories}
    topics = profiles.titles.topics()
    told = (
        ("темы", wording.themes(rule.themes)),
        ("подтемы", "; ".join(topics.get(code, code) for code in sorted(rule.topics))),
        ("территории", ", ".join(places.get(code, code) for code in sorted(rule.territories))),
        ("уровень", wording.levels(rule.levels) if rule.levels else ""),
        ("места", ", ".join(rule.places)),
        ("есть слова", ", ".join(rule.words)),
        ("нет слов", ", ".join(rule.without)),
    )
    return [f"{name}: {said}" for name, said in told if said]


def ruled(profile: Profile, tried: Trial | None) -> list[Ruled]:
    """The auto-rules in the order in which they are looked at."""
    counts = dict(tried.by_rule) if tried else {}
    blocks = {block.code: block.title for block in profile.blocks}
    return [
        Ruled(
            rule.title,
            _conditions(rule, profile),
            blocks[rule.block] + (f", {rule.recipient}" if rule.recipient else ""),
            counts.get(rule.code, 0) if tried else None,
        )
        for rule in profile.rules
    ]


@dataclass(frozen=True, slots=True)
class Apart:
    """A card on which a rule and a person differ."""

    card: int
    rule: str
    ours: str
    theirs: str


def apart(profile: Profile, tried: Trial) -> list[Apart]:
    """Where people decided otherwise."""
    titles = {rule.code: rule.title for rule in profile.rules}
    blocks = {block.code: block.title for block in profile.blocks}
    return [
        Apart(
            each.id,
            titles.get(each.rule, each.rule),
            blocks.get(each.ours, each.ours),
            blocks.get(each.theirs, each.theirs),
        )
        for each in tried.differs
    ]
