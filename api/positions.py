"""Fields of registers that name positions: a person's name in them is refused before it is kept."""

from collections.abc import Mapping

from api.services import Services
from core.errors import BadInput
from core.registers import KINDS, Kind

POSITIONS: Mapping[Kind, tuple[str, ...]] = {Kind.MEETING: ("present",), Kind.LINE: ("host",), Kind.ADVICE: ("whom",)}
NAME = "[ФИО]"


def positions_only(given: Services, kind: Kind, body: Mapping[str, object]) -> None:
    """Raises BadInput that names the field and the line."""
    for code in POSITIONS.get(kind, ()):
        for line in str(body.get(code, "")).splitlines():
            if NAME in given.mask(line) and NAME not in line:
                field = KINDS[kind].field(code)
                title = field.title if field else code
                raise BadInput(f"поле «{title}»: имён не нужно, напишите должность (строка «{line.strip()[:60]}»)")
