"""Strict records made of what a form carries, refused in words that name its fields."""

import re
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from api.problems import wrong_fields
from core.errors import BadInput

TITLES = {
    "to": "шаг",
    "reason": "причина",
    "block": "отраслевой блок",
    "recipient": "получатель",
    "outcome": "итог",
    "outgoing": "номер",
    "until": "отложено до",
    "text": "текст ответа",
    "platforms": "площадки",
    "links": "ссылки",
    "promised": "обещанный срок",
    "nature": "вид",
    "title": "название",
    "theme": "тема",
    "starts": "начало",
    "ends": "конец",
    "position": "должность",
    "due": "срок",
}
CODE = re.compile(f"«({'|'.join(TITLES)})»")
Strict = TypeVar("Strict", bound=BaseModel)


def strict(model: type[Strict], **given: object) -> Strict:
    """The record. What was left empty is left out. Raises BadInput that names the fields in Russian."""
    told = {name: value for name, value in given.items() if value not in ("", None, [])}
    try:
        return model.model_validate(told | _own(model, given))
    except ValidationError as error:
        found = wrong_fields([{**each, "loc": ("form", *each["loc"])} for each in error.errors()])
        wrong = {each.field.partition(".")[0]: each.reason for each in found}
        said = "; ".join(f"«{TITLES.get(name, name)}» — {reason}" for name, reason in wrong.items())
        raise BadInput(said) from None


def worded(error: Exception) -> str:
    """A refusal in which the fields have their names for people."""
    return CODE.sub(lambda found: f"«{TITLES[found[1]]}»", str(error))


def _own(model: type[BaseModel], given: dict[str, object]) -> dict[str, object]:
    """An empty list is told where the record demands one, so that the person is told too little is there."""
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    return {name: value for name, value in given.items() if name in needed and isinstance(value, list)}
