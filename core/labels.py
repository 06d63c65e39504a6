"""The labels that a text receives, and the assessment that carries them.

Codes are those of the annotation guide (docs/ru/разметка.md); titles are the groups of the official classifier of
«Инцидент менеджмент», where it has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Theme(StrEnum):
    """The main subject of a text; `NONE` is a text without one."""

    SAFETY = "safety"
    LANDSCAPING = "landscaping"
    DOMESTIC_POLICY = "domestic_policy"
    ROADS = "roads"
    HOUSING = "housing"
    PROPERTY = "property"
    CULTURE = "culture"
    INTERETHNIC = "interethnic"
    YOUTH = "youth"
    WASTE = "waste"
    TRANSIT = "transit"
    AUTHORITIES = "authorities"
    TELECOM = "telecom"
    AGRICULTURE = "agriculture"
    CONSTRUCTION = "construction"
    LABOUR = "labour"
    TOURISM = "tourism"
    SPORT = "sport"
    CRC = "crc"
    ECOLOGY = "ecology"
    ECONOMY = "economy"
    ENERGY = "energy"
    MILITARY = "military"
    HEALTH = "health"
    EDUCATION = "education"
    SOCIAL = "social"
    NONE = "none"


class Kind(StrEnum):
    """What the author does with the text."""

    PROBLEM = "problem"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    THANKS = "thanks"
    OFFICIAL = "official"
    CHATTER = "chatter"


class Sign(StrEnum):
    """A mark of a text that weighs in its risk. It judges the text, never its author."""

    LIFE = "life"
    CROWD = "crowd"
    CORRUPT = "corrupt"
    REPEAT = "repeat"
    VULNERABLE = "vulnerable"
    OBSCENE = "obscene"


THEME_TITLES: Mapping[Theme, str] = {
    Theme.SAFETY: "Безопасность и правопорядок",
    Theme.LANDSCAPING: "Благоустройство",
    Theme.DOMESTIC_POLICY: "Внутренняя политика",
    Theme.ROADS: "Дороги",
    Theme.HOUSING: "ЖКХ",
    Theme.PROPERTY: "Имущественные и земельные отношения",
    Theme.CULTURE: "Культура",
    Theme.INTERETHNIC: "Межнациональные отношения",
    Theme.YOUTH: "Молодёжная политика",
    Theme.WASTE: "Обращение с отходами",
    Theme.TRANSIT: "Общественный транспорт",
    Theme.AUTHORITIES: "Органы власти и подведомственные учреждения",
    Theme.TELECOM: "Связь и телевидение",
    Theme.AGRICULTURE: "Сельское хозяйство и охота",
    Theme.CONSTRUCTION: "Строительство и архитектура",
    Theme.LABOUR: "Труд и занятость",
    Theme.TOURISM: "Туризм",
    Theme.SPORT: "Физическая культура и спорт",
    Theme.CRC: "ЦУР",
    Theme.ECOLOGY: "Экология",
    Theme.ECONOMY: "Экономика и бизнес",
    Theme.ENERGY: "Энергетика",
    Theme.MILITARY: "Военная служба",
    Theme.HEALTH: "Здравоохранение",
    Theme.EDUCATION: "Образование",
    Theme.SOCIAL: "Социальное обслуживание и защита",
    Theme.NONE: "Без темы",
}

KIND_TITLES: Mapping[Kind, str] = {
    Kind.PROBLEM: "жалоба",
    Kind.QUESTION: "вопрос",
    Kind.SUGGESTION: "предложение",
    Kind.THANKS: "благодарность",
    Kind.OFFICIAL: "официальное сообщение",
    Kind.CHATTER: "разговор",
}

SIGN_TITLES: Mapping[Sign, str] = {
    Sign.LIFE: "угроза жизни или здоровью",
    Sign.CROWD: "призыв к совместным действиям",
    Sign.CORRUPT: "обвинение должностных лиц",
    Sign.REPEAT: "прежние обращения остались без результата",
    Sign.VULNERABLE: "страдают дети, пожилые или инвалиды",
    Sign.OBSCENE: "брань или оскорбления",
}

LEVELS = range(4)
"""Grades of negativity and of a text's own risk: 0 none, 1 mild, 2 clear, 3 extreme."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is assessed: a text, the post above its thread, and the comment that it answers."""

    text: str
    context: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """A label with its probability 0–1."""

    code: str
    p: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text: `text == subject.text[start:end]`, confidence 0–1."""

    text: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Why:
    """A share of a decision: `part` names the head ("theme:housing", "risk", …), `term` the word, `weight` its
    addend in the head's margin."""

    part: str
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one model version says of one text.

    `neg` and `risk` are grades 0–3, `neg_score` and `risk_score` their expected values 0–3 (real numbers); `solvable`
    and the values of `signs` are probabilities. `abstain` is true where the model does not vouch for the theme.
    `lawful_call` is true where the text only calls people to complain to the authorities (59-ФЗ, art. 6).
    """

    theme: Theme
    themes: tuple[Guess, ...]
    kind: Kind
    kind_p: float
    solvable: float
    neg: int
    neg_score: float
    risk: int
    risk_score: float
    signs: Mapping[Sign, float]
    model: str
    places: tuple[Place, ...] = ()
    why: tuple[Why, ...] = ()
    abstain: bool = False
    lawful_call: bool = field(default=False, kw_only=True)

    def has(self, sign: Sign) -> bool:
        """Whether a sign is more probable than not."""
        return self.signs.get(sign, 0.0) >= 0.5
