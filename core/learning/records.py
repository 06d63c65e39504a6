"""A person's judgement of one text, as it is taught from.

Every review of a card is a label (`Origin.REVIEW`); others come from the page «Разметка» and from files. A label says
which model had assessed the text and whether the person saw that: a judgement that was not led by the model is *blind*,
and only blind ones measure honestly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.labels import KIND_TITLES, THEME_TITLES, Assessment, Kind, Sign, Theme
from core.posts import PostKey

SURE = 0.5
"""Probability from which a sign, or that a text can be solved, counts as said."""


class Origin(StrEnum):
    """Where a label comes from."""

    REVIEW = "review"
    MARKING = "marking"
    IMPORT = "import"


class Cause(StrEnum):
    """Why a text was put before the person."""

    CHOSEN = "chosen"
    RANDOM = "random"


MARKED = "mark"
"""The decision of a label that is not a review."""
FIELDS = ("theme", "kind", "solvable", "neg", "risk", "flags", "places")
FIELD_TITLES: Mapping[str, str] = {
    "theme": "тема",
    "kind": "вид",
    "solvable": "можно решить",
    "neg": "негатив",
    "risk": "риск",
    "flags": "признаки",
    "places": "места",
}


@dataclass(frozen=True, slots=True)
class Label:
    """What one person said of one version of a post.

    `decision` is that of a review, or `mark`; `given` holds what the person set, by the names of `FIELDS` (`flags` as
    {sign: yes or no}); `model` is the version that had assessed the text (empty: none), `shown` whether the person saw
    what it said. `by` is an officer or a machine of the centre, never a resident.
    """

    by: str
    at: datetime
    given: Mapping[str, object]
    decision: str = MARKED
    origin: Origin = Origin.MARKING
    model: str = ""
    shown: bool = False
    cause: Cause = Cause.CHOSEN
    reason: str = ""

    @property
    def blind(self) -> bool:
        """Whether the person did not see the model's opinion."""
        return not self.shown


@dataclass(frozen=True, slots=True)
class Example:
    """A version of a post with all labels in force, the oldest first. `context` is the post above its thread; `said` is
    what the model that was shown says of it."""

    key: PostKey
    version: int
    text: str
    published: datetime
    context: str = ""
    said: Assessment | None = None
    labels: tuple[Label, ...] = ()
    post_id: int = 0
    version_id: int = 0

    @property
    def id(self) -> str:
        """The name of the text in files: `vk:wall/123@1`."""
        return f"{self.key}@{self.version}"


@dataclass(frozen=True, slots=True)
class Values:
    """All that a label says of a text, the model's opinion where the person set nothing. None: nobody says."""

    theme: Theme | None = None
    kind: Kind | None = None
    solvable: bool | None = None
    neg: int | None = None
    risk: int | None = None
    flags: frozenset[Sign] | None = None
    places: tuple[str, ...] | None = None

    @property
    def complete(self) -> bool:
        """Whether a model can learn all its heads from it."""
        return all(getattr(self, name) is not None for name in FIELDS)


def said_by(model: Assessment | None) -> Values:
    """The model's opinion as values."""
    if model is None:
        return Values()
    signs = frozenset(sign for sign, p in model.signs.items() if p >= SURE)
    places = tuple(place.text for place in model.places)
    return Values(model.theme, model.kind, model.solvable >= SURE, model.neg, model.risk, signs, places)


def values(label: Label, model: Assessment | None) -> Values:
    """What a label says: what the person set, else what the model said. A rejected card asks for nothing."""
    base, given = said_by(model), label.given
    flags = set(base.flags or ())
    set_flags = given.get("flags")
    if isinstance(set_flags, Mapping):
        flags = {sign for sign in Sign if bool(set_flags.get(sign, sign in flags))}
    places = given.get("places")
    return Values(
        theme=Theme(str(given["theme"])) if "theme" in given else base.theme,
        kind=Kind(str(given["kind"])) if "kind" in given else base.kind,
        solvable=bool(given["solvable"]) if "solvable" in given else base.solvable,
        neg=_grade(given.get("neg"), base.neg),
        risk=_grade(given.get("risk"), base.risk),
        flags=frozenset(flags) if isinstance(set_flags, Mapping) or base.flags is not None else None,
        places=tuple(map(str, places)) if isinstance(places, list | tuple) else base.places,
    )


def _grade(given: object, otherwise: int | None) -> int | None:
    return given if isinstance(given, int) else otherwise


def spoken(label: Label) -> frozenset[str]:
    """The fields on which a person's word stands: those that were set, and theme and kind of a confirmed card, which
    the person saw and let stand."""
    seen = {"theme", "kind"} if label.decision == "confirm" and label.shown else set()
    return frozenset(seen | (set(label.given) & set(FIELDS)))


TITLES = {str(code): title for titles in (THEME_TITLES, KIND_TITLES) for code, title in titles.items()}


def worded(value: object) -> str:
    """A value of a field as people read it: the title of a theme or kind, yes or no, the grade."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return TITLES.get(value, value) if isinstance(value, str) else str(value)
