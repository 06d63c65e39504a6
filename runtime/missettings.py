"""What is wrong with the settings, in Russian, each named as it is written."""

from collections.abc import Mapping

from pydantic import ValidationError

from core.errors import BadSettings

PREFIX = "MCU_"
PHRASES = {
    "float_parsing": "нужно число",
    "int_parsing": "нужно целое число",
    "int_type": "нужно целое число",
    "bool_parsing": "нужно true или false",
    "greater_than": "нужно больше {gt}",
    "greater_than_equal": "нужно не меньше {ge}",
    "less_than_equal": "нужно не больше {le}",
    "string_type": "нужна строка",
    "string_pattern_mismatch": "значение не той формы, что в docs/settings.md",
    "value_error": "нужны адреса вида http://узел:порт через запятую",
    "unknown_role": "нет роли или права «{given}»; есть {known}",
    "path_type": "нужен путь",
    "extra_forbidden": "такого поля нет; есть per_second, per_day, day",
    "enum": "нужно одно из: {expected}",
    "dict_type": "нужна таблица",
    "list_type": "нужен список",
    "model_type": "нужна таблица",
}


def _phrase(kind: str, context: Mapping[str, object]) -> str:
    return PHRASES.get(kind, "значение не подходит").format_map(dict(context))


def wrong(error: ValidationError) -> BadSettings:
    """The first wrong setting by its name, with the place in it where it is a table."""
    first = error.errors()[0]
    name, *inner = (str(part) for part in first["loc"])
    name = name.upper() if name.upper().startswith(PREFIX) else PREFIX + name.upper()
    place = f" ({'.'.join(inner)})" if inner else ""
    return BadSettings(f"настройка {name}{place}: {_phrase(first['type'], first.get('ctx', {}))}")
