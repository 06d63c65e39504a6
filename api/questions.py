"""What the API takes. Unknown fields are refused."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from core.flags import Decision
from core.labels import Kind, Sign, Subject, Theme
from core.posts import Platform

TEXT_MOST = 100_000
TEXTS_MOST = 1000


class In(BaseModel):
    """A question: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: object) -> object:
        """Without zero bytes, which PostgreSQL cannot keep."""
        return value.replace("\x00", "") if isinstance(value, str) else value


class TextIn(In):
    """A text to assess; `context` is the post above its thread, `parent` the comment that it answers."""

    id: str | int | None = None
    text: str = Field(max_length=TEXT_MOST, examples=["Третий день нет отопления в доме 9 по Кирпичной"])
    context: str | None = Field(None, max_length=TEXT_MOST)
    parent: str | None = Field(None, max_length=TEXT_MOST)

    def subject(self) -> Subject:
        """As the model takes it."""
        return Subject(self.text, self.context, self.parent)


class AssessIn(In):
    """Up to a thousand texts."""

    texts: list[TextIn] = Field(min_length=1, max_length=TEXTS_MOST)
    why: bool = True


class LabelsIn(In):
    """Corrected labels; what is not given stays as the model said."""

    theme: Theme | None = None
    kind: Kind | None = None
    solvable: bool | None = None
    neg: int | None = Field(None, ge=0, le=3)
    risk: int | None = Field(None, ge=0, le=3)
    flags: dict[Sign, bool] | None = None
    places: list[Annotated[str, Field(max_length=200)]] | None = Field(None, max_length=50)


def one_line(text: str) -> str:
    """The text in one line, without zero bytes."""
    return " ".join(text.replace("\x00", "").split())


class ReviewIn(In):
    """A person's decision. A rejection gives its reason; a correction gives labels."""

    decision: Decision
    reason: Annotated[str, AfterValidator(one_line)] = Field("", max_length=500, examples=["не наш район"])
    labels: LabelsIn = LabelsIn()


class SourceIn(In):
    """A source to read."""

    platform: Platform
    address: str = Field(min_length=1, max_length=400, examples=["yasnobor_adm"])
    title: Annotated[str, AfterValidator(one_line)] = Field("", max_length=400)
    basis: Annotated[str, AfterValidator(one_line)] = Field(
        "", max_length=500, description="Правовое основание; пусто — обычное для площадки."
    )
    keep_days: int | None = Field(None, ge=1, le=3650, description="Срок хранения; пусто — 365 дней.")


def _within(moment: datetime) -> datetime:
    """A moment that every database can keep, whatever its zone."""
    if not 1970 <= moment.year <= 9000:
        raise PydanticCustomError("moment_range", "a year from 1970 to 9000")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within)]
