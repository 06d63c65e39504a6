"""What is asked to be taken out: whose layout or which list, of which time, in which form."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import BadInput
from core.exchange.layouts import SYSTEM_TITLES, System
from core.lists import LIST_TITLES, List

HEAT = "heat"
OWN, NOT_ITEMS = "инциденты центра", "без загруженных записей"


class Form(StrEnum):
    """How a file is written; GeoJSON for the heat map only."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    GEOJSON = "geojson"


WHAT = {
    **{str(each): f"{OWN} в виде таблицы {title}, {NOT_ITEMS}" for each, title in SYSTEM_TITLES.items()},
    HEAT: "тепловая карта",
    **{str(each): title for each, title in LIST_TITLES.items()},
}


@dataclass(frozen=True, slots=True)
class Order:
    """`what` is a system's layout, the heat map or a list; rows of the time within the moments (None: without a bound).
    Raises BadInput for what is not known, a form that it has not, or an end before its beginning."""

    what: str
    form: Form = Form.XLSX
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.what not in {*System, HEAT, *List}:
            raise BadInput(f"выгрузки «{self.what}» нет; есть: {', '.join(WHAT)}")
        if self.form is Form.GEOJSON and self.what != HEAT:
            raise BadInput("GeoJSON бывает только у тепловой карты (heat)")
        if self.since and self.until and self.until <= self.since:
            raise BadInput("период: конец раньше начала")

    @property
    def file(self) -> str:
        """The usual name of the file."""
        return f"mcu-{self.what}.{self.form}"
