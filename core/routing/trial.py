"""A dry run of auto-rules over what people decided before (001, п. 1.2ж): nothing is moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.profile import AutoRule
from core.reasons import plural
from core.routing.blocks import Matter, rule_of


@dataclass(frozen=True, slots=True)
class Past:
    """A matter of the past with the block that it went to; `by_person` tells whether a person decided that."""

    id: int
    matter: Matter
    block: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class Differs:
    """Where a rule would have decided otherwise than people."""

    id: int
    rule: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run found: how many of how many the rules would have routed, by rule, and where people differ."""

    total: int
    routed: int
    judged: int
    by_rule: tuple[tuple[str, int], ...]
    differs: tuple[Differs, ...]

    def __str__(self) -> str:
        with_people = f"расходится с людьми в {len(self.differs)}"
        if not self.judged:
            with_people = "сверить не с чем: люди этих карточек не разбирали"
        return f"направили бы {self.routed} из {self.total}, {with_people}"

    @property
    def checked(self) -> str:
        """How much of it people had decided, in words."""
        return f"разобрано людьми: {plural(self.judged, 'карточка', 'карточки', 'карточек')}"


def dry_run(rules: Sequence[AutoRule], history: Iterable[Past]) -> Trial:
    """Run an ordered list of rules over the past."""
    counts = {rule.code: 0 for rule in rules}
    total, judged, differs = 0, 0, []
    for past in history:
        total += 1
        rule = rule_of(rules, past.matter)
        if rule is None:
            continue
        counts[rule.code] += 1
        judged += past.by_person
        if past.by_person and rule.block != past.block:
            differs.append(Differs(past.id, rule.code, rule.block, past.block))
    return Trial(total, sum(counts.values()), judged, tuple(counts.items()), tuple(differs))
