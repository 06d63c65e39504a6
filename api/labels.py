"""What the API takes and gives of labels."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Out
from api.questions import In, LabelsIn
from core.labels import Kind, Sign, Theme
from core.learning import Cause, Disagreement, Example, Label
from core.learning.choosing import Wish
from core.usecases.learning import Brought

Mask = Callable[[str], str]


class MarkIn(In):
    """A judgement of a text."""

    post_id: int = Field(ge=1, le=2**62)
    version: str = Field(max_length=1300, examples=["vk:yasnobor_adm/17@1"], description="Имя текста, который видели.")
    labels: LabelsIn
    shown: bool = Field(False, description="Видел ли человек мнение модели; нет — метка поставлена вслепую.")

    def label(self, who: str, at: datetime, model: str, cause: Cause) -> Label:
        """As a record. Signs are all given: those that are not named are denied."""
        given = self.labels.model_dump(exclude_none=True, mode="json")
        if "flags" in given:
            given["flags"] = {str(sign): bool(given["flags"].get(sign, False)) for sign in Sign}
        return Label(who, at, given, model=model, shown=self.shown, cause=cause)


class LabelFileIn(In):
    """A file of labels as text."""

    content: str = Field(max_length=20_000_000)


class BroughtOut(Out):
    """What came of a file of labels."""

    added: int
    known: int = Field(description="Уже были.")
    refused: dict[str, str] = Field(description="Имя текста и почему метка не взята.")

    @classmethod
    def shown(cls, done: Brought) -> Self:
        """From the outcome."""
        return cls(added=done.added, known=done.known, refused=dict(done.refused))


class WishOut(Out):
    """A text that is worth a label, with the points of each reason. The model's opinion is not given: label blindly."""

    post_id: int
    version: str = Field(examples=["vk:yasnobor_adm/17@1"])
    text: str
    context: str = Field(description="Публикация, под которой это написано.")
    published: datetime
    points: float
    parts: dict[str, float] = Field(description="doubt, rarity, drift, alike")

    @classmethod
    def shown(cls, wish: Wish, mask: Mask) -> Self:
        """From a line of the ranked list."""
        made = cls.text_of(wish.candidate.example, mask)
        return made.model_copy(update={"points": round(wish.points, 1), "parts": dict(wish.parts)})

    @classmethod
    def text_of(cls, example: Example, mask: Mask) -> Self:
        """From a text of the random slice."""
        return cls(
            post_id=example.post_id,
            version=example.id,
            text=mask(example.text),
            context=mask(example.context),
            published=example.published,
            points=0.0,
            parts={},
        )


class WantedOut(Out):
    """What to label: the random slice of the last week first, then the ranked list."""

    weekly: list[WishOut]
    chosen: list[WishOut]


class AgreementOut(Out):
    """How far people agree on a field."""

    field: str
    texts: int = Field(description="Текстов, которые разметили двое и больше.")
    same: float | None
    alpha: float | None = Field(description="Альфа Криппендорфа.")
    kappa: float | None = Field(description="Каппа Коэна, среднее по парам.")


class DisputeOut(Out):
    """A text on which people differ."""

    post_id: int
    version: str
    text: str
    field: str
    said: dict[str, Theme | Kind | bool | int] = Field(description="Кто что сказал.")

    @classmethod
    def shown(cls, found: Disagreement, mask: Mask) -> Self:
        """From a disagreement."""
        example = found.example
        said = {who: what for who, what in found.said.items() if isinstance(what, Theme | Kind | bool | int)}
        return cls(post_id=example.post_id, version=example.id, text=mask(example.text), field=found.field, said=said)


class AgreementsOut(Out):
    """Agreement by fields, and the disputed texts."""

    agreement: list[AgreementOut]
    blind: list[AgreementOut] = Field(description="То же по меткам, поставленным вслепую.")
    disputed: list[DisputeOut]
