"""Which block and recipient answer for a matter, and why (decree 000, Состав; 001, Прил. 2). Blocks may overlap."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.labels import THEME_TITLES, Theme
from core.profile import AutoRule, Block, Profile
from core.reasons import Reason
from core.routing.words import mentioned


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of a matter when it is routed. `topic` is a code of the official classifier, `territory` one of the
    profile, `level` that of the risk."""

    theme: Theme
    topic: str = ""
    place: str = ""
    territory: str = ""
    text: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a matter goes: the block, the position within it (empty: the block's head decides), the other blocks of the
    same theme, the rule that decided (empty: none), and why."""

    block: str
    recipient: str = ""
    also: tuple[str, ...] = ()
    rule: str = ""
    reasons: tuple[Reason, ...] = field(default=())


def blocks_of(profile: Profile, theme: Theme) -> tuple[Block, ...]:
    """Blocks of a theme in the profile's order; the fallback block where none names it."""
    named = tuple(block for block in profile.blocks if theme in block.themes)
    return named or (profile.block(profile.fallback),)


def _without(rule: AutoRule, matter: Matter) -> bool:
    return not mentioned(matter.text, rule.without)


def _codes(rule: AutoRule, matter: Matter) -> bool:
    pairs = (
        (rule.themes, matter.theme),
        (rule.topics, matter.topic),
        (rule.territories, matter.territory),
        (rule.levels, matter.level),
    )
    return all(not allowed or value in allowed for allowed, value in pairs)


def _named(rule: AutoRule, matter: Matter) -> bool:
    pairs = ((rule.places, matter.place), (rule.words, matter.text))
    return all(not terms or bool(mentioned(text, terms)) for terms, text in pairs)


def rule_of(rules: Iterable[AutoRule], matter: Matter) -> AutoRule | None:
    """The first rule of an ordered list that fits (автоправила: 001, п. 1.2ж)."""
    conditions = (_codes, _named, _without)
    return next((rule for rule in rules if all(fits(rule, matter) for fits in conditions)), None)


def route(profile: Profile, matter: Matter, rules: Iterable[AutoRule] | None = None) -> Route:
    """Route a matter: by the first rule that fits, else by topic or word among the theme's blocks, else by theme, else
    to the fallback. `rules` replaces those of the profile."""
    rule = rule_of(profile.rules if rules is None else rules, matter)
    if rule:
        reason = Reason("route_rule", 0, {"title": rule.title})
        return Route(rule.block, rule.recipient, _others(profile, matter, rule.block), rule.code, (reason,))
    block, reason = _chosen(profile, matter)
    recipient, why = _recipient(profile, block, matter)
    return Route(block.code, recipient, _others(profile, matter, block.code), "", (reason, *why))


def _others(profile: Profile, matter: Matter, chosen: str) -> tuple[str, ...]:
    return tuple(block.code for block in blocks_of(profile, matter.theme) if block.code != chosen)


def _chosen(profile: Profile, matter: Matter) -> tuple[Block, Reason]:
    """Topic, then word, tell apart the blocks of one theme; else the first of them, else the fallback."""
    among = blocks_of(profile, matter.theme)
    for block in among:
        if matter.topic and matter.topic in block.topics:
            return block, Reason("route_topic", 0, {"topic": matter.topic})
    for block in among:
        if word := mentioned(matter.text, block.words):
            return block, Reason("route_word", 0, {"word": word})
    if matter.theme in among[0].themes:
        return among[0], Reason("route_theme", 0, {"title": THEME_TITLES[matter.theme]})
    return among[0], Reason("route_fallback", 0, {"title": THEME_TITLES[matter.theme]})


def _recipient(profile: Profile, block: Block, matter: Matter) -> tuple[str, tuple[Reason, ...]]:
    """The position that answers for the territory, where it sits in the block."""
    for territory in profile.territories:
        if territory.code == matter.territory and territory.recipient in (*block.recipients, block.head):
            return territory.recipient, (Reason("route_territory", 0, {"title": territory.title}),)
    return "", ()
