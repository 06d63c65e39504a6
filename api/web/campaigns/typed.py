"""What the forms of campaigns carry, as it was typed; kept until the change is made."""

from datetime import date
from typing import Annotated

from fastapi import Form
from pydantic import BaseModel, ConfigDict, Field

from api.campaigns import CampaignIn, TaskIn
from api.web.filters import plain
from api.web.incidents.strict import strict
from core.campaigns import State
from core.errors import BadInput

Line = Annotated[str, Field(max_length=2000)]


class Typed(BaseModel):
    """All fields of all forms: each form sends some of them."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    csrf: Line = ""
    revision: int = Field(0, ge=0, lt=10**9)
    title: Line = ""
    theme: Line = ""
    starts: Line = ""
    ends: Line = ""
    reason: Line = ""
    accept: Line = ""
    to: Line = ""
    text: Line = ""
    position: Line = ""
    due: Line = ""
    done: Line = ""

    def campaign(self) -> CampaignIn:
        """A campaign of one's own."""
        return strict(
            CampaignIn,
            title=plain(self.title).strip(),
            theme=self.theme,
            starts=_day("начало", self.starts),
            ends=_day("конец", self.ends),
            reason=plain(self.reason).strip(),
        )

    def task(self) -> TaskIn:
        """A task."""
        return strict(
            TaskIn,
            title=plain(self.title).strip(),
            position=plain(self.position).strip(),
            due=_day("срок", self.due),
        )

    def state(self) -> State:
        """The state to which it goes. Raises BadInput."""
        if self.to not in set(State):
            raise BadInput("выберите, что сделать с кампанией")
        return State(self.to)


TypedForm = Annotated[Typed, Form()]


def _day(title: str, given: str) -> date | None:
    """A local day. Raises BadInput."""
    if not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise BadInput(f"«{title}» — нужна дата") from None
